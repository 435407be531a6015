"""Names under which code keeps what a library made: ``self.r = redis.Redis()``, ``PRODUCER = Producer(conf)``.

Called on such a name a method may be one of the library, however the name is spelt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from boundary_lint.facts import syntax
from boundary_lint.link.program import Module

MAX_STEPS = 3
"""Names that are kept of names: a channel of a connection of a pool."""

MAX_DEEP = 20
"""Steps of one path that are followed to its root."""


NAMESPACES = frozenset({"django", "google", "azure"})
"""Packages that hold much beside a library of remote calls: in them only the modules that pages name are such."""


def home_of(path: str) -> str:
    """Return the package, or module of a large one, that a function or class of a library lies in."""
    top = path.split(".", 1)[0]
    return path.rpartition(".")[0] if top in NAMESPACES else top


def is_home(name: str, tops: Collection[str]) -> bool:
    """Whether a dotted name is, or lies in, one of the packages ``tops``."""
    if name.split(".", 1)[0] in tops:
        return True
    return name.split(".", 1)[0] in NAMESPACES and any(name == top or name.startswith(f"{top}.") for top in tops)


def held_names(modules: Iterable[Module], tops: Collection[str]) -> frozenset[str]:
    """Return the names of attributes and of names of modules that hold something of the libraries ``tops``."""
    kept = [row for module in modules for row in _kept(module)]
    held: set[str] = set()
    for _ in range(MAX_STEPS):
        more = {name for module, name, node in kept if name not in held and _is_of(module, node, tops, held)}
        if not more:
            break
        held |= more
    return frozenset(held)


def comes_from(module: Module, node: syntax.NodeId, tops: Collection[str]) -> bool:
    """Whether the root of a path is imported from one of the libraries, or a parameter that is annotated so."""
    return _is_of(module, node, tops, ())


def is_kept(module: Module, node: syntax.NodeId, held: Collection[str]) -> bool:
    """Whether a path leads through a name that holds something of a library."""
    return _is_of(module, node, (), held)


def _kept(module: Module) -> Iterator[tuple[Module, str, syntax.NodeId]]:
    for name, nodes in module.syntax.names.items():
        yield from ((module, name, node) for node in nodes)
    for cls in module.classes:
        for name, nodes in cls.record.names.items():
            yield from ((module, name, node) for node in nodes)
        for name, stores in cls.stores.items():
            yield from ((function.module, name, node) for function, node in stores)


def _is_of(module: Module, node: syntax.NodeId, tops: Collection[str], held: Collection[str]) -> bool:
    nodes = module.nodes
    for _ in range(MAX_DEEP):
        record = nodes[node] if node >= 0 else None
        match record:
            case syntax.Imported():
                base = module.absolute(record.level, record.module)
                name = f"{base}.{record.name}" if record.name else base
                return is_home(name, tops) or "_pb2" in record.module or record.name in held
            case syntax.Name():
                return record.name in held
            case syntax.Attr():
                if record.name in held:
                    return True
                node = record.base
            case syntax.Call():
                node = record.func
            case syntax.Entered() | syntax.Element() | syntax.Item() | syntax.Narrowed():
                node = record.base
            case syntax.Outer():
                node = record.node
            case syntax.Generic():
                node = record.base
            case syntax.Param():
                node = next(
                    (
                        p.annotation
                        for p in module.functions[record.function].record.parameters
                        if p.name == record.name
                    ),
                    syntax.NONE,
                )
            case syntax.Either():
                return any(_is_of(module, option, tops, held) for option in record.options)
            case _:
                return False
    return False
