"""Relations of models: fields of the class and of its abstract bases, seen from both ends, with columns and join tables.

Source: django.db.models.fields.related - a column is the field's name and ``_id``, a join table the model's table and the
field's name, the accessor on the other side the model's name (and ``_set``, where it gives several).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from boundary_lint.frameworks.django.entity import Model, Reverse
from boundary_lint.frameworks.django.fields import Field, Fields
from boundary_lint.frameworks.django.registry import Registry
from boundary_lint.frameworks.django.targets import Targets
from boundary_lint.frameworks.entity import Relation
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class
from boundary_lint.link.values import ClassValue

GENERIC, TAGS = "generic", "tags"
"""Kinds of fields that are no columns: a relation to any model, back from any, and tags."""

_KINDS: dict[str, Literal["fk", "o2o", "m2m"]] = {
    "fk": "fk",
    "o2o": "o2o",
    "m2m": "m2m",
    "tags": "m2m",
    "generic-relation": "fk",
}

TAGGED_ITEM = ("taggit", "taggeditem")
"""The model between a tagged one and its tags, where a tag field names no other. Source: taggit.managers."""


TAG_MANAGER = "taggit.managers._TaggableManager"
"""The manager of an instance's tags; what it does stands in its stub."""


class Relations:
    """Builds the relations of all models."""

    def __init__(self, names: Names, registry: Registry, fields: Fields, targets: Targets) -> None:
        self._names, self._registry, self._fields, self._targets = names, registry, fields, targets

    def build(self) -> None:
        """Give every model its relations, then every target the other end."""
        for model in self._registry:
            for field in self._fields_of(model):
                relation = self._relation(field, model)
                if relation is not None:
                    model.relations[field.name] = relation
            self._add_parent_links(model)
        for model in self._registry:
            for relation in model.relations.values():
                self._add_tags(relation)
                self._add_reverse(model, relation)

    def _fields_of(self, model: Model) -> list[Field]:
        """Return the fields of a model: its own and those of abstract bases that no concrete parent has already."""
        found: dict[str, Field] = {}
        for cls in reversed(self._own_classes(model)):
            for name in [name for name in found if name in cls.names]:
                del found[name]
            found.update(self._fields.declared(cls))
        return list(found.values())

    def _own_classes(self, model: Model) -> list[Class]:
        taken = {cls for parent in model.parents for cls in self._names.mro(parent.cls)}
        classes = [cls for cls in self._names.mro(model.cls) if not isinstance(cls, str) and cls not in taken]
        return [cls for cls in classes if cls is model.cls or self._is_base(cls)]

    def _is_base(self, cls: Class) -> bool:
        """Whether a class gives its fields to those below: abstract models do, plain mixins do not."""
        model = self._registry.of(cls)
        return model is not None and model.abstract

    def _relation(self, field: Field, model: Model) -> Relation | None:
        if field.kind not in _KINDS:
            return None
        kind = _KINDS[field.kind]
        target = self._targets.of(field, model)
        relation = Relation(
            name=field.name,
            kind=kind,
            target=target,
            declared_in=field.declared_in,
            line=field.line,
            nullable=field.flag("null", "True"),
            on_delete=field.word("on_delete"),
            constraint=not field.flag("db_constraint", "False"),
            reported=field.kind != "generic-relation" and model.in_force,
            many=kind == "m2m" or field.kind == "generic-relation",
        )
        if kind == "m2m":
            self._add_join_table(relation, field, model)
        elif field.kind != "generic-relation":
            relation.column = field.text("db_column") or f"{field.name}_id"
        self._name_reverse(relation, field, model)
        return relation

    def _add_join_table(self, relation: Relation, field: Field, model: Model) -> None:
        through = self._targets.of(field, model, "through")
        if through is None and field.kind == TAGS and field.argument("through") is None:
            through = self._registry.find(*TAGGED_ITEM)
        relation.through = through
        if through is not None:
            relation.join_table = through.table
        elif model.table:
            relation.join_table = field.text("db_table") or f"{model.table}_{field.name}"

    def _name_reverse(self, relation: Relation, field: Field, model: Model) -> None:
        """Set the names under which the target sees the relation; None where it does not."""
        name = model.cls.name.lower()
        written = field.text("related_name") or model.default_related_name or None
        if written is not None:
            for key, value in (("%(class)s", name), ("%(model_name)s", name), ("%(app_label)s", model.label)):
                written = written.replace(key, value)
        hidden = written is not None and written.endswith("+")
        symmetric = relation.kind == "m2m" and relation.target is model and not field.flag("symmetrical", "False")
        if hidden or symmetric or field.kind in ("generic-relation", TAGS):
            return
        relation.accessor = written or (name if relation.kind == "o2o" else f"{name}_set")
        relation.query_name = field.text("related_query_name") or written or name

    def _add_tags(self, relation: Relation) -> None:
        """The tags of a model are what the model between names in its field ``tag``."""
        if relation.kind == "m2m" and relation.target is None and isinstance(relation.through, Model):
            tag = relation.through.relation("tag")
            relation.target = tag.target if tag is not None else None
            manager = self._names.dotted("", TAG_MANAGER)
            relation.manager = next((value.cls for value in manager if isinstance(value, ClassValue)), None)

    def _add_parent_links(self, model: Model) -> None:
        """A model that inherits from a concrete one has a key that leads to it."""
        if model.proxy or model.abstract:
            return
        for parent in self._direct_parents(model.cls):
            if any(r.kind == "o2o" and r.target is parent for r in model.relations.values()):
                continue
            name = f"{parent.cls.name.lower()}_ptr"
            model.relations[name] = Relation(
                name=name,
                kind="o2o",
                target=parent,
                declared_in=model.cls,
                line=model.cls.record.line,
                column=f"{name}_id",
                accessor=model.cls.name.lower(),
                query_name=model.cls.name.lower(),
                on_delete="CASCADE",
                reported=False,
            )

    def _direct_parents(self, cls: Class) -> Iterator[Model]:
        """Yield the concrete models that a class inherits from directly, or through abstract ones."""
        for base in self._names.bases(cls):
            model = self._registry.of(base) if not isinstance(base, str) else None
            if model is not None and not model.abstract:
                yield model.concrete_model
            elif not isinstance(base, str):
                yield from self._direct_parents(base)

    def _add_reverse(self, model: Model, relation: Relation) -> None:
        target = relation.target
        if not isinstance(target, Model) or relation.accessor is None or model.abstract or not model.in_force:
            return
        reverse = Reverse(relation.accessor, relation, model)
        target.reverse.setdefault(relation.accessor, reverse)
        target.queries.setdefault(relation.query_name or relation.accessor, reverse)
