"""Which tables are read to see whether an instance differs from all others: those that have something unique besides the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Module

if TYPE_CHECKING:
    from boundary_lint.frameworks.django.entity import Model

UNIQUE_FOR = frozenset({"unique", "unique_for_date", "unique_for_month", "unique_for_year"})
"""Arguments of fields that make Django look for another row of the same value."""

TOGETHER = ("unique_together", "constraints")
"""Options of a model that do so for several fields."""


def unique_tables(model: Model) -> list[str]:
    """Return the tables of a model and its parents in which something is unique besides the primary key."""
    names = model.schema.names
    found, seen = [], set()
    for one in reversed(list(model.lineage())):
        classes = [cls for cls in names.mro(one.cls) if not isinstance(cls, str) and cls not in seen]
        seen.update(classes)
        links = {relation.name for relation in one.relations.values() if relation.kind == "o2o"}
        if any(_has_unique(cls, links, names) for cls in classes):
            found.append(one.table)
    return found


def _has_unique(cls: Class, links: set[str], names: Names) -> bool:
    module = cls.module
    for name, candidates in cls.names.items():
        for node in candidates:
            record = module.nodes[node]
            if isinstance(record, syntax.Call) and _is_unique(record, name in links, module):
                return True
            if name == "Meta" and isinstance(record, syntax.ClassRef):
                meta = module.classes[record.cls]
                if any(_says_unique(meta, option) for option in TOGETHER):
                    return True
    return False


def _is_unique(field: syntax.Call, is_link: bool, module: Module) -> bool:
    true = {key for key, node in field.keywords if module.nodes[node] == syntax.Const("True")}
    texts = {key for key, node in field.keywords if isinstance(module.nodes[node], syntax.Text)}
    if "primary_key" in true or "parent_link" in true:
        return False
    return is_link or bool(UNIQUE_FOR & (true | texts))


def _says_unique(meta: Class, option: str) -> bool:
    nodes = meta.module.nodes
    for node in meta.names.get(option, ()):
        record = nodes[node]
        if isinstance(record, syntax.Collection):
            return option == "unique_together" or any(_is_unique_constraint(item, meta) for item in record.items)
    return False


def _is_unique_constraint(node: syntax.NodeId, meta: Class) -> bool:
    record = meta.module.nodes[node]
    func = meta.module.nodes[record.func] if isinstance(record, syntax.Call) else record
    return isinstance(func, syntax.Name | syntax.Attr | syntax.Imported) and func.name == "UniqueConstraint"
