"""What travels with calls: keyword arguments that no parameter names, and values that are said to be of a class."""

from tests.frameworks.django.store import store
from tests.helpers import check


def test_keyword_arguments_without_a_parameter() -> None:
    check(
        store("""
    def total(**options):
        return options["lines"].count()  # fact: read store_line

    def pass_on(number, **options):
        total(**options)

    def f():
        pass_on(1, lines=Line.objects.exclude(order=None))  # fact: read store_line
    """)
    )


def test_what_a_form_takes_from_its_keyword_arguments() -> None:
    check(
        store("""
    from django import forms

    class Form(forms.Form):
        def __init__(self, *args, **kwargs):
            bought = kwargs.pop("bought")
            self.order = kwargs.pop("order", None)
            self.number = kwargs.pop("number", None)
            super().__init__(*args, **kwargs)
            bought.lines.count()  # fact: read store_line

        def clean(self):
            self.order.lines.count()  # fact: read store_line
            self.number.lines.count()

    def f(request):
        return Form(request.POST, bought=Order(number="1"), number="2")
    """)
    )


def test_a_value_is_cast_to_a_class() -> None:
    check(
        store("""
    from typing import cast
    from django.http import HttpRequest

    class Shopping(HttpRequest):
        order: Order

    def f(request: HttpRequest):
        request = cast(Shopping, request)
        request.order.lines.count()  # fact: read store_line
    """)
    )
