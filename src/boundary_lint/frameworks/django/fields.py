"""Fields as they are written in class bodies: which of them lead to another model, and by which arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boundary_lint.facts import syntax
from boundary_lint.frameworks.catalog import Rows
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class
from boundary_lint.link.values import ClassValue, External, in_order

FIELD = "django.db.models.Field"

POSITIONS = {"to": 0, "on_delete": 1}
"""Positions of arguments of relation fields that may be given without keyword."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that leads to another model. kind is a value of the catalogue's ``[django.field]``; cls the field's class."""

    name: str
    kind: str
    cls: Class | None
    call: syntax.Call
    declared_in: Class

    @property
    def line(self) -> int:
        """The line of the field."""
        return self.declared_in.record.lines.get(self.name, self.declared_in.record.line)

    def argument(self, name: str) -> syntax.NodeId | None:
        """Return the syntax of an argument."""
        for keyword, node in self.call.keywords:
            if keyword == name:
                return node
        position = POSITIONS.get(name, len(self.call.args))
        return self.call.args[position] if position < len(self.call.args) else None

    def text(self, name: str) -> str | None:
        """Return an argument that is a text constant."""
        node = self.argument(name)
        record = self.declared_in.module.nodes[node] if node is not None else None
        return record.value if isinstance(record, syntax.Text) else None

    def flag(self, name: str, value: str) -> bool:
        """Whether an argument is the constant ``value``: "True", "False"."""
        node = self.argument(name)
        return node is not None and self.declared_in.module.nodes[node] == syntax.Const(value)

    def word(self, name: str) -> str:
        """Return the last name of an argument: CASCADE of ``models.CASCADE``; "" where there is none."""
        node = self.argument(name)
        record = self.declared_in.module.nodes[node] if node is not None else None
        if isinstance(record, syntax.Call):
            record = self.declared_in.module.nodes[record.func]
        return record.name if isinstance(record, syntax.Name | syntax.Attr | syntax.Imported) else ""


class Fields:
    """Finds the fields of classes; every class body is read once."""

    def __init__(self, names: Names, kinds: Rows) -> None:
        """kinds: path of a field class -> kind of relation; third-party classes without a stub by their last name."""
        self._names = names
        self._kinds = {path: kind for path, (kind, *_) in kinds.items()}
        self._of_class: dict[Class, str] = {}
        self._declared: dict[Class, dict[str, Field]] = {}

    def declared(self, cls: Class) -> dict[str, Field]:
        """Return the fields in a class's own body that lead to other models."""
        known = self._declared.get(cls)
        if known is None:
            known = self._declared[cls] = {}
            for name, node in self._assigned(cls):
                call = cls.module.nodes[node]
                kind, field_class = self._kind(call, cls) if isinstance(call, syntax.Call) else ("", None)
                if kind and isinstance(call, syntax.Call):
                    known[name] = Field(name, kind, field_class, call, cls)
        return known

    def _assigned(self, cls: Class) -> Iterator[tuple[str, syntax.NodeId]]:
        """Yield what a class body assigns; of alternatives the last, also where they have different names."""
        maybe = frozenset(cls.module.syntax.maybe)
        alternatives: dict[syntax.NodeId, list[str]] = {}
        for name, candidates in cls.names.items():
            for node in candidates:
                if node not in maybe:
                    yield name, node
                else:
                    alternatives.setdefault(node, []).append(name)
        yield from ((names[-1], node) for node, names in alternatives.items() if len(names) > 1)

    def looks_like_model(self, cls: Class) -> bool:
        """Whether a class body holds a field of a model."""
        for candidates in cls.names.values():
            for node in candidates:
                call = cls.module.nodes[node]
                if isinstance(call, syntax.Call) and self._is_field(call, cls):
                    return True
        return False

    def _is_field(self, call: syntax.Call, cls: Class) -> bool:
        for value in self._names.resolve(call.func, cls.module, cls):
            if isinstance(value, ClassValue) and self._names.isa(value.cls, FIELD):
                return True
            if (
                isinstance(value, External)
                and value.path.startswith("django.db.models.")
                and value.path.endswith("Field")
            ):
                return True
        return False

    def _kind(self, call: syntax.Call, cls: Class) -> tuple[str, Class | None]:
        for value in in_order(self._names.resolve(call.func, cls.module, cls)):
            if isinstance(value, ClassValue):
                kind = self._class_kind(value.cls)
                if kind:
                    return kind, value.cls
            elif isinstance(value, External):
                kind = self._kinds.get(value.path) or self._kinds.get(value.path.rpartition(".")[2], "")
                if kind:
                    return kind, None
        return "", None

    def _class_kind(self, cls: Class) -> str:
        known = self._of_class.get(cls)
        if known is None:
            known = next((kind for path in self._names.lineage(cls) if (kind := self._kinds.get(path))), "")
            self._of_class[cls] = known
        return known
