"""Is the code cut by technical layer or by domain? The layer index compares packages with technical roles and with imports."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from boundary_lint.facts.program import Module, ProgramFacts
from boundary_lint.graph.agreement import adjusted_mutual_information
from boundary_lint.graph.clusters import Weights, find_clusters
from boundary_lint.graph.rows import Row

ROLES = (
    "model", "view", "viewset", "serializer", "form", "filter", "admin", "command", "task", "schema", "mutation", "migration", "url",
    "signal", "manager", "queryset", "permission", "config", "error", "exception", "template", "plugin", "service", "blueprint",
    "controller", "table", "test", "mixin", "handler", "api",
)  # fmt: skip
"""Words that tell a module's technical role. Source: the seam study, which found the threshold with them."""

TECHNICAL = frozenset(ROLES) | frozenset(
    [
        "repository",
        "dao",
        "db",
        "database",
        "data",
        "dal",
        "web",
        "backend",
        "business",
        "logic",
        "util",
        "common",
        "helper",
        "worker",
        "core",
        "lib",
        "object",
    ]
)
"""Names of packages that are layers, in the singular. Source: the rule catalogue (B1)."""

EMPTY = 3
"""A module of at most so many lines says nothing (an empty ``__init__.py``, a licence)."""

LAYERS = frozenset(ROLES) - {"admin"}
"""Roles that packages are called by. ``admin`` is as often an area of the product, for those who run it."""

NONE = "none"
"""Role of a module whose names tell none."""

STEM_WEIGHT = 5
"""A role word in the module's own name counts as much as five definitions that carry it. Source: the seam study."""

RESOLUTION = 2.5
"""Of the clusters: 1.1 to 1.3 clusters for every package the authors cut. Source: seam study, 12 code bases."""

DOMINANT = 0.5
"""A package with more than this share of the modules is the one whose inside is judged (``src/shop``, ``shop/apps``)."""

FLOOR = 0.1
"""Least agreement with imports that is divided by: packages that imports do not follow at all prove nothing more than this."""

MIN_PACKAGES, MAX_PACKAGES, MIN_MODULES = 2, 64, 6
"""With fewer modules agreement means nothing; no layout by layer has more packages than this, and the search stays quick."""

_SUPPORT = re.compile(r"tests?(?:ing|utils?|suite)?(?:_.*)?")
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")


def layer_rows(facts: ProgramFacts) -> Iterator[Row]:
    """Yield the rows of layer_index_, one for each source root: index = AMI(package, role) / AMI(package, cluster of imports).

    Source: seam study, finding 9, which found the threshold of 0.25 for this ratio; measured again on 21 code bases.
    """
    by_root: dict[str, list[Module]] = defaultdict(list)
    for module in facts.modules:
        if module.role == "source" and module.lines > EMPTY:
            by_root[module.root].append(module)
    for root, modules in sorted(by_root.items()):
        top, packages = find_packages(modules)
        if len(packages) >= MIN_MODULES and MIN_PACKAGES <= len(set(packages.values())) <= MAX_PACKAGES:
            file = next(m.file for m in modules if m.module == top or m.module.startswith(f"{top}." if top else ""))
            yield (root, top, file, *_measure(top, packages, modules, _clusters(root, modules, facts)))


def _measure(top: str, packages: dict[str, str], modules: Sequence[Module], clusters: dict[str, int]) -> Row:
    names = sorted(packages)
    sizes = Counter(packages.values())
    roles = {m.module: technical_role(m, top) for m in modules if m.module in packages}
    layout = [packages[name] for name in names]
    by_role = role_agreement(layout, [roles[name] for name in names])
    by_imports = adjusted_mutual_information(layout, [clusters[name] for name in names])
    technical = sum(size for package, size in sizes.items() if _singular(package.lower()) in TECHNICAL)
    largest = sorted(sizes, key=lambda package: (-sizes[package], package))
    index = round(by_role / max(by_imports, FLOOR), 3)
    return (
        ", ".join(largest[:6]),
        len(sizes),
        len(names),
        round(technical / len(names), 3),
        by_role,
        by_imports,
        index,
    )


def find_packages(modules: Sequence[Module]) -> tuple[str, dict[str, str]]:
    """Return the package whose layout is judged ("" for the root itself), and the package in it that a module belongs to.

    Support for tests (``testing``, ``testutils``) is no part of the layout; ``testplans`` may be.
    """
    top, depth = "", 0
    while True:
        packages = {
            m.module: parts[depth]
            for m in modules
            if len(parts := m.module.split(".")) > depth + 1 - m.is_package and ".".join(parts[:depth]) == top
            if not _SUPPORT.fullmatch(parts[depth])
        }
        sizes = Counter(packages.values())
        largest = min(sizes, key=lambda name: (-sizes[name], name), default="")
        if not largest or sizes[largest] <= DOMINANT * len(packages):
            return top, packages
        top, depth = f"{top}.{largest}" if top else largest, depth + 1


def role_agreement(layout: Sequence[str], roles: Sequence[str]) -> float:
    """Return AMI(package, technical role) of the modules that have a role, times the share of these: the others agree with nothing.

    "No role" is none: a package of commands or of helpers would else be a layer of its own for having none.
    """
    with_role = [(package, role) for package, role in zip(layout, roles, strict=True) if role != NONE]
    if len(with_role) < MIN_MODULES:
        return 0.0
    packages, told = zip(*with_role, strict=True)
    return len(with_role) / len(roles) * adjusted_mutual_information(packages, told)


def technical_role(module: Module, top: str = "") -> str:
    """Return the role that a module's name and the names it defines tell most often, else that of the nearest package that is called by one; "none" without.

    The last word of a definition says what it is (``OrderForm``, not ``FormOrder``); any word of the module's own name does (``forms_base``).
    top: package from which on packages count.
    """
    *packages, own = module.module.lower().split(".")
    named = {_singular(word) for word in own.split("_")}
    count = Counter({role: STEM_WEIGHT for role in ROLES if role in named})
    count.update(_singular(words[-1].lower()) for name in module.definitions if (words := _WORD.findall(name)))
    role = max(ROLES, key=lambda role: count[role])
    if count[role]:
        return role
    below = packages[top.count(".") + 1 if top else 0 :] + ([own] if module.is_package else [])
    near = (_singular(word) for package in reversed(below) for word in reversed(package.split("_")))
    return next((word for word in near if word in LAYERS), NONE)


def _singular(word: str) -> str:
    for suffix, instead in (("ies", "y"), ("sses", ""), ("es", ""), ("s", ""), ("ing", ""), ("ed", "")):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)] + instead
    return word


def _clusters(root: str, modules: Sequence[Module], facts: ProgramFacts) -> dict[str, int]:
    """Cluster the import graph. An import counts for less the more modules import the same one: hubs bind nobody."""
    position = {m.module: i for i, m in enumerate(modules)}
    edges = {
        (position[i.importer], position[i.imported])
        for i in facts.imports
        if i.root == root == i.imported_root and i.importer in position and i.imported in position
    }
    users = Counter(imported for _, imported in edges)
    weights: Weights = [{} for _ in modules]
    for importer, imported in sorted(edges):
        for a, b in ((importer, imported), (imported, importer)):
            weights[a][b] = weights[a].get(b, 0.0) + 1 / users[imported]
    return dict(zip(position, find_clusters(weights, RESOLUTION), strict=True))
