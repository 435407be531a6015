"""Classes without a class statement: ``Manager.from_queryset(QuerySet)`` inherits from both."""

from __future__ import annotations

from boundary_lint.facts import syntax
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import NOTHING, ClassValue, Instance, Values, in_order


class MadeClasses:
    """Makes each of these classes once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._made: dict[tuple[Module, syntax.Call], Class] = {}

    def manager(self, kind: str, call: syntax.Call, module: Module) -> Values:
        """Return what ``X.from_queryset(Y)`` or ``Y.as_manager()`` is: a class, or an instance of the query set's class."""
        func = module.nodes[call.func]
        if not isinstance(func, syntax.Attr):
            return NOTHING
        if kind == "as_manager":
            classes = self._names.resolve(func.base, module)
            return frozenset(v.cls.as_instance for v in in_order(classes) if isinstance(v, ClassValue))
        if not call.args:
            return NOTHING
        key = (module, call)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make(module, func.base, call.args[0])
        return made.values

    def find_all(self) -> None:
        """Make the classes that modules and class bodies mention, before values are resolved: processes share them."""
        for module in self._names.program.modules:
            nodes = module.nodes
            if not any(isinstance(node, syntax.Attr) and node.name == "from_queryset" for node in nodes):
                continue
            for node in nodes:
                if isinstance(node, syntax.Call) and node.args:
                    func = nodes[node.func]
                    if isinstance(func, syntax.Attr) and func.name == "from_queryset":
                        self.manager("from_queryset", node, module)

    def _make(self, module: Module, manager: syntax.NodeId, queryset: syntax.NodeId) -> Class:
        return make_class(module, f"Manager{len(module.classes)}", (manager, queryset))


def make_class(module: Module, qualname: str, bases: tuple[syntax.NodeId, ...] = ()) -> Class:
    """Return a class that no class statement makes, as a part of a module."""
    record = syntax.Class(
        qualname=qualname,
        line=1,
        end_line=1,
        parent_class=syntax.NONE,
        parent_function=syntax.NONE,
        bases=bases,
        keywords=(),
        decorators=(),
        names={},
        annotations={},
        lines={},
    )
    made = Class(module, record)
    made.as_class, made.as_instance = ClassValue(made), Instance(made)
    made.values, made.instance = frozenset((made.as_class,)), frozenset((made.as_instance,))
    module.classes.append(made)
    return made
