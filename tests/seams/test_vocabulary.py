"""Words and names of a file, whatever the file is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_lint.extract.vocabulary import vocabulary
from boundary_lint.facts.vocabulary import Vocabulary, decode, words
from boundary_lint.seams.words import stem


def test_an_identifier_falls_into_words() -> None:
    assert list(words("HTTPOrderLine_totalSum2 is")) == ["http", "order", "line", "total", "sum"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("categories", "category"),
        ("orders", "order"),
        ("classes", "class"),
        ("class", "class"),
        ("shipped", "shipp"),
        ("bus", "bus"),
    ],
)
def test_stems_of_one_word_are_one(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_what_a_file_mentions_defines_and_says() -> None:
    found = decode(
        vocabulary(b'''
"""Handles orders."""
import a.b as c
from ..models import Order, Line as L
from .stars import *

class Basket(models.Base[Order]):
    def add(self, quantity):
        return c.make(self.lines, kind="gift wrap", to="shop.orders.models.Order").save(L)

try:
    def helper(): ...
except ImportError:
    pass

Form = get_class("order.forms", "OrderForm")
''')
    )
    assert found.imports == {"c": (0, "a.b", ""), "Order": (2, "models", "Order"), "L": (2, "models", "Line")}
    assert found.stars == ((1, "stars"),)
    assert found.classes == {"Basket": ("models.Base",)}
    assert found.functions == ("helper",)
    assert {"c.make", "self.lines", "L", "Order", "models.Base"} <= found.mentions.keys()
    assert set(found.texts) == {("shop.orders.models.Order", ""), ("order.forms", ""), ("order.forms", "OrderForm")}
    assert found.definitions == {"add": 1, "basket": 1, "helper": 1}
    assert {"handles", "orders", "gift", "wrap"} <= found.strings.keys()
    assert "shop" not in found.strings


@given(st.binary(max_size=200))
def test_no_bytes_are_too_bad(content: bytes) -> None:
    assert isinstance(decode(vocabulary(content)), Vocabulary)


def test_what_is_too_large_or_too_deep_says_nothing() -> None:
    assert decode(vocabulary(b"x = 1\n" * 400_000)) == Vocabulary()
    assert isinstance(decode(vocabulary(b"x = " + b"(" * 50_000)), Vocabulary)
