"""What a pass over the program finds out, and what the next one therefore knows and reads again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias, TypeVar

from boundary_lint.link.program import Class, Function
from boundary_lint.link.values import (
    MAX_VALUES,
    NOTHING,
    Bound,
    ClassValue,
    FunctionValue,
    Instance,
    Value,
    Values,
    fewer,
)

ArgumentTypes: TypeAlias = dict[tuple[Function, str, Class | None], Values]
"""What callers pass: a parameter, by the class whose method it is called as, to values."""

Consulted: TypeAlias = tuple[Function | Class | None, str]
"""A parameter whose type callers give, or an attribute that other objects set: known only in the second pass."""

ANYTHING: Consulted = (None, "")
"""Stands for all that a value rests on where it is too much to keep: any news are news of it."""

MAX_CONSULTED = 500
"""What one value rests on that is kept. Where thousands of functions call each other each rests on all, and to keep that would take the square of them."""

MAX_RECEIVERS = 60
"""Instances of one class for which its methods are read, each made with another class of the program's data."""

REST = "**"
"""Stands for all parameters of a function that it does not name."""


class Learned(NamedTuple):
    """What a pass found out: what parameters are passed, which attributes other objects set, which instances are made with
    classes that their methods work on, and what has to do with data - functions that touch or return some, and the classes
    whose methods they are."""

    argument_types: ArgumentTypes
    foreign_stores: dict[tuple[Class, str], Values]
    receivers: dict[Class, set[Value]]
    with_data: set[Class | Function]


def merge(found: Iterable[Learned]) -> Learned:
    """Return what all parts have found out together."""
    merged = Learned({}, {}, {}, set())
    for learned in found:
        for parameter, values in learned.argument_types.items():
            both = merged.argument_types.get(parameter, NOTHING) | values
            merged.argument_types[parameter] = fewer(both) if len(both) > MAX_VALUES else both
        for attribute, values in learned.foreign_stores.items():
            merged.foreign_stores[attribute] = merged.foreign_stores.get(attribute, NOTHING) | values
        for cls, receivers in learned.receivers.items():
            merged.receivers.setdefault(cls, set()).update(receivers)
        merged.with_data.update(learned.with_data)
    return merged


@dataclass
class Knowledge:
    """What is known when a pass begins.

    passed: per parameter, by the class whose method it is, what callers pass. rest_names: the names passed to functions that
    take them as ``**rest``. receivers: instances that were made with classes, at most `MAX_RECEIVERS` of one class.
    news: what leads to data and was not known to the pass before.
    """

    passed: dict[tuple[Function, str], dict[Class | None, Values]] = field(default_factory=dict)
    rest_names: dict[Function, list[str]] = field(default_factory=dict)
    foreign_stores: Mapping[tuple[Class, str], Values] = field(default_factory=dict)
    receivers: dict[Class, list[Value]] = field(default_factory=dict)
    news: frozenset[Consulted] = frozenset()

    def after(self, learned: Learned) -> Knowledge:
        """Return what is known once a pass has found out more."""
        known = Knowledge(foreign_stores=learned.foreign_stores)
        for (function, name, cls), values in learned.argument_types.items():
            if len(values) <= MAX_VALUES:
                known.passed.setdefault((function, name), {})[cls] = values
        for function, name in known.passed:
            if name not in function.parameters:
                known.rest_names.setdefault(function, []).append(name)
        for cls, receivers in learned.receivers.items():
            known.receivers[cls] = sorted(receivers, key=lambda value: value.sort_key())[:MAX_RECEIVERS]
        news = frozenset(self._news(known, learned.with_data))
        known.news = news | {ANYTHING} if news else news
        return known

    def _news(self, known: Knowledge, with_data: set[Class | Function]) -> Iterable[Consulted]:
        yield from _changed(self.foreign_stores, known.foreign_stores)
        leads = leading_to(with_data)
        for function, name in _changed(self.passed, known.passed):
            if any(map(leads, known.passed.get((function, name), {}).values())):
                yield function, name
                if name not in function.parameters:
                    yield function, REST


def bounded(consulted: set[Consulted]) -> set[Consulted]:
    """Return what was consulted, or that it was too much to keep."""
    return consulted if len(consulted) <= MAX_CONSULTED else {ANYTHING}


def leading_to(with_data: set[Class | Function]) -> Callable[[Values], bool]:
    """Return what tells whether values lead to data: those of a framework, instances of what stubs describe, and those of a
    class or function that has to do with data."""

    def leads(values: Values) -> bool:
        for value in values:
            if value.is_data or any(map(leads, value.holds)):
                return True
            if isinstance(value, ClassValue | Instance):
                above = [cls for cls in value.cls.mro or (value.cls,) if not isinstance(cls, str)]
                if any(cls.module.is_stub or cls in with_data for cls in above):
                    return True
            elif isinstance(value, FunctionValue | Bound) and value.function in with_data:
                return True
        return False

    return leads


_Key = TypeVar("_Key", bound=Hashable)
_T = TypeVar("_T")


def _changed(before: Mapping[_Key, _T], after: Mapping[_Key, _T]) -> list[_Key]:
    return [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
