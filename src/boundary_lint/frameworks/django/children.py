"""Children: rows that belong to an instance, and are held by it until it is saved (django-modelcluster)."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.frameworks.django.entity import Model, Reverse, models_of
from boundary_lint.frameworks.django.forms import texts
from boundary_lint.link.frame import CallSite
from boundary_lint.link.names import Names
from boundary_lint.link.values import NOTHING, Instance, ListOf, Values, union

PARENTAL_KEY = "modelcluster.fields.ParentalKey"


def children(site: CallSite, names: Names) -> Values:
    """Return the children of a model in a list: all, or where a second argument is written, those that it names."""
    named = set(texts(site.argument(1))) if len(site.node.args) > 1 else None
    found = union(
        reverse.source.instances()
        for model in models_of(site.argument(0))
        for reverse in _parental(model, names)
        if named is None or reverse.accessor in named
    )
    return frozenset((ListOf(found),)) if found else NOTHING


def _parental(model: Model, names: Names) -> Iterator[Reverse]:
    for one in model.lineage():
        for reverse in one.reverse.values():
            if reverse.source.in_force and not reverse.source.abstract and _is_parental(reverse, names):
                yield reverse


def _is_parental(reverse: Reverse, names: Names) -> bool:
    holder, name = reverse.relation.declared_in, reverse.relation.name
    return any(
        isinstance(value, Instance) and names.isa(value.cls, PARENTAL_KEY)
        for node in holder.names.get(name, ())
        for value in names.resolve(node, holder.module, holder)
    )
