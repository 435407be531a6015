"""The options that hold for a model: those of its own ``Meta``, else of the nearest abstract base that has one.

Source: ``ModelBase.__new__`` - a class without ``Meta`` takes that of its abstract bases, and ``abstract`` is never inherited.
"""

from __future__ import annotations

from dataclasses import dataclass

from boundary_lint.frameworks.django.constants import class_constant, class_texts
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class
from boundary_lint.link.values import ClassValue, in_order


@dataclass(frozen=True, slots=True)
class Meta:
    """Options of a model. Texts are "" where they are not set; swappable is the setting that replaces the model;
    ordering holds the lookup paths by which rows are sorted."""

    abstract: bool = False
    proxy: bool = False
    managed: bool = True
    table: str = ""
    label: str = ""
    swappable: str = ""
    default_related_name: str = ""
    ordering: tuple[str, ...] = ()


class Metas:
    """Reads the options of models."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def own(self, cls: Class) -> Class | None:
        """Return the ``Meta`` in a class's own body."""
        for node in cls.names.get("Meta", ()):
            for value in in_order(self._names.resolve(node, cls.module, cls)):
                if isinstance(value, ClassValue):
                    return value.cls
        return None

    def is_abstract(self, cls: Class) -> bool:
        """Whether a model says of itself that it is abstract."""
        own = self.own(cls)
        return own is not None and class_constant(self._names, own, "abstract", own=True) is True

    def of(self, cls: Class) -> Meta:
        """Return the options that hold for a model."""
        own = self.own(cls)
        options = own if own is not None else self._inherited(cls)
        if options is None:
            return Meta()
        return Meta(
            abstract=self.is_abstract(cls),
            proxy=own is not None and class_constant(self._names, own, "proxy") is True,
            managed=class_constant(self._names, options, "managed") is not False,
            table=_table(self._text(options, "db_table")),
            label=self._text(options, "app_label"),
            swappable=self._text(options, "swappable"),
            default_related_name=self._text(options, "default_related_name"),
            ordering=class_texts(self._names, options, "ordering"),
        )

    def _text(self, options: Class, name: str) -> str:
        value = class_constant(self._names, options, name)
        return value if isinstance(value, str) else ""

    def _inherited(self, cls: Class) -> Class | None:
        for base in self._names.mro(cls)[1:]:
            if isinstance(base, str) or "Meta" not in base.names:
                continue
            options = self.own(base)
            if options is not None and self.is_abstract(base):
                return options
        return None


def _table(written: str) -> str:
    """Return a table's full name: ``"schema"."table"`` is written with quotes that are no part of it."""
    return written.replace('"', "").replace("`", "")
