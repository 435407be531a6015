"""The functions that stubs of Django and its libraries may call.

- ``__rows__(x)``          the default manager of a model's class; query sets and managers stay what they are
- ``__first__(a, b, ...)`` the first argument that is known
- ``__holder__(x, name)``  the class of the model or parent model whose table has a field
- ``__option__(x, name)``  what the nested class ``Meta`` of a form or serializer says: ``Meta.model``
- ``__vary__(cls, a=1)``   the class with attributes set
- ``__fields__(form)``, ``__cleaned__(form)``  the fields of a form that choose rows, and what is chosen, by name
- ``__choices__(form)``    what is chosen from is read; ``__initial__``: what was chosen before; ``__chosen__``: it is changed
- ``__paths__(a, b, ...)``  the texts in all arguments
- ``__children__(x, names)``  instances of the models that belong to a model (all, or those named)
- ``__shown__(x)``         what is nested in the rows that a serializer shows is read
- ``__write__(x)``, ``__delete__(x)``, ``__read__(x)``  the tables of an instance, class or query set are accessed
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from boundary_lint.facts.program import Op
from boundary_lint.frameworks.django.children import children
from boundary_lint.frameworks.django.entity import Model, models_of
from boundary_lint.frameworks.django.forms import form_intrinsics, option, texts
from boundary_lint.frameworks.django.queryset import QuerySet
from boundary_lint.frameworks.django.serializers import show
from boundary_lint.frameworks.world import World
from boundary_lint.link.frame import CallSite
from boundary_lint.link.values import NOTHING, ClassValue, DictOf, Instance, TextValue, Value, Values, union
from boundary_lint.link.variants import vary


def intrinsics(world: World) -> Mapping[str, Callable[[CallSite], Values]]:
    """Return the functions by name."""
    return {
        "__rows__": lambda site: union(_rows(value) for value in site.argument(0)),
        "__first__": lambda site: next((values for values in site.arguments() if values), NOTHING),
        "__holder__": lambda site: union(_holder(model, site.text(1) or "") for model in models_of(site.argument(0))),
        "__option__": lambda site: union(option(value, site.text(1) or "", world.names) for value in site.argument(0)),
        "__vary__": _vary,
        "__write__": lambda site: _touch(site, "write"),
        "__delete__": lambda site: _touch(site, "delete"),
        "__read__": lambda site: _touch(site, "read"),
        "__paths__": lambda site: frozenset(TextValue(t) for values in site.arguments() for t in texts(values)),
        "__children__": lambda site: children(site, world.names),
        "__shown__": lambda site: show(site, world.names),
        **form_intrinsics(world.names),
    }


def _rows(value: Value) -> Values:
    if isinstance(value, QuerySet):
        return frozenset((value,))
    meaning = value.cls.meaning if isinstance(value, ClassValue | Instance) else None
    return meaning.manager("_default_manager") if isinstance(meaning, Model) else NOTHING


def _holder(model: Model, field: str) -> Values:
    having = [above for above in model.lineage() if model.schema.names.lookup(above.cls, field) is not None]
    return (having[-1] if having else model).cls.values


def _vary(site: CallSite) -> Values:
    attributes = {name: site.frame.evaluate(node) for name, node in site.node.keywords}
    for value in attributes.pop("**", NOTHING):
        if isinstance(value, DictOf):
            attributes.update({name: values for name, values in value.items if name})
    return frozenset(vary(v, attributes) for v in site.argument(0) if isinstance(v, ClassValue))


def _touch(site: CallSite, op: Op) -> Values:
    values = site.argument(0)
    for model in models_of(values):
        model.touch(op, "library", site.frame)
    return values
