"""Every Python file with its root, module name and role; SQL files and manifests; what was left out, counted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from boundary_lint.config.model import Config
from boundary_lint.discover.above import read_with_above
from boundary_lint.discover.globs import Globs
from boundary_lint.discover.imported import Imported
from boundary_lint.discover.layout import Layout
from boundary_lint.discover.leftout import is_left_out_by_default
from boundary_lint.discover.manifests import PROJECT_FILES
from boundary_lint.discover.roles import Roles, depth_of
from boundary_lint.discover.scan import Scan
from boundary_lint.errors import ConfigError
from boundary_lint.facts.files import SourceFile, Tree
from boundary_lint.facts.program import Gap


def discover(base: Path, config: Config) -> Tree:
    """Return everything under a folder (or one file) that is to be read, in a stable order.

    Raises:
        ConfigError: the path does not exist or holds no Python file, or a pattern of the configuration matches nothing.
    """
    path = os.path.abspath(base)
    if os.path.isfile(path):
        return _single(path)
    if not os.path.isdir(path):
        raise ConfigError(str(base), "no such file or folder", "give the path of the code to check")
    prefix = below_configuration(path, config)
    exclude, include = Globs(config.exclude, prefix), Globs(config.include, prefix)
    for one in config.only:
        if not os.path.exists(os.path.join(path, one)):
            raise ConfigError(os.path.join(path, one), "no such file or folder", "give the paths of the code to check")
    scan = Scan(path, exclude, include, config.only).run()
    if not scan.python:
        raise ConfigError(str(base), "holds no Python file", _why_empty(scan))
    if not config.only:  # a part of the program is not held to patterns about the rest
        _check_used("exclude", exclude, config)
        _check_used("include", include, config)
    return _tree(path, scan, config, prefix, exclude)


def promote(tree: Tree, prefixes: Iterable[str]) -> Tree:
    """Return the tree with every test file below the given modules made source: settings in force reach them.

    A module that holds other code too (an application with its tests) does not make its tests source.
    """
    reached = {file.path for prefix in prefixes for file in _tests_alone(tree, prefix)}

    def promoted(file: SourceFile) -> SourceFile:
        if file.role == "test" and file.path in reached:
            return msgspec.structs.replace(file, role="source", depth="full")
        return file

    return msgspec.structs.replace(tree, files=tuple(promoted(file) for file in tree.files))


def _tests_alone(tree: Tree, prefix: str) -> list[SourceFile]:
    """Return the files below a module, none if one of them is no test."""
    below = [file for file in tree.files if file.module == prefix or file.module.startswith(prefix + ".")]
    return below if all(file.role in ("test", "migration", "settings") for file in below) else []


def below_configuration(path: str, config: Config) -> str:
    """Return where the analysed folder lies below that of the configuration, "" where it is the same or elsewhere."""
    if not config.base:
        return ""
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(config.base)).replace(os.sep, "/")
    return "" if relative in (".", "..") or relative.startswith("../") else relative


def _tree(base: str, scan: Scan, config: Config, prefix: str, exclude: Globs) -> Tree:
    tree = Tree(
        base=base,
        files=tuple(SourceFile(found.path, "", "", False, "source", "full", 0, 0, 0) for found in scan.python),
        roots=(),
        sql_files=tuple(sorted(scan.sql)),
        manifests=tuple(sorted(scan.manifests)),
        documents=tuple(sorted(scan.documents)),
        generated=tuple(sorted(scan.generated)),
        folders=tuple(sorted(scan.folders)),
    )
    deployment = read_with_above(tree, config.only, exclude)  # it asks for nothing but the paths of files
    folders = [process.folder for process in deployment.processes if process.folder]
    built = [f"{folder}/Dockerfile" for folder in folders if not folder.startswith("..")]
    files, hidden, projects = _files(base, scan, config, prefix, built)
    gaps = [Gap(kind="unreadable", reason=reason, file=path) for path, reason in scan.unreadable]
    skipped = scan.skipped + Counter({"hidden by a package": len(hidden)})
    return msgspec.structs.replace(
        tree,
        files=tuple(sorted(files, key=lambda file: file.path)),
        roots=tuple(sorted({file.root for file in files})),
        skipped={reason: count for reason, count in sorted(skipped.items()) if count},
        gaps=tuple(sorted([*gaps, *hidden])),
        projects=tuple(projects),
        deployment=deployment,
    )


def _files(
    base: str, scan: Scan, config: Config, prefix: str, built: Sequence[str]
) -> tuple[list[SourceFile], list[Gap], list[tuple[str, str]]]:
    """Return the files, each the only one of its root and module, a gap for every file that another one hides, and the
    packages that are roots too. built: a manifest in every folder that others say something is built from."""
    paths = [found.path for found in scan.python]
    sources, above = _sources(config.sources, prefix)
    above = package_of(base) if above is None else above
    imported, roles = Imported(base), Roles(paths, base)
    layout = Layout([*paths, *scan.generated], [*scan.manifests, *built], imported, sources, above)
    files: dict[tuple[str, str], SourceFile] = {}
    hidden = []
    for found in sorted(scan.python, key=lambda f: (not f.path.endswith("/__init__.py"), f.path)):
        root, module, is_package = layout.place(found.path)
        role = roles.of(found.path)
        depth = depth_of(role, config.include_tests)
        file = SourceFile(found.path, root, module, is_package, role, depth, found.size, found.mtime_ns, found.inode)
        first = files.setdefault((root, module), file)
        if first is not file:
            reason = f"is hidden by {first.path}: both are module {module}, and Python imports the package"
            hidden.append(Gap(kind="import", reason=reason, file=found.path))
    return list(files.values()), hidden, layout.projects(imported)


def _single(path: str) -> Tree:
    if not path.endswith(".py"):
        raise ConfigError(path, "is no Python file", "give a folder, or a file that ends in .py")
    folder, name = os.path.split(path)
    root, module, is_package = Layout([name], [], Imported(folder), (), package_of(folder)).place(name)
    status = os.stat(path)
    stat = (status.st_size, status.st_mtime_ns, status.st_ino)
    return Tree(
        base=folder, files=(SourceFile(name, root, module, is_package, "source", "full", *stat),), roots=(root,)
    )


def package_of(folder: str) -> str:
    """Return the dotted name of the package that a folder is, by the folders above it.

    "" where it is none, or the top of a project: an ``__init__.py`` beside a manifest is a mistake more often than not.
    """
    names: list[str] = []
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        above, name = os.path.split(folder)
        is_top = any(os.path.exists(os.path.join(folder, mark)) for mark in (".git", *sorted(PROJECT_FILES)))
        if is_top or not name.isidentifier():
            break
        names.append(name)
        folder = above
    return ".".join(reversed(names))


def _sources(sources: Sequence[str], prefix: str) -> tuple[list[str], str | None]:
    """Return the declared roots below the analysed folder, and the dotted name of that folder if one lies above it."""
    below: list[str] = []
    for source in sources:
        source = "/".join(part for part in source.split("/") if part not in ("", "."))
        if not prefix or source.startswith(prefix + "/"):
            below.append(source[len(prefix) + 1 :] if prefix else source)
        elif source == prefix:
            return [""], ""
        elif not source or prefix.startswith(source + "/"):
            return [], prefix[len(source) :].strip("/").replace("/", ".")
    return below, None


def _check_used(key: str, globs: Globs, config: Config) -> None:
    for pattern in globs.unused():
        if not is_left_out_by_default(pattern):
            from boundary_lint.config.load import locate

            raise ConfigError(
                locate(config)(pattern), f"'{pattern}' of the key '{key}' matches nothing", "correct or drop it"
            )


def _why_empty(scan: Scan) -> str:
    if scan.unreadable:
        path, reason = scan.unreadable[0]
        return f"{path} {reason}"
    left_out = ", ".join(f"{count} {reason}" for reason, count in sorted(scan.skipped.items()) if count)
    return (
        f"left out: {left_out}; see the keys 'exclude' and 'include'"
        if left_out
        else "give the folder that holds the code"
    )
