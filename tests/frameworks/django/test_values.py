"""How values reach the place where a model is read or written."""

from __future__ import annotations

from tests.frameworks.django.store import store
from tests.helpers import check


def test_what_is_put_into_a_container_is_its_element() -> None:
    check(
        store("""
    def f(ids):
        found, by_id = [], {}
        for pk in ids:
            order = Order.objects.get(pk=pk)  # fact: read store_order
            found.append(order)
            by_id[pk] = order
        for one in found:
            one.save()  # fact: write store_order
        for one in by_id.values():
            one.delete()  # fact: delete store_order

    class Batch:
        def __init__(self):
            self.orders = []
            self.by_id = {}

        def add(self, pk):
            self.orders.append(Order(pk=pk))
            self.by_id[pk] = Order(pk=pk)

        def save(self):
            for order in self.orders:
                order.save()  # fact: write store_order
            self.by_id[1].delete()  # fact: delete store_order
    """)
    )


def test_an_attribute_whose_name_is_computed() -> None:
    check(
        store("""
    from django.conf import settings
    from django.apps import apps
    class Actions:
        actions = ["archive", "drop"]

        def run(self, action, pk):
            getattr(self, action)(Order.objects.get(pk=pk))  # fact: read store_order

        def archive(self, one):
            one.save()  # fact: write store_order

        def drop(self, one):
            one.delete()  # fact: delete store_order

        def other(self, one):
            one.delete()

    def chosen():
        name = getattr(settings, "STORE_ORDER_MODEL", "store.Order")
        return apps.get_model(name).objects.first()  # fact: read store_order

    def by_pattern(order: Order, kind):
        return getattr(order, "custom%s" % kind)  # fact: read store_user

    def has_lines(order: Order):
        return hasattr(order, "customer")  # fact: read store_user
    """)
    )


def test_validation_looks_up_keys_and_what_must_be_unique() -> None:
    check(
        store("""
    def f(pk):
        order = Order(pk=pk)
        order.clean_fields()  # fact: read store_user
        order.validate_unique()
        order.full_clean()  # fact: read store_user
        Tag(pk=pk).validate_unique()  # fact: read store_tag
    """)
    )


def test_a_lazy_object_is_what_its_function_returns() -> None:
    check(
        store("""
    from django.utils.functional import SimpleLazyObject
    class Middleware:
        def __call__(self, request):
            def load():
                return Order.objects.get(pk=1)  # fact: read store_order
            request.order = SimpleLazyObject(load)

    def view(request):
        request.order.save()  # fact: write store_order
    """)
    )


def test_methods_of_query_sets_and_managers_run_for_the_models_that_use_them() -> None:
    check(
        store("""
    from django.db import models

    class TicketQuerySet(models.QuerySet):
        def codes(self):
            return list(self.values_list("code", flat=True))  # fact: read store_ticket

    class TicketManager(models.Manager):
        def get_queryset(self):
            return TicketQuerySet(self.model, using=self._db)

        def get_or_create(self, **kwargs):
            return self.get_queryset().get_or_create(**kwargs)  # fact: read store_ticket, write store_ticket

    class Ticket(models.Model):
        objects = TicketManager()

        class Meta:
            app_label = "store"
    """)
    )


def test_rows_are_sorted_as_their_model_says() -> None:
    check(
        store("""
    from django.db import models

    class Note(models.Model):
        order = models.ForeignKey(Order, models.CASCADE)

        class Meta:
            app_label = "store"
            ordering = ["-order__number", "id"]

    def f():
        Note.objects.first()  # fact: read store_note, read store_order
        Note.objects.count()  # fact: read store_note
        list(Note.objects.order_by("id"))  # fact: read store_note
        return Note.objects.filter(id=1)  # fact: read store_note, read store_order
    """)
    )


def test_arguments_travel_with_the_class_they_are_passed_to() -> None:
    check(
        store("""
    class Report:
        def write(self, rows):
            return self.lines(rows)

    class OrderReport(Report):
        def lines(self, rows):
            return [row.number for row in rows]  # fact: read store_order

    class LineReport(Report):
        def lines(self, rows):
            return [row.id for row in rows]  # fact: read store_line

    def orders():
        return OrderReport().write(Order.objects.all())  # fact: read store_order

    def lines():
        return LineReport().write(Line.objects.all())  # fact: read store_line
    """)
    )


def test_isinstance_keeps_of_a_value_what_is_one_of_the_classes() -> None:
    check(
        store("""
    from django.db import models

    def both(one):
        if isinstance(one, Order):
            one.save()  # fact: write store_order
        elif isinstance(one, (Line, Tag)):
            one.delete()  # fact: delete store_line
        return one

    def rows(found):
        if not isinstance(found, models.QuerySet):
            return None
        return found.count()  # fact: read store_tag

    def caller():
        both(Order(pk=1))
        both(Line(pk=1))
        rows(Tag.objects.all())  # fact: read store_tag

    def bound_in_a_branch(pk):
        if isinstance(pk, int):
            found = Order(pk=pk)
        else:
            found = Line(pk=pk)
        found.save()  # fact: write store_order, write store_line
    """)
    )


def test_relations_and_parents_seen_from_the_class() -> None:
    check(
        store("""
    from django.utils.functional import classproperty

    class Mixin:
        @classproperty
        def top(cls):
            parents = cls._meta.all_parents
            return parents[-1] if parents else cls

    class Box(Mixin, Shelf):
        class Meta:
            app_label = "store"

    def top(box: Box):
        box.top.objects.update(name="")  # fact: write store_category, write store_shelf, write store_box

    def far():
        Order.lines.rel.related_model.objects.count()  # fact: read store_line
        Order.tags.through.objects.count()  # fact: read store_order_tags
        Line.order.field.related_model.objects.count()  # fact: read store_order
    """)
    )


def test_taking_back_a_read_leaves_what_follows() -> None:
    check(
        store("""
    def f():
        Order.objects.filter(number="1").update(number="2")  # fact: write store_order
        Tag.objects.count()  # fact: read store_tag
        Tag.objects.count()  # fact: read store_tag
    """)
    )


def test_what_a_caller_may_pass_is_not_the_default_alone() -> None:
    check(
        store("""
    class Report:
        def __init__(self, **kwargs):
            name = "%s_writer" % kwargs.get("writer", "html")
            self.writer = self.writers[name]()

        def run(self):
            return self.writer.write(self.rows())

    class Html:
        def write(self, rows):
            return rows

    class Csv:
        def write(self, rows):
            for row in rows:  # fact: read store_order, read store_tag
                print(row)

    class OrderReport(Report):
        writers = {"html_writer": Html, "csv_writer": Csv}

        def rows(self):
            return Order.objects.all()  # fact: read store_order

    class TagReport(Report):
        writers = {"html_writer": Html, "csv_writer": Csv}

        def rows(self):
            return Tag.objects.all()  # fact: read store_tag
    """)
    )


def test_what_is_passed_to_a_class_itself_goes_before_what_is_passed_above() -> None:
    check(
        store("""
    class Exporter:
        def export(self, rows):
            return self.write(rows)

        def write(self, rows):
            return rows

    class OrderExporter(Exporter):
        def write(self, rows):
            return list(rows)  # fact: read store_order

    class TagExporter(Exporter):
        def write(self, rows):
            return list(rows)  # fact: read store_tag

    def f():
        OrderExporter().export(Order.objects.all())  # fact: read store_order
        TagExporter().export(Tag.objects.all())  # fact: read store_tag
    """)
    )


def test_what_an_attribute_holds_is_not_read_again_where_it_is_mentioned() -> None:
    check(
        store("""
    class Command:
        def validate(self, pk):
            self.order = Order.objects.filter(pk=pk).first()  # fact: read store_order
            if self.order is None:
                raise ValueError(pk)
            return self.order
    """)
    )


def test_a_relation_is_followed_once() -> None:
    check(
        store("""
    def f(line: Line):
        print(line.order.number)  # fact: read store_order
        print(line.order.number)
        return line.order.number
    """)
    )
