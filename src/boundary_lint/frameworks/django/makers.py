"""Models without a class statement that a library makes for a class: by a decorator, or by what is assigned in its body.

The catalogue's table ``django.maker``: path of the decorator or call = [name of the model, field that leads to the class, name by
which the class sees it]; ``{cls}`` stands for the class's name, all but the first may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.frameworks.catalog import Rows
from boundary_lint.frameworks.django.apps import Apps
from boundary_lint.frameworks.django.entity import Model
from boundary_lint.frameworks.django.made import make_class
from boundary_lint.frameworks.django.schema import Schema
from boundary_lint.frameworks.entity import Relation
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class
from boundary_lint.link.values import ClassValue, External


def made_models(names: Names, schema: Schema, apps: Apps, rows: Rows) -> list[Model]:
    """Return the models that libraries make for classes of the program, each known by its name in the class's module."""
    last = frozenset(path.rpartition(".")[2] for path in rows)
    found = []
    for cls in list(names.program.classes()):
        if not cls.module.is_stub and cls.module.role in ("source", "settings"):
            found += [_make(cls, rows[path], schema, apps) for path in _makers(cls, names, last) if path in rows]
    return found


def _makers(cls: Class, names: Names, last: frozenset[str]) -> Iterator[str]:
    """Yield the paths of what decorates a class, and of what its body calls; those alone whose last name is known."""
    nodes = cls.module.nodes
    assigned = (node for candidates in cls.names.values() for node in candidates)
    for node in (*cls.record.decorators, *assigned):
        record = nodes[node]
        func = record.func if isinstance(record, syntax.Call) else node
        if getattr(nodes[func], "name", "") in last:
            for value in names.resolve(func, cls.module, cls.parent):
                if isinstance(value, External):
                    yield value.path
                elif isinstance(value, ClassValue):
                    yield value.cls.id


def _make(cls: Class, row: tuple[str, ...], schema: Schema, apps: Apps) -> Model:
    name, field, accessor = (part.format(cls=cls.name) for part in (*row, "", "")[:3])
    made = make_class(cls.module, name, line=cls.record.line)
    _bind(made)
    model = Model(made, schema)
    model.label = apps.label(cls.module)
    model.table = f"{model.label}_{name.lower()}"
    target = schema.registry.of(cls)
    if field and target is not None:
        model.relations[field] = Relation(
            name=field,
            kind="fk",
            target=target,
            declared_in=cls,
            line=cls.record.line,
            column=f"{field}_id",
            accessor=accessor or f"{name.lower()}_set",
            query_name=accessor or name.lower(),
            on_delete="CASCADE",
        )
    return model


def _bind(made: Class) -> None:
    """Let the module know the class by its name, as if it stood there."""
    module = made.module
    module.nodes.append(syntax.ClassRef(len(module.classes) - 1))
    module.syntax.names.setdefault(made.name, (len(module.nodes) - 1,))
