"""Our import graph as grimp's: the modules and imports that `grimp.build_graph` would find, had it been asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import grimp

from boundary_lint.facts.program import Import, Module

Edge = tuple[str, str, int]
"""Importing module, imported module, line."""


class Packages:
    """The modules of the packages that contracts are about, as grimp finds them.

    Left out are, as there: folders without ``__init__.py`` inside of a package, folders whose name no statement can import, and files
    with a dot in their name. namespaces: folders without ``__init__.py`` above the first package.
    """

    def __init__(self, modules: Sequence[Module], names: Sequence[str], home: str) -> None:
        self.names = names
        self.namespaces: set[str] = set()
        self.modules: dict[tuple[str, str], Module] = {}
        for name in names:
            inside = [m for m in modules if m.module == name or m.module.startswith(name + ".")]
            for root in _roots(inside, name, home):
                self._add([m for m in inside if m.root == root], name)
        self.by_name = {module.module: module for module in self.modules.values()}

    def missing(self) -> list[str]:
        """Return the packages of which nothing was found."""
        found = {*self.by_name, *self.namespaces}
        return [name for name in self.names if name not in found]

    def _add(self, modules: Iterable[Module], name: str) -> None:
        modules = list(modules)
        packages = {module.module for module in modules if module.is_package}
        for module in modules:
            folders = _folders(module)
            if folders is None:
                continue
            paths = [".".join(folders[:end]) for end in range(name.count(".") + 1, len(folders) + 1)]
            first = next((number for number, path in enumerate(paths) if path in packages), len(paths))
            if all(path in packages for path in paths[first:]):
                self.modules[module.root, module.module] = module
                self.namespaces.update(paths[:first])

    def edges(self, imports: Iterable[Import], type_checking: bool) -> Iterator[Edge]:
        """Yield the imports between modules; type_checking: those for type checkers alone, too."""
        left_out = ("dynamic",) if type_checking else ("dynamic", "type_checking")
        for one in imports:
            inside = (one.root, one.importer) in self.modules and (one.imported_root, one.imported) in self.modules
            if inside and one.kind not in left_out:
                yield one.importer, one.imported, one.line

    def outside(self, module: Module, level: int, base: str, name: str) -> str:
        """Return the package outside that a statement imports: its top, or what a namespace shared with ours leaves of it; "" for what is inside.

        What nothing of ours answers to counts as outside, too, and its top is then our own package: so it is with grimp.
        """
        base = _absolute(module, level, base)
        full = f"{base}.{name}" if name else base
        own = next((one for one in self.names if f"{full}.".startswith(one + ".")), "")
        if own:
            is_known = full in self.by_name or full.rpartition(".")[0] in self.by_name
            return "" if is_known or module.module == own else own
        parts = full.removesuffix(".*").split(".")
        shared = max((_shared(parts, one.split(".")) for one in self.names), default=0)
        return "" if shared == len(parts) else ".".join(parts[: shared + 1])


def build(packages: Packages, edges: Iterable[Edge], external: Collection[Edge] = ()) -> grimp.ImportGraph:
    """Return the graph. external: imports of packages outside, each of which is one node."""
    graph = grimp.ImportGraph()
    for name in sorted({*packages.by_name, *packages.namespaces}):
        graph.add_module(name)
    for name in sorted({imported for _, imported, _ in external} - packages.by_name.keys() - packages.namespaces):
        graph.add_module(name, is_squashed=True)
    for importer, imported, line in sorted({*edges, *external}):
        graph.add_import(importer=importer, imported=imported, line_number=line, line_contents="")
    return graph


def _roots(modules: Sequence[Module], name: str, home: str) -> list[str]:
    """Return the source roots of a package: all those of a namespace, else the one in which the configuration lies, or the first."""
    regular = sorted({m.root for m in modules if m.module == name})
    if not regular:
        return sorted({m.root for m in modules})
    return [home] if home in regular else regular[:1]


def _folders(module: Module) -> list[str] | None:
    """Return the folders of a module within its source root; None for what no statement can name."""
    within = module.file[len(module.root) + 1 :] if module.root else module.file
    *folders, file = within.split("/")
    named = file.endswith(".py") and file.count(".") == 1 and all(folder.isidentifier() for folder in folders)
    return folders if named else None


def _absolute(module: Module, level: int, name: str) -> str:
    """Return what a statement with that many dots before a name means in a module."""
    if not level:
        return name
    package = module.module.split(".")[: len(module.module.split(".")) - level + module.is_package]
    return ".".join([*package, *([name] if name else [])])


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many parts two names begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))
