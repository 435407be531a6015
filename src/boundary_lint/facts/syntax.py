"""Syntax facts: what one file says, as read from its bytes alone.

Every expression that matters is an *access path*: a small graph of nodes, interned per module, in which local
variables are already replaced by what was assigned to them. A reference to a node is its position in
``Syntax.nodes``; a reference to a function or class is its position in ``Syntax.functions`` or ``Syntax.classes``.

The extractor writes these records as plain tuples (the wire form below), because it makes hundreds of thousands of
them; `decode` turns the wire form into the typed structs that every later stage reads. Nodes are arrays on the wire:
the tag first, then the fields in order.
"""

from __future__ import annotations

from sys import intern
from typing import Literal, TypeAlias

import msgspec
from msgspec.structs import force_setattr

from boundary_lint.facts.waivers import Waiver

NodeId: TypeAlias = int
"""Position in ``Syntax.nodes``."""

NONE = -1
"""Where a reference is absent."""

CONTAINERS = frozenset(("list", "set", "dict", "deque", "defaultdict", "OrderedDict", "OrderedSet"))
"""Calls that make a container, by the last name."""


class _Node(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Base of all nodes: written as an array, compared by value, never part of a reference cycle."""


class Name(_Node, tag=0, frozen=True):
    """A name that no enclosing function binds: a module-level name of this file, or a builtin."""

    name: str


class Imported(_Node, tag=1, frozen=True):
    """What an import statement binds: ``from ..a import b`` is level 2, module "a", name "b"; ``import a`` has name ""."""

    level: int
    module: str
    name: str


class Param(_Node, tag=2, frozen=True):
    """A parameter of a function of this module."""

    function: int
    name: str


class Attr(_Node, tag=3, frozen=True):
    """``base.name``"""

    base: NodeId
    name: str


class Call(_Node, tag=4, frozen=True):
    """``func(*args, **keywords)``; a starred argument is a `Star`, a ``**mapping`` has the keyword "**"."""

    func: NodeId
    args: tuple[NodeId, ...]
    keywords: tuple[tuple[str, NodeId], ...]


class Element(_Node, tag=5, frozen=True):
    """An element of ``base``: by iteration (index is NONE), by ``in``, or by a subscript that is not constant."""

    base: NodeId
    index: NodeId


class Item(_Node, tag=6, frozen=True):
    """``base[key]`` with a constant key; also the n-th target of an unpacking."""

    base: NodeId
    key: str | int


class Text(_Node, tag=7, frozen=True):
    """A string constant (at most 20,000 characters; longer ones are `Unknown`)."""

    value: str


class Const(_Node, tag=8, frozen=True):
    """Any other constant: "None", "True", "False", a number's repr, or "" where only "not an object" is known."""

    value: str


FIRST_PORT, LAST_PORT = 1024, 65535
"""Ports on which whoever is not root may listen. Those below are those of protocols, and need not be said."""


def may_be_port(value: object) -> bool:
    """Whether a constant, as its repr, is a number that may be a port: addresses are put together of such."""
    return isinstance(value, str) and len(value) in (4, 5) and value.isdigit() and FIRST_PORT <= int(value) <= LAST_PORT


class Either(_Node, tag=9, frozen=True):
    """One of several values: branches that join, ``a or b``, ``a if c else b`` (at most 12)."""

    options: tuple[NodeId, ...]


class Collection(_Node, tag=10, frozen=True):
    """A list, tuple or set display; a comprehension is the collection of its one element path. kind: list, tuple, set,
    or "grown" where the order of items is not known."""

    kind: Literal["list", "tuple", "set", "grown"]
    items: tuple[NodeId, ...]


class Dictionary(_Node, tag=11, frozen=True):
    """A dict display: constant string key or None, then the value; ``**other`` has the key "**". keys: those that are no constant
    strings, in order."""

    items: tuple[tuple[str | None, NodeId], ...]
    keys: tuple[NodeId, ...] = ()


class FunctionRef(_Node, tag=12, frozen=True):
    """A function defined in this module."""

    function: int


class ClassRef(_Node, tag=13, frozen=True):
    """A class defined in this module."""

    cls: int


class Outer(_Node, tag=14, frozen=True):
    """A value computed in the enclosing function: using it here must not be blamed on this function."""

    node: NodeId


class Binary(_Node, tag=15, frozen=True):
    """``left op right``; op is the ast class name ("Add", "BitOr", "Mod", "Eq", ...; of comparisons those by value alone)."""

    op: str
    left: NodeId
    right: NodeId


class Format(_Node, tag=16, frozen=True):
    """An f-string: its parts in order."""

    parts: tuple[NodeId, ...]


class Super(_Node, tag=17, frozen=True):
    """``super()``, with or without arguments."""


class Typed(_Node, tag=18, frozen=True):
    """An instance of what an annotation names, where nothing better is known of the value."""

    annotation: NodeId


class Generic(_Node, tag=19, frozen=True):
    """Inside annotations only: ``base[args]``."""

    base: NodeId
    args: tuple[NodeId, ...]


class Star(_Node, tag=20, frozen=True):
    """``*base`` as an argument or inside a display."""

    base: NodeId


class Entered(_Node, tag=21, frozen=True):
    """What ``with base as x`` binds to x."""

    base: NodeId


class Unknown(_Node, tag=22, frozen=True):
    """A value that extraction does not follow."""


class Narrowed(_Node, tag=23, frozen=True):
    """``base`` where ``isinstance(base, annotation)`` holds."""

    base: NodeId
    annotation: NodeId


Node: TypeAlias = (
    Name | Imported | Param | Attr | Call | Element | Item | Text | Const | Either | Collection | Dictionary | FunctionRef
    | ClassRef | Outer | Binary | Format | Super | Typed | Generic | Star | Entered | Unknown
    | Narrowed
)  # fmt: skip


class Parameter(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A parameter: kind is "" (positional or keyword), "kw" (keyword only), "*" or "**"."""

    name: str
    annotation: NodeId
    default: NodeId
    kind: Literal["", "kw", "*", "**"]


class Use(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One use of a value: an expression statement, an argument, a truth test, an iteration, a return, ...

    context is a position in ``Syntax.contexts``.
    """

    node: NodeId
    line: int
    column: int
    context: int


class Store(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """``target.name = value``; of the module's own code also ``item = value`` with name "" (no condition around it), and
    wherever the key is in capitals (``config["USERS_URL"] = value``).

    What is put into a container is a store too: ``target.name.append(value)`` has the name "name[]", and
    ``target.name[key] = value`` the name "name{}".
    """

    target: NodeId
    name: str
    value: NodeId
    line: int
    context: int


class Guard(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """An early return on a flag: ``if not cls.flag: return`` or ``if X not in cls.allowed: return``.

    The function goes on only where the test does not hold. kind "is": ``left`` tested for truth; kind "in": ``left in
    right``. leaves_when: the outcome of that test on which the function returns.
    """

    kind: Literal["is", "in"]
    leaves_when: bool
    left: NodeId
    right: NodeId


class Condition(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A test on which lists grow: lines ``line`` to ``end_line`` run only where it holds (``holds``), or only where it does not.

    kind "is": ``left`` tested for truth; kind "in": ``left in right``. Of ``a and b`` each is a condition of its own.
    """

    kind: Literal["is", "in"]
    holds: bool
    left: NodeId
    right: NodeId
    line: int
    end_line: int


class Loop(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A loop: what runs again. kind "forever" is ``while True``.

    over: what it goes through, or the test of a ``while``; that of a ``for`` and the first one of a comprehension are evaluated
    once, outside of the loop. line, end_line: those of the whole statement or comprehension. Only of a loop that holds a ``try`` is
    known - limited: a comparison of numbers decides on leaving it, as a count or a deadline does; grows: a number is multiplied in it.
    """

    kind: Literal["for", "while", "forever", "comprehension"]
    over: NodeId
    line: int
    end_line: int
    limited: bool = False
    grows: bool = False


class Handler(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """An ``except`` clause: what it handles (a bare one a `Const`), and by which ways its body may end.

    goes_on: at its end, with what stands behind the ``try``. gives: it assigns something, or returns something other than None.
    """

    types: tuple[NodeId, ...]
    line: int
    end_line: int
    raises: bool
    returns: bool
    breaks: bool
    continues: bool
    goes_on: bool
    gives: bool


class Try(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A ``try`` with handlers. line, end_line: those of its body, which is what they guard.

    again: its loop runs again behind a handler, but not behind success, which leaves it ("leaves") or changes what a ``while`` tests
    ("flag"); "" where there is no such loop.
    """

    line: int
    end_line: int
    handlers: tuple[Handler, ...]
    again: Literal["", "leaves", "flag"] = ""


class Context(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Where uses stand in their function: enclosing loops, ``with`` items and ``try`` bodies, outermost first.

    loops and tries are positions in ``Syntax.loops`` and ``Syntax.tries``; with_lines has the lines of the with items. clause: the
    innermost ``except`` or ``finally`` body around. awaited: the use is the operand of ``await`` (or of ``async with`` / ``async for``).
    again: of the loops those that may come back to the use: behind it no ``return`` or ``break`` leaves them for certain.
    """

    loops: tuple[int, ...]
    with_items: tuple[NodeId, ...]
    with_lines: tuple[int, ...]
    tries: tuple[int, ...]
    clause: Literal["", "handler", "finally"]
    awaited: bool
    again: tuple[int, ...]


class Function(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A function, lambda ("<lambda>") or, first in its module, the module's own code ("<module>").

    qualname is ``__qualname__``; cls is the class whose body holds it (NONE for nested functions, whose ``parent`` is the
    enclosing function). ``returns`` and ``yields`` hold the paths of the values.
    """

    qualname: str
    line: int
    end_line: int
    cls: int
    parent: int
    is_async: bool
    parameters: tuple[Parameter, ...]
    decorators: tuple[NodeId, ...]
    annotation: NodeId
    returns: tuple[NodeId, ...]
    yields: tuple[NodeId, ...]
    guards: tuple[Guard, ...]
    uses: tuple[Use, ...]
    stores: tuple[Store, ...]


class Class(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A class statement. ``names`` maps a class attribute to all values it may have (several where defined under
    conditions), methods included as `FunctionRef` and nested classes as `ClassRef`; ``lines`` has their lines. type_checking:
    it stands under ``if TYPE_CHECKING``, so no such class is there at run time.
    """

    qualname: str
    line: int
    end_line: int
    parent_class: int
    parent_function: int
    bases: tuple[NodeId, ...]
    keywords: tuple[tuple[str, NodeId], ...]
    decorators: tuple[NodeId, ...]
    names: dict[str, tuple[NodeId, ...]]
    annotations: dict[str, NodeId]
    lines: dict[str, int]
    type_checking: bool = False


class ImportStatement(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One imported name. kind: "runtime", "type_checking" (under ``if TYPE_CHECKING``), "lazy" (inside a function) or
    "dynamic" (``importlib.import_module("x")``, ``__import__("x")``). name "*" is a star import, "" is ``import module``.
    """

    level: int
    module: str
    name: str
    line: int
    kind: Literal["runtime", "type_checking", "lazy", "dynamic"]
    function: int


class Load(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A call that imports what a string names, where the string is no plain constant, or names an object: ``import_string(NAME)``.

    what: "module"; "whole", a module if anything; "object", a module or what lies in one.
    """

    call: NodeId
    what: str
    line: int
    function: int


class SyntaxGap(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Something in the file that could not be read. kind: "syntax", "encoding", "size", "depth", "unreadable", "lowered"."""

    kind: str
    line: int
    reason: str


class Syntax(msgspec.Struct, array_like=True, frozen=True):
    """All syntax facts of one file. ``functions[0]`` is the module itself.

    names: every module-level name with all values it may have. maybe: nodes bound or used at module level under an
    ``if``, or an ``elif``, that is not the last alternative. dotted: strings that look like dotted paths of a module or object, with
    their lines. addresses: strings that are URLs or a host and a port, without passwords, with their lines; capitals: those
    written as variables of the environment are named ("USERS_URL"). loads: calls that import by a computed name. places: calls of
    the module's own code that are items of a display or arguments, and stand on a line of their own: node and line. conditions:
    those on which lists grow. exported: the strings of ``__all__`` (None where there is none). depth: "full", or "imports" where
    only the imports were read. generated: the file says that a program wrote it. waivers: what its comments waive.
    """

    depth: str
    lines: int
    nodes: list[Node]
    contexts: list[Context]
    functions: list[Function]
    classes: list[Class]
    names: dict[str, tuple[NodeId, ...]]
    name_lines: dict[str, int]
    maybe: tuple[NodeId, ...]
    imports: list[ImportStatement]
    dotted: list[tuple[str, int]]
    exported: list[str] | None
    gaps: list[SyntaxGap]
    loads: list[Load] = []
    loops: list[Loop] = []
    tries: list[Try] = []
    places: list[tuple[NodeId, int]] = []
    addresses: list[tuple[str, int]] = []
    capitals: list[tuple[str, int]] = []
    conditions: list[Condition] = []
    generated: bool = False
    waivers: list[Waiver] = []


class _Imports(msgspec.Struct, array_like=True, frozen=True):
    """The beginning of `Syntax`, of which the imports alone are read."""

    depth: msgspec.Raw
    lines: msgspec.Raw
    nodes: msgspec.Raw
    contexts: msgspec.Raw
    functions: msgspec.Raw
    classes: msgspec.Raw
    names: msgspec.Raw
    name_lines: msgspec.Raw
    maybe: msgspec.Raw
    imports: list[ImportStatement]


_DECODER = msgspec.msgpack.Decoder(Syntax)

_IMPORTS = msgspec.msgpack.Decoder(_Imports)

_NAMED = frozenset((Name, Param, Attr))

_EQUAL: dict[tuple[NodeId, ...], tuple[NodeId, ...]] = {}
"""The candidates of names, most often one node: in all files they are the same small numbers."""


class _Extent(msgspec.Struct, array_like=True, frozen=True):
    depth: str
    lines: int


_EXTENT = msgspec.msgpack.Decoder(_Extent)

_SIZES = {0xCC: 2, 0xCD: 3, 0xCE: 5, 0xCF: 9}
"""First byte of an unsigned number in MessagePack -> bytes of it; smaller ones are one byte."""


def without_lines(blob: bytes) -> tuple[int, bytes]:
    """Return the number of lines of a file, and its encoded facts without it: what is written below all code changes nothing else."""
    extent = _EXTENT.decode(blob)
    start = (1 if blob[0] < 0xA0 else 3) + len(msgspec.msgpack.encode(extent.depth))
    return extent.lines, blob[:start] + blob[start + _SIZES.get(blob[start], 1) :]


def decode(blob: bytes) -> Syntax:
    """Return the syntax facts that `boundary_lint.extract` wrote.

    Raises:
        msgspec.DecodeError: ``blob`` was not written by this version of the extractor.
    """
    facts = _DECODER.decode(blob)
    _share_names(facts)
    return facts


def decode_imports(blob: bytes) -> list[ImportStatement]:
    """Return the imports alone of what `boundary_lint.extract` wrote.

    Raises:
        msgspec.DecodeError: ``blob`` was not written by this version of the extractor.
    """
    return _IMPORTS.decode(blob).imports


def _share_names(facts: Syntax) -> None:
    """Let equal names be one string in the whole program. Decoding makes one for every mention: a third of all memory."""
    for node in facts.nodes:
        if type(node) in _NAMED:
            force_setattr(node, "name", intern(node.name))  # type: ignore[union-attr]
        elif type(node) is Imported:
            _share_import(node)
    for statement in facts.imports:
        _share_import(statement)
    for function in facts.functions:
        for parameter in function.parameters:
            force_setattr(parameter, "name", intern(parameter.name))
    for names in (facts.names, *(cls.names for cls in facts.classes)):
        for name, candidates in names.items():
            names[name] = _EQUAL.setdefault(candidates, candidates)


def _share_import(one: Imported | ImportStatement) -> None:
    force_setattr(one, "module", intern(one.module))
    force_setattr(one, "name", intern(one.name))
