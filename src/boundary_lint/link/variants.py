"""Classes made at run time from another one by setting some of its attributes: ``View.as_view(model=Order)``,
``modelform_factory(Order)``, ``type(name, (Base,), {...})``.

Methods run with such a class, or an instance of it, as their receiver; so what they ask of ``self`` finds what was set.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from boundary_lint.link.values import NOTHING, ClassValue, Instance, Value, Values

if TYPE_CHECKING:
    from boundary_lint.link.frame import CallSite, Frame
    from boundary_lint.link.program import Class

Attributes: TypeAlias = tuple[tuple[str, Values], ...]
"""Names and what they were set to, in the order of the names."""


class VariantClass(ClassValue):
    """A class some of whose attributes were set."""

    __slots__ = ("attributes",)

    def __init__(self, cls: Class, attributes: Attributes) -> None:
        super().__init__(cls)
        self.attributes = attributes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VariantClass) and self.cls is other.cls and self.attributes == other.attributes

    def __hash__(self) -> int:
        return hash((self.cls, self.attributes))

    def attribute(self, name: str, frame: Frame) -> Values:
        found = _set(self.attributes, name)
        return super().attribute(name, frame) if found is None else found

    def call(self, site: CallSite) -> Values:
        return site.frame.link.construct(self.cls, site, VariantInstance(self.cls, self.attributes))

    def sort_key(self) -> tuple[str, ...]:
        return (*super().sort_key(), *_sort_key(self.attributes))


class VariantInstance(Instance):
    """An instance of a class some of whose attributes were set."""

    __slots__ = ("attributes",)

    def __init__(self, cls: Class, attributes: Attributes) -> None:
        super().__init__(cls)
        self.attributes = attributes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VariantInstance) and self.cls is other.cls and self.attributes == other.attributes

    def __hash__(self) -> int:
        return hash((self.cls, self.attributes, "instance"))

    def attribute(self, name: str, frame: Frame) -> Values:
        if name == "__class__":
            return frozenset((VariantClass(self.cls, self.attributes),))
        found = _set(self.attributes, name)
        return super().attribute(name, frame) if found is None else found

    def kinship(self) -> Hashable:
        return VariantInstance, self.cls

    def joined_with(self, others: Sequence[Value]) -> VariantInstance:
        kin = [self, *(other for other in others if isinstance(other, VariantInstance))]
        both: dict[str, Values] = {}
        for name, values in (attribute for one in kin for attribute in one.attributes):
            both[name] = both.get(name, NOTHING) | values
        return VariantInstance(self.cls, tuple(sorted(both.items(), key=_name)))

    def sort_key(self) -> tuple[str, ...]:
        return (*super().sort_key(), *_sort_key(self.attributes))


def vary_instance(value: Instance, attributes: dict[str, Values]) -> Instance:
    """Return an instance with attributes set."""
    known = {**dict(value.attributes if isinstance(value, VariantInstance) else ()), **attributes}
    return VariantInstance(value.cls, tuple(sorted(known.items(), key=_name))) if attributes else value


def vary(value: ClassValue, attributes: dict[str, Values]) -> ClassValue:
    """Return a class with attributes set; those that nothing is known of stay as they are."""
    known = {**dict(value.attributes if isinstance(value, VariantClass) else ()), **attributes}
    chosen = tuple((name, values) for name, values in sorted(known.items(), key=_name) if values)
    return VariantClass(value.cls, chosen) if chosen else value


def _name(attribute: tuple[str, Values]) -> str:
    return attribute[0]


def _set(attributes: Attributes, name: str) -> Values | None:
    return next((values for known, values in attributes if known == name), None)


def _sort_key(attributes: Attributes) -> tuple[str, ...]:
    return tuple(
        part
        for name, values in attributes
        for part in (name, *sorted(part for value in values for part in value.sort_key()))
    )
