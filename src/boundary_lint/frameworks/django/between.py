"""The models of automatic join tables: ``Order.lines.through`` has rows too, each with a key to both sides."""

from __future__ import annotations

from boundary_lint.frameworks.django.entity import Model
from boundary_lint.frameworks.django.made import make_class
from boundary_lint.frameworks.django.schema import Schema
from boundary_lint.frameworks.entity import Entities, Relation


def add_join_models(schema: Schema, entities: Entities) -> None:
    """Give every many-to-many relation the model of its join table."""
    for model in list(schema.registry):
        if model.abstract or not model.in_force:
            continue
        for relation in model.relations.values():
            target = model.target_of(relation)
            if relation.kind != "m2m" or not relation.join_table or target is None:
                continue
            if isinstance(relation.through, Model):
                schema.join_models[relation.join_table] = relation.through
            elif relation.join_table not in schema.join_models:
                between = _between(model, relation, target)
                schema.join_models[relation.join_table] = between
                entities.add(between)


def _between(model: Model, relation: Relation, target: Model) -> Model:
    cls = make_class(model.cls.module, f"{model.cls.record.qualname}_{relation.name}")
    between = Model(cls, model.schema)
    between.table, between.label, between.in_force = relation.join_table, model.label, False
    own, other = model.cls.name.lower(), target.cls.name.lower()
    if target is model:
        own, other = f"from_{own}", f"to_{other}"
    for name, end in ((own, model), (other, target)):
        between.relations[name] = Relation(
            name=name, kind="fk", target=end, declared_in=cls, line=relation.line, column=f"{name}_id", reported=False
        )
    return between
