"""Classes without a class statement: ``Manager.from_queryset(QuerySet)`` inherits from both, ``formset_factory(OrderForm)``
from the base of form sets, with ``form`` set.
"""

from __future__ import annotations

from boundary_lint.facts import syntax
from boundary_lint.frameworks.catalog import Rows
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import NOTHING, ClassValue, FunctionValue, Instance, Value, Values, in_order


def path_of(value: Value) -> str:
    """Return the dotted path of a function, "" of anything else."""
    return value.function.path if isinstance(value, FunctionValue) else ""


class MadeClasses:
    """Makes each of these classes once."""

    def __init__(self, names: Names, factories: Rows) -> None:
        """factories: function = the base, the argument that replaces it, and "position attribute" of what is set."""
        self._names, self._factories = names, factories
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

    def factory(self, call: syntax.Call, module: Module) -> Values | None:
        """Return the class that a call of a factory makes: as its base, with what it is passed as attributes."""
        paths = [path for value in in_order(self._names.resolve(call.func, module)) if (path := path_of(value))]
        row = next((self._factories[path] for path in paths if path in self._factories), None)
        if row is None:
            return None
        key = (module, call)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make_by_row(row, call, module)
        return made.values

    def _make_by_row(self, row: tuple[str, ...], call: syntax.Call, module: Module) -> Class:
        base, replacement, *attributes = row
        keywords = dict(call.keywords)
        given = keywords.get(replacement)
        names: dict[str, tuple[syntax.NodeId, ...]] = {}
        for one in attributes:
            position, name = one.split()
            node = keywords.get(name, call.args[int(position)] if int(position) < len(call.args) else None)
            if node is not None:
                names[name] = (node,)
        made = make_class(module, f"Made{len(module.classes)}", (given,) if given is not None else (), names)
        if given is None:
            found = self._names.dotted(module.root, base)
            self._names.declare_bases(made, [v.cls for v in in_order(found) if isinstance(v, ClassValue)])
        return made

    def find_all(self) -> None:
        """Make the classes that modules and class bodies mention, before values are resolved: processes share them."""
        factories = sorted({path.rpartition(".")[2] for path in self._factories})
        for module in self._names.program.modules:
            for _, node in module.calls("from_queryset"):
                if node.args:
                    self.manager("from_queryset", node, module)
            for name in factories:
                for _, node in module.calls(name):
                    if node.args:
                        self.factory(node, module)

    def _make(self, module: Module, manager: syntax.NodeId, queryset: syntax.NodeId) -> Class:
        return make_class(module, f"Manager{len(module.classes)}", (manager, queryset))


def make_class(
    module: Module,
    qualname: str,
    bases: tuple[syntax.NodeId, ...] = (),
    names: dict[str, tuple[syntax.NodeId, ...]] | None = None,
    line: int = 1,
) -> Class:
    """Return a class that no class statement makes, as a part of a module; line is that of what makes it."""
    record = syntax.Class(
        qualname=qualname,
        line=line,
        end_line=line,
        parent_class=syntax.NONE,
        parent_function=syntax.NONE,
        bases=bases,
        keywords=(),
        decorators=(),
        names=names or {},
        annotations={},
        lines={},
    )
    made = Class(module, record)
    made.as_class, made.as_instance = ClassValue(made), Instance(made)
    made.values, made.instance = frozenset((made.as_class,)), frozenset((made.as_instance,))
    module.classes.append(made)
    return made
