"""What texts an expression may be: paths, prefixes, names; ``{}`` stands for every part that is not known."""

from __future__ import annotations

from collections.abc import Iterable

from boundary_lint.facts import syntax
from boundary_lint.frameworks.routes import texts
from boundary_lint.frameworks.routes.texts import MAX_TEXTS, UNKNOWN
from boundary_lint.frameworks.web.trace import Expr, Tracer
from boundary_lint.link.values import TextValue, in_order

_DEFAULTS = ("default", "fallback")
"""Keywords that hold what a setting is where nobody sets it."""


class Texts:
    """Reads texts out of expressions."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer

    def of(self, expr: Expr) -> list[str]:
        """Return all that an expression may be, [] where it is no text at all (None)."""
        found = (text for one in self.tracer.trace(expr) for text in self._of(one))
        return list(dict.fromkeys(found))[:MAX_TEXTS]

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
                return texts.joined([self.of(expr.part(left)), self.of(expr.part(right))])
            case syntax.Binary("Mod", left, right):
                return self._percent(expr.part(left), expr.part(right))
            case syntax.Format(parts):
                return texts.joined([self.of(expr.part(part)) for part in parts])
            case syntax.Call():
                return self._called(expr, expr.record)
        return self._named(expr)

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
            given = self._given(expr, call)
            made = [
                text for base in self.of(expr.part(func.base)) if (text := texts.method(base, name, given)) is not None
            ]
            if made:
                return made
        return self._default(expr, call, name)

    def _default(self, expr: Expr, call: syntax.Call, name: str) -> Iterable[str]:
        """What a setting is where nobody sets it: ``getenv("PREFIX", "/api")``, ``Field("/api")``."""
        places = [node for key, node in call.keywords if key in _DEFAULTS]
        places += call.args[1:2] if name in ("getenv", "get", "config") else ()
        places += call.args[:1] if name in ("Field", "str", "Path", "URL") else ()
        return (self.of(expr.part(places[0])) if places else ()) or (UNKNOWN,)

    def _given(self, expr: Expr, call: syntax.Call) -> texts.Given:
        keywords = dict(call.keywords)

        def one(place: int | str) -> str | None:
            if isinstance(place, str):
                node = keywords.get(place)
            else:
                node = call.args[place] if place < len(call.args) else None
            return self._one(expr.part(node)) if node is not None else None

        def items() -> Iterable[str]:
            return [self._one(item) for item in self.tracer.items(expr.part(call.args[0]))] if call.args else ()

        return texts.Given(one, items)

    def _percent(self, left: Expr, right: Expr) -> list[str]:
        record = right.record
        parts = [right.part(item) for item in record.items] if isinstance(record, syntax.Collection) else [right]
        return [texts.percent(text, map(self._one, parts)) for text in self.of(left)]

    def _one(self, expr: Expr) -> str:
        found = self.of(expr)
        return found[0] if len(found) == 1 else UNKNOWN
