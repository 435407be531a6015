"""What decorators make of a function: one that does not keep what it wraps takes its place, one of a library may let few methods in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes.arguments import Arguments
from boundary_lint.frameworks.django.routes.things import (
    Bound,
    Closure,
    Listing,
    Scope,
    Thing,
    Things,
)
from boundary_lint.frameworks.routes.view import View
from boundary_lint.link.program import Function
from boundary_lint.link.values import External

if TYPE_CHECKING:
    from boundary_lint.frameworks.catalog import Rows
    from boundary_lint.frameworks.django.routes.calls import Calls
    from boundary_lint.frameworks.django.routes.reader import Reader


class Decorators:
    """Applies the decorators of functions."""

    def __init__(self, reader: Reader, calls: Calls, methods: Rows) -> None:
        """methods: the catalogue's table of the decorators that let some methods through alone."""
        self._reader, self._calls, self._methods = reader, calls, methods
        self._decorated: dict[Function, Things] = {}

    def applied(self, closure: Closure) -> Things:
        """Return what a function is once its decorators have run: one that does not keep what it wraps takes its place."""
        function = closure.function
        is_own = closure.outer is None or closure.outer.function is None
        if not function.record.decorators:
            return (closure,)
        if is_own and function in self._decorated:
            return self._decorated[function]
        if is_own:
            self._decorated[function] = (closure,)
        view: Thing = closure
        scope = closure.outer or Scope(function.module, cls=function.cls)
        for node in reversed(function.record.decorators):
            view = self._after(view, node, scope)
        if is_own:
            self._decorated[function] = (view,)
        return (view,)

    def _after(self, view: Thing, node: syntax.NodeId, scope: Scope) -> Thing:
        """Return what one decorator makes of a view."""
        record = scope.module.nodes[node]
        call = record if isinstance(record, syntax.Call) else None
        for decorator in self._reader.read(call.func if call is not None else node, scope):
            if isinstance(decorator, External):
                if decorator.path == "functools.wraps" and call is not None and call.args:
                    wrapped = (self._calls.served(thing) for thing in self._reader.read(call.args[0], scope))
                    return next((one for one in wrapped if one is not None), view)
                return self._with_methods(view, decorator.path, call, scope)
            if isinstance(decorator, Closure | Bound):
                made: Sequence[Thing] = (decorator,)
                if call is not None:
                    made = self._reader.invoke(decorator, Arguments.of(call, scope, self._reader.read))
                for one in made:
                    if isinstance(one, Closure | Bound):
                        wrapped_by = self._reader.invoke(one, Arguments([(view,)]))
                        return next((v for v in wrapped_by if self._calls.served(v) is not None), view)
        return view

    def _with_methods(self, view: Thing, path: str, call: syntax.Call | None, scope: Scope) -> Thing:
        """Return a view that a decorator of a library lets answer some methods alone."""
        row = self._methods.get(path)
        served = self._calls.served(view) if row is not None else None
        if row is None or served is None:
            return view
        if row != ("*",):
            return View(served.target, row)
        given = self._reader.read(call.args[0], scope) if call is not None and call.args else ("GET",)
        names = [t for thing in given for t in (thing.elements if isinstance(thing, Listing) else (thing,))]
        return View(served.target, tuple(sorted(name.upper() for name in names if isinstance(name, str))))
