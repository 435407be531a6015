"""The functions that stubs of Django and its libraries may call.

- ``__rows__(x)``          the default manager of a model's class; query sets and managers stay what they are
- ``__first__(a, b, ...)`` the first argument that is known
- ``__holder__(x, name)``  the class of the model or parent model whose table has a field
- ``__option__(x, name)``  what the nested class ``Meta`` of a form or serializer says: ``Meta.model``
- ``__write__(x)``, ``__delete__(x)``, ``__read__(x)``  the tables of an instance, class or query set are accessed
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.django.entity import Model, models_of
from boundary_lint.frameworks.django.queryset import QuerySet
from boundary_lint.frameworks.world import World
from boundary_lint.link.evaluate import CallSite
from boundary_lint.link.values import NOTHING, ClassValue, Instance, Value, Values, union


def intrinsics(world: World) -> Mapping[str, Callable[[CallSite], Values]]:
    """Return the functions by name."""
    return {
        "__rows__": lambda site: union(_rows(value) for value in site.argument(0)),
        "__first__": lambda site: next((values for values in site.arguments() if values), NOTHING),
        "__holder__": lambda site: union(_holder(model, site.text(1) or "") for model in models_of(site.argument(0))),
        "__option__": lambda site: union(_option(value, site.text(1) or "", world) for value in site.argument(0)),
        "__write__": lambda site: _touch(site, "write"),
        "__delete__": lambda site: _touch(site, "delete"),
        "__read__": lambda site: _touch(site, "read"),
    }


def _rows(value: Value) -> Values:
    if isinstance(value, QuerySet):
        return frozenset((value,))
    meaning = value.cls.meaning if isinstance(value, ClassValue | Instance) else None
    return meaning.manager("_default_manager") if isinstance(meaning, Model) else NOTHING


def _holder(model: Model, field: str) -> Values:
    having = [above for above in model.lineage() if model.schema.names.lookup(above.cls, field) is not None]
    return (having[-1] if having else model).cls.values


def _option(value: Value, name: str, world: World) -> Values:
    if not isinstance(value, Instance | ClassValue):
        return NOTHING
    found = NOTHING
    for meta in world.names.class_values(value.cls, "Meta"):
        if isinstance(meta, ClassValue):
            found |= world.names.class_values(meta.cls, name)
    return found


def _touch(site: CallSite, op: Op) -> Values:
    values = site.argument(0)
    for model in models_of(values):
        model.touch(op, "form", site.frame)
    return values
