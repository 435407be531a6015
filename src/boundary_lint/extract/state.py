"""What is known while one file is walked: interned nodes, the current function, class, names and context."""

from __future__ import annotations

from ast import AST, Attribute, Name
from collections.abc import Sequence

from boundary_lint.extract.loads import LOADERS
from boundary_lint.extract.records import ClassRecord, FunctionRecord, LoopRecord, TryRecord, Wire
from boundary_lint.extract.ways import Known
from boundary_lint.facts.syntax import NONE, may_be_port
from boundary_lint.facts.waivers import Waiver

NAME, IMPORTED, PARAM, ATTR, CALL, ELEMENT, ITEM, TEXT, CONST, EITHER, COLLECTION, DICTIONARY = range(12)
FUNCTION, CLASS, OUTER, BINARY, FORMAT, SUPER, TYPED, GENERIC, STAR, ENTERED, UNKNOWN, NARROWED = range(12, 24)

NO_USE = frozenset((NAME, IMPORTED, PARAM, TEXT, CONST, FUNCTION, CLASS, OUTER, SUPER, UNKNOWN))
"""Tags of values whose mere mention is no use."""

SEEN_INSIDE = frozenset((NAME, IMPORTED, PARAM, TEXT, FUNCTION, CLASS, OUTER))
"""Tags of values that a nested function sees as they are; any other was computed outside."""

MAX_EITHER = 12
"""Alternatives of one path; more are dropped."""

MAX_CANDIDATES = 200
"""Values that one module-level name or class attribute may have; more are dropped."""

MAX_ENCLOSING = 40
"""Loops, ``with`` items and ``try`` bodies around one use, each; inner ones beyond that are dropped."""

MAX_COPIED = 10_000_000
"""Local names that are copied for the branches of one file: about a second. Beyond that, branches are read one after the other."""

Context = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...], str, bool, tuple[int, ...]]
"""Where uses stand, as the fields of `boundary_lint.facts.syntax.Context`."""

NO_CONTEXT: Context = ((), (), (), (), "", False, ())

Names = dict[str, int]
"""Local names of a function and what they stand for."""


def _variable(node: AST) -> str:
    """Return how a local name, or an attribute of one, is called among the local names; "" for all else."""
    if isinstance(node, Name):
        return node.id
    if isinstance(node, Attribute) and isinstance(node.value, Name):
        return f"{node.value.id}.{node.attr}"
    return ""


class File:
    """The state of one walk. ``env`` holds the local names of the current function, None at module and class level."""

    def __init__(self) -> None:
        self.nodes: list[Wire] = []
        self.index: dict[Wire, int] = {}
        self.functions: list[FunctionRecord] = [FunctionRecord("<module>", 1, 1, NONE, NONE, False)]
        self.classes: list[ClassRecord] = []
        self.names: dict[str, list[int]] = {}
        self.name_lines: dict[str, int] = {}
        self.maybe: set[int] = set()
        self.imports: list[Wire] = []
        self.loads: list[Wire] = []
        self.loops: list[LoopRecord] = []
        self.tries: list[TryRecord] = []
        self.ways: Known = {}
        self.places: list[tuple[int, int]] = []
        self.conditions: list[Wire] = []
        self.loaders = dict(LOADERS)
        self.dotted: dict[tuple[str, int], None] = {}
        self.addresses: dict[tuple[str, int], None] = {}
        self.capitals: dict[tuple[str, int], None] = {}
        self.exported: list[str] | None = None
        self.function = 0
        self.cls = NONE
        self.prefix = ""
        self.env: Names | None = None
        self.closure: Names | None = None
        self.optional = 0
        self.type_checking = 0
        self.context = NO_CONTEXT
        self.contexts: dict[Context, int] = {NO_CONTEXT: 0}
        self.attributes: dict[str, set[str]] = {}
        self.globals: dict[int, set[str]] = {}
        self._copies = MAX_COPIED

    def may_copy(self, names: int) -> bool:
        """Whether so many names may be copied once more; see `MAX_COPIED`."""
        self._copies -= names
        return self._copies > 0

    def branch(self, names: Names) -> Names:
        """Return names to go on with in one of several branches."""
        return dict(names) if self.may_copy(len(names)) else names

    def intern(self, wire: Wire) -> int:
        """Return the position of a node, new or known."""
        nodes = self.nodes
        new = len(nodes)
        found = self.index.setdefault(wire, new)
        if found == new:
            nodes.append(wire)
        return found

    def use(self, node: int, at: AST, awaited: bool = False) -> None:
        """Note a use of a value, unless its mention says nothing: what a variable or ``self.x`` holds was used where it was
        assigned."""
        if self.nodes[node][0] in NO_USE:
            return
        env, context, contexts = self.env, self.context, self.contexts
        if env is None:
            if self.optional:
                self.maybe.add(node)
        elif env.get(_variable(at)) == node:
            return
        if awaited:
            context = (*context[:5], True, context[6])
        number = contexts.setdefault(context, len(contexts))
        self.functions[self.function].uses.append((node, at.lineno, at.col_offset, number))  # type: ignore[attr-defined]

    def context_number(self) -> int:
        """Return the number of the current context."""
        return self.contexts.setdefault(self.context, len(self.contexts))

    def either(self, options: Sequence[int]) -> int:
        """Return one path for several alternatives; unknown values and constants among them are dropped, but what may be a port."""
        flat: dict[int, None] = {}
        for option in options:
            wire = self.nodes[option]
            if wire[0] == EITHER:
                flat.update(dict.fromkeys(wire[1]))  # type: ignore[call-overload]
            elif may_be_port(wire[1]) if wire[0] == CONST else wire[0] != UNKNOWN:
                flat[option] = None
            if len(flat) >= MAX_EITHER:
                break
        if len(flat) > 1:
            return self.intern((EITHER, tuple(flat)[:MAX_EITHER]))
        if flat:
            return next(iter(flat))
        return options[0] if options else self.intern((UNKNOWN,))

    def define(self, name: str, node: int, line: int) -> None:
        """Bind a name at module or class level: all candidates are kept."""
        if self.cls != NONE:
            record = self.classes[self.cls]
            names, lines = record.names, record.lines
        else:
            names, lines = self.names, self.name_lines
        known = names.setdefault(name, [])
        lines.setdefault(name, line)
        if self.optional:
            self.maybe.add(node)
        if len(known) < MAX_CANDIDATES and node not in known:
            known.append(node)

    def wire(self, lines: int, gaps: list[Wire], generated: bool, waivers: list[Waiver]) -> Wire:
        """Return all syntax facts of the file as an array."""
        return (
            "full", lines, self.nodes, list(self.contexts), self.functions, self.classes, self.names, self.name_lines,
            sorted(self.maybe), self.imports, list(self.dotted), self.exported, gaps, self.loads,
            self.loops, self.tries, self.places, list(self.addresses), list(self.capitals), self.conditions, generated,
            waivers,
        )  # fmt: skip
