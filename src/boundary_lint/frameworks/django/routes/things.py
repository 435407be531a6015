"""What an expression of a urlconf can be: a text, a list, a pattern, a view, an instance, a function with what it closes over.

An expression may be several things at once (branches that join), so reading one gives a tuple of alternatives, the empty tuple
meaning "not known".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from boundary_lint.facts.syntax import NodeId
from boundary_lint.frameworks.routes.texts import UNKNOWN
from boundary_lint.frameworks.routes.view import View
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import External

if TYPE_CHECKING:
    from boundary_lint.frameworks.django.routes.arguments import Arguments

END = 1 << 60
"""The line after the last one of any module."""


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A list, tuple or set: what each of its items may be."""

    items: tuple[Things, ...] = ()

    @classmethod
    def of(cls, things: Iterable[Thing]) -> Listing:
        """Return a list of which every item is known."""
        return cls(tuple((thing,) for thing in things))

    @property
    def elements(self) -> Things:
        """All that its items may be."""
        return tuple(thing for item in self.items for thing in item)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A dictionary: constant keys (None: not known), each with what it may hold."""

    items: tuple[tuple[str | None, Things], ...] = ()

    def get(self, key: str) -> Things:
        """Return what a key holds."""
        return next((values for known, values in reversed(self.items) if known == key), ())


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A pattern with what serves it, or with the patterns that are included below it; module and line: where it is written."""

    texts: tuple[str, ...]
    module: Module
    line: int
    view: View | None = None
    inside: tuple[Pattern, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """An instance. place: the name it is bound to, or the call that makes it, with the module; None where nothing tells it apart."""

    cls: Class | External
    arguments: Arguments | None = None
    place: tuple[Module, str | int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Closure:
    """A function, with the call of the enclosing one in which it was defined."""

    function: Function
    outer: Scope | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A method and what it is called on."""

    function: Function
    receiver: Thing


@dataclass(frozen=True, slots=True, eq=False)
class Above:
    """``super()`` in a method of ``cls`` that runs for ``receiver``."""

    cls: Class
    receiver: Thing


@dataclass(frozen=True, slots=True, eq=False)
class Builtin:
    """A method that no source shows: of a text, or of a router."""

    name: str
    receiver: Thing


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """``True`` or ``False``."""

    value: bool


@dataclass(slots=True, eq=False)
class Scope:
    """Where an expression stands: the module, the call of the function around it with its arguments, the class body.

    line: how far the module's own code has come where the expression is its own; under_condition: it stands under an ``if``. bound: what an element is in one turn of a loop.
    known: what expressions are outside of such turns.
    """

    module: Module
    function: Function | None = None
    arguments: Arguments | None = None
    receiver: Thing | None = None
    outer: Scope | None = None
    cls: Class | None = None
    line: float = END
    under_condition: bool = False
    bound: dict[NodeId, Thing] = field(default_factory=dict)
    known: dict[NodeId, Things] = field(default_factory=dict)


Thing: TypeAlias = (
    str
    | Listing
    | Table
    | View
    | Pattern
    | Made
    | Closure
    | Bound
    | Above
    | Builtin
    | Truth
    | Class
    | Module
    | External
)
Things: TypeAlias = tuple[Thing, ...]


def identity(thing: Thing | None) -> object:
    """Return what tells an instance from others: its class and the name it is bound to."""
    return (thing.cls, thing.place) if isinstance(thing, Made) else thing


def options(things: Things) -> list[str]:
    """Return the texts among alternatives, ``{}`` where there is none."""
    return [thing for thing in things if isinstance(thing, str)] or [UNKNOWN]
