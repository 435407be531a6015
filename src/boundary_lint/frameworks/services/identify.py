"""Which services there are: a program that is deployed from a folder of its own, or a module that serves among others in one folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from boundary_lint.facts.deployment import Process
from boundary_lint.facts.program import Entry, ProgramFacts, Service
from boundary_lint.frameworks.services.processes import plain

HEALTH = re.compile(
    r"(^|/)(-/)?_?(health|healthz|livez|readyz|ready|live|liveness|readiness|ping|heartbeat|alive|healthcheck|health[-_]check|status/health)(/|$)",
    re.IGNORECASE,
)
"""Paths of health checks.  Source: the names in use by Kubernetes, Spring, Django and Flask packages for health checks."""

_TECHNICAL = re.compile(
    r"(?<=\w)[_-]?(controller|controllers|service|server|app|main|api|views|view|handler|handlers|resource|routes)$",
    re.IGNORECASE,
)

_ONLY_TECHNICAL = frozenset(
    {
        "app",
        "main",
        "server",
        "run",
        "wsgi",
        "asgi",
        "api",
        "service",
        "manage",
        "__main__",
        "application",
        "start",
        "consumer",
        "worker",
    }
)

_HOW = {
    "compose": "compose",
    "kubernetes": "kubernetes",
    "procfile": "procfile",
    "dockerfile": "dockerfile",
    "makefile": "procfile",
}


ENTRY_MODULE = "entry module"
"""How a service is found that is a module among others in one folder."""


class Deployed(NamedTuple):
    """A service, the files that run in it, and its processes."""

    service: Service
    files: frozenset[str]
    processes: tuple[Process, ...]


def name_of_folder(folder: str, folders: Iterable[str]) -> str:
    """Return how the service of a folder is called: by its last name, with the one before it where several are called so."""
    last = folder.rpartition("/")[2]
    alike = [one for one in folders if one.rpartition("/")[2] == last]
    return last if len(alike) == 1 else "/".join(folder.split("/")[-2:])


def deployed_from(folder: str, name: str, facts: ProgramFacts, processes: Sequence[Process]) -> Deployed:
    """Return the service of a program that is deployed from a folder."""
    first = min(processes, key=lambda p: (_rank(p), p.file, p.line), default=None)
    entries = [entry for entry in facts.entries if entry.file.startswith(folder + "/")]
    files = frozenset(module.file for module in facts.modules)
    entry = min(entries, default=None)
    place = (
        (first.file, first.line)
        if first is not None
        else (entry.file, entry.line)
        if entry is not None
        else (folder, 0)
    )
    service = Service(
        name=name,
        root=folder,
        how=_HOW.get(first.kind, first.kind) if first is not None else "folder",
        file=place[0],
        line=place[1],
        hosts=tuple(sorted({host for p in processes for host in (p.name, *p.hosts)})),
        ports=tuple(
            sorted({port for p in processes for port in (*p.ports, *p.published)} | {e.port for e in entries if e.port})
        ),
        processes=tuple(sorted({f"{p.name} ({p.file}:{p.line})" for p in processes if p.kind != "dockerfile"})),
    )
    return Deployed(service, files, tuple(processes))


def _rank(process: Process) -> int:
    return (
        ("compose", "kubernetes", "procfile", "skaffold", "makefile", "dockerfile").index(process.kind)
        if process.kind in _HOW or process.kind == "skaffold"
        else 9
    )


def elsewhere(processes: Iterable[Process], taken: Sequence[Deployed]) -> list[Deployed]:
    """Return the services of which no Python is there: they can be called."""
    known = {(p.file, p.line, p.name) for one in taken for p in one.processes}
    names = {plain(host) for one in taken for host in (one.service.name, *one.service.hosts)}
    groups: dict[str, list[Process]] = {}
    for process in processes:
        is_known = (process.file, process.line, process.name) in known or plain(process.name) in names
        if not process.infrastructure and not is_known and process.kind != "dockerfile":
            groups.setdefault(plain(process.name), []).append(process)
    found = []
    for group in groups.values():
        first = min(group, key=lambda p: (_rank(p), p.file, p.line))
        folder = next((p.folder for p in group if p.folder), "")
        language = next((p.language for p in group if p.language), "")
        service = Service(
            name=first.name,
            root=folder,
            how=first.kind,
            file=first.file,
            line=first.line,
            language=language if language != "python" else "",
            hosts=tuple(sorted({host for p in group for host in (p.name, *p.hosts)})),
            ports=tuple(sorted({port for p in group for port in (*p.ports, *p.published)})),
            listens=True,
        )
        found.append(Deployed(service, frozenset(), tuple(group)))
    return sorted(found, key=lambda one: one.service.name)


_SERVERS = re.compile(
    r"\b(uvicorn|gunicorn|hypercorn|daphne|uwsgi|waitress|granian|runserver|flask|quart|sanic|fastapi|nameko|supervisord|nginx|npm|sh|bash)\b|\.sh\b"
)
"""Commands that begin to serve, or that start something which is not known."""


def only_workers(processes: Sequence[Process]) -> bool:
    """Whether what manifests start of a service are scripts that serve nothing: consumers, jobs."""
    deployed = [p for p in processes if p.kind != "dockerfile"] or list(processes)
    commands = [p.command or next((d.command for d in processes if d.kind == "dockerfile"), "") for p in deployed]
    return bool(commands) and all(command and not _SERVERS.search(command) for command in commands)


def by_entries(facts: ProgramFacts) -> list[Deployed]:
    """Return the services of a program by the modules that start to serve: each with all that it imports. Fewer than two are none,
    and so are ways to start one and the same program.
    """
    first: dict[str, Entry] = {}
    for entry in sorted(facts.entries):
        first.setdefault(entry.file, entry)
    if len(first) < 2:
        return []
    imports: dict[str, set[str]] = {}
    file_of = {(m.root, m.module): m.file for m in facts.modules}
    for one in facts.imports:
        target = file_of.get((one.imported_root, one.imported))
        if target is not None and one.kind != "type_checking":
            imports.setdefault(one.file, set()).add(target)
    reach = {file: _reachable(file, imports) for file in first}
    alone = [
        file
        for file in first
        if not any(file in reach[other] and other not in reach[file] for other in first if other != file)
    ]
    users = Counter(used for file in alone for used in reach[file])
    serving = {route.file for route in facts.routes} | {use.file for use in facts.channel_uses if use.side == "consume"}
    alone = [file for file in alone if _has_its_own(file, first[file], reach[file], users, serving)]
    shared = sum(count > 1 for count in users.values())
    if len(alone) < 2 or shared > len(users) - shared:
        return []
    names = _names(alone)
    return [
        Deployed(
            Service(
                name=names[file],
                root=file,
                how=ENTRY_MODULE,
                file=file,
                line=first[file].line,
                ports=tuple(sorted({e.port for e in facts.entries if e.file in reach[file] and e.port})),
                listens=True,
            ),
            frozenset(reach[file]),
            (),
        )
        for file in alone
    ]


def told_apart(found: Sequence[Deployed]) -> list[Deployed]:
    """Return services with those named by their path that are entry modules of a name which another service has, too."""
    taken = Counter(one.service.name for one in found)

    def unique(service: Service) -> Service:
        if taken[service.name] == 1 or service.how != ENTRY_MODULE:
            return service
        return msgspec.structs.replace(service, name=service.root.removesuffix(".py"))

    return [one._replace(service=unique(one.service)) for one in found]


def _has_its_own(file: str, entry: Entry, reach: set[str], users: Counter[str], serving: set[str]) -> bool:
    """Whether a module starts something that is not also started elsewhere: routes or consumers of its own, or a server of procedures."""
    return bool(_PROCEDURES.search(entry.how)) or any(users[one] == 1 for one in reach & serving)


_PROCEDURES = re.compile(r"^(grpc|xmlrpc)\.")


def _reachable(file: str, imports: Mapping[str, set[str]]) -> set[str]:
    found, todo = {file}, [file]
    while todo:
        for target in imports.get(todo.pop(), ()):
            if target not in found:
                found.add(target)
                todo.append(target)
    return found


def _names(files: Sequence[str]) -> dict[str, str]:
    """Return a name for every entry module: its own without words like Controller, its folder's where nothing is left."""
    names: dict[str, str] = {}
    for file in files:
        folder, _, last = file.rpartition("/")
        stem = last.removesuffix(".py")
        short = _TECHNICAL.sub("", stem).strip("_-") or stem
        names[file] = folder.rpartition("/")[2] if stem.lower() in _ONLY_TECHNICAL and folder else short
    taken = list(names.values())
    return {file: name if taken.count(name) == 1 else file.removesuffix(".py") for file, name in names.items()}
