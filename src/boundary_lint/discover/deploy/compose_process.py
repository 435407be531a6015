"""One service of a compose file as a process."""

from __future__ import annotations

import posixpath
import re

from boundary_lint.discover.deploy.builds import Build, Builds
from boundary_lint.discover.deploy.commands import ports_in, shown_command, with_scripts
from boundary_lint.discover.deploy.dockerfile import words_of
from boundary_lint.discover.deploy.dotenv import MAX_VARIABLES, Setting, settings_of, variable
from boundary_lint.discover.deploy.environment import environment
from boundary_lint.discover.deploy.images import engine_of, name_of
from boundary_lint.discover.deploy.nodes import Item
from boundary_lint.discover.deploy.origins import Origins
from boundary_lint.discover.deploy.sources import Sources, joined
from boundary_lint.discover.deploy.variables import Lookup, filled, lookup_in, only_reference
from boundary_lint.facts.deployment import EnvironmentValue, Process

_PORT = re.compile(r"(?:(?:\d+\.\d+\.\d+\.\d+|\[[^]]*\]|localhost):)?(?:(\d+)(?:-\d+)?:)?(\d+)(?:-\d+)?(?:/\w+)?")


class ComposeProcesses:
    """Makes processes of the services of one folder of compose files."""

    def __init__(self, sources: Sources, builds: Builds, origins: Origins) -> None:
        self._sources, self._builds, self._origins = sources, builds, origins

    def of(self, project: dict[str, Item]) -> list[Process]:
        """Return a process for every service, with the names that others link to it."""
        links: dict[str, set[str]] = {}
        for service in project.values():
            for link in service.at("links").texts():
                name, _, alias = link.partition(":")
                links.setdefault(name, set()).add(alias or name)
        return [self._process(name, service, links.get(name, set())) for name, service in project.items()]

    def _process(self, name: str, service: Item, linked: set[str]) -> Process:
        folder = posixpath.dirname(service.file)
        settings = settings_of(self._sources, joined(folder, ".env") or ".env")
        lookup = lookup_in({"PWD": "."}, {key: setting.value for key, setting in settings.items()})
        fill = _Fill(lookup)
        build = self._build(name, service, fill)
        image = name_of(fill(service.at("image")))
        self._origins.learn(image or f"{posixpath.basename(posixpath.dirname(service.file))}_{name}", build)
        command = self._command(service, build, fill)
        health, health_file = _health(service, build)
        listened, published = _ports(service, fill)
        ports = {*listened, *ports_in(command), *(build.recipe.ports if build.recipe else ())}
        return Process(
            kind="compose",
            name=name,
            file=service.file,
            line=service.line,
            folder=build.folder,
            dockerfile=build.dockerfile,
            image="" if image == "{}" else image,
            command=command,
            environment=environment(
                self._sources,
                build.folder,
                build.recipe,
                self._files(service, fill),
                self._own(service, fill, settings, folder),
            ),
            hosts=_hosts(name, service, linked, fill),
            ports=tuple(sorted(ports)),
            published=tuple(sorted(published)),
            health=health,
            health_file="" if health_file == service.file else health_file,
            replicas=_number(fill(service.at("deploy", "replicas")) or fill(service.at("scale"))),
            depends_on=_depends(service),
            infrastructure=self._engine(image, build),
            language=build.recipe.language if build.recipe else "",
        )

    def _build(self, name: str, service: Item, fill: _Fill) -> Build:
        build = service.at("build")
        if build:
            context = build.at("context")
            arguments = {key: fill(item) for key, item in build.at("args").fields().items()}
            return self._builds.build(
                (context or build).file,
                (context or build).line,
                fill(context) or ".",
                fill(build.at("dockerfile")),
                fill(build.at("target")),
                arguments,
                name,
            )
        return Build(self._mounted(service, fill))

    def _mounted(self, service: Item, fill: _Fill) -> str | None:
        """Return the folder with code that is mounted into a container of a ready image."""
        for item in service.at("volumes").elements():
            source = fill(item.at("source")) if item.fields() else fill(item).partition(":")[0]
            if source.startswith("."):
                path = self._builds.existing(posixpath.dirname(item.file), source)
                if path is not None and path in self._sources.code:
                    return path
        return None

    def _command(self, service: Item, build: Build, fill: _Fill) -> str:
        recipe = build.recipe
        entrypoint = _line(service.at("entrypoint"), fill) or (recipe.entrypoint if recipe else "")
        inherited = recipe.command if recipe and not service.at("entrypoint") else ""
        whole = shown_command(f"{entrypoint} {_line(service.at('command'), fill) or inherited}")
        folders = [
            part
            for part in (build.folder, posixpath.dirname(build.dockerfile), posixpath.dirname(service.file))
            if part is not None
        ]
        return shown_command(with_scripts(self._sources, whole, folders)) if whole else ""

    def _files(self, service: Item, fill: _Fill) -> dict[str, Setting]:
        found: dict[str, Setting] = {}
        files = service.at("env_file")
        for item in files.elements() or [files]:
            path = fill(item) or fill(item.at("path"))
            if path and (whole := joined(posixpath.dirname(item.file), path)):
                found |= settings_of(self._sources, whole)
        return found

    def _own(self, service: Item, fill: _Fill, settings: dict[str, Setting], folder: str) -> list[EnvironmentValue]:
        found: list[EnvironmentValue] = []
        if not self._sources.affords(service.file, len(service.at("environment").fields())):
            return found
        for name, item in list(service.at("environment").fields().items())[:MAX_VARIABLES]:
            reference = only_reference(item.text) if item else name
            source = f"environment/{folder or '.'}/{reference}" if reference else ""
            value = fill(item) if item else settings[name].value if name in settings else "{}"
            found.append(variable(name, value, item.file, item.line, source))
        return found

    def _engine(self, image: str, build: Build) -> str:
        if build.folder is not None and build.folder in self._sources.code:
            return ""
        return engine_of(build.recipe.base) if build.recipe else engine_of(image)


class _Fill:
    """Fills in the references of an item's text."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def __call__(self, item: Item) -> str:
        return filled(item.text, self._lookup)


def _line(item: Item, fill: _Fill) -> str:
    if item.elements():
        return " ".join(fill(element) for element in item.elements())
    return " ".join(words_of(fill(item)))


def _health(service: Item, build: Build) -> tuple[int, str]:
    check = service.at("healthcheck")
    if check.fields():
        off = check.at("disable").text.lower() in ("true", "yes", "on") or check.at("test").texts()[:1] == ["NONE"]
        return (0, "") if off else (check.line, check.file)
    recipe = build.recipe
    return (recipe.health, recipe.file) if recipe and recipe.health else (0, "")


def _ports(service: Item, fill: _Fill) -> tuple[set[int], set[int]]:
    """Return the ports inside, and those that the host offers."""
    inside, outside = set(), set()
    for item in [*service.at("ports").elements(), *service.at("expose").elements()]:
        if item.fields():
            inside.add(_number(fill(item.at("target"))))
            outside.add(_number(fill(item.at("published"))))
        elif match := _PORT.fullmatch(fill(item).strip()):
            inside.add(_number(match[2]))
            outside.add(_number(match[1] or ""))
    return inside - {0}, outside - {0}


def _hosts(name: str, service: Item, linked: set[str], fill: _Fill) -> tuple[str, ...]:
    names = {name, fill(service.at("container_name")), fill(service.at("hostname")), *linked}
    for network in service.at("networks").fields().values():
        names.update(fill(alias) for alias in network.at("aliases").elements())
    return tuple(sorted(part for part in names if part and "{}" not in part))


def _depends(service: Item) -> tuple[str, ...]:
    linked = (link.partition(":")[0] for link in service.at("links").texts())
    return tuple(sorted({*service.at("depends_on").fields(), *linked}))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text[:9]) < 65536 and len(text) < 9 else 0
