"""Which classes are models, which table each has, and which are in force.

A model counts where its module is reached by an installed app: the app's ``models``, what these import, what they take over
with a star import. Of two models with one label and name - an app and its fork - the fork is in force.
"""

from __future__ import annotations

from collections.abc import Iterable

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Gap
from boundary_lint.frameworks.django.apps import Apps
from boundary_lint.frameworks.django.entity import Model
from boundary_lint.frameworks.django.fields import Fields
from boundary_lint.frameworks.django.makers import made_models
from boundary_lint.frameworks.django.meta import Metas
from boundary_lint.frameworks.django.methods import Methods
from boundary_lint.frameworks.django.reach import Reach
from boundary_lint.frameworks.django.registry import Registry
from boundary_lint.frameworks.django.schema import Schema
from boundary_lint.frameworks.django.settings import Settings
from boundary_lint.frameworks.world import World
from boundary_lint.link.program import Class

MODEL = "django.db.models.Model"


class Models:
    """Builds the models of a program."""

    def __init__(self, world: World, apps: Apps, settings: Settings, fields: Fields, reach: Reach) -> None:
        self._world, self._names, self._apps, self._settings, self._fields = world, world.names, apps, settings, fields
        self.metas = Metas(world.names)
        self.registry = Registry()
        self.schema = Schema(world.names, self.registry, Methods(world.catalog))
        self._reach = reach

    def build(self) -> None:
        """Enter all models: with labels and tables, parents and proxies, and which of them are in force."""
        models = [self._model(cls) for cls in self._classes()]
        for model in models:
            self.registry.add(model)
        for model in models:
            self._add_parents(model)
        self.registry.index()
        for rivals in self.registry.rivals():
            self._choose(rivals)
        makers = self._world.catalog.rows("django.maker")
        made = made_models(self._names, self.schema, self._apps, makers) if makers else []
        for model in made:
            self.registry.add(model)
        if made:
            self.registry.index()
        for model in (*models, *made):
            self._world.entities.add(model)

    def _classes(self) -> Iterable[Class]:
        program = self._world.program
        base = program.stubs.get(MODEL.rpartition(".")[0])
        found = [
            c
            for top in (base.classes if base is not None else ())
            if top.id == MODEL
            for c in self._names.subclasses(top)
            if not c.record.type_checking
        ]
        yield from found
        known = set(found)
        for cls in program.runtime_classes():
            if cls in known or cls.module.is_stub or not self._looks_like_model(cls):
                continue
            for one in (cls, *self._names.subclasses(cls)):
                if one not in known:
                    known.add(one)
                    yield one

    def _looks_like_model(self, cls: Class) -> bool:
        """Whether a class with fields inherits from something that cannot be seen, and has ``Meta`` or what it inherits from is called a model."""
        if cls.module.role == "migration":
            return False
        unseen = self._names.external_bases(cls)
        if not unseen or not ("Meta" in cls.names or any(path.endswith("Model") for path in unseen)):
            return False
        return self._fields.looks_like_model(cls)

    def _model(self, cls: Class) -> Model:
        model = Model(cls, self.schema)
        meta = self.metas.of(cls)
        model.abstract, model.proxy, model.managed = meta.abstract, meta.proxy, meta.managed
        model.label = meta.label or self._apps.label(cls.module)
        model.default_related_name, model.ordering = meta.default_related_name, meta.ordering
        if not model.abstract:
            model.table = meta.table or f"{model.label}_{cls.name.lower()}"
        model.conditional = _is_conditional(cls)
        model.swapped = self._swapped(model, meta.swappable)
        model.in_force = not model.swapped and self._reach.counts(cls) and self._has_app(model)
        return model

    def _has_app(self, model: Model) -> bool:
        """Whether an app of the model's label is installed: Django lists no other models."""
        return model.third_party or not self._apps.installed or model.label in self._apps.installed.values()

    def _swapped(self, model: Model, swappable: str) -> str:
        """Return the model that the settings name in place of a swappable one, "" where they name none or itself."""
        chosen = self._settings.text(swappable) if swappable else None
        return chosen if chosen and chosen.lower() != f"{model.label}.{model.cls.name}".lower() else ""

    def _add_parents(self, model: Model) -> None:
        """Find the concrete models above one; a proxy shares the table of the nearest."""
        above = (self.registry.of(base) for base in self._names.mro(model.cls)[1:] if not isinstance(base, str))
        parents = [parent for parent in above if parent is not None and not parent.abstract]
        concrete = [parent for parent in parents if not parent.proxy]
        if model.proxy and concrete:
            model.concrete_model = concrete[0]
            model.table = concrete[0].table
        model.parents = [*concrete]

    def _choose(self, rivals: list[Model]) -> None:
        """Leave one of several models in force: the program's before a library's, an app's own before a conditional one."""
        candidates = [model for model in rivals if model.in_force]
        if len(candidates) < 2:
            return
        best = max(candidates, key=self._strength)
        for model in candidates:
            model.in_force = model is best
        own = [model for model in candidates if not model.third_party and not model.conditional]
        if len(own) > 1:
            self._world.gaps.append(
                Gap(
                    kind="name",
                    reason=f"several models are called {best.label}.{best.cls.name}; {best.model} is taken",
                    file=best.cls.module.file,
                    line=best.cls.record.line,
                )
            )

    def _strength(self, model: Model) -> tuple[bool, bool, bool, str]:
        owner = self._apps.owner(model.cls.module.name)
        own_app = bool(owner) and self._apps.installed.get(owner) == model.label
        return not model.third_party, own_app, not model.conditional, model.model

    def user(self) -> Model | None:
        """Return the model of users: AUTH_USER_MODEL."""
        chosen = self._settings.text("AUTH_USER_MODEL")
        return self.registry.named(chosen) if chosen else None


def _is_conditional(cls: Class) -> bool:
    """Whether a class is defined under an ``if`` that may not hold."""
    module = cls.module.syntax
    nodes = (node for node in module.names.get(cls.name, ()) if node in set(module.maybe)) if module.maybe else ()
    return any(
        isinstance(r := module.nodes[node], syntax.ClassRef) and cls.module.classes[r.cls] is cls for node in nodes
    )
