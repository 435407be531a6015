"""Functions that decorators make consumers or tasks: ``@broker.subscriber("orders")``, ``@shared_task``, and classes that are tasks.

Which they are is found by names alone; of which channels is asked when values are known, since settings and the environment may say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Route
from boundary_lint.frameworks.remote.channels import channels_of, names_of
from boundary_lint.frameworks.remote.effects import Requested
from boundary_lint.frameworks.remote.page import RemotePage
from boundary_lint.frameworks.remote.servicers import route_of
from boundary_lint.frameworks.signatures import Signature
from boundary_lint.link.evaluate import Evaluator
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import NOTHING, External, FunctionValue, TextValue, Value, Values, in_order


class Mark(NamedTuple):
    """A decorator that means something: its page, its row, and the call that it is (one without arguments where it is none)."""

    page: RemotePage
    how: Signature
    call: syntax.Call


_CHAINED = re.compile(r"\.with_\w+\(\)")
"""Methods that give the object again: ``Broker(url).with_result_backend(backend)``."""

_TASK = Signature("task", {})

_NO_CALL = syntax.Call(syntax.NONE, (), ())


class Marks:
    """The marked functions of a program."""

    def __init__(self, names: Names, modules: Iterable[Module], pages: Iterable[RemotePage]) -> None:
        self._names = names
        pages = list(pages)
        self._rows = {path: (page, how) for page in pages for path, how in page.marks.items()}
        self._kinds = frozenset(path.rpartition(".")[2] for path in self._rows)
        self.bases = {path: (page, how) for page in pages for path, how in page.bases.items()}
        self._celery = next((page for page in pages if page.name == "celery"), None)
        self._arq = next((page for page in pages if page.name == "arq"), None)
        self.of: dict[Function, tuple[Mark, ...]] = {}
        self.tasks: dict[Class, RemotePage] = {}
        for module in modules:
            for function in module.functions[1:]:
                found = tuple(self._marks(function)) if not function.kinds.isdisjoint(self._kinds) else ()
                if found:
                    self.of[function] = found
            for cls in module.classes:
                self._look_at(cls)

    def _marks(self, function: Function) -> Iterator[Mark]:
        module = function.module
        for node in function.record.decorators:
            record = module.nodes[node]
            call = record if isinstance(record, syntax.Call) else syntax.Call(node, (), ())
            for value in self._names.resolve(call.func, module, function.cls):
                row = self._rows.get(_CHAINED.sub("", value.path)) if isinstance(value, External) else None
                if row is not None:
                    yield Mark(*row, call)

    def _look_at(self, cls: Class) -> None:
        is_of_arq = cls.name == "WorkerSettings" or ("functions" in cls.names and _imports(cls.module, "arq"))
        if is_of_arq and self._arq is not None:
            for values in self._names.class_values(cls, "functions"):
                for value in (inner for held in values.holds for inner in held):
                    if isinstance(value, FunctionValue):
                        self.of[value.function] = (Mark(self._arq, _TASK, _NO_CALL),)
        if cls.record.bases:
            for base in self._names.external_bases(cls):
                if base in self.bases:
                    self.tasks[cls] = self.bases[base][0]

    def task_of(self, function: Function) -> Mark | None:
        """Return the mark that makes a function a task."""
        return next((mark for mark in self.of.get(function, ()) if mark.how.does == "task"), None)

    def noted(self, function: Function, receiver: Value | None, link: Evaluator) -> Iterator[Requested]:
        """Yield what a function consumes for its decorators or its class."""
        if not function.index and self._celery is not None:
            yield from _scheduled(self._celery, function.module)
        for mark in self.of.get(function, ()):
            if mark.how.does == "procedure":
                continue
            channels = self.channels(mark, function, receiver, link)
            for target in in_order(channels) or [TextValue("{}")]:
                yield _message(mark.page, mark.how, target, function)
        cls = receiver.python_class if receiver is not None else function.cls
        page = self.tasks.get(cls) if cls is not None else None
        if cls is not None and page is not None and _name(function) in _running(page):
            for target in in_order(self.name_of_class(cls, page)):
                yield _message(page, _TASK, target, function)

    def channels(self, mark: Mark, function: Function, receiver: Value | None, link: Evaluator) -> Values:
        """Return the channels that a mark names; the default name of a task that is given none."""
        site = CallSite(mark.call, _frame_around(function, receiver, link))
        if mark.how.does == "task":
            return names_of(mark.how.values("channel", site)) or _default(mark.page, function.module, _name(function))
        return channels_of(mark.page, mark.how, site, NOTHING)

    def name_of_class(self, cls: Class, page: RemotePage) -> Values:
        """Return how a class that is a task is called."""
        given = names_of(self._names.class_values(cls, "name"))
        return given or _default(page, cls.module, cls.name)

    def procedures(self) -> Iterator[Route]:
        """Yield what others can call by its name."""
        for function, marks in self.of.items():
            for mark in marks:
                if mark.how.does == "procedure" and function.cls is not None:
                    yield from self._procedure(mark, function, function.cls)

    def _procedure(self, mark: Mark, function: Function, cls: Class) -> Iterator[Route]:
        for named in [cls, *self._names.subclasses(cls)]:
            for service in in_order(self._names.class_values(named, "name")):
                if isinstance(service, TextValue):
                    yield route_of(f"{service.text}.{_name(function)}", function, mark.page.name)

    def is_late(self, function: Function) -> bool:
        """Whether the base class of a task sends it when the transaction is over."""
        mark = self.task_of(function)
        for name, node in mark.call.keywords if mark is not None else ():
            if name == "base":
                classes = self._names.resolve(node, function.module)
                return any(_waits_for_commit(value.cls) for value in classes if hasattr(value, "cls"))
        return False


def _default(page: RemotePage, module: Module, name: str) -> Values:
    return frozenset((TextValue(page.default.replace("{module}", module.name).replace("{name}", name)),))


def _imports(module: Module, package: str) -> bool:
    return any(one.module.partition(".")[0] == package for one in module.syntax.imports if not one.level)


def _name(function: Function) -> str:
    return function.record.qualname.rpartition(".")[2]


def _running(page: RemotePage) -> set[str]:
    return {how.does for how in page.bases.values()}


def _message(page: RemotePage, how: Signature, target: Value, function: Function) -> Requested:
    text, hops = (target.text, target.origin) if isinstance(target, TextValue) else ("{}", ())
    return Requested(
        page=page.name,
        does="publish" if how.does == "publish" else "consume",
        method="",
        target=text,
        service="",
        hops=hops,
        sync=False,
        timeout="n/a",
        handler=function.id if how.does != "publish" else "",
        over=how.over,
    )


def _scheduled(page: RemotePage, module: Module) -> Iterator[Requested]:
    """Yield the tasks that a table of Celery's beat sends: ``{"task": "shop.tasks.count", "schedule": 60}``."""
    for record in module.nodes:
        if isinstance(record, syntax.Dictionary):
            items = dict(record.items)
            task = module.nodes[items["task"]] if "task" in items and "schedule" in items else None
            if isinstance(task, syntax.Text):
                yield _message(page, Signature("publish", {}), TextValue(task.value), module.functions[0])


def _frame_around(function: Function, receiver: Value | None, link: Evaluator) -> Frame:
    if function.cls is not None:
        cls = receiver.python_class if receiver is not None else None
        return link.class_frame(cls if cls is not None and cls.module is function.module else function.cls)
    if function.parent is not None and function.parent.index:
        return Frame(link, function.parent, depth=1)
    return link.module_frame(function.module)


def _waits_for_commit(cls: Class) -> bool:
    """Whether a class sends its tasks by way of ``on_commit``."""
    nodes = cls.module.nodes
    sending = [function for name in ("apply_async", "delay") for function in cls.functions(name)]
    called = (nodes[use.node] for function in sending for use in function.record.uses)
    return any(getattr(nodes[call.func], "name", "") == "on_commit" for call in called if isinstance(call, syntax.Call))


def find_late(modules: Iterable[Module]) -> set[Function]:
    """Return the functions that are handed to ``on_commit``: lambdas, and those that stand around."""
    found: set[Function] = set()
    for module in modules:
        for _, call in module.calls("on_commit"):
            for node in (*call.args[:1], *(value for name, value in call.keywords if name == "func")):
                record = module.nodes[node]
                while isinstance(record, syntax.Outer):
                    record = module.nodes[record.node]
                if isinstance(record, syntax.FunctionRef):
                    found.add(module.functions[record.function])
    return found
