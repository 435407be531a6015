"""Models by app label and name, as strings in code refer to them: "orders.Order"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from boundary_lint.link.program import Class

if TYPE_CHECKING:
    from boundary_lint.frameworks.django.entity import Model


class Registry:
    """The models of a program and of its libraries; of several with one label and name the one in force comes first."""

    def __init__(self) -> None:
        self._by_class: dict[Class, Model] = {}
        self._by_key: dict[tuple[str, str], list[Model]] = {}

    def add(self, model: Model) -> None:
        """Enter a model."""
        self._by_class[model.cls] = model

    def index(self) -> None:
        """Make models findable by label and name, once all are entered and have theirs."""
        self._by_key.clear()
        for model in self:
            if not model.abstract:
                self._by_key.setdefault(model.key, []).append(model)

    def __iter__(self) -> Iterator[Model]:
        return iter(self._by_class.values())

    def of(self, cls: Class) -> Model | None:
        """Return the model of a class."""
        return self._by_class.get(cls)

    def rivals(self) -> Iterator[list[Model]]:
        """Yield the models that share a label and name."""
        return (models for models in self._by_key.values() if len(models) > 1)

    def find(self, label: str, name: str) -> Model | None:
        """Return the model of a label and a name in any case; a dotted label may be the path of an app."""
        models = self._by_key.get((label, name.lower())) or self._by_key.get(
            (label.rpartition(".")[2], name.lower()), []
        )
        return next((m for m in models if m.in_force), models[0] if models else None)

    def named(self, text: str, near: Model | None = None) -> Model | None:
        """Return the model that a text names: "orders.Order", or "Order" in the app of the model ``near``."""
        if text == "self":
            return near
        label, _, name = text.rpartition(".")
        if not label:
            return self.find(near.label, name) if near is not None else None
        return self.find(label, name)

    def in_force(self, model: Model) -> Model:
        """Return the model that is used in place of one that is not in force."""
        if model.in_force or model.abstract:
            return model
        return self.find(*model.key) or model
