"""What texts an expression may be: paths, prefixes, names; ``{}`` stands for every part that is not known."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from boundary_lint.facts import syntax
from boundary_lint.frameworks.web.trace import Expr, Tracer
from boundary_lint.link.values import TextValue, in_order

UNKNOWN = "{}"

MAX_TEXTS = 64
"""Texts that one expression may be; a loop over prefixes has some."""

MAX_LENGTH = 500
"""Characters of a path."""

_FIELD = re.compile(r"\{\{|\}\}|\{(\w*)[^{}]*\}")
_PERCENT = re.compile(r"%(?:\((\w+)\))?[-#0 +]?\d*(?:\.\d+)?[sdr]")

_SAME = {
    "rstrip": str.rstrip,
    "lstrip": str.lstrip,
    "strip": str.strip,
    "removesuffix": str.removesuffix,
    "removeprefix": str.removeprefix,
}
_PLAIN = {"lower": str.lower, "upper": str.upper}

_DEFAULTS = ("default", "fallback")
"""Keywords that hold what a setting is where nobody sets it."""


class Texts:
    """Reads texts out of expressions."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer

    def of(self, expr: Expr) -> list[str]:
        """Return all that an expression may be, [] where it is no text at all (None)."""
        found = [text for one in self.tracer.trace(expr) for text in self._of(one)]
        return [text for text in dict.fromkeys(found) if len(text) <= MAX_LENGTH][:MAX_TEXTS]

    def listed(self, expr: Expr) -> list[str]:
        """Return the texts in a list, or the one text that stands in its place."""
        items = list(self.tracer.items(expr))
        return [text for one in items or [expr] for text in self.of(one)]

    def _of(self, expr: Expr) -> Iterable[str]:
        if self.tracer.is_active(expr):
            return ()
        with self.tracer.within(expr):
            return list(self._read(expr))

    def _read(self, expr: Expr) -> Iterable[str]:
        match expr.record:
            case syntax.Text(text):
                return (text,)
            case syntax.Const(value):
                return () if value == "None" else (value or UNKNOWN,)
            case syntax.Binary("Add", left, right):
                return self._joined([expr.part(left), expr.part(right)])
            case syntax.Binary("Mod", left, right):
                return self._percent(expr.part(left), expr.part(right))
            case syntax.Format(parts):
                return self._joined([expr.part(part) for part in parts])
            case syntax.Call():
                return self._called(expr, expr.record)
        return self._named(expr)

    def _joined(self, parts: Sequence[Expr]) -> Iterator[str]:
        options = [self.of(part) for part in parts]
        return ("".join(chosen) for chosen in itertools.islice(itertools.product(*options), MAX_TEXTS))

    def _named(self, expr: Expr) -> Iterable[str]:
        """Ask the names of the program, which know settings too."""
        if not isinstance(expr.record, syntax.Attr | syntax.Imported | syntax.Name | syntax.Item):
            return (UNKNOWN,)
        values = in_order(self.tracer.meant(expr))
        return [value.text for value in values if isinstance(value, TextValue)] or (UNKNOWN,)

    def _called(self, expr: Expr, call: syntax.Call) -> Iterable[str]:
        func = expr.scope.module.nodes[call.func]
        name = getattr(func, "name", "")
        if isinstance(func, syntax.Attr):
            base = expr.part(func.base)
            if name == "format":
                return [self._filled(text, expr, call) for text in self.of(base)]
            if name in _SAME:
                given = self.of(expr.part(call.args[0])) if call.args else []
                known = given[0] if given and UNKNOWN not in given[0] else None
                return [_SAME[name](text, *((known,) if known is not None else ())) for text in self.of(base)]
            if name in _PLAIN:
                return [_PLAIN[name](text) for text in self.of(base)]
        return self._default(expr, call, name)

    def _default(self, expr: Expr, call: syntax.Call, name: str) -> Iterable[str]:
        """What a setting is where nobody sets it: ``getenv("PREFIX", "/api")``, ``Field("/api")``."""
        places = [node for key, node in call.keywords if key in _DEFAULTS]
        places += call.args[1:2] if name in ("getenv", "get", "config") else ()
        places += call.args[:1] if name in ("Field", "str", "Path", "URL") else ()
        return (self.of(expr.part(places[0])) if places else ()) or (UNKNOWN,)

    def _filled(self, text: str, expr: Expr, call: syntax.Call) -> str:
        keywords = dict(call.keywords)
        positions = itertools.count()

        def fill(match: re.Match[str]) -> str:
            if match[0] in ("{{", "}}"):
                return match[0][0]
            key = match[1]
            if key and not key.isdigit():
                node = keywords.get(key)
            else:
                number = int(key) if key else next(positions)
                node = call.args[number] if number < len(call.args) else None
            return self._one(expr.part(node)) if node is not None else UNKNOWN

        return _FIELD.sub(fill, text)

    def _percent(self, left: Expr, right: Expr) -> Iterator[str]:
        record = right.record
        parts = [right.part(item) for item in record.items] if isinstance(record, syntax.Collection) else [right]
        for text in self.of(left):
            given = iter(parts)
            yield _PERCENT.sub(lambda match: self._next(match, given), text)  # noqa: B023

    def _next(self, match: re.Match[str], given: Iterator[Expr]) -> str:
        one = None if match[1] else next(given, None)
        return self._one(one) if one is not None else UNKNOWN

    def _one(self, expr: Expr) -> str:
        found = self.of(expr)
        return found[0] if len(found) == 1 else UNKNOWN
