"""Where a reading stands: the function it belongs to, the line, the loop and the transaction of every use."""

from __future__ import annotations

from typing import TypeAlias

from boundary_lint.facts import program as facts
from boundary_lint.facts.syntax import Store, Use
from boundary_lint.frameworks.around import falls_back, in_loop, per_element
from boundary_lint.frameworks.choices import MAX_SURE, Choice
from boundary_lint.frameworks.effects import Touched
from boundary_lint.frameworks.world import World
from boundary_lint.link.evaluate import Evaluator
from boundary_lint.link.frame import Frame
from boundary_lint.link.program import Class, Function
from boundary_lint.link.run import Reading
from boundary_lint.link.values import Bound, ClassValue, External, FunctionValue, Instance, Value

Place: TypeAlias = tuple[Function, int]
"""A function and a position among its uses."""


class Site:
    """Where a reading stands: moves from use to use."""

    def __init__(self, world: World, reading: Reading, link: Evaluator) -> None:
        self._world, self._reading, self._link = world, reading, link
        self._function, self.receiver = reading.function, reading.receiver
        self._regions: dict[int, str] = {}
        self._use: Use | Store | None = None
        self._declared = _declared(reading)
        self.module = (self._declared or reading.function).module
        self.name = self._declared.record.qualname if self._declared is not None else public_name(reading.function)
        self.runs_for = _runs_for(reading) if self._declared is None else ""
        self.line, self.column, self.in_loop = (self._declared or reading.function).record.line, 0, False
        self.unsure: set[Choice] = set()
        self._position = -1

    @property
    def place(self) -> Place:
        """Which use of which function it is, whoever the receiver."""
        return self._function, self._position

    def is_unsure(self, effect: Touched) -> bool:
        """Whether an effect stands where a value may be of too many models."""
        return self._reading.among > MAX_SURE or (self._position, effect.op, effect.via) in self.unsure

    def move(self, position: int) -> None:
        """Go to a use of the function; positions behind the uses are its stores. What a stub does with a class stays there."""
        self._position = position
        if self._declared is not None:
            return
        record = self._function.record
        if position < len(record.uses):
            use: Use | Store = record.uses[position]
        else:
            use = record.stores[position - len(record.uses)]
        self._use, self.line = use, use.line
        self.column = use.column if isinstance(use, Use) else 0
        self.in_loop = in_loop(self.module.syntax, self.module.syntax.contexts[use.context])

    @property
    def per_element(self) -> bool:
        """Whether the use happens once for each element of data."""
        return self._use is not None and per_element(self.module.syntax, self.module.syntax.contexts[self._use.context])

    @property
    def is_late(self) -> bool:
        """Whether the function runs when a transaction is over."""
        return self._function in self._world.late

    @property
    def guarded(self) -> bool:
        """Whether something else takes the place of what fails here."""
        return self._use is not None and falls_back(self.module.syntax, self.module.syntax.contexts[self._use.context])

    def lines_of(self, address: str) -> list[int]:
        """Return the lines of the function at which an address is written."""
        record = self._function.record
        return [line for line in self.module.addresses.get(address, ()) if record.line <= line <= record.end_line]

    def gap(self, kind: str, reason: str, subject: str) -> facts.Gap:
        """Return a gap at this site."""
        return facts.Gap(kind=kind, reason=reason, file=self.module.file, line=self.line, subject=subject)

    def transaction(self) -> str:
        """Return "file:line" of the innermost transaction around the use: a ``with`` item, or a decorator; "" outside."""
        if self._use is None:
            return ""
        known = self._regions.get(self._use.context)
        if known is None:
            known = self._regions[self._use.context] = self._find_transaction(self._use.context)
        return known

    def _find_transaction(self, context: int) -> str:
        record = self.module.syntax.contexts[context]
        decorators = self._function.record.decorators
        if not record.with_items and not decorators:
            return ""
        frame = Frame(self._link, self._function, self._reading.receiver)
        for item, line in zip(reversed(record.with_items), reversed(record.with_lines), strict=True):
            if self._opens(item, frame):
                return f"{self.module.file}:{line}"
        if any(self._opens(decorator, frame) for decorator in decorators):
            return f"{self.module.file}:{self._function.record.line}"
        return ""

    def _opens(self, node: int, frame: Frame) -> bool:
        values = frame.evaluate(node)
        if any(self._is_listed(value) for value in values):
            return True
        return any(library.is_transaction(values) for library in self._world.libraries)

    def _is_listed(self, value: Value) -> bool:
        """Whether the catalogue has the path of a value, of its class, or of the method that is not called yet."""
        paths = self._world.catalog.opens_transaction
        if isinstance(value, External):
            return value.path.removesuffix("()") in paths
        if isinstance(value, Instance | ClassValue):
            return any(self._world.names.isa(value.cls, path) for path in paths if value.cls.module.is_stub)
        if isinstance(value, Bound | FunctionValue):
            function = value.function
            return function.module.is_stub and function.path in paths
        return False


def _declared(reading: Reading) -> Class | None:
    """Return the class of the program of which a stub says what its library does with it."""
    receiver = reading.receiver
    return receiver.cls if reading.function.module.is_stub and isinstance(receiver, Instance) else None


def _runs_for(reading: Reading) -> str:
    """Return the file of the class that inherits a function and for which it was read; "" where that is its own class."""
    receiver = reading.receiver
    cls = getattr(receiver, "cls", None) or getattr(getattr(receiver, "entity", None), "cls", None)
    if not isinstance(cls, Class) or cls.module is reading.function.module or cls.module.is_stub:
        return ""
    return cls.module.file


def public_name(function: Function) -> str:
    """Return the qualified name to report: lambdas count as their function, the module's own code is "<module>"."""
    while function.record.qualname.endswith("<lambda>") and function.parent is not None:
        function = function.parent
    name = function.record.qualname
    return name.replace(".<locals>.<lambda>", "").replace(".<lambda>", "").replace("<lambda>", "<module>")
