"""Values that hold SQL text, and the one way to say that a text is run."""

from __future__ import annotations

import re
from typing import ClassVar

import msgspec

from boundary_lint.frameworks.effects import Missed, Ran
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.values import NOTHING, Items, TextValue, Value, Values, in_order

MAX_TEXT = 20_000
"""Characters of a composed statement; a longer one is not known."""

_FIELD = re.compile(r"\{(\w*)\}")


class SqlStatement(Value, msgspec.Struct, frozen=True):
    """A statement, or a part of one, that a library made of a text: ``text("...")``, ``sql.SQL("...")``.

    Unlike a plain text it is certainly SQL, and travels as an argument. ``{}`` stands for every part not known.
    """

    text: str
    travels: ClassVar[bool] = True

    def attribute(self, name: str, frame: Frame) -> Values:
        return frozenset((_Method(self, name),))

    def sort_key(self) -> tuple[str, ...]:
        return ("sql", self.text)


class _Method(Value, msgspec.Struct, frozen=True):
    """A method of a statement: format and join compose, all others (``bindparams``, ``columns``) give the statement."""

    statement: SqlStatement
    name: str

    def call(self, site: CallSite) -> Values:
        if self.name == "format":
            return statement(_substitute(self.statement.text, site))
        if self.name == "join":
            return statement(joined(site.argument(0), self.statement.text))
        return frozenset((self.statement,))

    def sort_key(self) -> tuple[str, ...]:
        return ("sql-method", self.name, self.statement.text)


def statement(text: str) -> Values:
    """Return the value of a statement."""
    return frozenset((SqlStatement(text),)) if len(text) <= MAX_TEXT else NOTHING


def text_of(values: Values) -> str:
    """Return the only text that values can be, "{}" where there is none or there are several."""
    texts = texts_of(values)
    return texts[0] if len(texts) == 1 else "{}"


def texts_of(values: Values) -> list[str]:
    """Return all texts that values can be."""
    return [v.text for v in in_order(values) if isinstance(v, TextValue | SqlStatement)]


def joined(values: Values, separator: str = "") -> str:
    """Return the parts of a list put together, "{}" where they are not known."""
    for value in in_order(values):
        if isinstance(value, Items):
            return separator.join(text_of(item) for item in value.items)
    return "{}"


def run(values: Values, frame: Frame, via: str = "sql", database: str = "") -> None:
    """Note that a SQL text is run; values that hold no text (a query object, say) answer for themselves."""
    if frame.sink is None:
        return
    for text in texts_of(values):
        frame.sink.add(Ran(text, via, database))
    if not values:
        frame.sink.add(Missed("sql", "", "SQL text not known"))


def _substitute(text: str, site: CallSite) -> str:
    """Fill the fields of a composed statement: ``{}`` in order, ``{0}`` by position, ``{name}`` by keyword."""
    order = iter(range(len(site.node.args)))

    def fill(field: re.Match[str]) -> str:
        name = field[1]
        if not name:
            position = next(order, -1)
            return text_of(site.argument(position)) if position >= 0 else "{}"
        return text_of(site.argument(int(name)) if name.isdecimal() else site.argument(-1, name))

    return _FIELD.sub(fill, text)
