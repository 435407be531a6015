"""What an expression in the body of a mapped class is, computed without running it.

Table names, schemas, foreign keys and relationship targets are often computed: by a ``declared_attr`` from the class
name, by a helper with a regular expression, from attributes that a mixin's user sets. This evaluates such expressions
for one class: texts, numbers, collections, a few methods of texts, functions of the program. All else is `UNKNOWN`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from boundary_lint.facts import syntax
from boundary_lint.frameworks.catalog import Rows
from boundary_lint.frameworks.sqlalchemy import patterns
from boundary_lint.frameworks.sqlalchemy.operations import (
    UNKNOWN,
    ColumnRef,
    Constant,
    Member,
    TableRef,
    as_text,
    binary,
    bounded,
    is_hashable,
    item_of,
    joined,
    known,
    text_method,
)
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import ClassValue, External, FunctionValue, ModuleValue, TextValue, Values, in_order

MAX_STEPS = 3_000
"""Nodes visited for one expression; a longer computation is not known."""

MAX_DEPTH = 30
"""Nesting of expressions and calls."""


@dataclass(frozen=True, slots=True)
class _Method:
    receiver: object
    name: str


@dataclass(slots=True)
class Scope:
    """Where an expression stands: its module, the class body that holds it, and the class it is evaluated for."""

    module: Module
    owner: Class | None = None
    function: Function | None = None
    arguments: Mapping[str, Constant] = field(default_factory=dict)
    element: Mapping[syntax.NodeId, Constant] = field(default_factory=dict)


class Constants:
    """Evaluates expressions for classes. table_of answers ``Class.__table__``; call_hook what a library's own call is;
    rows the tables ``snake_case`` and ``class_attribute`` of the catalogue."""

    def __init__(
        self,
        names: Names,
        table_of: Callable[[Class], str],
        call_hook: Callable[[str, syntax.Call, Scope], Constant],
        rows: Callable[[str], Rows],
    ) -> None:
        self._names, self._table_of, self._call_hook = names, table_of, call_hook
        self._snakes, self._held = rows("sqlalchemy.snake_case"), rows("sqlalchemy.class_attribute")
        self._steps = self._nesting = 0

    def evaluate(self, node: syntax.NodeId, module: Module, owner: Class | None = None) -> Constant:
        """Return what a node at module level or in a class body is."""
        return self.inside(node, Scope(module, owner))

    def attribute(self, cls: Class, name: str) -> Constant:
        """Return what ``cls.name`` is: a constant, or what a ``declared_attr`` returns for ``cls``."""
        return self._class_attribute(cls, name)

    def of_function(self, function: Function, cls: Class) -> Constant:
        """Return what a function of a class body (``declared_attr``) returns for ``cls``."""
        return self._call_function(function, (cls,), {})

    def goes_on(self, function: Function, cls: Class) -> bool:
        """Whether a ``declared_attr`` passes its guards for ``cls`` and reaches its value."""
        return self._passes(function, self._scope(function, (cls,), {}))

    def scope_of(self, function: Function, cls: Class) -> Scope:
        """Return the scope of a function of a class body that runs for ``cls``."""
        return self._scope(function, (cls,), {})

    def scope_of_call(self, function: Function, call: syntax.Call, scope: Scope) -> Scope:
        """Return the scope of a function of the program that is called in a scope."""
        arguments = [self.inside(node, scope) for node in call.args]
        keywords = {name: self.inside(node, scope) for name, node in call.keywords}
        return self._scope(function, arguments, keywords)

    # -- nodes

    def inside(self, node: syntax.NodeId, scope: Scope) -> Constant:
        """Return what a node is in a scope."""
        if node in scope.element:
            return scope.element[node]
        self._steps = self._steps + 1 if self._nesting else 0
        if self._steps > MAX_STEPS or self._nesting > MAX_DEPTH:
            return UNKNOWN
        self._nesting += 1
        try:
            return bounded(self._inside(scope.module.nodes[node], scope))
        finally:
            self._nesting -= 1

    def _inside(self, record: syntax.Node, scope: Scope) -> Constant:
        match record:
            case syntax.Text(text):
                return text
            case syntax.Const(value):
                return _CONSTANTS.get(value, int(value) if value.isdigit() else UNKNOWN)
            case syntax.Name(name):
                return self._name(name, record, scope)
            case syntax.Param(_, name):
                return scope.arguments.get(name, UNKNOWN)
            case syntax.Imported():
                return self._imported(record, scope)
            case syntax.Attr(base, name):
                return self._attribute(self.inside(base, scope), name, scope)
            case syntax.Call():
                return self._call(record, scope)
            case syntax.FunctionRef(index):
                return scope.module.functions[index]
            case syntax.ClassRef(index):
                return scope.module.classes[index]
            case syntax.Outer(inner) | syntax.Star(inner):
                return self.inside(inner, scope)
            case syntax.Either(options):
                return self._first_true(options, scope)
            case syntax.Binary(op, left, right):
                return binary(op, self.inside(left, scope), self.inside(right, scope))
            case syntax.Format(parts):
                return joined("", [self.inside(part, scope) for part in parts])
            case syntax.Collection(kind, items):
                return self._collection(kind, items, scope)
            case syntax.Dictionary(pairs):
                return {key: self.inside(value, scope) for key, value in pairs if key is not None}
            case syntax.Item(base, key):
                return item_of(self.inside(base, scope), key)
        return UNKNOWN

    def _name(self, name: str, record: syntax.Node, scope: Scope) -> Constant:
        candidates: Sequence[syntax.NodeId] = ()
        if scope.owner is not None:
            candidates = [n for n in scope.owner.names.get(name, ()) if scope.module.nodes[n] is not record]
        if candidates:
            return self._last_known(candidates, scope)
        return self._member(scope.module, name, scope.owner)

    def _member(self, module: Module, name: str, before: Class | None = None) -> Constant:
        """Return what a module-level name is; as seen from a class body, not what is defined after that class."""
        candidates = module.syntax.names.get(name)
        if candidates is not None and before is not None and before.module is module and len(candidates) > 1:
            line = before.record.line
            candidates = tuple(n for n in candidates if _line(module, n) <= line) or candidates
        if candidates is None:
            return _constant(self._names.member(module, name)) if module.stars or module.is_package else _Builtin(name)
        return self._last_known(candidates, Scope(module))

    def _last_known(self, nodes: Sequence[syntax.NodeId], scope: Scope) -> Constant:
        values = (self.inside(node, scope) for node in reversed(nodes))
        return next((value for value in values if value is not UNKNOWN), UNKNOWN)

    def _imported(self, record: syntax.Imported, scope: Scope) -> Constant:
        module = scope.module
        base = module.absolute(record.level, record.module)
        source = self._names.program.find(module.root, base) if record.name else None
        if source is not None and source is not module and not source.is_stub and record.name in source.syntax.names:
            return self._member(source, record.name)
        return _constant(self._names.imported(module, record.level, record.module, record.name))

    def _first_true(self, options: Sequence[syntax.NodeId], scope: Scope) -> Constant:
        values = [self.inside(option, scope) for option in options]
        found = [value for value in values if value is not UNKNOWN]
        return next((value for value in found if value), found[0] if found else UNKNOWN)

    def _collection(self, kind: str, items: Sequence[syntax.NodeId], scope: Scope) -> Constant:
        values: list[Constant] = []
        for item in items:
            values += self._repeated(item, scope) if len(items) == 1 else [self.inside(item, scope)]
        return frozenset(v for v in values if is_hashable(v)) if kind == "set" else tuple(values)

    def _repeated(self, item: syntax.NodeId, scope: Scope) -> list[Constant]:
        """Return the items of a comprehension: one per element of what it iterates over."""
        element = next(_elements(item, scope.module), None)
        if element is None:
            return [self.inside(item, scope)]
        record = scope.module.nodes[element]
        over = self.inside(record.base, scope) if isinstance(record, syntax.Element) else UNKNOWN
        if not isinstance(over, tuple | frozenset | str):
            return [UNKNOWN]
        filtered = scope.function is not None and _is_tested(scope.function, element)
        found: list[Constant] = []
        for value in over:
            if value or not filtered:
                inner = Scope(scope.module, scope.owner, scope.function, scope.arguments, {element: value})
                found.append(self.inside(item, inner))
        return found

    # -- attributes

    def _attribute(self, base: Constant, name: str, scope: Scope) -> Constant:
        if isinstance(base, Class):
            return self._class_attribute(base, name)
        if isinstance(base, Module):
            return self._member(base, name)
        if isinstance(base, External):
            return _constant(self._names.dotted(base.root, f"{base.path}.{name}"))
        if isinstance(base, TableRef):
            if name in ("c", "columns"):
                return base
            if name in ("fullname", "name"):
                return base.name if name == "fullname" else base.name.rpartition(".")[2]
            return ColumnRef(base.name, name)
        if base is UNKNOWN and name in self._held:
            return _constant(self._names.dotted(scope.module.root, self._held[name][0]))
        return _Method(base, name) if isinstance(base, str | re.Pattern) else UNKNOWN

    def _class_attribute(self, cls: Class, name: str) -> Constant:
        if name == "__name__":
            return cls.name
        if name == "__module__":
            return cls.module.name
        if name == "__table__":
            table = self._table_of(cls)
            return TableRef(table) if table else UNKNOWN
        owner = self._names.lookup(cls, name)
        candidates = owner.names.get(name) if owner is not None else None
        if owner is None or not candidates:
            return self._column(cls, name)
        if self._is_enum(owner):
            return Member(owner.id, name)
        scope = Scope(owner.module, owner)
        value = self._last_known(candidates, scope)
        if isinstance(value, Function) and value.kinds & _PROPERTIES:
            value = self._call_function(value, (cls,), {})
        return value if value is not UNKNOWN else self._column(cls, name)

    def _column(self, cls: Class, name: str) -> Constant:
        if name.startswith("__"):
            return self._table_of(cls).rpartition(".")[2] or UNKNOWN if name == "__tablename__" else UNKNOWN
        return ColumnRef(self._table_of(cls), name)

    def _is_enum(self, cls: Class) -> bool:
        return any(
            (base if isinstance(base, str) else base.name).endswith(("Enum", "Flag"))
            for base in self._names.mro(cls)[1:]
        )

    # -- calls

    def _call(self, record: syntax.Call, scope: Scope) -> Constant:
        made = self._call_hook(last_name(scope.module, record.func), record, scope)
        if made is not UNKNOWN:
            return made
        callee = self.inside(record.func, scope)
        arguments = [self.inside(node, scope) for node in record.args]
        keywords = {name: self.inside(node, scope) for name, node in record.keywords}
        if isinstance(callee, Function):
            return self._call_function(callee, arguments, keywords)
        if any(value is UNKNOWN for value in (*arguments, *keywords.values())):
            return UNKNOWN
        if isinstance(callee, _Builtin):
            return self._call_builtin(callee.name, arguments)
        if isinstance(callee, External):
            return self._call_external(callee.path, arguments)
        if isinstance(callee, _Method):
            if isinstance(callee.receiver, re.Pattern):
                return known(patterns.call(callee.name, [callee.receiver.pattern, *arguments]))
            return text_method(str(callee.receiver), callee.name, arguments, keywords)
        return UNKNOWN

    def _call_external(self, path: str, arguments: Sequence[Constant]) -> Constant:
        if path.startswith("re."):
            return known(patterns.call(path[3:], arguments))
        if path in self._snakes and arguments and isinstance(arguments[0], str):
            return patterns.snake_case(arguments[0])
        return UNKNOWN

    def _call_builtin(self, name: str, arguments: Sequence[Constant]) -> Constant:
        if not arguments:
            return {"set": frozenset(), "frozenset": frozenset(), "tuple": (), "list": ()}.get(name, UNKNOWN)
        only = arguments[0]
        if name == "str":
            return as_text(only)
        if isinstance(only, Class) and self._is_enum(only):
            only = tuple(Member(only.id, member) for member in only.names if not member.startswith("_"))
        if not isinstance(only, tuple | frozenset):
            return UNKNOWN
        if name in ("set", "frozenset"):
            return frozenset(v for v in only if is_hashable(v))
        if name in ("tuple", "list"):
            return tuple(only)
        return tuple(reversed(only)) if name == "reversed" and isinstance(only, tuple) else UNKNOWN

    def _call_function(
        self, function: Function, arguments: Sequence[Constant], keywords: Mapping[str, Constant]
    ) -> Constant:
        scope = self._scope(function, arguments, keywords)
        if not self._passes(function, scope):
            return None
        values = [self.inside(node, scope) for node in function.record.returns]
        found = [value for value in values if value is not UNKNOWN]
        return next((value for value in found if value is not None), found[0] if found else UNKNOWN)

    def _scope(self, function: Function, arguments: Sequence[Constant], keywords: Mapping[str, Constant]) -> Scope:
        parameters = [p for p in function.record.parameters if p.kind in ("", "kw")]
        scope = Scope(function.module, None, function)
        bound: dict[str, Constant] = {}
        for parameter in parameters:
            if parameter.default != syntax.NONE:
                bound[parameter.name] = self.inside(parameter.default, Scope(function.module))
        bound.update((p.name, value) for p, value in zip(parameters, arguments, strict=False))
        bound.update(keywords)
        scope.arguments = bound
        return scope

    def _passes(self, function: Function, scope: Scope) -> bool:
        return not any(self._leaves(guard, scope) for guard in function.record.guards)

    def _leaves(self, guard: syntax.Guard, scope: Scope) -> bool:
        """Whether a guard is known to return early; what is not known lets the function go on."""
        left = self.inside(guard.left, scope)
        if left is UNKNOWN or isinstance(left, ColumnRef):
            return False
        if guard.kind == "is":
            return bool(left) == guard.leaves_when
        right = self.inside(guard.right, scope)
        if not isinstance(right, tuple | frozenset | dict):
            return False
        return (left in right) == guard.leaves_when


@dataclass(frozen=True, slots=True)
class _Builtin:
    name: str


_PROPERTIES = frozenset({"property", "declared_attr", "classproperty", "hybrid_property", "directive", "cascading"})

_CONSTANTS: dict[str, Constant] = {"None": None, "True": True, "False": False}


def last_name(module: Module, node: syntax.NodeId) -> str:
    """Return the last name of the path a node is: "Column" of ``sa.Column``; a name imported as another is its own."""
    record = module.nodes[node]
    if isinstance(record, syntax.Name):
        imported = (module.nodes[n] for n in module.syntax.names.get(record.name, ()))
        record = next((r for r in imported if isinstance(r, syntax.Imported)), record)
    if isinstance(record, syntax.Imported):
        return record.name or record.module.rpartition(".")[2]
    return record.name if isinstance(record, syntax.Name | syntax.Attr) else ""


def _line(module: Module, node: syntax.NodeId) -> int:
    """Return the line of a definition, 0 for everything else."""
    record = module.nodes[node]
    if isinstance(record, syntax.ClassRef):
        return module.classes[record.cls].record.line
    return module.functions[record.function].record.line if isinstance(record, syntax.FunctionRef) else 0


def _constant(values: Values) -> Constant:
    """Return the only thing that a value set of the names stage is."""
    for value in in_order(values):
        if isinstance(value, ClassValue):
            return value.cls
        if isinstance(value, FunctionValue):
            return value.function
        if isinstance(value, ModuleValue):
            return value.module
        if isinstance(value, TextValue):
            return value.text
        if isinstance(value, External):
            return value
    return UNKNOWN


def _elements(node: syntax.NodeId, module: Module, depth: int = 0) -> Iterator[syntax.NodeId]:
    """Yield the iterations that a comprehension's element is made of."""
    record = module.nodes[node]
    if isinstance(record, syntax.Element) and record.index == syntax.NONE:
        yield node
    elif depth < 6 and isinstance(record, syntax.Attr | syntax.Call | syntax.Format | syntax.Binary):
        below = {
            syntax.Attr: ("base",),
            syntax.Call: ("func", "args"),
            syntax.Format: ("parts",),
            syntax.Binary: ("left", "right"),
        }
        for name in below[type(record)]:
            part = getattr(record, name)
            for inner in part if isinstance(part, tuple) else (part,):
                yield from _elements(inner, module, depth + 1)


def _is_tested(function: Function, element: syntax.NodeId) -> bool:
    """Whether a comprehension's element is tested for truth (``for x in xs if x``)."""
    nodes = function.module.nodes
    for use in function.record.uses:
        record = nodes[use.node]
        if use.node == element or (isinstance(record, syntax.Call) and record.args == (element,)):
            return True
    return False
