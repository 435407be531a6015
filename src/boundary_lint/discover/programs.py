"""Which parts of a tree are programs of their own: code roots that are deployed apart, each with the libraries it imports.

Two services may each have a module ``app.models``, settings of their own and tables of equal names: they are read one after the
other. What several of them import is read with each. A tree with fewer than two such roots is one program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

import msgspec

from boundary_lint.facts.deployment import Process
from boundary_lint.facts.files import SourceFile, Tree

ROOT_FILES = frozenset({"Dockerfile", "manage.py", "Procfile"})
"""Files that show their folder to be deployed on its own where no manifest names it."""

DEPENDENCIES = frozenset({"requirements.txt", "Pipfile", "pyproject.toml"})
"""Files that say what the code of their folder depends on."""

SERVING = frozenset({
    "fastapi", "flask", "sanic", "starlette", "aiohttp", "tornado", "falcon", "bottle", "litestar", "nameko", "grpc", "faststream",
    "django", "quart", "cherrypy", "pyramid", "rest_framework", "dramatiq", "rq", "arq", "huey", "uvicorn", "celery", "pika", "aio_pika", "kombu", "kafka", "confluent_kafka", "aiokafka", "nats", "redis_om",
})  # fmt: skip
"""Libraries of which one is imported by nearly all that serves requests or takes messages."""

_DEPLOYING = frozenset(
    {"docker", "deploy", "deployment", "deployments", "compose", "infra", "ops", "build", "ci", "etc"}
)
"""Names of folders that say how something is deployed whose code lies elsewhere."""

Imports = Mapping[str, Iterable[str]]
"""Path of a file -> the absolute dotted names that it imports."""


class Part(NamedTuple):
    """A program: the folder it is deployed from ("" for what is in none), its files, and those of other programs that it imports."""

    folder: str
    files: tuple[SourceFile, ...]
    foreign: frozenset[str]

    @property
    def mostly_outside(self) -> bool:
        """Whether most of what it runs lies elsewhere: the sandbox or the tests of a library are no service."""
        own = sum(file.path.startswith(self.folder + "/") for file in self.files)
        return own < len(self.files) - own


def find_programs(
    tree: Tree, processes: Sequence[Process], declared: Iterable[str], imports: Imports, only: Sequence[str] = ()
) -> list[Part]:
    """Return the programs of a tree, those in a folder of their own first; one where there are fewer than two such folders.

    declared: folders that the configuration names as services. only: those that are checked together, where several were named: each is
    the programs that it would be alone.
    """
    named = {path.strip("/") for path in declared} | _named(processes)
    foreign = _of_another_language(processes)
    folders = _folders(tree, "", named, foreign, imports)
    if only:
        inside = {one: _folders(_below(tree, one), one, named, foreign, imports) for one in only}
        wanted = {folder for one, found in inside.items() for folder in found or [one]}
        folders = _apart(wanted, [file for file in tree.files if file.role != "test"], imports)
    if len(folders) < 2:
        return [Part("", tree.files, frozenset())]
    index = _Index(tree.files, folders)
    parts = [index.part(folder, imports) for folder in folders]
    used = {file.path for part in parts for file in part.files}
    rest = tuple(file for file in tree.files if file.path not in used)
    return [*parts, *([Part("", rest, frozenset())] if rest else [])]


def _below(tree: Tree, folder: str) -> Tree:
    """Return what of a tree lies below a folder."""

    def is_below(path: str) -> bool:
        return path.startswith(folder + "/")

    files = tuple(file for file in tree.files if is_below(file.path))
    return msgspec.structs.replace(tree, files=files, manifests=tuple(filter(is_below, tree.manifests)))


def _folders(tree: Tree, base: str, named: Set[str], foreign: Set[str], imports: Imports) -> list[str]:
    """Return the folders inside of one that are programs of their own; fewer than two are none."""
    sources = [file for file in tree.files if file.role != "test"]
    asked = (_marked(tree) - named) | {folder for folder in named if folder.rpartition("/")[2] in _DEPLOYING}
    wanted = ((named | asked) - foreign) - {one for one in asked if not _serves(one, imports)} - {base}
    folders = _apart(wanted, sources, imports)
    if len(folders) < 2:
        folders = _apart((wanted | _serving(tree, imports)) - {base}, sources, imports)
    if len(folders) > 1:
        index = _Index(tree.files, folders)
        folders = [one for one in folders if one in named or not index.part(one, imports).mostly_outside]
    return folders if len(folders) > 1 else []


def _named(processes: Sequence[Process]) -> set[str]:
    """Return the folders that manifests build processes from."""
    return {process.folder for process in processes if process.folder and not process.infrastructure}


def _of_another_language(processes: Sequence[Process]) -> set[str]:
    """Return the folders that are built on the image of another language, whatever scripts lie in them."""
    languages: dict[str, set[str]] = {}
    for process in processes:
        if process.folder and process.language:
            languages.setdefault(process.folder, set()).add(process.language)
    return {folder for folder, known in languages.items() if "python" not in known}


def _marked(tree: Tree) -> set[str]:
    """Return the folders that look deployed on their own."""
    return {path.rpartition("/")[0] for path in tree.manifests if path.rpartition("/")[2] in ROOT_FILES} - {""}


def _apart(folders: Iterable[str], sources: Sequence[SourceFile], imports: Imports) -> list[str]:
    return _with_own(_without_parts(sorted(_holding(folders, sources)), sources, imports), sources)


def _serving(tree: Tree, imports: Imports) -> set[str]:
    """Return the folders with dependencies of their own in which something serves, or takes messages: a set of services without manifests."""
    found: set[str] = set()
    for path in tree.manifests:
        folder, _, name = path.rpartition("/")
        if folder and name in DEPENDENCIES and _serves(folder, imports):
            found.add(folder)
    return found


def _serves(folder: str, imports: Imports) -> bool:
    """Whether something below a folder imports what serves or takes messages."""
    named = (one for file, names in imports.items() if file.startswith(folder + "/") for one in names)
    return not SERVING.isdisjoint(one.split(".", 1)[0] for one in named)


def _holding(folders: Iterable[str], files: Sequence[SourceFile]) -> set[str]:
    """Return the folders in which Python lies."""
    above = {folder for file in files for folder in _above(file.path)}
    return {folder for folder in folders if folder in above}


def _without_parts(folders: Sequence[str], files: Sequence[SourceFile], imports: Imports) -> list[str]:
    """Return folders without those inside of another whose files import what lies only in the outer one: they are a part of it."""
    kept: list[str] = []
    for folder in folders:
        outer = next((one for one in reversed(kept) if folder.startswith(one + "/")), None)
        if outer is None or not _imports_from(folder, outer, files, imports):
            kept.append(folder)
    return kept


def _with_own(folders: Sequence[str], files: Sequence[SourceFile]) -> list[str]:
    """Return folders without those in which Python lies only in others of them."""
    own = {max((f for f in folders if file.path.startswith(f + "/")), key=len, default="") for file in files}
    return [folder for folder in folders if folder in own]


def _imports_from(folder: str, outer: str, files: Sequence[SourceFile], imports: Imports) -> bool:
    own = {file.module for file in files if file.path.startswith(folder + "/")}
    around = {file.module for file in files if file.path.startswith(outer + "/")} - own
    named = {name for file in files if file.path.startswith(folder + "/") for name in imports.get(file.path, ())}
    return any(prefix in around for name in named for prefix in _prefixes(name))


class _Index:
    """Finds the files that a program consists of."""

    def __init__(self, files: Sequence[SourceFile], folders: Sequence[str]) -> None:
        self._files = {file.path: file for file in files}
        self._folders = folders
        self._owner = {file.path: self._folder_of(file.path) for file in files}
        self._modules: dict[str, list[SourceFile]] = {}
        for file in files:
            self._modules.setdefault(file.module, []).append(file)

    def part(self, folder: str, imports: Imports) -> Part:
        """Return the program of one folder: its own files, and all that these import, again and again."""
        own = {path for path, owner in self._owner.items() if owner == folder}
        names = {name for path in own for name in self._called(self._files[path], folder)}
        todo, taken = sorted(own), set(own)
        while todo:
            path = todo.pop()
            for name in imports.get(path, ()):
                for found in self._elsewhere(name, folder, names):
                    if found.path not in taken:
                        taken.add(found.path)
                        todo.append(found.path)
        foreign = frozenset(path for path in taken if self._owner[path] not in ("", folder))
        return Part(folder, tuple(self._files[path] for path in sorted(taken)), foreign)

    def _elsewhere(self, name: str, folder: str, own: set[str]) -> list[SourceFile]:
        """Return the files outside of a program that an import of it leads to: the module, and the packages above it."""
        prefixes = list(_prefixes(name))
        if any(prefix in own for prefix in prefixes):
            return []
        found: list[SourceFile] = []
        for prefix in prefixes:
            there = [file for file in self._modules.get(prefix, ()) if self._is_visible(file, folder)]
            if len({file.root for file in there}) == 1:
                found += there
        return found

    def _is_visible(self, file: SourceFile, folder: str) -> bool:
        """Whether a program may import a file: what is in no program, or lies below a root that holds both."""
        owner = self._owner[file.path]
        if owner == folder:
            return False
        return not owner or not file.root or folder.startswith(file.root + "/")

    def _called(self, file: SourceFile, folder: str) -> Iterable[str]:
        """Yield what a file of a program is called: by its root, and from the program's folder."""
        yield file.module
        inside = file.path[len(folder) + 1 :].removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        yield from _prefixes(inside)

    def _folder_of(self, path: str) -> str:
        within = [folder for folder in self._folders if path.startswith(folder + "/")]
        return max(within, key=len, default="")


def _prefixes(name: str) -> Iterable[str]:
    while name:
        yield name
        name = name.rpartition(".")[0]


def _above(path: str) -> Iterable[str]:
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
