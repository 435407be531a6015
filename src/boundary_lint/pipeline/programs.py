"""From the syntax of a tree to its facts: every program in it is analysed on its own, and told as one set of services."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from boundary_lint.config.model import Config
from boundary_lint.discover.programs import Part, find_programs
from boundary_lint.discover.settings import settings_hints
from boundary_lint.extract import extract
from boundary_lint.facts.deployment import Deployment
from boundary_lint.facts.files import Extent, Tree
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.facts.syntax import Syntax
from boundary_lint.frameworks.analysis import analyze
from boundary_lint.frameworks.services.merge import Analysed, merge
from boundary_lint.frameworks.services.processes import of_folders


def analyse_programs(
    tree: Tree,
    syntaxes: Mapping[str, Syntax],
    deployment: Deployment,
    config: Config,
    settings: str | None,
    jobs: int,
    extent: Extent,
) -> ProgramFacts:
    """Return the facts of a tree. deployment: what its manifests say; settings: the settings module asked for, if any.

    Raises:
        CatalogError: a catalogue page or stub cannot be used.
    """
    if extent == "imports":
        return analyze(tree, syntaxes, config, extract=extract, extent=extent)
    services = {path.strip("/"): c.name for c in config.contexts if c.kind == "service" for path in c.paths}
    parts = find_programs(tree, deployment.processes, services, _imports(tree, syntaxes), config.only)
    folders = [part.folder for part in parts if part.folder]
    processes = of_folders(deployment.processes, folders) if folders else {"": list(deployment.processes)}
    analysed = []
    for part in parts:
        own = _tree_of(tree, part, parts)
        facts = analyze(
            own,
            {file.path: syntaxes[file.path] for file in part.files if file.path in syntaxes},
            config,
            extract=extract,
            settings=settings,
            settings_hints=settings_hints(own),
            jobs=jobs,
            extent=extent,
            processes=processes.get(part.folder, ()),
            foreign=part.foreign,
        )
        analysed.append(Analysed(part.folder, facts))
    return merge(analysed, deployment, services, config.only)


def _imports(tree: Tree, syntaxes: Mapping[str, Syntax]) -> dict[str, set[str]]:
    """Return the absolute names that every file imports."""
    found: dict[str, set[str]] = {}
    for file in tree.files:
        syntax = syntaxes.get(file.path)
        if syntax is not None:
            named = {f"{i.module}.{i.name}".strip(".") for i in syntax.imports if not i.level}
            found[file.path] = named | {i.module for i in syntax.imports if i.module and not i.level}
    return found


def _tree_of(tree: Tree, part: Part, parts: list[Part]) -> Tree:
    """Return what of a tree belongs to one of its programs; gaps of the whole tree are told with the first."""
    if len(parts) == 1:
        return tree
    roots = {file.root for file in part.files}
    paths = {file.path for file in part.files}
    folders = [one.folder for one in parts if one.folder]

    def is_own(path: str) -> bool:
        within = [folder for folder in folders if path.startswith(folder + "/")]
        return max(within, key=len, default="") == part.folder

    return msgspec.structs.replace(
        tree,
        files=part.files,
        roots=tuple(root for root in tree.roots if root in roots),
        sql_files=tuple(path for path in tree.sql_files if is_own(path)),
        manifests=tuple(path for path in tree.manifests if is_own(path)),
        skipped=tree.skipped if part is parts[0] else {},
        gaps=tuple(gap for gap in tree.gaps if gap.file in paths or part is parts[0]),
        projects=tuple((root, name) for root, name in tree.projects if _below(root, name, part)),
    )


def _below(root: str, name: str, part: Part) -> bool:
    folder = f"{root}/{name.replace('.', '/')}".strip("/")
    return not part.folder or folder == part.folder or folder.startswith(part.folder + "/")
