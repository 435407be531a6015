"""Forms: which models their fields choose from, and what lies between the instance and what is chosen.

A field is a declared ``ModelChoiceField(queryset=...)``, or a relation of the form's model that ``Meta.fields`` names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Op
from boundary_lint.frameworks.catalog import Rows
from boundary_lint.frameworks.django.entity import Model, models_of
from boundary_lint.frameworks.django.queryset import QuerySet
from boundary_lint.frameworks.effects import Touched
from boundary_lint.frameworks.entity import Relation
from boundary_lint.frameworks.plain import PlainMeaning
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class
from boundary_lint.link.values import (
    NOTHING,
    ClassValue,
    DictOf,
    Instance,
    Items,
    ListOf,
    TextValue,
    Value,
    Values,
    in_order,
    union,
)


class ChoiceField(Value, msgspec.Struct, frozen=True):
    """A field that chooses rows of a query. many: several of them; join_table: what keeps the choice."""

    rows: Values
    many: bool = False
    join_table: str = ""

    def attribute(self, name: str, frame: Frame) -> Values:
        return self.rows if name in ("queryset", "choices") else NOTHING

    def element(self, frame: Frame) -> Values:
        return self.read(frame)

    def read(self, frame: Frame) -> Values:
        """Note that rows are chosen, and return what is chosen."""
        found = NOTHING
        for value in in_order(self.rows):
            if isinstance(value, QuerySet):
                value.touch("read", "form", frame)
                found |= value.model.instances()
        return found

    def cleaned(self, frame: Frame) -> Values:
        """Return what ``cleaned_data`` holds."""
        if self.many:
            return frozenset(row for value in self.rows if isinstance(value, QuerySet) for row in value.rows(frame))
        return union(value.model.instances() for value in self.rows if isinstance(value, QuerySet))

    def sort_key(self) -> tuple[str, ...]:
        return ("django-choice-field", self.join_table, *(part for v in in_order(self.rows) for part in v.sort_key()))


class ChoiceFieldClass(PlainMeaning):
    """The meaning of a class of fields that choose rows."""

    def __init__(self, many: bool) -> None:
        self._many = many

    def construct(self, cls: Class, site: CallSite) -> Values | None:
        """Return a field of the query that is passed."""
        rows = frozenset(v for v in site.argument(0, "queryset") if isinstance(v, QuerySet))
        many = self._many or site.argument_node(-1, "many") is not None
        return frozenset((ChoiceField(rows, many),)) if rows else None


def give_meaning(classes: Iterable[Class], rows: Rows, names: Names) -> None:
    """Make the classes of fields known that the catalogue names, and all below them. rows: class = "one" or "many"."""
    meanings = {path: ChoiceFieldClass(row[0] == "many") for path, row in rows.items()}
    for cls in classes:
        if cls.meaning is None:
            cls.meaning = next((meanings[path] for path in names.lineage(cls) if path in meanings), None)


def form_intrinsics(names: Names) -> Mapping[str, Callable[[CallSite], Values]]:
    """Return what the stub of forms asks: see `intrinsics`."""
    forms = Forms(names)
    return {
        "__fields__": lambda site: union(forms.fields(form, site.frame) for form in site.argument(0)),
        "__cleaned__": lambda site: union(forms.cleaned(form, site.frame) for form in site.argument(0)),
        "__choices__": lambda site: forms.each_field(site, lambda field: field.read(site.frame)),
        "__initial__": lambda site: forms.each_field(site, lambda field: _between(field, ("read",), site.frame)),
        "__chosen__": lambda site: forms.each_field(
            site, lambda field: _between(field, ("read", "write", "delete"), site.frame)
        ),
    }


def _between(field: ChoiceField, ops: tuple[Op, ...], frame: Frame) -> None:
    """Note what happens to the table between the instance and what is chosen; reading it reads what is chosen too."""
    if frame.sink is None or not field.join_table:
        return
    for op in ops:
        frame.sink.add(Touched(field.join_table, op, "form"))
    if ops == ("read",):
        field.read(frame)


class Forms:
    """Finds the fields of forms."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def each_field(self, site: CallSite, act: Callable[[ChoiceField], object]) -> Values:
        """Do something with every field that chooses rows."""
        for form in in_order(site.argument(0)):
            for _, field in self._find(form, site.frame):
                act(field)
        return NOTHING

    def fields(self, form: Value, frame: Frame) -> Values:
        """Return the fields by name."""
        found = tuple((name, frozenset((field,))) for name, field in self._find(form, frame))
        return frozenset((DictOf(found),)) if found else NOTHING

    def cleaned(self, form: Value, frame: Frame) -> Values:
        """Return what was chosen, by the names of the fields."""
        found = tuple((name, field.cleaned(frame)) for name, field in self._find(form, frame))
        return frozenset((DictOf(found),)) if found else NOTHING

    def _find(self, form: Value, frame: Frame) -> Iterator[tuple[str, ChoiceField]]:
        if not isinstance(form, Instance | ClassValue):
            return
        found = dict(self._declared(form, frame))
        for name, relation, model in self._relations(form, frame):
            target, declared = model.target_of(relation), found.get(name)
            if declared is not None:
                found[name] = ChoiceField(declared.rows, declared.many, relation.join_table)
            elif target is not None and not target.abstract:
                rows = target.manager("_default_manager")
                found[name] = ChoiceField(rows, relation.many, relation.join_table)
        yield from sorted(found.items(), key=lambda item: item[0])

    def _declared(self, form: Instance | ClassValue, frame: Frame) -> Iterator[tuple[str, ChoiceField]]:
        for above in reversed(self._names.mro(form.cls)):
            if isinstance(above, str) or above.module.is_stub:
                continue
            inner = frame.link.class_frame(above)
            for name, candidates in above.names.items():
                for node in candidates:
                    if isinstance(above.module.nodes[node], syntax.Call):
                        for value in in_order(inner.evaluate(node)):
                            if isinstance(value, ChoiceField):
                                yield name, value

    def _relations(self, form: Instance | ClassValue, frame: Frame) -> Iterator[tuple[str, Relation, Model]]:
        models = models_of(self._model(form, frame))
        named, excluded = self._chosen(form, frame), set(texts(self._option(form, "exclude")))
        for model in models:
            for one in model.lineage():
                for name, relation in sorted(one.relations.items()):
                    is_link = relation.kind == "o2o" and name.endswith("_ptr")
                    if not is_link and (name in named or ("__all__" in named and name not in excluded)):
                        yield name, relation, model

    def _model(self, form: Instance | ClassValue, frame: Frame) -> Values:
        made_for = form.attribute("_made_for", frame) or self._names.class_values(form.cls, "model")
        return made_for or self._option(form, "model")

    def _chosen(self, form: Instance | ClassValue, frame: Frame) -> set[str]:
        """Return the names in ``Meta.fields``; "__all__" where only exclusions are named."""
        named = set(texts(form.attribute("_made_fields", frame) or self._option(form, "fields")))
        return named or ({"__all__"} if self._option(form, "exclude") else set())

    def _option(self, form: Instance | ClassValue, name: str) -> Values:
        return option(form, name, self._names)


def option(value: Value, name: str, names: Names) -> Values:
    """Return what the nested class ``Meta`` of a class says."""
    if not isinstance(value, Instance | ClassValue):
        return NOTHING
    metas = [v for v in names.class_values(value.cls, "Meta") if isinstance(v, ClassValue)]
    return union(names.class_values(meta.cls, name) for meta in metas)


def texts(values: Values) -> Iterator[str]:
    """Yield the texts in values: alone, in lists, or as keys."""
    for value in values:
        if isinstance(value, TextValue):
            yield value.text
        elif isinstance(value, Items):
            for item in value.items:
                yield from (v.text for v in item if isinstance(v, TextValue))
        elif isinstance(value, DictOf):
            yield from (key for key, _ in value.items if key)
        elif isinstance(value, ListOf):
            yield from (v.text for v in value.elements if isinstance(v, TextValue))
