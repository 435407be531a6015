"""The contracts of an import-linter configuration, checked on our import graph: the rows of contract_."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from boundary_lint.contracts.find import candidates, find, root_packages
from boundary_lint.errors import ConfigError
from boundary_lint.facts.program import Gap
from boundary_lint.graph.ids import Ids
from boundary_lint.graph.rows import Row
from boundary_lint.pipeline.run import Analysis, Options

if TYPE_CHECKING:
    from boundary_lint.contracts.check import Settings, Verdict
    from boundary_lint.contracts.graph import Edge, Packages

GAP = "contract"
"""The kind of gap that a contract is which could not be checked."""


def contract_rows(analysis: Analysis, options: Options) -> Iterator[Row]:
    """Yield the rows of contract_break_; what could not be checked becomes a gap, or a problem, of the analysis."""
    file = find(Path(analysis.tree.base))
    if file is None:
        return
    from boundary_lint.contracts import check

    shown = os.path.relpath(file, analysis.tree.base).replace(os.sep, "/")
    try:
        settings = check.read(file)
    except check.NotInstalled:
        if shown.startswith("..") and not _any_of(root_packages(file), analysis):
            return  # what is analysed is another program, in a folder of the one that has contracts
        _leave(analysis, shown, "", f"import-linter is not installed: {check.EXTRA}")
        return
    except ConfigError as error:
        analysis.problems.append(str(error))
        return
    with analysis.stage("contracts"):
        yield from _rows(analysis, options, settings, shown)


def _any_of(packages: Collection[str], analysis: Analysis) -> bool:
    """Whether any of some packages is among what is analysed."""
    return any(f"{module.module}.".startswith(f"{name}.") for module in analysis.facts.modules for name in packages)


def depends_on(base: Path) -> list[str]:
    """Return every file that may hold the contracts of a folder, and the installed libraries that check them."""
    import sys

    modules = (sys.modules.get(name) for name in ("importlinter", "grimp"))
    libraries = [str(module.__file__) for module in modules if module is not None]
    return [*map(str, candidates(base)), *libraries]


def _rows(analysis: Analysis, options: Options, settings: Settings, shown: str) -> Iterator[Row]:
    from boundary_lint.contracts.check import check
    from boundary_lint.contracts.graph import Packages, build

    home = os.path.dirname(shown)
    packages = Packages(analysis.facts.modules, settings.packages, "" if home.startswith("..") else home)
    missing = packages.missing()
    if home.startswith("..") and missing == packages.names:
        return  # what is analysed is another program, in a folder of the one that has contracts
    if missing:
        _leave(
            analysis,
            shown,
            "",
            f"the package {missing[0]} is not found: analyse the folder it lies in, or name that in 'sources'",
        )
        return
    verdicts = check(settings, build(packages, *edges_of(analysis, options, packages, settings)))
    ids = Ids(analysis.facts)
    for verdict in verdicts:
        analysis.said += [f"{shown}: contract '{verdict.name}': {warning}" for warning in verdict.warnings]
        if verdict.outcome == "unchecked":
            _leave(analysis, shown, verdict.name, verdict.reason)
        if verdict.outcome == "invalid":
            analysis.problems.append(f"{shown}: contract '{verdict.name}' cannot be checked: {verdict.reason}")
        if verdict.outcome == "broken":
            yield from _breaks(verdict, packages, ids)


def edges_of(
    analysis: Analysis, options: Options, packages: Packages, settings: Settings
) -> tuple[set[Edge], set[Edge]]:
    """Return the imports between modules of the packages, and those of packages outside where the configuration wants them."""
    with_types = not settings.says("exclude_type_checking_imports")
    inside = set(packages.edges(analysis.facts.imports, with_types))
    wanted = settings.says("include_external_packages")
    return inside, set(_external(analysis, options, packages, with_types)) if wanted else set()


def _breaks(verdict: Verdict, packages: Packages, ids: Ids) -> Iterator[Row]:
    """Yield a row for every place of every chain of a broken contract."""

    def number(module: str) -> int | None:
        found = packages.by_name.get(module) or next(
            (packages.by_name[name] for name in sorted(packages.by_name) if name.startswith(module + ".")), None
        )
        return ids.of_module.get((found.root, found.module)) if found is not None else None

    for position, chain in enumerate(verdict.chains, 1):
        ends = (number(chain.importer), number(chain.imported) if chain.imported in packages.by_name else None)
        head = (
            verdict.name,
            verdict.kind,
            verdict.guidance,
            chain.importer,
            chain.imported,
            *ends,
            chain.why,
            position,
        )
        if not chain.links:
            yield *head, 0, ends[0], "", 1
        for link in chain.links:
            yield from ((*head, link.step, number(link.importer), link.imported, line) for line in link.lines)


def _external(analysis: Analysis, options: Options, packages: Packages, with_types: bool) -> Iterator[Edge]:
    """Yield the imports of packages outside. Facts leave them out, so they are read from the syntax of the files."""
    from boundary_lint.facts.syntax import decode_imports
    from boundary_lint.pipeline.cache import Cache
    from boundary_lint.pipeline.reading import read_tree

    own = {module.file: module for module in packages.by_name.values()}
    tree = msgspec.structs.replace(analysis.tree, files=tuple(f for f in analysis.tree.files if f.path in own))
    store = Cache(options.cache, options.warn) if options.cache is not None else None
    read = read_tree(tree, store, options.jobs or os.cpu_count() or 1, passing=True)
    facts = read.facts()
    if store is not None:
        store.close()
    for file, blob in facts.items():
        for one in decode_imports(blob):
            if one.kind == "dynamic" or (one.kind == "type_checking" and not with_types):
                continue
            if target := packages.outside(own[file], one.level, one.module, one.name):
                yield own[file].module, target, one.line


def _leave(analysis: Analysis, file: str, contract: str, reason: str) -> None:
    """Note that a contract, or all of them, is not checked."""
    gap = Gap(kind=GAP, reason=reason, file=file, subject=contract)
    analysis.facts = msgspec.structs.replace(analysis.facts, gaps=tuple(sorted({*analysis.facts.gaps, gap})))
    which = f"contract '{contract}' is" if contract else "its contracts are"
    analysis.said.append(f"{file}: {which} not checked: {reason}")
