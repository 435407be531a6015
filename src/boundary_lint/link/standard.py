"""What functions of the standard library, and wrappers like them, give: they pass on what they are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from boundary_lint.facts import syntax
from boundary_lint.link.values import (
    NOTHING,
    Bound,
    ClassValue,
    FunctionValue,
    Items,
    ListOf,
    TextValue,
    Values,
    frame_union,
    union,
)

if TYPE_CHECKING:
    from boundary_lint.link.frame import CallSite

Passing: TypeAlias = "Callable[[CallSite], Values]"


def passed_on(path: str, site: CallSite) -> Values | None:
    """Return what a call of a function outside the program gives, None where it is none of these."""
    known = _FUNCTIONS.get(path)
    return known(site) if known is not None else None


def _first(site: CallSite) -> Values:
    return site.argument(0)


def _elements(values: Values, site: CallSite) -> Values:
    return site.frame.link.elements(values, site.frame)


def _list(elements: Values) -> Values:
    return frozenset((ListOf(elements),)) if elements else NOTHING


def _copy(site: CallSite) -> Values:
    return _list(_elements(site.argument(0), site))


def _chain(site: CallSite) -> Values:
    return _list(union(_elements(values, site) for values in site.arguments()))


def _chain_from(site: CallSite) -> Values:
    return _list(_elements(_elements(site.argument(0), site), site))


def _groups(site: CallSite) -> Values:
    return _list(frozenset((Items((NOTHING, _copy(site))),)))


def _gathered(site: CallSite) -> Values:
    return frozenset((Items(tuple(site.arguments())),))


def _called(skip: int) -> Passing:
    """``to_thread(function, *args)`` calls the function that stands after ``skip`` arguments with those that follow it."""

    def call(site: CallSite) -> Values:
        node, frame = site.node, site.frame
        if len(node.args) <= skip or isinstance(frame.nodes[node.args[skip]], syntax.Star):
            return NOTHING
        inner = syntax.Call(node.args[skip], node.args[skip + 1 :], node.keywords)
        return frame_union(frame, frame.evaluate(node.args[skip]), type(site)(inner, frame))

    return call


def _started(site: CallSite) -> Values:
    """``Thread(target=function, args=(...))`` calls the function."""
    given = dict(site.node.keywords)
    if "target" in given:
        passed = site.frame.nodes[given["args"]] if "args" in given else None
        inner = syntax.Call(given["target"], passed.items if isinstance(passed, syntax.Collection) else (), ())
        frame_union(site.frame, site.frame.evaluate(given["target"]), type(site)(inner, site.frame))
    return NOTHING


def _prepared(site: CallSite) -> Values:
    """``partial(function, *args)``: the function, which learns what it will be passed. One outside of the program is not called yet."""
    functions = site.argument(0)
    if len(site.node.args) > 1 or any(isinstance(value, FunctionValue | Bound) for value in functions):
        _called(0)(site)
    return functions


def _cast(site: CallSite) -> Values:
    """``cast(Order, value)``: the value, and an instance of the class that it is said to be."""
    classes = site.argument(0)
    for value in classes:
        if isinstance(value, TextValue) and value.text.isidentifier():
            classes |= site.frame.link.member(site.frame.module, value.text)
    said = frozenset(value.cls.as_instance for value in classes if isinstance(value, ClassValue))
    return site.argument(1) | said


_FUNCTIONS: Mapping[str, Passing] = {
    **dict.fromkeys(
        (
            "copy.copy",
            "copy.deepcopy",
            "asyncio.create_task",
            "asyncio.ensure_future",
            "asyncio.run",
            "asyncio.shield",
            "asyncio.wait_for",
            "contextlib.closing",
            "contextlib.nullcontext",
            "functools.cache",
            "functools.lru_cache",
            "weakref.proxy",
            "asgiref.sync.sync_to_async",
            "asgiref.sync.async_to_sync",
            "channels.db.database_sync_to_async",
        ),
        _first,
    ),
    "typing.cast": _cast,
    **dict.fromkeys(("itertools.islice", "itertools.cycle", "collections.deque", "collections.OrderedDict"), _copy),
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _chain_from,
    "itertools.groupby": _groups,
    "asyncio.gather": _gathered,
    "asyncio.to_thread": _called(0),
    "anyio.to_thread.run_sync": _called(0),
    "starlette.concurrency.run_in_threadpool": _called(0),
    "fastapi.concurrency.run_in_threadpool": _called(0),
    "asyncio.get_event_loop().run_in_executor": _called(1),
    "asyncio.get_running_loop().run_in_executor": _called(1),
    "concurrent.futures.ThreadPoolExecutor().submit": _called(0),
    **dict.fromkeys(
        (
            "fastapi.BackgroundTasks().add_task",
            "fastapi.background.BackgroundTasks().add_task",
            "starlette.background.BackgroundTasks().add_task",
            "starlette.background.BackgroundTask",
        ),
        _called(0),
    ),
    "functools.partial": _prepared,
    "threading.Thread": _started,
    "multiprocessing.Process": _started,
}
"""Dotted path of a function -> what a call of it gives. Source: the libraries' documentation."""
