"""Where a ``relationship()`` leads, through which table, and what it adds on the other side."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.frameworks.sqlalchemy.constants import Constants, Scope, last_name
from boundary_lint.frameworks.sqlalchemy.declarations import Declaration
from boundary_lint.frameworks.sqlalchemy.entity import MappedClass, Relationship
from boundary_lint.frameworks.sqlalchemy.operations import UNKNOWN, Constant, TableRef
from boundary_lint.frameworks.sqlalchemy.registry import Registry
from boundary_lint.link.program import Class, Function

MANY = frozenset(
    {
        "list",
        "List",
        "set",
        "Set",
        "Sequence",
        "Collection",
        "Iterable",
        "dict",
        "Dict",
        "WriteOnlyMapped",
        "DynamicMapped",
    }
)
"""Names of annotations under which a relationship leads to several."""


class Relationships:
    """Makes relations of declarations."""

    def __init__(self, constants: Constants, registry: Registry) -> None:
        self._constants, self._registry = constants, registry

    def make(self, declaration: Declaration, entity: MappedClass) -> Relationship | None:
        """Return the relation that a declaration makes for one class; None where its target is not known."""
        target = self._target(declaration)
        owner = declaration.owner
        if target is None or owner is None:
            return None
        relation = Relationship(
            name=declaration.name,
            kind="relationship",
            target=target,
            declared_in=owner,
            line=declaration.line,
            cascade=self._text(declaration, "cascade"),
            join_table=self._join_table(declaration),
            lazy=self._lazy(declaration),
        )
        relation.many = self._is_many(declaration, relation, entity, target)
        return relation

    def backref(self, declaration: Declaration, relation: Relationship, entity: MappedClass) -> Relationship | None:
        """Return the relation that ``backref=`` adds to the target of a relationship."""
        node = declaration.keyword("backref")
        if node is None or relation.target is None:
            return None
        record = declaration.scope.module.nodes[node]
        options: dict[str, syntax.NodeId] = {}
        if (
            isinstance(record, syntax.Call)
            and last_name(declaration.scope.module, record.func) == "backref"
            and record.args
        ):
            node, options = record.args[0], dict(record.keywords)
        name = self._constants.inside(node, declaration.scope)
        if not isinstance(name, str):
            return None
        known = {key: self._constants.inside(value, declaration.scope) for key, value in options.items()}
        many = bool(relation.join_table) or not relation.many
        return Relationship(
            name=name,
            kind="relationship",
            target=entity,
            declared_in=relation.declared_in,
            line=relation.line,
            cascade=str(known.get("cascade") or ""),
            join_table=relation.join_table,
            lazy=_strategy(known.get("lazy")),
            many=many and known.get("uselist") is not False,
            reported=False,
        )

    # -- targets

    def _target(self, declaration: Declaration) -> MappedClass | None:
        node = declaration.keyword("argument", 0)
        if node is not None:
            return self._named(node, declaration)
        owner = declaration.owner
        annotation = owner.annotations.get(declaration.name) if owner is not None else None
        if owner is None or annotation is None:
            return None
        found = (self._annotated(part, owner) for part in _names(owner, annotation))
        return next((entity for entity in found if entity is not None), None)

    def _named(self, node: syntax.NodeId, declaration: Declaration) -> MappedClass | None:
        scope = declaration.scope
        value = self._called(self._constants.inside(node, scope), scope)
        if isinstance(value, Class):
            return self._registry.of(value)
        if isinstance(value, str):
            return self._registry.named(value, declaration.owner)
        return None

    def _called(self, value: Constant, scope: Scope) -> Constant:
        """Return what a callable argument (``lambda: Order``) gives."""
        if not isinstance(value, Function):
            return value
        inner = Scope(value.module, scope.owner, value, scope.arguments)
        found = (self._constants.inside(node, inner) for node in value.record.returns)
        return next((known for known in found if known is not UNKNOWN), UNKNOWN)

    def _annotated(self, node: syntax.NodeId, owner: Class) -> MappedClass | None:
        value = self._constants.evaluate(node, owner.module, owner)
        if isinstance(value, Class):
            return self._registry.of(value)
        record = owner.module.nodes[node]
        name = record.value if isinstance(record, syntax.Text) else last_name(owner.module, node)
        return self._registry.named(name, owner) if name else None

    # -- options

    def _join_table(self, declaration: Declaration) -> str:
        node = declaration.keyword("secondary", 1)
        if node is None:
            node = declaration.keyword("link_model")
        if node is None:
            return ""
        value = self._called(self._constants.inside(node, declaration.scope), declaration.scope)
        if isinstance(value, Class):
            entity = self._registry.of(value)
            return entity.table if entity is not None else ""
        if isinstance(value, TableRef):
            return value.name
        return self._registry.table_named(value) if isinstance(value, str) else ""

    def _lazy(self, declaration: Declaration) -> str:
        owner = declaration.owner
        annotation = owner.annotations.get(declaration.name) if owner is not None else None
        if owner is not None and annotation is not None:
            record = owner.module.nodes[annotation]
            if isinstance(record, syntax.Generic) and last_name(owner.module, record.base) in (
                "DynamicMapped",
                "WriteOnlyMapped",
            ):
                return "dynamic"
        if last_name(declaration.scope.module, declaration.call.func) == "dynamic_loader":
            return "dynamic"
        node = declaration.keyword("lazy")
        return _strategy(self._constants.inside(node, declaration.scope)) if node is not None else "select"

    def _is_many(
        self, declaration: Declaration, relation: Relationship, entity: MappedClass, target: MappedClass
    ) -> bool:
        uselist = declaration.keyword("uselist")
        if uselist is not None:
            return self._constants.inside(uselist, declaration.scope) is not False
        if relation.join_table or relation.lazy == "dynamic" or declaration.keyword("collection_class") is not None:
            return True
        if declaration.keyword("remote_side") is not None:
            return False
        owner = relation.declared_in
        annotation = owner.annotations.get(relation.name)
        if annotation is not None:
            return any(_last_of(owner, base) in MANY for base in _generics(owner, annotation))
        return not entity.refers_to(target)

    def _text(self, declaration: Declaration, keyword: str) -> str:
        node = declaration.keyword(keyword)
        value = self._constants.inside(node, declaration.scope) if node is not None else None
        return value if isinstance(value, str) else ""


def _strategy(value: Constant) -> str:
    """Return a loading strategy as a text: ``lazy=False`` is "joined" and ``lazy=True`` "select"."""
    if isinstance(value, bool):
        return "select" if value else "joined"
    return value if isinstance(value, str) else "select"


def _names(owner: Class, node: syntax.NodeId) -> Iterator[syntax.NodeId]:
    """Yield the names inside an annotation, the innermost last name first: ``Mapped[list["Order"]]`` has Order."""
    record = owner.module.nodes[node]
    match record:
        case syntax.Generic(_, args):
            for arg in args:
                yield from _names(owner, arg)
        case syntax.Either(options):
            for option in options:
                yield from _names(owner, option)
        case syntax.Binary(_, left, right):
            yield from _names(owner, left)
            yield from _names(owner, right)
        case syntax.Name() | syntax.Attr() | syntax.Imported() | syntax.Text() | syntax.ClassRef():
            yield node


def _generics(owner: Class, node: syntax.NodeId) -> Iterator[syntax.NodeId]:
    record = owner.module.nodes[node]
    if isinstance(record, syntax.Generic):
        yield record.base
        for arg in record.args:
            yield from _generics(owner, arg)
    elif isinstance(record, syntax.Either):
        for option in record.options:
            yield from _generics(owner, option)


def _last_of(owner: Class, node: syntax.NodeId) -> str:
    return last_name(owner.module, node)
