"""What import-linter says of a broken contract, whatever its type: chains of imports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import grimp


class Link(NamedTuple):
    """One import of a chain. step: its place in the chain; several that begin or end one share theirs."""

    step: int
    importer: str
    imported: str
    lines: tuple[int, ...]


class Chain(NamedTuple):
    """One way in which a contract is broken. why: what it says; imported: "" where a module is at fault by itself."""

    importer: str
    imported: str
    why: str
    links: tuple[Link, ...]


Found = Mapping[str, Any]
"""What a contract tells of a check: import-linter names no types for it."""


def chains_of(kind: str, found: Found, graph: grimp.ImportGraph) -> list[Chain]:
    """Return the chains of a broken contract of a type, in a stable order; none where the type says nothing of chains."""
    read = _READERS.get(kind)
    return sorted(read(found, graph)) if read is not None else []


def _layers(found: Found, graph: grimp.ImportGraph) -> Iterator[Chain]:
    for dependency in found["invalid_dependencies"]:
        why = f"{dependency['importer']} may not import {dependency['imported']}"
        yield from (_detailed(route, why) for route in dependency["routes"])
    for module in found.get("undeclared_modules", ()):
        yield Chain(module, "", "it is in no layer, and the layers are said to be all there are", ())


def _independence(found: Found, graph: grimp.ImportGraph) -> Iterator[Chain]:
    for pair in found["invalid_chains"]:
        why = f"{pair['downstream_module']} and {pair['upstream_module']} are independent"
        yield from (_detailed(chain, why) for chain in pair["chains"])


def _forbidden(found: Found, graph: grimp.ImportGraph) -> Iterator[Chain]:
    for pair in found["invalid_chains"]:
        why = f"{pair['downstream_module']} may not import {pair['upstream_module']}"
        yield from (_chain(enumerate(chain, 1), why) for chain in pair["chains"])


def _protected(found: Found, graph: grimp.ImportGraph) -> Iterator[Chain]:
    for one in found["illegal_imports"]:
        why = f"{one.top_level_module} is protected"
        yield from (_chain([(1, link)], why) for link in one.illegal_links)


def _private(found: Found, graph: grimp.ImportGraph) -> Iterator[Chain]:
    for link in found["illegal_imports"]:
        yield _chain([(1, link)], "that is private to its package")


def _acyclic(found: Found, graph: grimp.ImportGraph) -> Iterator[Chain]:
    for package, pairs in found["cycle_breakers_by_package"].items():
        for importer, imported in pairs:
            details = graph.get_import_details(importer=importer, imported=imported)
            link = {"importer": importer, "imported": imported, "line_numbers": [d["line_number"] for d in details]}
            yield _chain([(1, link)], f"that closes a cycle inside of {package}")


_READERS: Mapping[str, Callable[[Found, grimp.ImportGraph], Iterator[Chain]]] = {
    "layers": _layers,
    "independence": _independence,
    "forbidden": _forbidden,
    "protected": _protected,
    "private_modules": _private,
    "acyclic_siblings": _acyclic,
}


def _detailed(route: Found, why: str) -> Chain:
    """Return a chain that several modules may begin, and several may end."""
    chain = route["chain"]
    first, last = ((1, link) for link in route["extra_firsts"]), ((len(chain), link) for link in route["extra_lasts"])
    return _chain([*enumerate(chain, 1), *first, *last], why)


def _chain(links: Iterable[tuple[int, Found]], why: str) -> Chain:
    told = [Link(step, one["importer"], one["imported"], _lines(one)) for step, one in links]
    end = max(link.step for link in told)
    return Chain(told[0].importer, next(link.imported for link in told if link.step == end), why, tuple(sorted(told)))


def _lines(link: Found) -> tuple[int, ...]:
    return tuple(sorted({line or 0 for line in link["line_numbers"]})) or (0,)
