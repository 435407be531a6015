"""The routes that are found: which router is given which path, view and methods, where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from boundary_lint.frameworks.routes.texts import UNKNOWN
from boundary_lint.frameworks.routes.view import View
from boundary_lint.frameworks.web.arguments import Arguments
from boundary_lint.frameworks.web.page import Row
from boundary_lint.frameworks.web.routers import Router
from boundary_lint.frameworks.web.texts import Texts
from boundary_lint.frameworks.web.trace import Expr, Place, Tracer
from boundary_lint.frameworks.web.views import Views

MAX_ROUTES = 50_000
"""Registrations of a program; the largest known has some thousands."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A router, or nobody in particular, is given a route. paths: what it may be; methods () where any."""

    router: Router | None
    framework: str
    paths: tuple[str, ...]
    view: View
    methods: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Named:
    """A route that has a name and no view, or a view for the route of a name."""

    framework: str
    names: tuple[str, ...]
    router: Router | None = None
    paths: tuple[str, ...] = ()
    view: View | None = None
    methods: tuple[str, ...] = ()
    place: Place | None = None

    @property
    def root(self) -> str:
        """The source root in which the name holds."""
        return self.place.module.root if self.place is not None else ""


class Register:
    """Takes routes in."""

    def __init__(self, tracer: Tracer, texts: Texts, arguments: Arguments, views: Views) -> None:
        self.tracer, self.texts, self.arguments, self.views = tracer, texts, arguments, views
        self._found: dict[Registered, None] = {}
        self._named: dict[Named, None] = {}

    def add(
        self, router: Router | None, row: Row, call: Expr, views: Iterable[View], place: Place, name: str = ""
    ) -> None:
        """Take in what a row says of a call; ``name`` is that of what is decorated."""
        place = self._passed(row, call, place)
        paths = self._paths(row, call, name)
        suffix = "".join(self.arguments.texts_at(call, row.places("suffix")))
        names = tuple(self.arguments.texts_at(call, row.places("name")))
        views = list(views)
        if names and "path" in row.words and not views:
            self._named[Named(row.framework, names, router, paths, place=place)] = None
        for view in views:
            methods = self._methods(row, call, view, suffix)
            if names and "path" not in row.words:
                self._named[Named(row.framework, names, view=view, methods=methods, place=place)] = None
            elif paths and len(self._found) < MAX_ROUTES:
                self._found[Registered(router, row.framework, paths, view, methods, place)] = None

    def serve(self, router: Router, row: Row, paths: tuple[str, ...], view: View, place: Place) -> None:
        """Take in a class that says itself which paths it serves."""
        methods = self.views.methods(row.framework, view) or row.places("verbs")
        self._found[Registered(router, row.framework, paths, view, tuple(sorted(methods)), place)] = None

    def all(self) -> Iterator[Registered]:
        """Yield all routes, those with names joined with their views."""
        yield from self._found
        views: dict[tuple[str, str, str], list[Named]] = {}
        for one in self._named:
            if one.view is not None:
                for name in one.names:
                    views.setdefault((one.framework, one.root, name), []).append(one)
        for route in self._named:
            served = [one for name in route.names for one in views.get((route.framework, route.root, name), ())]
            for one in served if route.view is None else ():
                if one.view is not None and one.place is not None:
                    yield Registered(route.router, route.framework, route.paths, one.view, one.methods, one.place)

    def _paths(self, row: Row, call: Expr, name: str) -> tuple[str, ...]:
        if "@" in row.places("path"):
            return ("" if name == "index" else name,)
        given = self.arguments.at(call, row.places("path"))
        texts = [text for one in given for text in self.texts.listed(one)]
        return tuple(dict.fromkeys(texts)) if given else ("",)

    def _passed(self, row: Row, call: Expr, place: Place) -> Place:
        """Return where a route is registered: what a caller passes on, there."""
        scope = call.scope
        given = self.arguments.at(call, row.places("path")) if scope.origin is not None else []
        is_passed = any(self.tracer.mentions(scope.module, one.node) for one in given)
        return scope.origin if is_passed and scope.origin is not None else place

    def _methods(self, row: Row, call: Expr, view: View, suffix: str) -> tuple[str, ...]:
        given = self.arguments.at(call, row.places("methods"))
        if given:
            texts = [
                verb.strip().upper() for one in given for text in self.texts.listed(one) for verb in text.split(",")
            ]
            return () if UNKNOWN in texts or "*" in texts else tuple(sorted(set(texts)))
        own = self.views.methods(row.framework, view, suffix)
        return tuple(sorted(own)) if own else tuple(sorted(row.places("verbs")))
