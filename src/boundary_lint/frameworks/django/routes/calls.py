"""What calls in a urlconf give: patterns, includes, views, decorated views, instances, what functions of the program return."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes import texts
from boundary_lint.frameworks.django.routes.arguments import Arguments
from boundary_lint.frameworks.django.routes.bodies import parts_of
from boundary_lint.frameworks.django.routes.conditions import TESTS, Conditions
from boundary_lint.frameworks.django.routes.things import (
    Bound,
    Builtin,
    Closure,
    Listing,
    Made,
    Pattern,
    Scope,
    Served,
    Table,
    Thing,
    Things,
)
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import ClassValue, External, FunctionValue

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
        self._methods = catalog.rows("django.view_methods")
        self._decorated: dict[Function, Things] = {}
        self._lines: dict[Function, dict[syntax.NodeId, int]] = {}
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
        site = _Site(node, scope, Arguments.of(record, scope, reader.read))
        if not callees:
            if isinstance(func, syntax.Name) and func.name in TESTS:
                return self.conditions.test(func.name, site.arguments)
            return _passed_through(site.arguments)
        return tuple(thing for callee in callees for thing in self._called(callee, site))

    def _called(self, callee: Thing, site: _Site) -> Things:
        match callee:
            case External():
                return self._external(callee, site)
            case Closure() | Bound():
                return self._own(callee, site)
            case Class():
                return (Made(callee, site.arguments, (site.scope.module, site.node)),)
            case Made(External(path="functools.wraps"), wrapped):
                return _passed_through(wrapped) if wrapped is not None else ()
            case Made(External()):
                return _passed_through(site.arguments)
            case Made():
                found = (self._called(one, site) for one in self._reader.attribute(callee, "__call__"))
                return next(found, ()) or _passed_through(site.arguments)
            case Builtin():
                return self._builtin(callee, site)
        return ()

    def _own(self, callee: Closure | Bound, site: _Site) -> Things:
        path = callee.function.path
        if path in self._registries:
            return self._registered(self._registries[path][0], site)
        if path in self._resolvers:
            return self._resolved(site)
        found = self._reader.invoke(callee, site.arguments)
        if not found and callee.function.record.qualname.endswith(".as_view") and isinstance(callee, Bound):
            return self._as_view(callee.receiver, site)
        return found or _passed_through(site.arguments)

    def _resolved(self, site: _Site) -> Things:
        return self._reader.things(self._reader.names.resolve(site.node, site.scope.module, site.scope.cls))

    def _external(self, callee: External, site: _Site) -> Things:
        path = callee.path
        if path in self._resolvers:
            return self._resolved(site)
        if path in self._registries:
            return self._registered(self._registries[path][0], site)
        kind = self._kinds.get(path, ("",))[0]
        if kind:
            return _KINDS[kind](self, site)
        if path.endswith(".as_view"):
            return (Served(path.removesuffix(".as_view")),)
        if path == "functools.update_wrapper":
            return site.argument(1, "wrapped")
        made = Made(callee, site.arguments, (site.scope.module, site.node))
        return (made,) if path == "functools.wraps" else _passed_through(site.arguments) or (made,)

    def _getattr(self, record: syntax.Call, scope: Scope) -> Things:
        """Return what ``getattr(base, "name", default)`` is: the default only where the attribute is not known."""
        read = self._reader.read
        names = texts.options(read(record.args[1], scope))
        bases = read(record.args[0], scope)
        found = tuple(thing for base in bases for thing in self._reader.attribute(base, names[0]))
        known = tuple(thing for thing in found if not isinstance(thing, External))
        return known or (read(record.args[2], scope) if len(record.args) > 2 else found)

    # -- patterns

    def _path(self, site: _Site) -> Things:
        route = site.argument(0, "route") or site.argument(0, "regex")
        views = site.argument(1, "view")
        line = self._line(site)
        if not self.conditions.reach(line, site.scope):
            return ()
        inside = [thing for thing in views if isinstance(thing, Listing | Module)]
        module = site.scope.module
        if inside:
            below = tuple(pattern for thing in inside for pattern in self.patterns(thing))
            return (Pattern(tuple(texts.options(route)), module, line, inside=below),)
        served = (self.served(thing, module) for thing in views)
        return (Pattern(tuple(texts.options(route)), module, line, next((v for v in served if v is not None), None)),)

    def _include(self, site: _Site) -> Things:
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

    def _patterns(self, site: _Site) -> Things:
        """``i18n_patterns(a, b)``, ``patterns("", a, b)``: the patterns among the arguments."""
        return (
            Listing.of(p for things in site.arguments.positional for thing in things for p in self.patterns(thing)),
        )

    def _line(self, site: _Site) -> int:
        function, module = site.scope.function, site.scope.module
        if function is None:
            return self._reader.body(module).line(site.node) or int(min(site.scope.line, module.syntax.lines))
        known = self._lines.get(function)
        if known is None:
            known = self._lines[function] = _lines_of(function)
        return known.get(site.node, function.record.line)

    def read_all(self, module: Module) -> None:
        """Read the patterns of a module, and so take note of what it includes."""
        for thing in self._reader.member(module, "urlpatterns"):
            for _ in self.patterns(thing):
                pass

    # -- views

    def served(self, thing: Thing, module: Module | None = None) -> Served | None:
        """Return the view that something is; None where it cannot be one."""
        match thing:
            case Served():
                return thing
            case Closure(function) | Bound(function):
                return Served(function)
            case Class():
                return Served(thing)
            case Made(cls):
                return Served(cls if isinstance(cls, Class) else cls.path)
            case External():
                return Served(thing.path)
            case str() if module is not None:
                for value in self._reader.names.dotted(module.root, thing):
                    if isinstance(value, FunctionValue | ClassValue):
                        return Served(value.function if isinstance(value, FunctionValue) else value.cls)
        return None

    def _as_view(self, receiver: Thing, site: _Site) -> Things:
        cls = receiver.cls if isinstance(receiver, Made) else receiver
        if not isinstance(cls, Class | External):
            return ()
        actions = [thing for thing in site.argument(0, "actions") if isinstance(thing, Table)]
        methods = tuple(sorted(key.upper() for table in actions for key, _ in table.items if key))
        return (Served(cls if isinstance(cls, Class) else cls.path, methods),)

    def decorated(self, closure: Closure) -> Things:
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
                    wrapped = (self.served(thing) for thing in self._reader.read(call.args[0], scope))
                    return next((one for one in wrapped if one is not None), view)
                return self._with_methods(view, decorator.path, call, scope)
            if isinstance(decorator, Closure | Bound):
                made: Sequence[Thing] = (decorator,)
                if call is not None:
                    made = self._reader.invoke(decorator, Arguments.of(call, scope, self._reader.read))
                for one in made:
                    if isinstance(one, Closure | Bound):
                        wrapped_by = self._reader.invoke(one, Arguments([(view,)]))
                        return next((v for v in wrapped_by if self.served(v) is not None), view)
        return view

    def _with_methods(self, view: Thing, path: str, call: syntax.Call | None, scope: Scope) -> Thing:
        """Return a view that a decorator of a library lets answer some methods alone."""
        row = self._methods.get(path)
        served = self.served(view) if row is not None else None
        if row is None or served is None:
            return view
        if row != ("*",):
            return Served(served.target, row)
        given = self._reader.read(call.args[0], scope) if call is not None and call.args else ("GET",)
        names = [t for thing in given for t in (thing.elements if isinstance(thing, Listing) else (thing,))]
        return Served(served.target, tuple(sorted(name.upper() for name in names if isinstance(name, str))))

    # -- registries

    def _registered(self, register: str, site: _Site) -> Things:
        """Return the functions that are registered under a text: ``@register("name")`` or ``register("name", function)``."""
        wanted = texts.options(site.argument(0, ""))[0]
        last = register.rpartition(".")[2]
        found: list[Thing] = []
        for module in self._reader.names.program.modules:
            if module.role != "source":
                continue
            for node, record in module.calls(last):
                name = module.nodes[record.args[0]] if record.args else None
                if (
                    not isinstance(name, syntax.Text)
                    or name.value != wanted
                    or not self._is_at(record.func, module, register)
                ):
                    continue
                if len(record.args) > 1:
                    found += self._reader.read(record.args[1], Scope(module))
                found += (Closure(f) for f in module.functions if node in f.record.decorators)
        return (Listing.of(found),)

    def _is_at(self, node: syntax.NodeId, module: Module, path: str) -> bool:
        values = self._reader.names.resolve(node, module)
        return any(
            path
            == (value.path if isinstance(value, External) else getattr(getattr(value, "function", None), "path", ""))
            for value in values
        )

    def _all_apps(self, site: _Site) -> Things:
        return (Listing.of(Made(cls) for cls in self._apps.configs.values()),)

    def _app(self, site: _Site) -> Things:
        label = texts.options(site.argument(0, "app_label"))[0]
        cls = self._apps.configs.get(label)
        return (Made(cls),) if cls is not None else ()

    def _module(self, site: _Site) -> Things:
        root, found = site.scope.module.root, []
        for text in texts.options(site.argument(0, "name")):
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

    def _builtin(self, callee: Builtin, site: _Site) -> Things:
        receiver = callee.receiver
        if callee.name == "as_view":
            return self._as_view(receiver, site)
        if isinstance(receiver, str):
            return texts.method(receiver, callee.name, site.arguments)
        if isinstance(receiver, Table):
            return _of_table(receiver, callee.name, site)
        if isinstance(receiver, Made):
            return self.routers.call(receiver, callee.name)
        return ()


class _Site(NamedTuple):
    """A call: where it stands, and its arguments."""

    node: syntax.NodeId
    scope: Scope
    arguments: Arguments

    def argument(self, position: int, keyword: str) -> Things:
        """Return what an argument is, by position or keyword."""
        return self.arguments.get(position, keyword)


def _lines_of(function: Function) -> dict[syntax.NodeId, int]:
    """Return the lines of what is used in a function; what stands within a use is on its line, or has one of its own."""
    lines = {use.node: use.line for use in reversed(function.record.uses)}
    within: dict[syntax.NodeId, int] = {}
    for use in function.record.uses:
        for part in parts_of(function.module.nodes, use.node):
            within.setdefault(part, use.line)
    return {**within, **lines}


def _of_table(table: Table, name: str, site: _Site) -> Things:
    match name:
        case "items":
            return (Listing.of(Listing(((key or "{}",), values)) for key, values in table.items),)
        case "keys":
            return (Listing.of(key or "{}" for key, _ in table.items),)
        case "values":
            return (Listing.of(thing for _, values in table.items for thing in values),)
        case "get":
            return tuple(thing for key in texts.options(site.argument(0, "")) for thing in table.get(key))
    return ()


def _passed_through(arguments: Arguments) -> Things:
    """Return the first argument that is a view or a list of patterns: decorators and copies give back what they are given."""
    for things in arguments.positional:
        found = tuple(thing for thing in things if isinstance(thing, Listing | Served | Closure | Bound))
        if found:
            return found
    return ()


_KINDS: dict[str, Callable[[Calls, _Site], Things]] = {
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
