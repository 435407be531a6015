"""The packages that the authors cut, to compare with, and whether they are layers."""

from __future__ import annotations

from collections import defaultdict

from boundary_lint.facts.program import Module, ProgramFacts
from boundary_lint.graph.layers import EMPTY, find_packages, layer_rows

_MODULES = 5
"""Column of `layer_rows` with the number of modules."""


def present_packages(facts: ProgramFacts) -> dict[str, str]:
    """Return file -> its top package ("root:package"): in each source root below the package that holds most of it.

    Modules with nothing in them and those that lie beside the packages have none.
    """
    by_root: dict[str, list[Module]] = defaultdict(list)
    for module in facts.modules:
        if module.role == "source" and module.lines > EMPTY:
            by_root[module.root].append(module)
    found: dict[str, str] = {}
    for root, modules in sorted(by_root.items()):
        _, packages = find_packages(modules)
        for module in modules:
            if module.module in packages:
                found[module.file] = f"{root}:{packages[module.module]}"
    return found


def layer_index(facts: ProgramFacts) -> tuple[float, int]:
    """Return the layer index of the source root with most modules, and how many that are; (0, 0) where none has a layout to judge.

    AMI(package, technical role) / AMI(package, cluster of imports): at least 0.25 for code laid out by layer. See `boundary_lint.graph.layers`.
    """
    best = (0.0, 0)
    for row in layer_rows(facts):
        index, modules = float(row[-1] or 0), int(row[_MODULES] or 0)
        if modules > best[1]:
            best = (index, modules)
    return best
