"""Injected parameters: ``db=Depends(get_db)`` is what ``get_db`` returns or yields.

Source: https://fastapi.tiangolo.com/tutorial/dependencies/ and .../dependencies-with-yield/
"""

from __future__ import annotations

from boundary_lint.facts import syntax
from boundary_lint.frameworks.library import Library
from boundary_lint.link.frame import Frame
from boundary_lint.link.program import Function
from boundary_lint.link.values import ClassValue, FunctionValue, Values, union

INJECTING = frozenset({"Depends", "Security"})
"""Last names of the calls that inject."""


class FastApi(Library):
    """Answers for parameters whose default is a dependency."""

    def parameter(self, function: Function, name: str, frame: Frame) -> Values | None:
        """What the dependency of a parameter gives; None where the parameter has none."""
        parameter = function.parameters.get(name)
        if parameter is None or parameter.default == syntax.NONE:
            return None
        record = function.module.nodes[parameter.default]
        if not isinstance(record, syntax.Call) or not record.args or not _injects(record, function):
            return None
        inner = frame.link.module_frame(function.module)
        given = inner.evaluate(record.args[0])
        return union(_provided(value.function, inner) for value in given if isinstance(value, FunctionValue)) | union(
            value.cls.instance for value in given if isinstance(value, ClassValue)
        )


def _injects(record: syntax.Call, function: Function) -> bool:
    callee = function.module.nodes[record.func]
    return isinstance(callee, syntax.Name | syntax.Attr | syntax.Imported) and callee.name in INJECTING


def _provided(function: Function, frame: Frame) -> Values:
    """Return what a dependency provides: what it yields, or else returns."""
    found = frame.link.returned(function.values, frame)
    return frame.link.elements(found, frame) if function.record.yields else found
