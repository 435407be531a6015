"""Where images come from: which folder a process that names nothing but an image is built from."""

from __future__ import annotations

import posixpath
import re

import msgspec

from boundary_lint.discover.deploy.builds import Build, Builds
from boundary_lint.discover.deploy.commands import ports_in, shown_command, with_scripts
from boundary_lint.discover.deploy.environment import environment
from boundary_lint.discover.deploy.images import engine_of, name_of
from boundary_lint.discover.deploy.sources import Sources, spelt
from boundary_lint.facts.deployment import Process

_AFFIX = re.compile(
    r"^(?:ms|svc|service|app)-|-(?:service|svc|server|api|app|ms|backend|microservice|worker|deployment|deploy|prod|dev|image)$"
)
_PROJECT = frozenset(
    {"manage.py", "setup.py", "pyproject.toml", "requirements.txt", "setup.cfg", "Pipfile", "Dockerfile"}
)


class Origins:
    """What is known of images. An image that is built somewhere leads to that folder; else names and places do."""

    def __init__(self, sources: Sources, builds: Builds) -> None:
        self._sources, self._builds = sources, builds
        self._built: dict[str, dict[str, Build]] = {}
        self._taken: set[tuple[str, str]] = set()
        self._images: dict[tuple[str, str], set[str]] = {}
        self._deployable: dict[str, list[str]] | None = None

    def learn(self, image: str, build: Build) -> None:
        """Take note that an image is built from a folder."""
        if image and build.folder is not None:
            self._built.setdefault(image.lower(), {}).setdefault(build.folder, build)

    def placed(self, processes: list[Process]) -> list[Process]:
        """Return processes with the folders that their images are built from, and with what Dockerfiles there say, where these can be found."""
        for process in processes:
            if process.folder is not None:
                self._taken.add((process.kind, process.folder))
            elif not process.infrastructure and (around := self._around(process.file)) is not None:
                self._images.setdefault((process.kind, around), set()).add(process.image)
        return [self._placed(process) for process in processes]

    def _placed(self, process: Process) -> Process:
        if process.folder is not None or process.infrastructure or not (process.image or process.name):
            return process
        build = self._of(process)
        if build is None or build.folder is None:
            return process
        recipe = build.recipe
        command = process.command
        if recipe and not command:
            command = shown_command(
                with_scripts(
                    self._sources, shown_command(recipe.starts), [build.folder, posixpath.dirname(build.dockerfile)]
                )
            )
        return msgspec.structs.replace(
            process,
            folder=build.folder,
            dockerfile=build.dockerfile,
            command=command,
            environment=environment(self._sources, build.folder, recipe, {}, process.environment),
            ports=tuple(sorted({*process.ports, *(recipe.ports if recipe else ()), *ports_in(command)})),
            health=process.health or (recipe.health if recipe else 0),
            health_file=process.health_file or (recipe.file if recipe and recipe.health and not process.health else ""),
            language=process.language or (recipe.language if recipe else ""),
            infrastructure=engine_of(recipe.base) if recipe and build.folder not in self._sources.code else "",
        )

    def _of(self, process: Process) -> Build | None:
        image = process.image.lower()
        own = self._around(process.file)
        if own and spelt(posixpath.basename(own)) == spelt(posixpath.basename(image)):
            return self._builds.in_folder(own)
        for name in (image, name_of(image).rpartition("/")[2]):
            known = self._built.get(name, {})
            if len(known) == 1:
                return next(iter(known.values()))
            if (near := self._near(sorted(known), process.file)) is not None:
                return known[near]
        folder = self._folder(process)
        return None if folder is None else self._builds.in_folder(folder)

    def _folder(self, process: Process) -> str | None:
        """Return the folder that bears the image's name, else the one the manifest lies in, else the one with the name of the process."""
        base, name = spelt(process.image.rpartition("/")[2]), spelt(process.name)
        folders = self._by_name()
        if found := self._near(folders.get(base, []), process.file):
            return found
        around = self._around(process.file)
        if around is not None and self._is_for(process, around):
            return around
        for wanted in (name, _bare(base), _bare(name)):
            loosely = {folder for key, paths in folders.items() if _bare(key) == wanted for folder in paths}
            if found := self._near(folders.get(wanted, []) or sorted(loosely), process.file):
                return found
        ends = {
            folder
            for key, paths in folders.items()
            if _bare(key) and f"-{base}".endswith(f"-{_bare(key)}")
            for folder in paths
        }
        return self._near(sorted(ends), process.file)

    def _is_for(self, process: Process, around: str) -> bool:
        """Whether a process is that of the folder its manifest lies in: it is called alike, or the only one there that may be."""
        folder = _bare(spelt(posixpath.basename(around)))
        if folder in (_bare(spelt(process.name)), _bare(spelt(process.image.rpartition("/")[2]))):
            return True
        place = (process.kind, around)
        return place not in self._taken and len(self._images.get(place, ())) == 1

    def _around(self, file: str) -> str | None:
        """Return the folder with a Dockerfile that a manifest lies in; the top only where it is the only one."""
        folder = posixpath.dirname(file)
        while folder:
            if self._sources.is_file(f"{folder}/Dockerfile") and folder in self._sources.code:
                return folder
            folder = posixpath.dirname(folder)
        only = self._sources.dockerfiles == ("Dockerfile",) and "" in self._sources.code
        return "" if only else None

    def _near(self, folders: list[str], file: str) -> str | None:
        """Return the one of some folders that shares most with the place of a file, None where several do."""
        ranked = sorted(
            ((len(posixpath.commonprefix([folder + "/", file])), folder) for folder in folders), reverse=True
        )
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
            return None
        return ranked[0][1]

    def _by_name(self) -> dict[str, list[str]]:
        """Return the folders that may be deployed - with a Dockerfile, or a project of their own - by their names."""
        if self._deployable is None:
            self._deployable = {}
            marks = (path.rpartition("/") for path in self._sources.tree.manifests)
            roots = {
                folder for folder, _, name in marks if folder and (name in _PROJECT or name.startswith("Dockerfile"))
            }
            built = {posixpath.dirname(path) for path in self._sources.dockerfiles}
            for folder in sorted(folder for folder in roots if folder in built or folder in self._sources.code):
                self._deployable.setdefault(spelt(folder.rpartition("/")[2]), []).append(folder)
        return self._deployable


def _bare(name: str) -> str:
    """Return a name without the words that all services bear."""
    while (shorter := _AFFIX.sub("", name)) != name and shorter:
        name = shorter
    return name
