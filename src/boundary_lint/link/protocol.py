"""What link asks of frameworks: the meaning of what it has resolved.

Four questions - what is this attribute, what is this call, what is an element of this, which types can ``self`` be -
and a few more of the same kind. Values that a framework defines answer for themselves (`values.Value`); `ClassMeaning` answers
for classes a framework knows (entities, managers, forms); `Meaning` for everything outside the program.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from boundary_lint.facts import syntax
    from boundary_lint.link.frame import CallSite, Effect, Frame
    from boundary_lint.link.program import Class, Function, Module
    from boundary_lint.link.values import ClassValue, External, Instance, Value, Values


class ClassMeaning(Protocol):
    """What a framework says of one class. None means: nothing, look at the class itself."""

    def class_attribute(self, value: ClassValue, name: str, frame: Frame) -> Values | None:
        """Return what ``Class.name`` is."""

    def instance_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """Return what ``instance.name`` is."""

    def library_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """Return what ``super().name`` is where no class of the program defines it."""

    def class_library_attribute(self, value: ClassValue, name: str, frame: Frame) -> Values | None:
        """Return what ``super().name`` is in a class method, where no class of the program defines it."""

    def class_element(self, value: ClassValue, frame: Frame) -> Values | None:
        """Return what going through the class itself gives, or taking an item of it."""

    def construct(self, cls: Class, site: CallSite) -> Values | None:
        """Return what ``Class(...)`` makes."""


class NameMeaning(Protocol):
    """What frameworks say while only names are resolved (no values yet)."""

    def resolve_call(self, path: str, call: syntax.Call, module: Module) -> Values | None:
        """Return what a call of the function ``path`` (external or of the program) is, where a catalogue resolver says so."""

    def external_name(self, root: str, path: str) -> Values | None:
        """Return what an external dotted path means ("django.conf.settings.AUTH_USER_MODEL"), where a framework knows."""

    def prefer(self, candidates: Sequence[Class]) -> Sequence[Class]:
        """Return those of several classes of one name that are in force (conditional definitions, installed apps)."""


class NoMeaning:
    """What is said while names are resolved and no framework is asked: nothing."""

    def resolve_call(self, path: str, call: syntax.Call, module: Module) -> Values | None:
        """Say nothing of a call."""
        return None

    def external_name(self, root: str, path: str) -> Values | None:
        """Say nothing of a name."""
        return None

    def prefer(self, candidates: Sequence[Class]) -> Sequence[Class]:
        """Prefer none."""
        return candidates


class Meaning(Protocol):
    """What frameworks say while values are resolved."""

    @property
    def intrinsics(self) -> Mapping[str, Callable[[CallSite], Values]]:
        """The functions that only stubs may call, by name."""

    @property
    def telling(self) -> Collection[Function]:
        """The functions whose parameters learn of every text that they are passed: it may say whom an object calls."""

    def rows(self, table: str) -> Mapping[str, tuple[str, ...]]:
        """Return a table of the catalogue by its name ("sqlalchemy.statement"), empty where there is none."""

    def external_call(self, value: External, site: CallSite) -> Values | None:
        """Return what a call of something external is, and emit its effects."""

    def external_item(self, value: External, key: str, frame: Frame) -> Values | None:
        """Return what ``value["key"]`` is of something external: ``os.environ["HOME"]``."""

    def external_attribute(self, value: External, name: str, frame: Frame) -> Values | None:
        """Return what an attribute of something external is, where more than names says so; asked once per path."""

    def own_call(self, function: Function, receiver: Value | None, site: CallSite) -> Values | None:
        """Return what a call of the program's own function is, where a catalogue row speaks of it (an in-house resolver)."""

    def unknown_call(self, site: CallSite) -> Values | None:
        """Return what a call is whose callee link does not know: by the names in it alone."""

    def function_attribute(self, function: Function, receiver: Value | None, name: str, frame: Frame) -> Values:
        """Return what an attribute of a function is (``task.delay``)."""

    def annotation(self, base: Values, name: str, arguments: Sequence[Values], frame: Frame) -> Values | None:
        """Return what an annotated value is: ``QuerySet[Order]``; ``name`` is the last name of the base."""

    def parameter(self, function: Function, name: str, frame: Frame) -> Values:
        """Return what a parameter is that has neither an annotation nor a type from its callers."""

    def selves(self, function: Function) -> Sequence[Value | None]:
        """Return the receivers for which a function's body is read (one of them None outside of classes)."""

    def repeats(self, effect: Effect) -> bool:
        """Whether an effect happens again where a function uses the same path again."""

    def stored(self, target: Values, name: str, value: syntax.NodeId, frame: Frame, line: int) -> None:
        """Take note of ``target.name = value``."""

    def concrete(self, cls: Class) -> Sequence[Class]:
        """Return the classes an annotation or constructor of an abstract class stands for ([] where it stands for itself)."""
