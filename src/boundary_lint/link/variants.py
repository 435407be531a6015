"""Classes made at run time from another one by setting some of its attributes: ``View.as_view(model=Order)``,
``modelform_factory(Order)``, ``type(name, (Base,), {...})``.

Methods run with such a class, or an instance of it, as their receiver; so what they ask of ``self`` finds what was set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from boundary_lint.link.values import ClassValue, Instance, Values

if TYPE_CHECKING:
    from boundary_lint.link.evaluate import CallSite, Frame
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

    def sort_key(self) -> tuple[str, ...]:
        return (*super().sort_key(), *_sort_key(self.attributes))


def vary(value: ClassValue, attributes: dict[str, Values]) -> ClassValue:
    """Return a class with attributes set; those that nothing is known of stay as they are."""
    known = {**dict(value.attributes if isinstance(value, VariantClass) else ()), **attributes}
    chosen = tuple((name, values) for name, values in sorted(known.items(), key=lambda item: item[0]) if values)
    return VariantClass(value.cls, chosen) if chosen else value


def _set(attributes: Attributes, name: str) -> Values | None:
    return next((values for known, values in attributes if known == name), None)


def _sort_key(attributes: Attributes) -> tuple[str, ...]:
    return tuple(
        part
        for name, values in attributes
        for part in (name, *sorted(part for value in values for part in value.sort_key()))
    )
