"""All manifests of a tree, read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boundary_lint.discover.deploy.builds import Builds
from boundary_lint.discover.deploy.sources import Sources
from boundary_lint.facts.deployment import Deployment, Process
from boundary_lint.facts.files import Tree

_COMPOSE = re.compile(r"(^|/)(docker-)?compose([._-][^/]*)?\.ya?ml$|(^|/)compose/[^/]+\.ya?ml$", re.IGNORECASE)


def read_deployment(tree: Tree) -> Deployment:
    """Return what the manifests of a tree say. Never raises: what cannot be read or understood is a gap that names the file."""
    sources = Sources(tree)
    builds = Builds(sources)
    processes = [*_compose(sources, builds), *_dockerfiles(sources, builds)]
    if not processes and not sources.gaps:
        return Deployment()
    from boundary_lint.discover.deploy.same import without_doubles

    return Deployment(
        processes=tuple(
            sorted(without_doubles(processes), key=lambda p: (p.file, p.line, p.kind, p.name, p.folder or ""))
        ),
        gaps=tuple(sorted(sources.gaps, key=lambda gap: (gap.file, gap.line, gap.reason))),
        files=sources.read,
    )


def _compose(sources: Sources, builds: Builds) -> Iterator[Process]:
    files = [path for path in sources.tree.manifests if _COMPOSE.search(path)]
    if not files:
        return
    from boundary_lint.discover.deploy.compose import ComposeFiles
    from boundary_lint.discover.deploy.compose_process import ComposeProcesses

    compose = ComposeFiles(sources)
    for file in files:
        compose.take(file)
    processes = ComposeProcesses(sources, builds)
    for project in compose.projects():
        yield from processes.of(project)


def _dockerfiles(sources: Sources, builds: Builds) -> list[Process]:
    if not sources.dockerfiles:
        return []
    from boundary_lint.discover.deploy.images_built import dockerfile_processes

    return dockerfile_processes(sources, builds)
