"""Classes that are data: entities, and the plain ones in which services hand values to each other."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import program as facts
from boundary_lint.facts import syntax
from boundary_lint.frameworks.world import World
from boundary_lint.link.program import Class
from boundary_lint.link.values import External

DECORATORS = frozenset(
    {
        "dataclasses.dataclass", "attr.s", "attr.attrs", "attr.define", "attr.frozen", "attrs.define", "attrs.frozen",
        "attrs.mutable", "pydantic.dataclasses.dataclass",
    }
)  # fmt: skip
"""Decorators that make a class a record of its fields."""

BASES = frozenset(
    {
        "pydantic.BaseModel", "pydantic.main.BaseModel", "typing.NamedTuple", "typing.TypedDict", "typing_extensions.TypedDict",
        "msgspec.Struct", "faust.Record",
    }
)  # fmt: skip
"""Base classes that do."""


def find_records(world: World) -> Iterator[facts.Record]:
    """Yield the entities and data classes of the program that stand at the top of a module which rules look at. What a program wrote
    is a contract, and alike on purpose: of it only entities are told."""
    for cls in world.program.runtime_classes():
        module = cls.module
        if "." in cls.record.qualname or not facts.is_checked(module.role, module.syntax.depth):
            continue
        entity = world.entities.of(cls)
        if entity is not None and (entity.abstract or not entity.table):
            continue
        if entity is not None or (not module.syntax.generated and _is_data(cls, world)):
            yield facts.Record(
                root=module.root,
                module=module.name,
                name=cls.name,
                kind="value" if entity is None else "entity",
                fields=_fields(cls),
                file=module.file,
                line=cls.record.line,
            )


def _is_data(cls: Class, world: World) -> bool:
    if any(isinstance(base, str) and base in BASES for base in world.names.mro(cls)):
        return True
    return any(_path(decorator, cls, world) in DECORATORS for decorator in cls.record.decorators)


def _path(decorator: syntax.NodeId, cls: Class, world: World) -> str:
    node = cls.module.nodes[decorator]
    values = world.names.resolve(node.func if isinstance(node, syntax.Call) else decorator, cls.module)
    return next((value.path for value in values if isinstance(value, External)), "")


def _fields(cls: Class) -> tuple[str, ...]:
    """Return the attributes of the class body that hold values, sorted."""
    nodes = cls.module.nodes
    other = (syntax.FunctionRef, syntax.ClassRef)
    assigned = {
        name for name, values in cls.record.names.items() if not any(isinstance(nodes[v], other) for v in values)
    }
    return tuple(sorted(name for name in assigned | set(cls.record.annotations) if not name.startswith("__")))
