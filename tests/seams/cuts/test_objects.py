"""Calls on objects of the other side, wherever they are held: in variables, dictionaries, lists, attributes."""

from __future__ import annotations

from tests.seams.cuts.marks import check

ITEM = {
    "shop/stock/models.py": """
        from django.db import models


        class Item(models.Model):
            def reserve(self): ...

            @property
            def url(self):
                return "/"

            @property
            def specific(self):
                return self

            @classmethod
            def make(cls):
                return cls()


        class Other:
            def reserve(self): ...
        """,
}


HEAD = """
from collections import defaultdict
from dataclasses import dataclass, field
from typing import cast
from shop.stock.models import Item, Other  # cut: import stock

REGISTRY: dict[str, Item] = {}

@dataclass
class Shelf:
    items: list[Item] = field(default_factory=list)

    def __post_init__(self):
        self.by_name: dict[str, Item] = {}

def place(k):
"""


def check_body(body: str) -> None:
    """Check a function in which ``k`` is not known; a line that calls the other side has the mark ``#!``."""
    lines = body.strip("\n").replace("#!", "# cut: call stock").splitlines()
    check({**ITEM, "shop/orders/services.py": HEAD + "".join(f"    {line}\n" for line in lines)})


def test_a_property_is_called_wherever_it_is_read() -> None:
    check_body(
        """
item = Item()
print(item.url)  #!
print(item.specific.url)  #!
if item.url:  #!
    return {
        "url": item.url,  #!
    }
"""
    )


def test_objects_in_dictionaries() -> None:
    check_body(
        """
by_key = {k: Item()}
by_key[k].reserve()  #!
by_key.get(k).reserve()  #!
for _, item in sorted(by_key.items()):
    item.reserve()  #!
dict(by_key)["a"].reserve()  #!
{**by_key}["a"].reserve()  #!
dict(a=Item())["a"].reserve()  #!
dict((n, Item()) for n in k)[k].reserve()  #!
dict(zip(k, [Other()]))[k].reserve()  #!
of_name = {"item": Item(), "other": 1}
of_name["item"].reserve()  #!
of_name["other"].reserve()
late = {}
late.update(item=Item())
late["item"].reserve()  #!
"""
    )


def test_objects_in_containers_in_dictionaries() -> None:
    check_body(
        """
by_shelf, by_name, days = defaultdict(list), {}, {}
for shelf in k:
    by_shelf[shelf].append(Item())
    by_name.setdefault(shelf.name, []).append(Item())
    days[shelf.day][shelf.name] = Item()
for item in by_shelf[k]:
    item.reserve()  #!
for _, items in by_name.items():
    items[0].reserve()  #!
days[k][k].reserve()  #!
"""
    )


def test_objects_in_lists() -> None:
    check_body(
        """
items = [Item(), Item()]
items[k].reserve()  #!
items[1:][0].reserve()  #!
([Item()] * 3)[0].reserve()  #!
first, *others = items
others[0].reserve()  #!
first, *others, last = k, Other(), Item()
last.reserve()  #!
pairs = [(1, Item())]
for number, item in pairs[:5]:
    item.reserve()  #!
    number.reserve()
"""
    )


def test_functions_that_others_call_with_elements() -> None:
    check_body(
        """
items = [Item()]
sorted(items, key=lambda item: item.reserve())  #!
max(items, key=Item.reserve)  #!
list(map(lambda item: item.reserve(), items))  #!
list(filter(lambda item: item.reserve(), items))  #!
for item in map(Item, k):
    item.reserve()  #!
"""
    )


def test_declared_types() -> None:
    check_body(
        """
item: Item = k
item.reserve()  #!
by_name: dict[str, Item] = {}
by_name[k].reserve()  #!
items: list[Item] = []
items[0].reserve()  #!
said = cast("Item", k)
said.reserve()  #!
known: Item = [Other()][0]
known.reserve()  #!
REGISTRY[k].reserve()  #!
Shelf().items[0].reserve()  #!
Shelf().by_name[k].reserve()  #!
"""
    )


def test_what_is_not_declared_is_not_known() -> None:
    check_body(
        """
item: k.Item = k
item.reserve()
by_name: dict[str, int] = {}
by_name[k].reserve()
other: Item = 1
other = k
other.reserve()
"""
    )


def test_what_a_variable_holds_is_not_called_again() -> None:
    check_body(
        """
if k:
    print(Item.make().specific.pk)  #!
else:
    item = Item.make().specific  #!
    print(item.pk)
    print(item.url)  #!
"""
    )


def test_objects_in_a_collection_of_ones_own() -> None:
    check(
        {
            **ITEM,
            "shop/orders/applied.py": """
                from shop.stock.models import Item  # cut: import stock

                class Applied:
                    def __init__(self):
                        self.by_key = {}

                    def __iter__(self):
                        return self.by_key.values().__iter__()

                    def add(self, key):
                        self.by_key[key] = {"item": Item(), "count": 0}
                        self.by_key[key]["count"] += 1

                def apply():
                    for one in Applied():
                        one["item"].reserve()  # cut: call stock
                        one["count"].reserve()
                        record(one)

                def record(one):
                    one.get("item").reserve()  # cut: call stock
                """,
        }
    )
