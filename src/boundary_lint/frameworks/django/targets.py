"""Which model a field leads to: a class, a string, a setting, or what the field's own class chooses."""

from __future__ import annotations

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.entity import Model
from boundary_lint.frameworks.django.fields import Field
from boundary_lint.frameworks.django.registry import Registry
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import ClassValue, FunctionValue, TextValue, Values, in_order, union


class Targets:
    """Resolves the targets of fields, by names alone."""

    def __init__(self, names: Names, registry: Registry) -> None:
        self._names, self._registry = names, registry

    def of(self, field: Field, owner: Model, argument: str = "to") -> Model | None:
        """Return the model that an argument of a field names, for the model that has the field."""
        node = field.argument(argument)
        if node is not None:
            return self._named(node, field.declared_in.module, field.declared_in, owner)
        return self._by_class(field.cls, argument, owner) if field.cls is not None else None

    def _named(self, node: syntax.NodeId, module: Module, cls: Class | None, owner: Model) -> Model | None:
        for value in in_order(self._values(node, module, cls)):
            found = None
            if isinstance(value, ClassValue):
                found = self._registry.of(value.cls)
            elif isinstance(value, TextValue):
                found = self._registry.named(value.text, owner)
            if found is not None:
                return self._registry.in_force(found)
        return None

    def _values(self, node: syntax.NodeId, module: Module, cls: Class | None) -> Values:
        """Return what an expression is; a function of the program is what it returns."""
        record = module.nodes[node]
        if not isinstance(record, syntax.Call):
            return self._names.resolve(node, module, cls)
        found = self._names.resolve(node, module, cls)
        if found:
            return found
        callees = self._names.resolve(record.func, module, cls)
        functions = [v.function for v in in_order(callees) if isinstance(v, FunctionValue)]
        return union(self._values(n, f.module, None) for f in functions for n in f.record.returns)

    def _by_class(self, field_class: Class, argument: str, owner: Model) -> Model | None:
        """Return the target that a field's class sets itself: a default of ``__init__``, or what it passes on."""
        for cls in self._names.mro(field_class):
            if isinstance(cls, str):
                continue
            for function in cls.functions("__init__"):
                parameter = function.parameters.get(argument)
                nodes = [parameter.default] if parameter is not None and parameter.default != syntax.NONE else []
                nodes += [n for use in function.record.uses for n in _passed(cls.module.nodes, use.node, argument)]
                for one in nodes:
                    found = self._named(one, cls.module, None, owner)
                    if found is not None:
                        return found
        return None


def _passed(nodes: list[syntax.Node], node: syntax.NodeId, argument: str) -> list[syntax.NodeId]:
    """Return what a call passes as ``argument``: by keyword, as a text default, or first to ``super().__init__``."""
    call = nodes[node]
    if not isinstance(call, syntax.Call):
        return []
    found = [value for name, value in call.keywords if name == argument]
    func = nodes[call.func]
    name = func.name if isinstance(func, syntax.Attr) else ""
    if name == "setdefault" and len(call.args) == 2 and nodes[call.args[0]] == syntax.Text(argument):
        found.append(call.args[1])
    if name == "__init__" and argument == "to" and call.args:
        found.append(call.args[0])
    return found
