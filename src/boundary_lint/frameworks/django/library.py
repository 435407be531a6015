"""Django as a library: what link and the other frameworks ask of it."""

from __future__ import annotations

from collections.abc import Sequence

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.apps import Apps
from boundary_lint.frameworks.django.columns import write_columns
from boundary_lint.frameworks.django.fields import Fields
from boundary_lint.frameworks.django.in_force import settings_in_force
from boundary_lint.frameworks.django.models import Models
from boundary_lint.frameworks.django.reach import Reach
from boundary_lint.frameworks.django.relations import Relations
from boundary_lint.frameworks.django.resolvers import Resolvers
from boundary_lint.frameworks.django.settings import Settings
from boundary_lint.frameworks.django.targets import Targets
from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.world import World
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import TextValue, Values

SETTINGS = "django.conf.settings."


class Django(Library):
    """Answers for models, query sets, managers, forms and views."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.settings: Settings
        self.apps: Apps
        self.models: Models
        self._reach: Reach | None = None
        self._resolvers: Resolvers | None = None

    def build(self) -> None:
        """Enter the models."""
        world, names = self.world, self.world.names
        modules = settings_in_force(world)
        self.settings, self.apps = Settings(names, modules, world.catalog.rows("django.setting")), Apps(names)
        self._resolvers = Resolvers(names, self.apps, self.settings)
        root = modules[0].root if modules else world.program.modules[0].root if world.program.modules else ""
        self.apps.find(self.settings.texts("INSTALLED_APPS"), root)
        self.fields = Fields(names, world.catalog.rows("django.field"))
        self._reach = Reach(world.program, self.apps)
        self.models = Models(world, self.apps, self.settings, self.fields, self._reach)
        self.models.build()
        self._resolvers.models = self.models

    def finish(self) -> None:
        """Link the models to each other."""
        names, registry = self.world.names, self.models.registry
        names.forget()
        Relations(names, registry, self.fields, Targets(names, registry)).build()
        write_columns(registry, self.world.entities)
        self.world.apps.update(self._own_apps())
        user = self.models.user()
        if user is not None:
            self.world.kernel.add(user.model)

    def _own_apps(self) -> dict[str, str]:
        """Return the apps that are part of the program; without settings those with an AppConfig or a model."""
        apps = self.apps.installed or {
            **self.apps.declared,
            **{holder: model.label for model in self.models.registry if (holder := self._holder(model.cls))},
        }
        names = [module.name for module in self.world.program.modules]
        return {p: label for p, label in apps.items() if any(n == p or n.startswith(p + ".") for n in names)}

    def _holder(self, cls: Class) -> str:
        name = cls.module.name
        return name.rpartition(".models")[0] if not cls.module.is_stub else ""

    # -- names

    def external_name(self, root: str, path: str) -> Values | None:
        """A setting is the text that the settings in force give it."""
        if not path.startswith(SETTINGS) or self._resolvers is None:
            return None
        text = self.settings.text(path[len(SETTINGS) :])
        return frozenset((TextValue(text),)) if text is not None else None

    def resolve_call(self, kind: str, call: syntax.Call, module: Module) -> Values | None:
        """Models and classes that are named by strings."""
        return self._resolvers.named(kind, call, module) if self._resolvers is not None else None

    def prefer(self, candidates: Sequence[Class]) -> Sequence[Class]:
        """Of several models of one name, those in force."""
        return [cls for cls in candidates if self._reach.counts(cls)] if self._reach is not None else candidates
