"""The packages that the authors cut, to compare with, and whether they are layers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from boundary_lint.facts.program import Module, ProgramFacts
from boundary_lint.graph.layers import (
    EMPTY,
    FLOOR,
    MIN_MODULES,
    MIN_PACKAGES,
    find_packages,
    role_agreement,
    technical_role,
)
from boundary_lint.seams.figures.agreement import adjusted_mutual_information

LAYERED = 0.25
"""Layer index from which on packages follow layers. Source: seam study, finding 9; here at least 0.28 for ten code bases laid out so, at most 0.23 for twelve others."""

CONTAINERS = frozenset(["apps", "components", "contrib", "domains", "extensions", "features", "modules", "plugins"])
"""Names of packages that say nothing but that their packages are many: these are looked at in their place."""


class LayerIndex(NamedTuple):
    """Whether packages follow technical roles rather than contexts. value: 0.25 and more says so; modules: how many it was measured over."""

    value: float
    modules: int
    by_role: float = 0.0
    by_context: float = 0.0

    @property
    def layered(self) -> bool:
        """Whether the packages are layers; then they are no measure for contexts."""
        return self.value >= LAYERED


def present_packages(facts: ProgramFacts) -> dict[str, str]:
    """Return file -> its top package ("root:package"): in each source root below the package that holds most of it.

    Modules with nothing in them and those that lie beside the packages have none.
    """
    return {
        file: f"{root}:{package}"
        for root, modules in _by_root(facts).items()
        for file, package in _layout(modules).items()
    }


def layer_index(facts: ProgramFacts, contexts: Mapping[str, str]) -> LayerIndex:
    """Return AMI(package, technical role) / AMI(package, context), for the source root with most modules.

    contexts: file -> the context that was found for it; files that are absent or in "" are left out. The lower agreement counts as at least 0.1.
    """
    best = LayerIndex(0.0, 0)
    for modules in _by_root(facts).values():
        top, packages = find_packages(modules)[0], _layout(modules)
        some = [module for module in modules if module.file in packages and contexts.get(module.file)]
        layout = [packages[module.file] for module in some]
        if len(some) >= MIN_MODULES and len(set(layout)) >= MIN_PACKAGES and len(some) > best.modules:
            by_role = role_agreement(layout, [technical_role(module, top) for module in some])
            by_context = adjusted_mutual_information(layout, [contexts[module.file] for module in some])
            best = LayerIndex(by_role / max(by_context, FLOOR), len(some), by_role, by_context)
    return best


def _layout(modules: Sequence[Module]) -> dict[str, str]:
    """Return file -> package, of a source root."""
    top, packages = find_packages(modules)
    depth = top.count(".") + 1 if top else 0
    found = {}
    for module in modules:
        if (package := packages.get(module.module)) is not None:
            below = module.module.split(".")[depth + 1 : None if module.is_package else -1]
            found[module.file] = f"{package}.{below[0]}" if package in CONTAINERS and below else package
    return found


def _by_root(facts: ProgramFacts) -> dict[str, list[Module]]:
    found: dict[str, list[Module]] = defaultdict(list)
    for module in facts.modules:
        if module.role == "source" and module.lines > EMPTY:
            found[module.root].append(module)
    return dict(sorted(found.items()))
