"""What a model knows of all others: who is below an abstract one, which models use a manager, what lies between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.methods import Methods
from boundary_lint.frameworks.django.queryset import MANAGER, QUERYSET
from boundary_lint.frameworks.django.registry import Registry
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import ClassValue, Instance, in_order

if TYPE_CHECKING:
    from boundary_lint.frameworks.django.entity import Model


class Schema:
    """All models of a program together. join_models: table between two models -> the model of its rows."""

    def __init__(self, names: Names, registry: Registry, methods: Methods) -> None:
        self.names, self.registry, self.methods = names, registry, methods
        self.join_models: dict[str, Model] = {}
        self._below: dict[Class, list[Model]] = {}
        self._users: dict[Class, list[Model]] | None = None

    def below(self, cls: Class) -> list[Model]:
        """Return the nearest concrete models in force below an abstract model or a mixin."""
        known = self._below.get(cls)
        if known is None:
            known = self._below[cls] = self._find_below(cls)
        return known

    def _find_below(self, cls: Class) -> list[Model]:
        models = [m for c in self.names.subclasses(cls) if (m := self.registry.of(c)) is not None]
        models = [m for m in models if m.table and m.in_force and not m.abstract and not m.proxy]
        models = [m for m in models if not m.third_party] or models
        nearest: list[Model] = []
        for model in sorted(models, key=lambda m: (len(self.names.mro(m.cls)), m.model)):
            if not any(above.cls in self.names.mro(model.cls) for above in nearest):
                nearest.append(model)
        return sorted(nearest, key=lambda m: m.model)

    def managers(self, cls: Class, name: str) -> list[Class]:
        """Return the classes of the managers that an attribute of a model's class is."""
        owner = self.names.lookup(cls, name)
        if owner is None:
            return []
        found = []
        for node in owner.names.get(name, ()):
            for value in in_order(self.names.resolve(node, owner.module, owner)):
                if isinstance(value, Instance) and self.is_manager(value.cls):
                    found.append(value.cls)
        return found

    def is_manager(self, cls: Class) -> bool:
        """Whether a class is one of managers or query sets."""
        return self.names.isa(cls, MANAGER) or self.names.isa(cls, QUERYSET)

    def users(self, cls: Class) -> list[Model]:
        """Return the models that name a manager of that class, or of one below it, in their own body, or one whose
        ``get_queryset`` makes query sets of it."""
        if self._users is None:
            self._users = {}
            for model in sorted(self.registry, key=lambda m: m.model):
                if not model.third_party:
                    self._enter_users(model, self._users)
        return self._users.get(cls, [])

    def _enter_users(self, model: Model, users: dict[Class, list[Model]]) -> None:
        concrete = self.below(model.cls) if model.abstract else [model] if model.in_force else []
        for name in model.cls.names:
            for manager in self.managers(model.cls, name):
                for made in (manager, *self._made_by(manager)):
                    for base in self.names.mro(made):
                        if not isinstance(base, str) and not base.module.is_stub:
                            known = users.setdefault(base, [])
                            known.extend(m for m in concrete if m not in known)

    def _made_by(self, manager: Class) -> list[Class]:
        """Return the classes of the query sets that a manager's own ``get_queryset`` returns: ``OrderQuerySet(self.model)``."""
        owner = self.names.lookup(manager, "get_queryset")
        if owner is None or owner.module.is_stub:
            return []
        paths = (path for function in owner.functions("get_queryset") for path in function.record.returns)
        return [cls for path in paths for cls in self._constructed(path, owner.module)]

    def _constructed(self, path: syntax.NodeId, module: Module) -> list[Class]:
        """Return the classes of query sets whose construction a path starts with."""
        node = module.nodes[path]
        if isinstance(node, syntax.Attr):
            return self._constructed(node.base, module)
        if not isinstance(node, syntax.Call):
            return []
        made = [v.cls for v in in_order(self.names.resolve(node.func, module)) if isinstance(v, ClassValue)]
        return [cls for cls in made if self.names.isa(cls, QUERYSET)] or self._constructed(node.func, module)
