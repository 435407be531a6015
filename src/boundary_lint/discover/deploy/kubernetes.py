"""Containers of Kubernetes workloads as processes: under which names, with which variables, probed or not."""

from __future__ import annotations

import re

from boundary_lint.discover.deploy.cluster import Object, nearest, selects
from boundary_lint.discover.deploy.commands import ports_in, shown_command
from boundary_lint.discover.deploy.configmaps import Variables
from boundary_lint.discover.deploy.images import engine_of, name_of
from boundary_lint.discover.deploy.nodes import NOTHING, Item
from boundary_lint.discover.deploy.sources import Sources
from boundary_lint.facts.deployment import EnvironmentValue, Process

MAX_OBJECTS = 2_000
"""Workloads of all manifests, and services."""

MAX_PATCHES = 20
"""Overlays that change one workload."""

MAX_CONTAINERS = 50
"""Containers of one pod."""

_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_SCRAPE = re.compile(r"(prometheus\.io|prometheus)[/_.]scrape")


class Cluster:
    """All objects that were found. aliases: other names of a service, as an overlay gives them."""

    def __init__(
        self, sources: Sources, objects: list[Object], variables: Variables, aliases: dict[str, set[str]]
    ) -> None:
        self._sources, self._variables, self._aliases = sources, variables, aliases
        self._services = self._some([o for o in objects if o.kind == "Service"])
        self._monitors = self._some([o for o in objects if o.kind in ("ServiceMonitor", "PodMonitor")])
        workloads = self._some([o for o in objects if o.is_workload])
        self._workloads = [w for w in workloads if _has_image(w)]
        self._patches: dict[tuple[str, str], list[Object]] = {}
        for patch in workloads:
            if not _has_image(patch):
                self._patches.setdefault((patch.kind, patch.name), []).append(patch)
        self._selected: dict[int, list[Object]] = {}
        for service in self._services:
            met = [w for w in self._workloads if selects(service.item.at("spec", "selector"), _labels(w))]
            for workload in nearest(met, service.file):
                self._selected.setdefault(id(workload.item), []).append(service)

    def _some(self, objects: list[Object]) -> list[Object]:
        if len(objects) > MAX_OBJECTS:
            self._sources.gap(
                objects[MAX_OBJECTS].file, f"is not looked at: there are more than {MAX_OBJECTS:,} objects of one kind"
            )
        return objects[:MAX_OBJECTS]

    def processes(self) -> list[Process]:
        """Return a process for every container that stays."""
        return [process for workload in self._workloads for process in self._of(workload)]

    def _of(self, workload: Object) -> list[Process]:
        containers = [c for c in _containers(workload) if c.at("image")]
        main = _main(workload, containers)
        return [self._process(workload, container, container is main) for container in containers]

    def _process(self, workload: Object, container: Item, main: bool) -> Process:
        """Return one container. Services lead to the main one: a container beside it is reached from within the pod alone."""
        services = self._selected.get(id(workload.item), []) if main else []
        image = name_of(container.at("image").text)
        command = shown_command(" ".join([*container.at("command").texts(), *container.at("args").texts()]))
        ports = [_number(port.at("containerPort")) for port in container.at("ports").elements()]
        served = [port for service in services for port in service.item.at("spec", "ports").elements()]
        targets = [
            _number(port.at("targetPort")) or _number(port.at("port"))
            for port in served
            if not port.at("targetPort").text.isalpha()
        ]
        probe = next((container.at(key) for key in _PROBES if container.at(key)), NOTHING)
        scrape = self._scraped(workload, services) if main else NOTHING
        return Process(
            kind="kubernetes",
            name=workload.name if main else container.at("name").text,
            file=workload.file,
            line=workload.line if main else container.line,
            image="" if image == "{}" else image,
            command=command,
            environment=self._environment(container, workload),
            hosts=tuple(
                sorted({name for service in services for name in self._names(service)} | _own_names(workload, main))
            ),
            ports=tuple(sorted({port for port in [*ports, *targets, *ports_in(command)] if port})),
            published=tuple(
                sorted({n for port in served for n in (_number(port.at("port")), _number(port.at("nodePort"))) if n})
            ),
            health=probe.line,
            metrics=scrape.line,
            metrics_file=scrape.file if scrape.file != workload.file else "",
            replicas=_number(workload.item.at("spec", "replicas")),
            infrastructure=engine_of(image),
        )

    def _environment(self, container: Item, workload: Object) -> tuple[EnvironmentValue, ...]:
        """Return the variables of a container, and those that patches of overlays add."""
        found: dict[str, EnvironmentValue] = {}
        name = container.at("name").text
        patches = self._patches.get((workload.kind, workload.name), [])[:MAX_PATCHES]
        added = [(part, patch) for patch in patches for part in _containers(patch) if part.at("name").text == name]
        for part, of in [(container, workload), *added]:
            if self._sources.affords(of.file, self._variables.count(part, of)):
                for value in self._variables.of(part, of):
                    found.setdefault(value.name, value)
        return tuple(found[name] for name in sorted(found))

    def _names(self, service: Object) -> set[str]:
        names = {service.name, *self._aliases.get(service.name, ())} - {""}
        if service.namespace:
            names |= {
                f"{name}.{service.namespace}{end}" for name in names for end in ("", ".svc", ".svc.cluster.local")
            }
        return {name for name in names if "{}" not in name}

    def _scraped(self, workload: Object, services: list[Object]) -> Item:
        """Return what tells a Prometheus to read metrics of a workload."""
        noted = [workload.pod, *(service.item for service in services)]
        for key, item in [pair for each in noted for pair in each.at("metadata", "annotations").fields().items()]:
            if _SCRAPE.search(key) and item.text.lower() == "true":
                return item
        for monitor in self._monitors:
            wanted = monitor.item.at("spec", "selector", "matchLabels")
            labels = (
                [_labels(workload)]
                if monitor.kind == "PodMonitor"
                else [s.item.at("metadata", "labels") for s in services]
            )
            if any(selects(wanted, have) for have in labels):
                return monitor.item
        return NOTHING


def _main(workload: Object, containers: list[Item]) -> Item | None:
    """Return the container that the workload is there for: the one that bears its name, else the first that is no engine."""
    named = [c for c in containers if c.at("name").text == workload.name]
    own = [c for c in containers if not engine_of(c.at("image").text)]
    return next(iter([*named, *own, *containers]), None)


def _containers(workload: Object) -> list[Item]:
    return workload.pod.at("spec", "containers").elements()[:MAX_CONTAINERS]


def _has_image(workload: Object) -> bool:
    return any(container.at("image") for container in _containers(workload))


def _labels(workload: Object) -> Item:
    return workload.pod.at("metadata", "labels")


def _own_names(workload: Object, main: bool) -> set[str]:
    if not main:
        return set()
    if workload.kind == "Service":
        return {workload.name} - {""}
    governing = workload.item.at("spec", "serviceName").text
    return {governing} if workload.kind == "StatefulSet" and governing and "{}" not in governing else set()


def _number(item: Item) -> int:
    text = item.text
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65536 else 0
