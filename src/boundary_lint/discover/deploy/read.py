"""All manifests of a tree, read."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from boundary_lint.discover.deploy.gateways import of_nginx, of_traefik
from boundary_lint.discover.deploy.sources import Sources, is_of_tests
from boundary_lint.discover.deploy.yamls import Yamls, without_actions
from boundary_lint.discover.manifests import NGINX
from boundary_lint.facts.deployment import Deployment, Forward, Process
from boundary_lint.facts.files import Tree

if TYPE_CHECKING:
    from boundary_lint.discover.deploy.builds import Builds
    from boundary_lint.discover.deploy.origins import Origins


def read_deployment(tree: Tree) -> Deployment:
    """Return what the manifests of a tree say. Never raises: what cannot be read or understood is a gap that names the file."""
    sources = Sources(tree)
    yamls = Yamls(sources)
    named = [path for path in tree.manifests if not is_of_tests(path)]
    makefiles = [path for path in named if posixpath.basename(path).lower() in ("makefile", "gnumakefile")]
    procfiles = [path for path in named if posixpath.basename(path).lower() == "procfile"]
    generated = [path for path in tree.generated if not is_of_tests(path)]
    protos = [path for path in named if path.endswith(".proto")]
    some = yamls.compose or yamls.skaffold or yamls.objects or yamls.kustomizations or yamls.charts
    processes: list[Process] = []
    forwards: list[Forward] = []
    if some or makefiles or procfiles or sources.dockerfiles:
        processes, forwards = _processes(sources, yamls, makefiles, procfiles)
    configurations = [path for path in named if NGINX.search(path)]
    if configurations:
        from boundary_lint.discover.deploy.nginx import forwards_of

        found = [forward for file in configurations for forward in forwards_of(sources, file)]
        forwards = [*forwards, *of_nginx(found, processes)]
    procedures, operations = [], []
    if protos or generated:
        from boundary_lint.discover.deploy.protos import procedures_generated, procedures_of

        procedures = [procedure for file in protos for procedure in procedures_of(sources, file)]
        procedures += procedures_generated(sources, generated, protos)
    if yamls.openapi:
        from boundary_lint.discover.deploy.openapi import operations_of

        operations = [operation for file in yamls.openapi for operation in operations_of(sources, file)]
    return Deployment(
        processes=tuple(sorted(processes, key=lambda p: (p.file, p.line, p.kind, p.name, p.folder or ""))),
        procedures=tuple(sorted(set(procedures))),
        operations=tuple(sorted(set(operations))),
        forwards=tuple(sorted(set(forwards), key=str)),
        gaps=tuple(sorted(sources.gaps, key=lambda gap: (gap.file, gap.line, gap.reason))),
        files=sources.read,
    )


def _processes(
    sources: Sources, yamls: Yamls, makefiles: list[str], procfiles: list[str]
) -> tuple[list[Process], list[Forward]]:
    """Return the processes of all manifests, and what their gateways hand on. Those that build images come first: the others name images."""
    from boundary_lint.discover.deploy.builds import Builds
    from boundary_lint.discover.deploy.images_built import dockerfile_processes
    from boundary_lint.discover.deploy.makefile import learn_images, makefile_processes
    from boundary_lint.discover.deploy.origins import Origins
    from boundary_lint.discover.deploy.procfile import procfile_processes
    from boundary_lint.discover.deploy.same import without_doubles
    from boundary_lint.discover.deploy.skaffold import learn_artifacts

    builds = Builds(sources)
    origins = Origins(sources, builds)
    for file in yamls.skaffold:
        learn_artifacts(sources, builds, origins, file)
    for file in makefiles:
        learn_images(sources, builds, origins, file)
    composed, labelled = _compose(sources, yamls, builds, origins)
    deployed, forwards = _kubernetes(sources, yamls)
    found = origins.placed([*composed, *deployed])
    found += dockerfile_processes(sources, builds)
    found += [process for file in procfiles for process in procfile_processes(sources, file)]
    found += [process for file in makefiles for process in makefile_processes(sources, file)]
    found = without_doubles(found)
    return found, [*forwards, *of_traefik(labelled, found)]


def _compose(sources: Sources, yamls: Yamls, builds: Builds, origins: Origins) -> tuple[list[Process], list[Forward]]:
    if not yamls.compose:
        return [], []
    from boundary_lint.discover.deploy.compose import ComposeFiles
    from boundary_lint.discover.deploy.compose_process import ComposeProcesses
    from boundary_lint.discover.deploy.traefik import forwards_to

    compose = ComposeFiles(sources)
    for file in yamls.compose:
        compose.take(file)
    processes = ComposeProcesses(sources, builds, origins)
    projects = list(compose.projects())
    labelled = [one for project in projects for name, service in project.items() for one in forwards_to(name, service)]
    return [process for project in projects for process in processes.of(project)], labelled


def _kubernetes(sources: Sources, yamls: Yamls) -> tuple[list[Process], list[Forward]]:
    if not (yamls.objects or yamls.charts):
        return [], []
    from boundary_lint.discover.deploy.cluster import objects_of
    from boundary_lint.discover.deploy.configmaps import Variables, sources_of
    from boundary_lint.discover.deploy.helm import Charts
    from boundary_lint.discover.deploy.ingress import forwards_in
    from boundary_lint.discover.deploy.kubernetes import Cluster
    from boundary_lint.discover.deploy.kustomize import Kustomizations
    from boundary_lint.discover.deploy.nodes import documents

    charts = Charts(sources, yamls.charts)
    objects = []
    for file in yamls.objects:
        of_chart = charts.folder_of(file) is not None
        read = charts.documents(file) if of_chart else documents(sources, file, without_actions(sources, file))
        objects += list(objects_of(read))
    kustomizations = Kustomizations(sources, yamls.kustomizations)
    variables = Variables([*sources_of(objects), *kustomizations.generated()])
    cluster = Cluster(sources, objects, variables, kustomizations.aliases(objects))
    return [*cluster.processes(), *charts.brought()], forwards_in(objects)
