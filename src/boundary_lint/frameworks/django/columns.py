"""Columns that refer to other tables: foreign keys, keys to parents, and both columns of every automatic join table."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.frameworks.django.entity import Model
from boundary_lint.frameworks.django.registry import Registry
from boundary_lint.frameworks.entity import Entities, ForeignKeyColumn, LooseTable, Relation
from boundary_lint.link.program import Class


def write_columns(registry: Registry, entities: Entities) -> None:
    """Enter the columns and automatic join tables of all models in force that are the program's own."""
    for model in registry:
        if model.third_party or model.abstract or model.proxy or not model.in_force:
            continue
        for relation in model.relations.values():
            entities.foreign_keys.extend(_columns(model, relation))
            if relation.kind == "m2m" and relation.through is None and relation.join_table:
                place, line = _place(model, relation)
                file, module = place.module.file, place.module
                entities.loose_tables.append(
                    LooseTable(relation.join_table, None, module.root, module.name, file, line)
                )


def _columns(model: Model, relation: Relation) -> Iterator[ForeignKeyColumn]:
    target = relation.target
    if not isinstance(target, Model) or not target.table:
        return
    if relation.column:
        inherits = relation.kind == "o2o" and not relation.reported
        yield _column(model, relation, model.table, relation.column, target, "inherits" if inherits else relation.kind)
    elif relation.kind == "m2m" and relation.through is None:
        own, other = f"{model.cls.name.lower()}_id", f"{target.cls.name.lower()}_id"
        if target.concrete_model is model.concrete_model:
            own, other = f"from_{own}", f"to_{other}"
        yield _column(model, relation, relation.join_table, own, model, "m2m")
        yield _column(model, relation, relation.join_table, other, target, "m2m")


def _column(model: Model, relation: Relation, table: str, column: str, target: Model, kind: str) -> ForeignKeyColumn:
    place, line = _place(model, relation)
    return ForeignKeyColumn(
        from_table=table,
        column=column,
        to_table=target.table,
        module_root=place.module.root,
        module=place.module.name,
        file=place.module.file,
        line=line,
        kind="m2m" if kind == "m2m" else "inherits" if kind == "inherits" else "o2o" if kind == "o2o" else "fk",
        on_delete=relation.on_delete,
        constraint=relation.constraint,
    )


def _place(model: Model, relation: Relation) -> tuple[Class, int]:
    """Return where a relation is written; in the model, where a library's base holds it."""
    if relation.declared_in.module.is_stub:
        return model.cls, model.cls.record.line
    return relation.declared_in, relation.line
