"""Ties of modules that lie in one package: evidence only where it is asked for, since it says what the authors believe and not what the code does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from boundary_lint.facts.program import Module

TIES = 10
"""Others of its package that a module is tied to at most, so that large packages stay cheap: as many as by words."""

WHOLE = 0.5
"""A package that holds a larger share of all modules tells nothing."""


def package_ties(modules: Sequence[Module]) -> dict[tuple[int, int], float]:
    """Return (module, module) -> weight. Every package, also one that holds others, gives each module below it ties of the weight 1 together."""
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in sorted(range(len(modules)), key=lambda n: (modules[n].root, modules[n].module)):
        for package in _packages(modules[number]):
            members[modules[number].root, package].append(number)
    edges: dict[tuple[int, int], float] = {}
    for inside in members.values():
        if len(inside) > WHOLE * len(modules):
            continue
        pairs = list(_pairs(inside))
        for pair in pairs:
            edges[pair] = edges.get(pair, 0.0) + len(inside) / (2 * len(pairs))
    return edges


def _packages(module: Module) -> Iterator[str]:
    """Yield the packages that a module lies in, the nearest first."""
    package = module.module if module.is_package else module.module.rpartition(".")[0]
    while package:
        yield package
        package = package.rpartition(".")[0]


def _pairs(members: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield every pair; of many members for each some that stand near and far in the order of names."""
    count = len(members)
    if count <= TIES + 1:
        steps: Sequence[int] = range(1, count)
    else:
        steps = sorted({round((count / 2) ** (k / (TIES // 2))) for k in range(TIES // 2)})
    found = {
        (min(a, b), max(a, b))
        for position, a in enumerate(members)
        for b in (members[(position + step) % count] for step in steps)
    }
    yield from sorted(found)
