"""What serves a route: a function or a class of the program, and the methods that a class has for it."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.frameworks.routes.view import View
from boundary_lint.frameworks.web.page import Pages
from boundary_lint.frameworks.web.trace import Expr, Tracer
from boundary_lint.link.program import Class, Function

VERBS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "WEBSOCKET")

MAX_AROUND = 6
"""Wrappers around a view that are looked through."""

_WRAPS = frozenset(("wraps", "update_wrapper"))


class Views:
    """Finds what serves routes."""

    def __init__(self, pages: Pages, tracer: Tracer) -> None:
        self.pages, self.tracer = pages, tracer

    def of(self, expr: Expr) -> list[View]:
        """Return what an expression that is given as a view may be."""
        return list(dict.fromkeys(self._of(expr, 0)))

    def _of(self, expr: Expr, depth: int) -> Iterator[View]:
        if depth > MAX_AROUND:
            return
        for made in self.tracer.trace(expr, enter=False):
            call = made.record
            with self.tracer.within(made):
                wrapped = self._wrapped(made, call, depth) if isinstance(call, syntax.Call) else []
            if wrapped:
                yield from wrapped
                continue
            for one in self.tracer.trace(made):
                yield from self._view(one, depth)

    def _wrapped(self, one: Expr, call: syntax.Call, depth: int) -> list[View]:
        """What a function is given that takes exactly one view: it wraps it. One that takes several chooses."""
        parts = [one.part(node) for node in (*call.args, *(node for _, node in call.keywords))]
        given = [views for views in (self._served(part, depth) for part in parts) if views]
        return given[0] if len(given) == 1 else []

    def _served(self, part: Expr, depth: int) -> list[View]:
        return [
            v
            for v in self._of(part, depth + 1)
            if not isinstance(v.target, str) and (v.cls is None or self._names(part))
        ]

    def _names(self, part: Expr) -> bool:
        """Whether an expression names a class, and is no instance of it."""
        return any(isinstance(one.record, syntax.ClassRef) for one in self.tracer.trace(part))

    def _view(self, one: Expr, depth: int) -> Iterator[View]:
        module, record = one.scope.module, one.record
        if isinstance(record, syntax.FunctionRef):
            yield from self._function(module.functions[record.function], one, depth)
        elif isinstance(record, syntax.ClassRef):
            yield View(module.classes[record.cls])
        elif isinstance(record, syntax.Call):
            yield from self._called(one, record, depth)
        elif isinstance(record, syntax.Imported | syntax.Attr):
            for callee in self.tracer.callees(one):
                target = callee.cls or callee.function or callee.path
                if target:
                    yield View(target)

    def _function(self, function: Function, one: Expr, depth: int) -> Iterator[View]:
        """A wrapper that says what it wraps is that: ``@wraps(view)``."""
        for decorator in function.record.decorators:
            call = one.scope.module.nodes[decorator]
            if (
                isinstance(call, syntax.Call)
                and call.args
                and getattr(one.scope.module.nodes[call.func], "name", "") in _WRAPS
            ):
                wrapped = list(self._of(one.part(call.args[0]), depth + 1))
                if wrapped:
                    yield from wrapped
                    return
        yield View(function)

    def _called(self, one: Expr, call: syntax.Call, depth: int) -> Iterator[View]:
        """``View.as_view("name")``, ``Resource()``, ``partial(view, 1)``, ``login_required(view)``."""
        func = one.scope.module.nodes[call.func]
        if isinstance(func, syntax.Attr):
            bases = [View(cls) for cls in self._classes(one.part(func.base))]
            if bases:
                yield from bases
                return
        made = self.tracer.instance_of(one)
        if isinstance(made, Class):
            yield View(made)

    def _classes(self, base: Expr) -> Iterator[Class]:
        for one in self.tracer.trace(base):
            if isinstance(one.record, syntax.ClassRef):
                yield one.scope.module.classes[one.record.cls]

    def methods(self, framework: str, view: View, suffix: str = "") -> tuple[str, ...] | None:
        """Return the HTTP methods that a class serves, None where its methods do not tell."""
        if view.cls is None:
            return None
        names = self.tracer.names
        for base, templates in self.pages.handlers.get(framework, {}).items():
            if base == "*" or names.isa(view.cls, base):
                return tuple(
                    verb
                    for verb in VERBS
                    for template in templates
                    if names.lookup(view.cls, _name(template, verb, suffix)) is not None
                )
        return None


def _name(template: str, verb: str, suffix: str) -> str:
    name = template.replace("{verb}", verb.lower())
    return f"{name}_{suffix}" if suffix else name
