"""Filters, tables, pages and sets of forms in views."""

from tests.frameworks.django.store import store
from tests.helpers import check


def test_pages() -> None:
    check(
        store("""
    from django.core.paginator import Paginator

    def f(request):
        pages = Paginator(Order.objects.filter(number="1"), 20)  # fact: read store_order
        pages.count  # fact: read store_order
        page = pages.get_page(request.GET.get("page"))  # fact: read store_order
        for order in page:  # fact: read store_order
            order.customer.email  # fact: read store_user
        page.object_list.count()  # fact: read store_order
    """)
    )


def test_filters() -> None:
    check(
        store("""
    import django_filters

    class Orders(django_filters.FilterSet):
        customer = django_filters.ModelChoiceFilter(queryset=User.objects.all())

        class Meta:
            model = Order
            fields = {"tags": ["exact"]}

        def filter_queryset(self, queryset):
            return super().filter_queryset(queryset).filter(number="1")  # fact: read store_order

    def f(request):
        found = Orders(request.GET, queryset=Order.objects.all())  # fact: read store_order
        found.is_valid()  # fact: read store_user, read store_tag
        found.form.cleaned_data["customer"].groups.count()  # fact: read auth_group, read store_user_groups
        found.qs.count()  # fact: read store_user, read store_tag, read store_order
    """)
    )


def test_tables() -> None:
    check(
        store("""
    from django_tables2 import RequestConfig, SingleTableMixin, Table
    from django.views.generic import ListView

    class Orders(SingleTableMixin, ListView):  # fact: read store_order
        model = Order

        def get_table(self, **kwargs):
            return super().get_table(**kwargs)  # fact: read store_order

    def f(request):
        table = Table(Line.objects.all())  # fact: read store_line
        RequestConfig(request).configure(table)  # fact: read store_line
    """)
    )


def test_views_of_form_sets() -> None:
    check(
        store("""
    from extra_views import ModelFormSetView

    class Lines(ModelFormSetView):  # fact: read store_line
        model = Line
        fields = ["order"]

        def formset_valid(self, formset):
            for form in formset:  # fact: read store_line
                form.instance.order.number  # fact: read store_order
            return super().formset_valid(formset)  # fact: read store_line, write store_line, delete store_line
    """)
    )
