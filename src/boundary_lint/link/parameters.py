"""What a parameter is: as passed, the receiver, by annotation, by its default, by what callers pass."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.link.frame import Frame
from boundary_lint.link.learned import REST
from boundary_lint.link.memo import Memo
from boundary_lint.link.nodes import MAX_WIDE
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import (
    MAX_VALUES,
    NOTHING,
    Address,
    ClassValue,
    DictOf,
    External,
    FunctionValue,
    Instance,
    TextValue,
    Value,
    Values,
    union,
)

if TYPE_CHECKING:
    from boundary_lint.link.evaluate import Evaluator


class Parameters:
    """Evaluates parameters."""

    def __init__(self, link: Evaluator) -> None:
        self._link = link
        self.annotated: Memo[tuple[Module, syntax.NodeId]] = Memo(link)

    def value(self, node: syntax.Param, frame: Frame) -> Values:
        """Return what a parameter is where its function is read."""
        link = self._link
        function = frame.module.functions[node.function]
        name = node.name
        if frame.arguments is not None and function is frame.function:
            passed = frame.arguments.get(name)
            if passed:
                return passed
        if function.self_name == name and function.cls is not None:
            return _receiver(function, function.cls, frame)
        if name == function.rest:
            return self._rest(function, frame)
        parameter = function.parameters.get(name)
        found = written = NOTHING
        if parameter is not None:
            if parameter.annotation != syntax.NONE:
                found = self._annotated(parameter.annotation, function.module)
            if not found and parameter.default != syntax.NONE:
                default = link.module_frame(function.module).evaluate(parameter.default)
                found = frozenset(v for v in default if isinstance(v, ClassValue | FunctionValue))
                written = frozenset(v for v in default if _is_of_address(v, name))
        if not found or all(isinstance(v, External) for v in found):
            link.consulted.add((function, name))
            passed = self._passed(function, name, frame.receiver)
            if frame.arguments is not None and function is frame.function:
                passed = frozenset(v for v in passed if not isinstance(v, TextValue))  # those are texts of other calls
            found |= passed
        return found or written or link.meaning.parameter(function, name, frame)

    def _rest(self, function: Function, frame: Frame) -> Values:
        """Return what ``**rest`` is: the keyword arguments that callers pass and no parameter takes."""
        self._link.consulted.add((function, REST))
        names = sorted(self._link.known.rest_names.get(function, ()))[:MAX_WIDE]
        items = tuple((name, self._passed(function, name, frame.receiver)) for name in names)
        return frozenset((DictOf(items),))

    def _annotated(self, node: syntax.NodeId, module: Module) -> Values:
        """Return what a parameter with an annotation is."""
        known = self.annotated.recall((module, node))
        if known is not None:
            return known
        link = self._link
        return self.annotated.remember(
            (module, node), lambda: link.annotations.instances(node, link.module_frame(module))
        )

    def _passed(self, function: Function, name: str, receiver: Value | None) -> Values:
        """Return what callers pass, of a method's callers those who call it on the receiver's class; where nobody does, on one
        above or below it."""
        known = self._link.known.passed.get((function, name))
        if known is None:
            return NOTHING
        cls = receiver.python_class if receiver is not None and function.method is not None else None
        if cls is None:
            found = union(known.values())
        elif cls in known:
            found = known[cls]
        else:
            names = self._link.names
            lineage = names.mro(cls)
            found = union(
                values
                for above, values in known.items()
                if above is None or above in lineage or cls in names.mro(above)
            )
        return found if len(found) <= MAX_VALUES else NOTHING


_OF_ADDRESS = re.compile(r"url|uri|host|addr|server|endpoint|domain", re.IGNORECASE)
"""Names of parameters that are parts of an address."""


def _is_of_address(value: Value, name: str) -> bool:
    """Whether the default of a parameter says where something is: that is believed where no caller is known to say it."""
    return isinstance(value, Address) or (isinstance(value, TextValue) and bool(_OF_ADDRESS.search(name)))


def _receiver(function: Function, cls: Class, frame: Frame) -> Values:
    """Return what the first parameter of a method is."""
    receiver = frame.receiver if frame.receiver is not None else cls.as_instance
    kinds = function.kinds
    if not ("classmethod" in kinds or "declared_attr" in kinds or function.record.qualname.endswith("__new__")):
        return frozenset((receiver,))
    return receiver.cls.values if isinstance(receiver, Instance) else frozenset((receiver,))
