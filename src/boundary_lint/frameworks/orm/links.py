"""Links between entities, as fields and annotations declare them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from boundary_lint.facts import syntax
from boundary_lint.frameworks.entity import Entities, Entity, ForeignKeyColumn, LooseTable, Relation
from boundary_lint.frameworks.orm.entity import Mapped, Reverse
from boundary_lint.frameworks.orm.page import Link, LinkKind
from boundary_lint.frameworks.orm.registry import Registry
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class
from boundary_lint.link.values import ClassValue, External, FunctionValue, Instance, TextValue, Values, in_order

MAX_DEPTH = 4
"""Fields inside fields (``ListField(ReferenceField(Order))``) are looked at to this depth."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A link as a class body has it. call is None where only an annotation says it; many: inside of a collection."""

    name: str
    link: Link
    call: syntax.Call | None
    annotation: tuple[syntax.NodeId, ...]
    owner: Class
    many: bool


class Links:
    """Finds the links of entities and enters them."""

    def __init__(self, names: Names, registry: Registry, entities: Entities) -> None:
        self._names, self._registry, self._entities = names, registry, entities

    def build(self) -> None:
        """Link all entities to each other."""
        found = [(entity, declared) for entity in self._registry for declared in self._declared(entity)]
        for entity, declared in found:
            if declared.link.kind != "set":
                self._enter(entity, declared, declared.link.kind)
        for entity, declared in found:
            if declared.link.kind == "set" and not self._is_other_side(entity, declared):
                self._enter(entity, declared, "m2m")

    # -- what is declared

    def _declared(self, entity: Mapped) -> Iterator[Declared]:
        """Yield the links of an entity: those of its own body, and of bases that are no entities with a table."""
        inherited = {c for p in entity.parents if p.table and p is not entity for c in self._names.mro(p.cls)}
        seen: set[str] = set()
        for cls in self._names.mro(entity.cls):
            if isinstance(cls, str) or cls.module.is_stub or (cls in inherited and not entity.mapper.shares):
                continue
            if cls in inherited:
                break
            for name in dict.fromkeys((*cls.names, *cls.annotations)):
                if name not in seen:
                    seen.add(name)
                    found = self._in_class(entity, cls, name)
                    if found is not None:
                        yield found

    def _in_class(self, entity: Mapped, cls: Class, name: str) -> Declared | None:
        annotation = cls.annotations.get(name)
        for node in cls.names.get(name, ()):
            found = self._in_call(entity, cls, node, MAX_DEPTH)
            if found is not None:
                link, call, depth = found
                given = self._arguments(cls, annotation)
                return Declared(name, link, call, given, cls, link.kind in ("m2m", "set") or depth < MAX_DEPTH)
        if annotation is not None:
            return self._in_annotation(entity, cls, name, annotation, False)
        return None

    def _in_call(
        self, entity: Mapped, cls: Class, node: syntax.NodeId, depth: int
    ) -> tuple[Link, syntax.Call, int] | None:
        call = cls.module.nodes[node]
        if not isinstance(call, syntax.Call) or not depth:
            return None
        link = self._link(entity, self._names.resolve(call.func, cls.module, cls))
        if link is not None:
            return link, call, depth
        inner = (self._in_call(entity, cls, argument, depth - 1) for argument in call.args)
        return next((found for found in inner if found is not None), None)

    def _in_annotation(self, entity: Mapped, cls: Class, name: str, node: syntax.NodeId, many: bool) -> Declared | None:
        """Find ``Link[Order]`` and ``list[Link[Order]]``."""
        record = cls.module.nodes[node]
        if isinstance(record, syntax.Either):
            inner = (self._in_annotation(entity, cls, name, option, many) for option in record.options)
            return next((found for found in inner if found is not None), None)
        if isinstance(record, syntax.Binary):
            left = self._in_annotation(entity, cls, name, record.left, many)
            return left or self._in_annotation(entity, cls, name, record.right, many)
        if not isinstance(record, syntax.Generic):
            return None
        link = self._link(entity, self._names.resolve(record.base, cls.module, cls))
        if link is not None:
            return Declared(name, link, None, record.args, cls, many or link.kind in ("m2m", "set"))
        base = cls.module.nodes[record.base]
        many = many or getattr(base, "name", "") in ("list", "List", "set", "Set", "Sequence")
        inner = (self._in_annotation(entity, cls, name, argument, many) for argument in record.args)
        return next((found for found in inner if found is not None), None)

    def _arguments(self, cls: Class, node: syntax.NodeId | None) -> tuple[syntax.NodeId, ...]:
        record = cls.module.nodes[node] if node is not None else None
        return record.args if isinstance(record, syntax.Generic) else (node,) if node is not None else ()

    def _link(self, entity: Mapped, values: Values) -> Link | None:
        paths: set[str] = set()
        for value in values:
            if isinstance(value, External):
                paths.add(value.path)
            elif isinstance(value, ClassValue):
                paths.update(self._names.lineage(value.cls))
            elif isinstance(value, FunctionValue):
                paths.add(value.function.path)
        return next((link for link in entity.mapper.links if not paths.isdisjoint(link.fields)), None)

    # -- entering

    def _is_other_side(self, entity: Mapped, declared: Declared) -> bool:
        """Whether the target of a set leads back: the set is how its link is seen from here."""
        target = self._target(entity, declared)
        for relation in target.relations.values() if target is not None else ():
            if relation.target is entity and target is not None and relation.name not in entity.relations:
                entity.reverse.setdefault(declared.name, Reverse(relation, target))
                return True
        return False

    def _enter(self, entity: Mapped, declared: Declared, kind: LinkKind) -> None:
        target, link = self._target(entity, declared), declared.link
        line = declared.owner.record.lines.get(declared.name, declared.owner.record.line)
        if target is None:
            return
        if kind == "embed" or kind == "set":
            entity.relations[declared.name] = Relation(
                declared.name, "relationship", target, declared.owner, line, many=declared.many, reported=False
            )
            return
        relation = Relation(declared.name, kind, target, declared.owner, line, many=declared.many)
        entity.relations[declared.name] = relation
        if entity.abstract or not entity.table:
            return
        if kind == "m2m":
            self._between(entity, target, relation, declared)
        else:
            self._column(entity, target, relation, declared)
        relation.accessor = self._named(declared, link.accessor, entity, target)
        if relation.accessor and relation.accessor not in target.reverse:
            target.reverse[relation.accessor] = Reverse(relation, entity)

    def _column(self, entity: Mapped, target: Mapped, relation: Relation, declared: Declared) -> None:
        relation.column = self._named(declared, declared.link.column, entity, target) or declared.name
        self._refer(entity.table, relation.column, target.table, relation)

    def _between(self, entity: Mapped, target: Mapped, relation: Relation, declared: Declared) -> None:
        for keyword in declared.link.through:
            for value in self._argument(declared, keyword):
                through = value.cls.meaning if isinstance(value, ClassValue) else None
                if isinstance(value, TextValue):
                    through = self._registry.named(value.text, entity)
                    relation.join_table = relation.join_table or value.text
                if isinstance(through, Mapped) and through.table:
                    relation.through, relation.join_table = through, through.table
        relation.join_table = relation.join_table or self._named(declared, declared.link.join_table, entity, target)
        if relation.through is None and relation.join_table:
            module = declared.owner.module
            self._entities.loose_tables.append(
                LooseTable(relation.join_table, entity.cls, module.root, module.name, module.file, relation.line)
            )
            for one in (entity, target):
                self._refer(relation.join_table, f"{one.cls.name.lower()}_id", one.table, relation)

    def _refer(self, table: str, column: str, to_table: str, relation: Relation) -> None:
        module = relation.declared_in.module
        kind: Literal["fk", "o2o", "m2m"] = (
            "m2m" if relation.kind == "m2m" else "o2o" if relation.kind == "o2o" else "fk"
        )
        self._entities.foreign_keys.append(
            ForeignKeyColumn(table, column, to_table, module.root, module.name, module.file, relation.line, kind)
        )

    def _named(self, declared: Declared, words: tuple[str, ...], entity: Entity, target: Entity) -> str:
        """Return the first name that keywords give or a template makes; a keyword that is no text means: none."""
        first, second = sorted((entity.table, target.table))
        for word in words:
            if "{" in word:
                return word.format(
                    field=declared.name,
                    model=entity.cls.name.lower(),
                    table=entity.table,
                    target=target.table,
                    first=first,
                    second=second,
                )
            texts = [v.text for v in self._argument(declared, word) if isinstance(v, TextValue)]
            if texts:
                return texts[0]
        return ""

    def _argument(self, declared: Declared, word: str) -> Values:
        node = self._argument_node(declared, word)
        cls = declared.owner
        return self._names.resolve(node, cls.module, cls) if node is not None else frozenset()

    def _argument_node(self, declared: Declared, word: str) -> syntax.NodeId | None:
        if word in ("[]", "annotation"):
            return declared.annotation[0] if declared.annotation else None
        call = declared.call
        if call is None:
            return None
        if word.isdecimal():
            return call.args[int(word)] if int(word) < len(call.args) else None
        return next((node for name, node in call.keywords if name == word), None)

    # -- targets

    def _target(self, entity: Mapped, declared: Declared) -> Mapped | None:
        for word in declared.link.target:
            node = self._argument_node(declared, word)
            if node is not None:
                found = self._at(entity, declared.owner, node)
                if found is not None:
                    return found
        return None

    def _at(self, entity: Mapped, cls: Class, node: syntax.NodeId) -> Mapped | None:
        """Return the entity that an argument names: a class, a text, or a call that is given one of these."""
        record = cls.module.nodes[node]
        if isinstance(record, syntax.Generic):
            inner = (self._at(entity, cls, argument) for argument in record.args)
            return next((found for found in inner if found is not None), None)
        for value in in_order(self._names.resolve(node, cls.module, cls)):
            if isinstance(value, ClassValue | Instance):
                found = self._registry.of(value.cls)
                if found is not None:
                    return found
            elif isinstance(value, TextValue):
                return self._registry.named(value.text, entity)
        if isinstance(record, syntax.Call) and record.args:
            return self._at(entity, cls, record.args[0])
        return None
