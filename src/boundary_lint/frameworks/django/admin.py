"""The admin: which model a class of the admin was registered for, by ``register(Order, OrderAdmin)`` or as a decorator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from boundary_lint.facts import syntax
from boundary_lint.frameworks.plain import PlainMeaning
from boundary_lint.link.frame import Frame
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import NOTHING, ClassValue, Instance, Items, Values, in_order, union

ADMIN_CLASS = "django.contrib.admin.BaseModelAdmin"


class AdminClass(PlainMeaning):
    """The meaning of a class of the admin: its ``model`` is what it was registered for."""

    def __init__(self) -> None:
        self.models = NOTHING

    def instance_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """Return the models, as ``model``."""
        return self.models or None if name == "model" else None


def find_registrations(modules: Iterable[Module], names: Names) -> None:
    """Give every class of the admin that is registered the models it is registered for."""
    for module in modules:
        if module.calls("register"):
            for cls, models in _registrations(module, names):
                if cls.meaning is None:
                    cls.meaning = AdminClass()
                if isinstance(cls.meaning, AdminClass):
                    cls.meaning.models |= models


def _registrations(module: Module, names: Names) -> Iterator[tuple[Class, Values]]:
    for _, node in module.calls("register"):
        if len(node.args) > 1:
            admins = [v.cls for v in in_order(names.resolve(node.args[1], module)) if isinstance(v, ClassValue)]
            models = _classes(node.args[:1], module, names)
            yield from ((cls, models) for cls in admins if names.isa(cls, ADMIN_CLASS) and models)
    for cls in module.classes:
        for decorator in cls.record.decorators:
            call = module.nodes[decorator]
            if isinstance(call, syntax.Call) and _last_name(module.nodes[call.func]) == "register":
                models = _classes(call.args, module, names)
                if models and names.isa(cls, ADMIN_CLASS):
                    yield cls, models


def _classes(arguments: Sequence[syntax.NodeId], module: Module, names: Names) -> Values:
    """Return the classes that arguments are, alone or in lists."""
    found = union(names.resolve(node, module) for node in arguments)
    listed = union(item for value in found if isinstance(value, Items) for item in value.items)
    return frozenset(value for value in found | listed if isinstance(value, ClassValue))


def _last_name(node: syntax.Node) -> str:
    return node.name if isinstance(node, syntax.Attr | syntax.Imported | syntax.Name) else ""
