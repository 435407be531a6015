"""Libraries that call other processes, or send and receive messages: each of them a page of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from boundary_lint.facts import syntax
from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.remote.calls import note
from boundary_lint.frameworks.remote.client import Client, call, made
from boundary_lint.frameworks.remote.helpers import Helpers, find_telling
from boundary_lint.frameworks.remote.marks import Marks, find_late
from boundary_lint.frameworks.remote.page import RemotePage, is_path, read_pages
from boundary_lint.frameworks.remote.procedures import Procedures
from boundary_lint.frameworks.remote.servicers import Servicers
from boundary_lint.frameworks.remote.tasks import after_commit, of_class, of_function
from boundary_lint.frameworks.signatures import Signature
from boundary_lint.frameworks.world import World
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import MAX_VALUES, NOTHING, Bound, Instance, TextValue, Value, Values, in_order


class RemoteCalls(Library):
    """Answers for clients and for functions that call out."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.pages = world.pages = read_pages(world.catalog)
        world.shared.extend(self.pages.values())
        self._functions = {path: (page, how) for page in self.pages.values() for path, how in page.functions.items()}
        self._clients = {path: (page, how) for page in self.pages.values() for path, how in page.clients.items()}
        self._patterns = [(page, *row) for page in self.pages.values() for row in page.patterns]
        self._distinct: dict[str, list[RemotePage]] = {}
        for page in self.pages.values():
            for name in page.distinct:
                self._distinct.setdefault(name, []).append(page)
        self._parameters = {method: path for page in self.pages.values() for method, path in page.parameters.items()}
        self._overridden = {method.rpartition(".")[2] for method in self._parameters}
        self._procedures = Procedures(world.tree.deployment.procedures)
        self._callbacks = {name: path for page in self.pages.values() for name, path in page.callbacks.items()}
        self._marks: Marks
        self._near: set[Module] = set()
        self._helpers: Helpers | None = None

    def finish(self) -> None:
        """Find the functions that may be helpers around remote calls."""
        modules = [m for m in self.world.program.modules if m.role in ("source", "settings")]
        self._helpers = Helpers(self.world, self.pages.values())
        self._marks = self.world.marks = Marks(self.world.names, modules, self.pages.values())
        self.world.routes += self._marks.procedures()
        self.world.routes += Servicers(self.world.names, modules, self.pages.values(), self._procedures).routes()
        self.world.telling = find_telling(self.world, self.pages.values())
        self._near = {function.module for function in self.world.telling}
        self.world.late = find_late(modules)

    def external_callable(self, path: str) -> Callable[[CallSite], Values | None] | None:
        """A function of a library, the making of a client, or a method of a client that is known by its path alone."""
        function = self._functions.get(path)
        if function is not None:
            return partial(_function, *function)
        client = self._clients.get(path)
        if client is not None:
            return partial(made, *client)
        head, _, name = path.rpartition(".")
        if head.endswith("()") and head.removesuffix("()") in self._clients:
            page, _ = self._clients[head.removesuffix("()")]
            if name in page.methods or page.procedures:
                return partial(self._method, page, name) if page.through else partial(_method, page, name)
        task = self._marks.bases.get(head.removesuffix("()"))
        if task is not None and name in task[0].tasks:
            return partial(of_class, task[0], name, self._marks)
        return self._by_pattern(path)

    def _method(self, page: RemotePage, name: str, site: CallSite) -> Values | None:
        """A method of what inherits a client, which goes by the one that all go by: ``class Api(Session): def request(...)``."""
        callee = site.frame.nodes[site.node.func]
        how = page.methods.get(name)
        if self._helpers is None or name == page.through or not isinstance(callee, syntax.Attr) or how is None:
            return _method(page, name, site)
        inherited = True
        for value in in_order(site.frame.evaluate(callee.base)):
            for bound in in_order(value.attribute(page.through, site.frame)) if isinstance(value, Instance) else ():
                if isinstance(bound, Bound) and not bound.function.module.is_stub:
                    self._helpers.note(bound.function, value, site, (frozenset((TextValue(how.does),)),))
                    inherited = False
        return _method(page, name, site) if inherited else NOTHING

    def guesses(self) -> Collection[str]:
        """The names of methods that nothing else has."""
        return self._distinct

    def unknown_call(self, site: CallSite) -> Values | None:
        """A method that its name alone tells, of something that nothing is known of: ``def on(ch, ...): ch.basic_publish(...)``."""
        callee = site.frame.nodes[site.node.func]
        if isinstance(callee, syntax.Attr):
            for page in self._distinct.get(callee.name, ()):
                return _method(page, callee.name, site)
        return None

    def _by_pattern(self, path: str) -> Callable[[CallSite], Values | None] | None:
        for page in self.pages.values():
            for pattern, how in page.function_patterns:
                if pattern.fullmatch(path) is not None:
                    return partial(_function, page, how)
        for page, pattern, how in self._patterns:
            match = pattern.fullmatch(path)
            if match is not None:
                service = match.groupdict().get("service", "")
                if is_path(page.default):
                    service = self._procedures.full_name(path.rpartition(".")[0], service)
                return partial(made, page, how, service=service)
        return None

    def function_attribute(self, function: Function, receiver: Value | None, name: str, frame: Frame) -> Values | None:
        """A method of a task: ``add.delay``."""
        return of_function(name, function, self._marks, frame) or None

    def parameter(self, function: Function, name: str, frame: Frame) -> Values | None:
        """What a library passes to a method that a class overrides: ``def get_consumers(self, Consumer, channel)``."""
        method = function.record.qualname.rpartition(".")[2]
        given = self._callbacks.get(method)
        if given is not None and name == next(iter(function.positional[function.self_name is not None :]), ""):
            top = given.partition(".")[0]
            if any(one.module.partition(".")[0] == top for one in function.module.syntax.imports if not one.level):
                return self.world.names.external(f"{given}()", function.module.root)
        if method not in self._overridden or function.cls is None or function.positional[1:2] != (name,):
            return None
        names = self.world.names
        bases = names.external_bases(function.cls)
        paths = [path for base in bases if (path := self._parameters.get(f"{base}.{method}")) is not None]
        return names.external(paths[0], function.module.root) if paths else None

    def concrete(self, cls: Class) -> Sequence[Class]:
        """The classes behind an abstract one, where one of them knows a library: ``def __init__(self, bus: EventBus)``."""
        names = self.world.names
        if not names.isa(cls, "abc.ABC"):
            return ()
        below = names.subclasses(cls)
        return below if len(below) <= MAX_VALUES and any(one.module in self._near for one in below) else ()

    def invoked(self, function: Function, receiver: Value | None, site: CallSite) -> None:
        """A helper is called: what it does with what it is passed is noted at the call. So is a task that is sent by calling it."""
        for method in of_function("__call__", function, self._marks, site.frame):
            method.call(site)
        if self._helpers is not None and site.frame.sink is not None:
            self._helpers.note(function, receiver, site)


def _function(page: RemotePage, how: Signature, site: CallSite) -> Values | None:
    if how.does == "client":
        return made(page, how, site)
    if how.does == "after":
        after_commit(how, site)
    else:
        note(page, how, site)
    return None


def _method(page: RemotePage, name: str, site: CallSite) -> Values | None:
    return call(Client(page), name, site) or NOTHING
