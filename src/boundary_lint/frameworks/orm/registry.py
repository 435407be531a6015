"""The entities of all mappers by class and by name, as texts in declarations refer to them."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.frameworks.orm.entity import Mapped
from boundary_lint.link.program import Class


class Registry:
    """Finds entities."""

    def __init__(self) -> None:
        self._by_class: dict[Class, Mapped] = {}
        self._by_name: dict[str, list[Mapped]] = {}

    def add(self, entity: Mapped) -> None:
        """Enter an entity."""
        self._by_class[entity.cls] = entity
        self._by_name.setdefault(entity.cls.name, []).append(entity)

    def __iter__(self) -> Iterator[Mapped]:
        return iter(self._by_class.values())

    def of(self, cls: Class) -> Mapped | None:
        """Return the entity of a class."""
        return self._by_class.get(cls)

    def named(self, text: str, near: Mapped) -> Mapped | None:
        """Return the entity of the same mapper that a text names: "self", "Order", "shop.Order"; of several the nearest."""
        if text == "self":
            return near
        found = [e for e in self._by_name.get(text.rpartition(".")[2], ()) if e.mapper is near.mapper]
        return max(found, key=lambda entity: _shared(entity.cls, near.cls), default=None)


def _shared(cls: Class, other: Class) -> int:
    shared = 0
    for a, b in zip(cls.module.name.split("."), other.module.name.split("."), strict=False):
        if a != b:
            break
        shared += 1
    return shared
