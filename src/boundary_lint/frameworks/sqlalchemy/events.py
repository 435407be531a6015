"""Event listeners: ``@event.listens_for(Order, "before_update") def f(mapper, connection, target)`` is given an order.

Source: https://docs.sqlalchemy.org/en/20/orm/events.html
"""

from __future__ import annotations

from boundary_lint.facts import syntax
from boundary_lint.frameworks.sqlalchemy.entity import MappedClass, mapped
from boundary_lint.frameworks.sqlalchemy.values import ColumnOf, RelationOf
from boundary_lint.link.frame import Frame
from boundary_lint.link.program import Function
from boundary_lint.link.values import ClassValue, Value, Values

LISTENER = "listens_for"
"""Last name of the decorator."""


def target_of(function: Function, name: str, frame: Frame) -> Values | None:
    """Return what a parameter of a listener is: the object that the event is about; None for all others."""
    if LISTENER not in function.kinds:
        return None
    inner = frame.link.module_frame(function.module)
    for decorator in function.record.decorators:
        record = function.module.nodes[decorator]
        if not isinstance(record, syntax.Call) or len(record.args) < 2:
            continue
        event = function.module.nodes[record.args[1]]
        position = _position(event.value if isinstance(event, syntax.Text) else "")
        if name in function.positional[position : position + 1]:
            entities = (_entity(value) for value in inner.evaluate(record.args[0]))
            return frozenset(entity.cls.as_instance for entity in entities if entity is not None)
    return None


def _position(event: str) -> int:
    """Events of mappers pass (mapper, connection, target), those of attributes and instances the target first."""
    return 2 if event.startswith(("before_", "after_")) and event.endswith(("insert", "update", "delete")) else 0


def _entity(value: Value) -> MappedClass | None:
    if isinstance(value, ClassValue):
        return mapped(value.cls)
    if isinstance(value, RelationOf):
        return value.entity
    return value.source if isinstance(value, ColumnOf) and isinstance(value.source, MappedClass) else None
