"""What is known while one file is walked: interned nodes, the current function, class, names and context."""

from __future__ import annotations

from ast import AST, Name

from boundary_lint.facts.syntax import NONE

Wire = tuple[object, ...]
"""A node as an array: tag, then fields (see `boundary_lint.facts.syntax`)."""

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
"""``with`` items and handled exceptions around one use; inner ones beyond that are dropped."""

MAX_COPIED = 10_000_000
"""Local names that are copied for the branches of one file: about a second. Beyond that, branches are read one after the other."""

Names = dict[str, int]
"""Local names of a function and what they stand for."""


class FunctionRecord:
    """A function under construction."""

    __slots__ = (
        "annotation",
        "cls",
        "decorators",
        "end_line",
        "globals",
        "guards",
        "is_async",
        "line",
        "parameters",
        "parent",
        "qualname",
        "returns",
        "stores",
        "uses",
        "yields",
    )

    def __init__(self, qualname: str, line: int, end_line: int, cls: int, parent: int, is_async: bool) -> None:
        self.qualname, self.line, self.end_line, self.cls, self.parent, self.is_async = (
            qualname,
            line,
            end_line,
            cls,
            parent,
            is_async,
        )
        self.parameters: list[Wire] = []
        self.decorators: list[int] = []
        self.annotation = NONE
        self.returns: list[int] = []
        self.yields: list[int] = []
        self.guards: list[Wire] = []
        self.uses: list[Wire] = []
        self.stores: list[Wire] = []
        self.globals: set[str] = set()

    def wire(self) -> Wire:
        """Return the function as an array."""
        return (
            self.qualname, self.line, self.end_line, self.cls, self.parent, self.is_async, self.parameters, self.decorators,
            self.annotation, self.returns, self.yields, self.guards, self.uses, self.stores,
        )  # fmt: skip


class ClassRecord:
    """A class under construction."""

    __slots__ = (
        "annotations",
        "bases",
        "decorators",
        "end_line",
        "keywords",
        "line",
        "lines",
        "names",
        "parent_class",
        "parent_function",
        "qualname",
    )

    def __init__(self, qualname: str, line: int, end_line: int, parent_class: int, parent_function: int) -> None:
        self.qualname, self.line, self.end_line = qualname, line, end_line
        self.parent_class, self.parent_function = parent_class, parent_function
        self.bases: list[int] = []
        self.keywords: list[Wire] = []
        self.decorators: list[int] = []
        self.names: dict[str, list[int]] = {}
        self.annotations: dict[str, int] = {}
        self.lines: dict[str, int] = {}

    def wire(self) -> Wire:
        """Return the class as an array."""
        return (
            self.qualname, self.line, self.end_line, self.parent_class, self.parent_function, self.bases, self.keywords,
            self.decorators, self.names, self.annotations, self.lines,
        )  # fmt: skip


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
        self.dotted: dict[tuple[str, int], None] = {}
        self.exported: list[str] | None = None
        self.function = 0
        self.cls = NONE
        self.prefix = ""
        self.env: Names | None = None
        self.closure: Names | None = None
        self.optional = 0
        self.type_checking = 0
        self.context: tuple[int, tuple[int, ...], tuple[int, ...], tuple[int, ...], bool] = (0, (), (), (), False)
        self.contexts: dict[tuple[object, ...], int] = {self.context: 0}
        self.attributes: dict[str, set[str]] = {}
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
        found = self.index.get(wire)
        if found is None:
            found = self.index[wire] = len(self.nodes)
            self.nodes.append(wire)
        return found

    def tag(self, node: int) -> object:
        """Return the tag of a node."""
        return self.nodes[node][0]

    def use(self, node: int, at: AST, awaited: bool = False) -> None:
        """Note a use of a value, unless its mention says nothing: a variable's value was used where it was assigned."""
        if self.nodes[node][0] in NO_USE:
            return
        if at.__class__ is Name and self.env is not None and self.env.get(at.id) == node:
            return
        context = self.context if not awaited else (*self.context[:4], True)
        number = self.contexts.get(context)
        if number is None:
            number = self.contexts[context] = len(self.contexts)
        self.functions[self.function].uses.append((node, at.lineno, at.col_offset, number))  # type: ignore[attr-defined]
        if self.optional and self.env is None:
            self.maybe.add(node)

    def context_number(self) -> int:
        """Return the number of the current context."""
        return self.contexts.setdefault(self.context, len(self.contexts))

    def either(self, options: list[int]) -> int:
        """Return one path for several alternatives; constants and unknown values among them are dropped."""
        flat: list[int] = []
        for option in options:
            wire = self.nodes[option]
            for one in wire[1] if wire[0] == EITHER else (option,):  # type: ignore[attr-defined]
                if one not in flat and self.nodes[one][0] not in (UNKNOWN, CONST):
                    flat.append(one)
            if len(flat) >= MAX_EITHER:
                break
        if not flat:
            return options[0] if options else self.intern((UNKNOWN,))
        return flat[0] if len(flat) == 1 else self.intern((EITHER, tuple(flat[:MAX_EITHER])))

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

    def wire(self, lines: int, gaps: list[Wire]) -> Wire:
        """Return all syntax facts of the file as an array."""
        return (
            "full", lines, self.nodes, list(self.contexts), [f.wire() for f in self.functions], [c.wire() for c in self.classes],
            self.names, self.name_lines, sorted(self.maybe), self.imports, list(self.dotted), self.exported, gaps,
        )  # fmt: skip
