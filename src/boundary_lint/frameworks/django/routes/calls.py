"""What calls in a urlconf give: patterns, includes, views, decorated views, instances, what functions of the program return."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes.arguments import Arguments
from boundary_lint.frameworks.django.routes.conditions import TESTS, Conditions
from boundary_lint.frameworks.django.routes.decorators import Decorators
from boundary_lint.frameworks.django.routes.registered import registered
from boundary_lint.frameworks.django.routes.site import Site, of_table, passed_through
from boundary_lint.frameworks.django.routes.things import (
    Bound,
    Builtin,
    Closure,
    Listing,
    Made,
    Pattern,
    Scope,
    Table,
    Thing,
    Things,
    options,
)
from boundary_lint.frameworks.routes import texts
from boundary_lint.frameworks.routes.view import View
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import ClassValue, External, FunctionValue, in_order

if TYPE_CHECKING:
    from boundary_lint.frameworks.catalog import Catalog
    from boundary_lint.frameworks.django.apps import Apps
    from boundary_lint.frameworks.django.routes.ninja import Operations
    from boundary_lint.frameworks.django.routes.reader import Reader
    from boundary_lint.frameworks.django.routes.routers import Routers


class Calls:
    """Answers for calls."""

    def __init__(self, reader: Reader, catalog: Catalog, apps: Apps) -> None:
        self._reader, self._apps = reader, apps
        self._resolvers = catalog.resolver
        self._kinds = catalog.rows("django.route")
        self._registries = catalog.rows("django.registered")
        self.decorators = Decorators(reader, self, catalog.rows("django.view_methods"))
        self.conditions: Conditions
        self.routers: Routers
        self.operations: Operations
        self.included: set[Module] = set()
        """Modules whose patterns another one includes."""

    def call(self, record: syntax.Call, node: syntax.NodeId, scope: Scope) -> Things:
        """Return what a call gives."""
        reader = self._reader
        callees = reader.read(record.func, scope)
        func = scope.module.nodes[record.func]
        if not callees and isinstance(func, syntax.Name) and func.name == "getattr" and len(record.args) > 1:
            return self._getattr(record, scope)
        site = Site(node, scope, Arguments.of(record, scope, reader.read))
        if not callees:
            if isinstance(func, syntax.Name) and func.name in TESTS:
                return self.conditions.test(func.name, site.arguments)
            return passed_through(site.arguments)
        return tuple(thing for callee in callees for thing in self._called(callee, site))

    def _called(self, callee: Thing, site: Site) -> Things:
        match callee:
            case External():
                return self._external(callee, site)
            case Closure() | Bound():
                return self._own(callee, site)
            case Class():
                return (Made(callee, site.arguments, (site.scope.module, site.node)),)
            case Made(External(path="functools.wraps"), wrapped):
                return passed_through(wrapped) if wrapped is not None else ()
            case Made(External()):
                return passed_through(site.arguments)
            case Made():
                found = (self._called(one, site) for one in self._reader.attribute(callee, "__call__"))
                return next(found, ()) or passed_through(site.arguments)
            case Builtin():
                return self._builtin(callee, site)
        return ()

    def _own(self, callee: Closure | Bound, site: Site) -> Things:
        path = callee.function.path
        if path in self._registries:
            return self._registered(path, site)
        if path in self._resolvers:
            return self._resolved(site)
        found = self._reader.invoke(callee, site.arguments)
        if not found and callee.function.record.qualname.endswith(".as_view") and isinstance(callee, Bound):
            return self._as_view(callee.receiver, site)
        return found or passed_through(site.arguments)

    def _resolved(self, site: Site) -> Things:
        return self._reader.things(self._reader.names.resolve(site.node, site.scope.module, site.scope.cls))

    def _external(self, callee: External, site: Site) -> Things:
        path = callee.path
        if path in self._resolvers:
            return self._resolved(site)
        if path in self._registries:
            return self._registered(path, site)
        kind = self._kinds.get(path, ("",))[0]
        if kind:
            return _KINDS[kind](self, site)
        if path.endswith(".as_view"):
            return (View(path.removesuffix(".as_view")),)
        if path == "functools.update_wrapper":
            return site.argument(1, "wrapped")
        made = Made(callee, site.arguments, (site.scope.module, site.node))
        return (made,) if path == "functools.wraps" else passed_through(site.arguments) or (made,)

    def _getattr(self, record: syntax.Call, scope: Scope) -> Things:
        """Return what ``getattr(base, "name", default)`` is: the default only where the attribute is not known."""
        read = self._reader.read
        names = options(read(record.args[1], scope))
        bases = read(record.args[0], scope)
        found = tuple(thing for base in bases for thing in self._reader.attribute(base, names[0]))
        known = tuple(thing for thing in found if not isinstance(thing, External))
        return known or (read(record.args[2], scope) if len(record.args) > 2 else found)

    def _registered(self, path: str, site: Site) -> Things:
        names = options(site.argument(0, ""))
        return (Listing.of(registered(self._reader, self._registries[path][0], names[0])),)

    # -- patterns

    def _path(self, site: Site) -> Things:
        route = site.argument(0, "route") or site.argument(0, "regex")
        views = site.argument(1, "view")
        line = self._line(site)
        if not self.conditions.reach(line, site.scope):
            return ()
        inside = [thing for thing in views if isinstance(thing, Listing | Module)]
        module = site.scope.module
        if inside:
            below = tuple(pattern for thing in inside for pattern in self.patterns(thing))
            return (Pattern(tuple(options(route)), module, line, inside=below),)
        served = (self.served(thing, module) for thing in views)
        return (Pattern(tuple(options(route)), module, line, next((v for v in served if v is not None), None)),)

    def _include(self, site: Site) -> Things:
        things = site.argument(0, "arg")
        return (Listing.of(p for thing in things for p in self.patterns(thing, site.scope.module)),)

    def patterns(self, thing: Thing, module: Module | None = None) -> Iterator[Pattern]:
        """Yield the patterns in what is included: a module or its name, a list, a tuple of one of these and a namespace."""
        match thing:
            case Pattern():
                yield thing
            case Module():
                self.included.add(thing)
                for one in self._reader.member(thing, "urlpatterns"):
                    if not isinstance(one, Module):
                        yield from self.patterns(one)
            case str() if module is not None:
                for one in self._reader.things(self._reader.names.dotted(module.root, thing)):
                    if isinstance(one, Module | Listing):
                        yield from self.patterns(one)
            case Listing(items):
                for position, item in enumerate(items):
                    for one in item:
                        if isinstance(one, Pattern | Listing) or (position == 0 and isinstance(one, Module | str)):
                            yield from self.patterns(one, module)

    def _patterns(self, site: Site) -> Things:
        """``i18n_patterns(a, b)``, ``patterns("", a, b)``: the patterns among the arguments."""
        return (
            Listing.of(p for things in site.arguments.positional for thing in things for p in self.patterns(thing)),
        )

    def _line(self, site: Site) -> int:
        function, module = site.scope.function, site.scope.module
        if function is None:
            return self._reader.order(module).line(site.node) or int(min(site.scope.line, module.syntax.lines))
        return self._reader.sites.places(module).line(site.node, function) or function.record.line

    def read_all(self, module: Module) -> None:
        """Read the patterns of a module, and so take note of what it includes."""
        for thing in self._reader.member(module, "urlpatterns"):
            for _ in self.patterns(thing):
                pass

    # -- views

    def served(self, thing: Thing, module: Module | None = None) -> View | None:
        """Return the view that something is; None where it cannot be one."""
        match thing:
            case View():
                return thing
            case Closure(function) | Bound(function):
                return View(function)
            case Class():
                return View(thing)
            case Made(cls):
                return View(cls if isinstance(cls, Class) else cls.path)
            case External():
                return View(thing.path)
            case str() if module is not None:
                for value in in_order(self._reader.names.dotted(module.root, thing)):
                    if isinstance(value, FunctionValue | ClassValue):
                        return View(value.function if isinstance(value, FunctionValue) else value.cls)
        return None

    def _as_view(self, receiver: Thing, site: Site) -> Things:
        cls = receiver.cls if isinstance(receiver, Made) else receiver
        if not isinstance(cls, Class | External):
            return ()
        actions = [thing for thing in site.argument(0, "actions") if isinstance(thing, Table)]
        methods = tuple(sorted(key.upper() for table in actions for key, _ in table.items if key))
        return (View(cls if isinstance(cls, Class) else cls.path, methods),)

    # -- apps and modules

    def _all_apps(self, site: Site) -> Things:
        return (Listing.of(Made(cls) for cls in self._apps.configs.values()),)

    def _app(self, site: Site) -> Things:
        label = options(site.argument(0, "app_label"))[0]
        cls = self._apps.configs.get(label)
        return (Made(cls),) if cls is not None else ()

    def _module(self, site: Site) -> Things:
        root, found = site.scope.module.root, []
        for text in options(site.argument(0, "name")):
            found += [t for t in self._reader.things(self._reader.names.dotted(root, text)) if isinstance(t, Module)]
        return tuple(found)

    # -- methods that no source shows

    def library_attribute(self, thing: Thing, name: str) -> Things:
        """Return what a library gives a class or an instance."""
        if name == "as_view":
            return (Builtin(name, thing),)
        if isinstance(thing, Made):
            return self.routers.attribute(thing, name) or self.operations.attribute(thing, name)
        return ()

    def option(self, model: Class, name: str) -> Things:
        """Return what ``Model._meta.name`` is, of what patterns are made of."""
        match name:
            case "app_label":
                return (self._apps.label(model.module),)
            case "model_name":
                return (model.name.lower(),)
            case "object_name":
                return (model.name,)
        return ()

    def _builtin(self, callee: Builtin, site: Site) -> Things:
        receiver = callee.receiver
        if callee.name == "as_view":
            return self._as_view(receiver, site)
        if isinstance(receiver, str):
            made = texts.method(receiver, callee.name, site.arguments.as_texts())
            return (made,) if made is not None else ()
        if isinstance(receiver, Table):
            return of_table(receiver, callee.name, site)
        if isinstance(receiver, Made):
            return self.routers.call(receiver, callee.name)
        return ()


_KINDS: dict[str, Callable[[Calls, Site], Things]] = {
    "path": Calls._path,
    "include": Calls._include,
    "patterns": Calls._patterns,
    "app": Calls._app,
    "apps": Calls._all_apps,
    "module": Calls._module,
    "installed": lambda calls, site: calls.conditions.installed(site.argument(0, "app_name")),
    "text": lambda calls, site: site.argument(0, "message"),
    "nothing": lambda calls, site: (),
}
"""Kind of a function in the catalogue's table ``django.route`` -> what a call of it gives."""
