"""Processes that several manifests tell of, made one: same kind, name and folder."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from boundary_lint.facts.deployment import EnvironmentValue, Process


def without_doubles(processes: Iterable[Process]) -> list[Process]:
    """Return processes of one kind, name and folder as one: the one whose manifest lies highest, filled up with what the others add.

    Processes whose folder is not known stay apart where their files do.
    """
    found: dict[tuple[str, ...], Process] = {}
    for process in sorted(processes, key=lambda process: process.file.count("/")):
        place = process.file if process.folder is None else f"/{process.folder}"
        key = (process.kind, process.name, place, process.command if process.kind == "makefile" else "")
        found[key] = _both(found[key], process) if key in found else process
    return list(found.values())


def _both(first: Process, other: Process) -> Process:
    health, metrics = first if first.health else other, first if first.metrics else other
    return msgspec.structs.replace(
        first,
        dockerfile=first.dockerfile or other.dockerfile,
        image=first.image or other.image,
        command=first.command or other.command,
        environment=_variables(first.environment, other.environment),
        hosts=_union(first.hosts, other.hosts),
        ports=tuple(sorted({*first.ports, *other.ports})),
        published=tuple(sorted({*first.published, *other.published})),
        health=health.health,
        health_file=_place(health, health.health, health.health_file, first),
        metrics=metrics.metrics,
        metrics_file=_place(metrics, metrics.metrics, metrics.metrics_file, first),
        replicas=max(first.replicas, other.replicas),
        depends_on=_union(first.depends_on, other.depends_on),
        infrastructure=first.infrastructure or other.infrastructure,
        language=first.language or other.language,
    )


def _place(process: Process, number: int, file: str, first: Process) -> str:
    file = (file or process.file) if number else first.file
    return "" if file == first.file else file


def _variables(
    first: tuple[EnvironmentValue, ...], other: tuple[EnvironmentValue, ...]
) -> tuple[EnvironmentValue, ...]:
    """Return the variables of both; what the first one leaves open, the other may know."""
    found = {value.name: value for value in first}
    for value in other:
        known = found.get(value.name)
        if known is None or not (known.value or known.secret or known.source):
            found[value.name] = value
    return tuple(found[name] for name in sorted(found))


def _union(first: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*first, *other}))
