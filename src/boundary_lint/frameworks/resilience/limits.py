"""Whether trying again ends, and how long it waits: what the arguments of a call say, and what holds without them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Retry
from boundary_lint.frameworks.resilience.definitions import Written, definition
from boundary_lint.frameworks.resilience.page import RetryPage
from boundary_lint.frameworks.site import public_name
from boundary_lint.link.names import Names
from boundary_lint.link.paths import inside
from boundary_lint.link.program import Function

MAX_DEPTH = 12
"""Levels of a limit that is joined of others."""

RANDOM = ("random", "rand", "uniform", "jitter")
"""Parts of the names of what spreads a wait."""

_ONE = syntax.Const("1")

_OFF = frozenset(("None", "False", "0", "0.0"))


class Terms(NamedTuple):
    """On which terms something is tried again: see `boundary_lint.facts.program.Retry`. once: a second time, and no more."""

    bounded: str
    wait: str
    jitter: bool
    once: bool = False

    def retry(self, function: Function, how: str, line: int, lines: tuple[int, int], note: str = "") -> Retry:
        """Return the fact that a function tries something again on these terms; lines: the first and last of what runs again."""
        return Retry(
            root=function.module.root,
            module=function.module.name,
            function=public_name(function),
            how=how,
            bounded=self.bounded,
            wait=self.wait,
            jitter=self.jitter,
            file=function.module.file,
            line=line,
            first_line=lines[0],
            last_line=lines[1],
            note=note or ("once" if self.once else ""),
        )


def terms_of(names: Names, page: RetryPage, call: Written) -> Terms | None:
    """Return the terms that a call, or a bare decorator, sets; None where it asks for nothing to be tried again."""
    if page.needs and not any(_asks(page, one) for one in arguments(names, call, page.needs)):
        return None
    wait, jitter = _wait(names, page, call)
    once = any(one.record == _ONE for one in arguments(names, call, page.limits))
    return Terms(_bounded(names, page, call), wait, jitter, once)


def arguments(names: Names, call: Written, places: Iterable[str]) -> Iterator[Written]:
    """Yield what stands at the places of a call that hold something, names replaced by what they stand for."""
    for place in places:
        found = _argument(names, call, place)
        if found is not None:
            yield definition(names, found)


def _argument(names: Names, call: Written, place: str) -> Written | None:
    record = call.record
    if not isinstance(record, syntax.Call):
        return None
    if place.isdigit():
        return call.part(record.args[int(place)]) if int(place) < len(record.args) else None
    keyword, _, key = place.partition(".")
    for name, node in record.keywords:
        given = call.part(node)
        if name == "**" and isinstance((spread := definition(names, given)).record, syntax.Dictionary):
            given, name = spread, keyword
            inner = _item(given, keyword)
            if inner is not None:
                return inner
        elif name == keyword:
            return _item(definition(names, given), key) if key else given
    return None


def _item(display: Written, key: str) -> Written | None:
    record = display.record
    items = record.items if isinstance(record, syntax.Dictionary) else ()
    return next((display.part(node) for name, node in items if name == key), None)


def _asks(page: RetryPage, given: Written) -> bool:
    record = given.record
    if isinstance(record, syntax.Const):
        return record.value not in (*page.never, "None", "False")
    return not (isinstance(record, syntax.Collection) and not record.items)


def _passes_on(call: Written) -> bool:
    """Whether a call is given what a mapping holds: more than is seen."""
    record = call.record
    return isinstance(record, syntax.Call) and any(name == "**" for name, _ in record.keywords)


# -- bounds


def _bounded(names: Names, page: RetryPage, call: Written) -> str:
    found = {_limit(names, page, one, MAX_DEPTH) for one in arguments(names, call, page.limits)}
    if any(_argument(names, call, place) is None for place in page.limited):
        found.add("yes")
    if _passes_on(call):
        found.add("unknown")
    return "yes" if "yes" in found else "unknown" if "unknown" in found else "no"


def _limit(names: Names, page: RetryPage, given: Written, depth: int) -> str:
    """Return whether a limit bounds: "yes", "no" or "unknown"."""
    given = definition(names, given)
    record = given.record
    if not depth:
        return "unknown"
    if isinstance(record, syntax.Const):
        return "no" if record.value in ("None", *page.endless) else "yes" if record.value else "unknown"
    if given.last_name in page.endless:
        return "no"
    if isinstance(record, syntax.Either):
        return _joined([_limit(names, page, given.part(one), depth - 1) for one in record.options], every=True)
    if isinstance(record, syntax.Binary) and record.op in ("BitOr", "BitAnd"):
        sides = [_limit(names, page, given.part(one), depth - 1) for one in (record.left, record.right)]
        return _joined(sides, every=record.op == "BitAnd")
    if isinstance(record, syntax.Call) and given.last_name in (*page.any, *page.all):
        sides = [_limit(names, page, given.part(one), depth - 1) for one in record.args]
        return _joined(sides, every=given.last_name in page.all)
    if page.any and not isinstance(record, syntax.Call):
        return "unknown"
    return "yes"


def _joined(sides: list[str], every: bool) -> str:
    decisive, other = ("no", "yes") if every else ("yes", "no")
    return decisive if decisive in sides else "unknown" if "unknown" in sides else other


# -- waits


def _wait(names: Names, page: RetryPage, call: Written) -> tuple[str, bool]:
    """Return the kind of a wait, and whether it is spread."""
    kinds = {
        kind for kind in ("fixed", "growing") for one in arguments(names, call, getattr(page, kind)) if _is_on(one)
    }
    if any(isinstance(one.record, syntax.Collection) for one in arguments(names, call, page.fixed)):
        kinds.add("growing")
    spread = [_is_on(one) for one in arguments(names, call, page.spread)]
    computed = list(arguments(names, call, page.pause))
    for one in computed:
        kinds |= _computed(page, one)
    jitter = "spread" in kinds or any(spread)
    kinds.discard("spread")
    if not kinds:
        unknown = computed or _passes_on(call)
        kinds = {"unknown"} if unknown else {word for word in page.default if word in ("fixed", "growing")}
    wait = next((kind for kind in ("growing", "fixed", "unknown") if kind in kinds), "none")
    if not spread:
        jitter |= "spread" in page.default or (wait == "growing" and "spread growing" in page.default)
    return wait, jitter


def _is_on(given: Written) -> bool:
    record = given.record
    return not (isinstance(record, syntax.Const) and record.value in _OFF)


def _computed(page: RetryPage, given: Written) -> set[str]:
    """Return what is known of an object that computes a wait: "fixed", "growing", "spread"."""
    record = given.record
    if isinstance(record, syntax.Binary):
        return _computed(page, given.part(record.left)) | _computed(page, given.part(record.right))
    if isinstance(record, syntax.Const):
        return {"fixed"} if record.value not in _OFF else {"none"}
    name = given.last_name
    found = {kind for kind in ("fixed", "growing", "spread") if name in getattr(page, kind)}
    if name.endswith("none"):
        return {"none"}
    if isinstance(record, syntax.Call) and not found:
        for one in record.args:
            found |= _computed(page, given.part(one)) if isinstance(given.part(one).record, syntax.Call) else set()
    return found


def wait_of(given: Written) -> tuple[str, bool]:
    """Return what kind of a wait a number is, and whether it is spread: ``2 ** attempt + random()`` grows and is."""
    grows, spread = False, False
    nodes = given.module.nodes
    for node in inside(nodes, given.node):
        record = nodes[node]
        grows |= isinstance(record, syntax.Binary) and record.op in ("Pow", "LShift", "Mult")
        name = record.name if isinstance(record, syntax.Attr | syntax.Name | syntax.Imported) else ""
        spread |= any(word in name for word in RANDOM)
    if grows:
        return "growing", spread
    return (
        "fixed" if isinstance(given.record, syntax.Const | syntax.Name | syntax.Attr | syntax.Imported) else "unknown"
    ), spread
