"""The admin: a class of it reads, writes and deletes what it is registered for."""

from tests.frameworks.django.store import store
from tests.helpers import check

ADMIN = """
    from django.contrib import admin
"""


def test_registered_by_call_and_by_decorator() -> None:
    check(
        store(
            ADMIN
            + """
    class LineInline(admin.TabularInline):
        model = Line

    class OrderAdmin(admin.ModelAdmin):  # fact: read store_order, write store_order, delete store_order, read store_user, read store_tag, read store_line, write store_line, delete store_line, join store_order store_user, join store_order store_tag, join store_order store_order_tags, read store_order_tags
        list_display = ["number", "customer__email"]
        list_filter = ["tags__name"]
        inlines = [LineInline]

    admin.site.register(Order, OrderAdmin)

    @admin.register(Tag)
    class TagAdmin(admin.ModelAdmin):  # fact: read store_tag, write store_tag, delete store_tag
        pass
    """
        )
    )


def test_what_the_program_overrides_is_its_own() -> None:
    check(
        store(
            ADMIN
            + """
    @admin.register(Line)
    class LineAdmin(admin.ModelAdmin):  # fact: read store_line, write store_line, read store_order
        def get_queryset(self, request):
            return super().get_queryset(request).filter(order__number="1")  # fact: read store_line, read store_order, join store_line store_order

        def number(self, obj):
            return obj.order.number  # fact: read store_order

        def delete_model(self, request, obj):
            obj.order.delete()  # fact: read store_order, delete store_order

        def close(self, request, queryset):
            queryset.update(order=None)  # fact: write store_line, read store_order
    """
        )
    )
