"""Django as a library: what link and the other frameworks ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Hop
from boundary_lint.frameworks.django.admin import find_registrations
from boundary_lint.frameworks.django.apps import Apps
from boundary_lint.frameworks.django.between import add_join_models
from boundary_lint.frameworks.django.caches import cache_tables
from boundary_lint.frameworks.django.columns import write_columns
from boundary_lint.frameworks.django.entity import Model
from boundary_lint.frameworks.django.fields import Fields
from boundary_lint.frameworks.django.forms import give_meaning
from boundary_lint.frameworks.django.in_force import settings_in_force
from boundary_lint.frameworks.django.intrinsics import intrinsics
from boundary_lint.frameworks.django.lookups import expression, expression_name
from boundary_lint.frameworks.django.migrations import find_migrations
from boundary_lint.frameworks.django.models import Models
from boundary_lint.frameworks.django.queryset import MANAGER, QuerySet, QuerySetClass
from boundary_lint.frameworks.django.reach import Reach
from boundary_lint.frameworks.django.relations import Relations
from boundary_lint.frameworks.django.resolvers import Resolvers
from boundary_lint.frameworks.django.routes.find import find_routes
from boundary_lint.frameworks.django.settings import Settings, as_values
from boundary_lint.frameworks.django.signal_uses import SignalUses
from boundary_lint.frameworks.django.signals import Receivers
from boundary_lint.frameworks.django.targets import Targets
from boundary_lint.frameworks.effects import Fetched, Named
from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.world import World
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import (
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    TextValue,
    Value,
    Values,
    in_order,
    text_of,
    union,
)

SETTINGS = "django.conf.settings."

MAX_RECEIVERS = 30
"""A method of an abstract model is read for each of the nearest concrete ones, unless there are more than this."""

MAX_USERS = 8
"""A method of a manager is read for each model that uses it, unless there are more than this."""

NAMING = frozenset({"get_model", "swapped_model", "get_class", "get_classes"})
"""Kinds of resolvers that are given the name of what they find; the user model is everybody's."""

GENERICS = frozenset(
    {"QuerySet", "Manager", "BaseManager", "RelatedManager", "ManyRelatedManager", "ManyToManyRelatedManager"}
)
"""Generic annotations that are query sets of their argument."""


class Django(Library):
    """Answers for models, query sets, managers, forms and views."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.intrinsics = intrinsics(world)
        self.settings: Settings
        self.apps: Apps
        self.models: Models
        self._reach: Reach | None = None
        self._resolvers: Resolvers | None = None

    def build(self) -> None:
        """Enter the models."""
        world, names = self.world, self.world.names
        modules = settings_in_force(world)
        world.settings_in_force = tuple(modules)
        self.settings = Settings(names, modules, world.catalog.rows("django.setting"))
        self.apps = Apps(names)
        self._resolvers = Resolvers(names, self.apps, self.settings, world.catalog.rows("django.class_factory"))
        root = modules[0].root if modules else world.program.modules[0].root if world.program.modules else ""
        self.apps.find(self.settings.texts("INSTALLED_APPS"), root)
        self.fields = Fields(names, world.catalog.rows("django.field"))
        self._reach = Reach(world.program, self.apps)
        self._resolvers.made.find_all()
        self.models = Models(world, self.apps, self.settings, self.fields, self._reach)
        self.models.build()
        self._resolvers.models = self.models

    def finish(self) -> None:
        """Link the models to each other."""
        names, registry = self.world.names, self.models.registry
        names.forget()
        self.world.migrations += find_migrations(names, self.apps)
        Relations(names, registry, self.fields, Targets(names, registry)).build()
        write_columns(registry, self.world.entities)
        add_join_models(self.models.schema, self.world.entities)
        self.world.apps.update(self._own_apps())
        self.world.forks.update(self.apps.forks)
        self.world.kernel.update(cache_tables(self.settings))
        user = self.models.user()
        if user is not None:
            self.world.kernel.add(user.model)
            self.world.entities.also_named["user"] = user
        self._receivers = Receivers(names, registry)
        self._receivers.find()
        self.world.signals += SignalUses(names, registry, self.world.catalog.rows("django.signal")).find()
        self._give_meaning_to_classes()
        self.world.routes += find_routes(self.world, self.apps, self.settings)

    def _give_meaning_to_classes(self) -> None:
        find_registrations(self.world.program.modules, self.world.names)
        meaning = QuerySetClass()
        give_meaning(self.world.program.classes(), self.world.catalog.rows("django.choice_field"), self.world.names)
        for cls in self.world.program.classes():
            if cls.meaning is None and self.models.schema.is_manager(cls):
                cls.meaning = meaning

    def _own_apps(self) -> dict[str, str]:
        """Return the apps that are part of the program; without settings those with an AppConfig or a model."""
        apps = self.apps.installed or {
            **self.apps.declared,
            **{holder: model.label for model in self.models.registry if (holder := self._holder(model.cls))},
        }
        apps = {**apps, **{self.apps.forks[fork]: apps[fork] for fork in self.apps.forks if fork in apps}}
        names = [module.name for module in self.world.program.modules]
        return {p: label for p, label in apps.items() if any(n == p or n.startswith(p + ".") for n in names)}

    def _holder(self, cls: Class) -> str:
        name = cls.module.name
        return name.rpartition(".models")[0] if not cls.module.is_stub else ""

    # -- names

    def external_name(self, root: str, path: str) -> Values | None:
        """A setting is what the settings in force give it: a text, or what is made of texts."""
        if not path.startswith(SETTINGS) or self._resolvers is None:
            return None
        name = path[len(SETTINGS) :]
        text = self.settings.text(name)
        if text is not None:
            return frozenset((TextValue(text),))
        return union(as_values(self.settings.of(module, name)) for module in self.settings.modules[:1]) or None

    def resolve_call(self, kind: str, call: syntax.Call, module: Module) -> Values | None:
        """Models and classes that are named by strings."""
        return self._resolvers.named(kind, call, module) if self._resolvers is not None else None

    def prefer(self, candidates: Sequence[Class]) -> Sequence[Class]:
        """Of several models of one name, those in force."""
        return [cls for cls in candidates if self._reach.counts(cls)] if self._reach is not None else candidates

    # -- values

    def external_attribute(self, value: External, name: str, frame: Frame) -> Values | None:
        """A setting, with where its text comes from: written there, or read from the environment."""
        if f"{value.path}." != SETTINGS or self._resolvers is None:
            return None
        for module in self.settings.modules[:1]:
            line = module.syntax.name_lines.get(name, 1)
            hop = Hop(what="setting", text=name, file=module.file, line=line)
            found = frame.link.member(module, name)
            texts = [one for one in found if isinstance(one, TextValue) and one.origin]
            if texts and len(texts) == len(found):
                return frozenset(text_of(one.text, (hop, *one.origin)) for one in texts)
        return None

    def resolver_call(self, kind: str, site: CallSite) -> Values | None:
        """Models and classes that are named by strings; what is found is named there, or fetched."""
        found = self._resolvers.valued(kind, site) if self._resolvers is not None else None
        if found and site.frame.sink is not None and kind in NAMING:
            for value in found:
                if isinstance(value, ClassValue) and isinstance(value.cls.meaning, Model):
                    site.frame.sink.add(Named(value.cls.meaning.model, "resolver"))
                for fetched in _fetched(value):
                    site.frame.sink.add(fetched)
        return found

    def external_callable(self, path: str) -> Callable[[CallSite], Values | None] | None:
        """``Q(a__b=1)``, ``F("a__b")``, ``Count("c")``: expressions keep their paths."""
        name = expression_name(path)
        return partial(expression, name) if name else None

    def annotation(self, base: Values, name: str, arguments: Sequence[Values], frame: Frame) -> Values | None:
        """``QuerySet[Order]`` and ``Manager[Order]`` are query sets of it."""
        if name not in GENERICS:
            return None
        models = [v.cls.meaning for argument in arguments[:1] for v in argument if isinstance(v, Instance)]
        form = "rows" if name == "QuerySet" else "manager"
        return frozenset(QuerySet(m, form=form) for m in models if isinstance(m, Model)) or None  # type: ignore[arg-type]

    def parameter(self, function: Function, name: str, frame: Frame) -> Values | None:
        """The instance that a signal is about; the form that a view handles."""
        known = self._receivers.parameter(function, name)
        if known is not None:
            return known
        maker = self.world.catalog.rows("django.view_parameter").get(name)
        if maker is None or function.cls is None or self.world.names.lookup(function.cls, maker[0]) is None:
            return None
        receiver = frame.receiver or function.cls.as_instance
        return frame.link.returned(receiver.attribute(maker[0], frame), frame.without_effects()) or None

    def selves(self, function: Function) -> Sequence[Value | None] | None:
        """An abstract model's method runs for its concrete models, a manager's for the models that use it."""
        cls = function.cls
        if cls is None:
            return None
        schema = self.models.schema
        model = schema.registry.of(cls)
        if model is not None and not model.abstract:
            return [cls.as_instance]
        if model is None and schema.is_manager(cls):
            users = schema.users(cls)
            form = "manager" if self.world.names.isa(cls, MANAGER) else "rows"
            rows = [QuerySet(m, cls, form) for m in users]  # type: ignore[arg-type]
            return rows if 0 < len(rows) <= MAX_USERS else [cls.as_instance]
        below = schema.below(cls)
        if 0 < len(below) <= MAX_RECEIVERS:
            return [m.cls.as_instance for m in below]
        return [cls.as_instance] if model is not None else None

    def concrete(self, cls: Class) -> Sequence[Class]:
        """An abstract model in an annotation stands for the nearest concrete ones."""
        model = cls.meaning
        return [m.cls for m in model.concrete()] if isinstance(model, Model) and model.abstract else ()


def _fetched(value: Value) -> Iterator[Fetched]:
    """Yield the classes and functions of the program in what a resolver gives, but for models."""
    if isinstance(value, Items):
        yield from (fetched for item in value.items for one in in_order(item) for fetched in _fetched(one))
    elif isinstance(value, ClassValue) and not isinstance(value.cls.meaning, Model) and not value.cls.module.is_stub:
        yield Fetched(value.cls.module.root, value.cls.module.name, value.cls.record.qualname)
    elif isinstance(value, FunctionValue) and not value.function.module.is_stub:
        yield Fetched(value.function.module.root, value.function.module.name, value.function.record.qualname)
