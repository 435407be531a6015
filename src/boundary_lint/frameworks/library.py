"""A library: one framework's meaning. Every hook may say None: not mine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import External, Value, Values

if TYPE_CHECKING:
    from boundary_lint.frameworks.world import World


class Library:
    """Base of all libraries; see `boundary_lint.link.protocol` for what the hooks mean."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.intrinsics: Mapping[str, Callable[[CallSite], Values]] = {}
        """Functions that stubs may call, by name (``__read__`` ...)."""

    def build(self) -> None:
        """Enter the library's entities into ``world.entities``: names are resolved, values are not yet."""

    def finish(self) -> None:
        """Link entities to each other, once every library has built its own."""

    def resolve_call(self, kind: str, call: syntax.Call, module: Module) -> Values | None:
        """Names stage: return what a catalogue resolver of ``kind`` gives."""
        return None

    def external_name(self, root: str, path: str) -> Values | None:
        """Names stage: return what an external dotted path means."""
        return None

    def prefer(self, candidates: Sequence[Class]) -> Sequence[Class]:
        """Names stage: keep the classes in force of several of one name."""
        return candidates

    def resolver_call(self, kind: str, site: CallSite) -> Values | None:
        """Values stage: return what a catalogue resolver of ``kind`` gives."""
        return None

    def external_callable(self, path: str) -> Callable[[CallSite], Values | None] | None:
        """Return what says what calls of something external are, of which the path is known; asked once per path."""
        return None

    def external_item(self, value: External, key: str, frame: Frame) -> Values | None:
        """Return what an item of something external is, by a constant text."""
        return None

    def external_attribute(self, value: External, name: str, frame: Frame) -> Values | None:
        """Return what an attribute of something external is, where more than names says so; asked once per path."""
        return None

    def guesses(self) -> Collection[str]:
        """Return the last names of the callees about which `called` and `unknown_call` are asked; asked once values begin."""
        return ()

    def called(self, site: CallSite) -> None:
        """Take note of a call of the program's own function, of something external or unknown."""

    def invoked(self, function: Function, receiver: Value | None, site: CallSite) -> None:
        """Take note of a call of the program's own function, whatever its name."""

    def unknown_call(self, site: CallSite) -> Values | None:
        """Return what a call is of which only the names are known."""
        return None

    def function_attribute(self, function: Function, receiver: Value | None, name: str, frame: Frame) -> Values | None:
        """Return what an attribute of a function is."""
        return None

    def annotation(self, base: Values, name: str, arguments: Sequence[Values], frame: Frame) -> Values | None:
        """Return what a generic annotation of the library stands for."""
        return None

    def parameter(self, function: Function, name: str, frame: Frame) -> Values | None:
        """Return what a parameter is."""
        return None

    def selves(self, function: Function) -> Sequence[Value | None] | None:
        """Return the receivers for which a method's body is read."""
        return None

    def stored(self, target: Values, name: str, value: syntax.NodeId, frame: Frame, line: int) -> None:
        """Take note of ``target.name = value``."""

    def concrete(self, cls: Class) -> Sequence[Class]:
        """Return the classes that an abstract class stands for."""
        return ()

    def is_transaction(self, values: Values) -> bool:
        """Whether a ``with`` item (or decorator) of these values opens a transaction."""
        return False
