"""Calls on objects of the other side, wherever they are held: in variables, dictionaries, lists, attributes."""

from __future__ import annotations

from tests.seams.cuts.marks import check

ITEM = {
    "shop/stock/items.py": """
        class Item:
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


def check_body(body: str) -> None:
    """Check a function in which ``k`` is not known; a line that calls the other side has the mark ``#!``."""
    lines = body.strip("\n").replace("#!", "# cut: call stock").splitlines()
    code = "from shop.stock.items import Item, Other  # cut: import stock\n\ndef place(k):\n"
    check({**ITEM, "shop/orders/services.py": code + "".join(f"    {line}\n" for line in lines)})


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
