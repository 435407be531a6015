"""Manifests laid out on disk and read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from boundary_lint.discover.deploy.read import read_deployment
from boundary_lint.facts.deployment import Deployment, Process

from ..trees import found


def deployment(base: Path, files: Mapping[str, str]) -> Deployment:
    """Return what the manifests among some files say; a module is added where there is none."""
    return read_deployment(found(base, {"x.py": ""} | dict(files)))


def processes(base: Path, files: Mapping[str, str], kind: str = "compose") -> dict[str, Process]:
    """Return name -> process, of one kind."""
    return {p.name: p for p in deployment(base, files).processes if p.kind == kind}


def values(process: Process) -> dict[str, str]:
    """Return the variables of a process, secrets as None would be: "***"."""
    return {value.name: "***" if value.secret else value.value for value in process.environment}


def reasons(result: Deployment) -> list[str]:
    """Return the gaps as "file:line reason"."""
    return [f"{gap.file}:{gap.line} {gap.reason}" for gap in result.gaps]
