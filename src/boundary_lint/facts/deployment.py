"""What manifests say of how a program is deployed: the only description of them that later stages see.

Values never hold a secret: passwords in URLs are replaced by ``***`` when a manifest is read, and values of variables that are
named like secrets are left out.
"""

from __future__ import annotations

import msgspec

from boundary_lint.facts.program import Gap


class EnvironmentValue(msgspec.Struct, frozen=True, order=True):
    """A variable that a manifest sets. value is "" where it is secret (secret=True) or not known; file and line say where it is set.

    In a value ``{}`` stands for a part that is not known, ``***`` for a password. source: where a variable is taken from a Secret or ConfigMap, "secret/name/key" or
    "configmap/name/key", or from a variable of who starts it, "environment/folder/NAME": two processes with the same source have the same value.
    """

    name: str
    value: str
    file: str
    line: int
    secret: bool = False
    source: str = ""


class Process(msgspec.Struct, frozen=True, order=True):
    """One process that a manifest starts: a compose service, a container of a Deployment, a line of a Procfile, a Dockerfile.

    kind: "compose", "kubernetes", "dockerfile", "procfile", "makefile" or "skaffold". name: what the manifest calls it. folder: the code root it is built from, relative to
    the analysed path ("" for that path itself, None where not known). image: without registry, tag and digest. command: as one text. hosts: all names under which others
    reach it (service name, container_name, aliases, Kubernetes Services that select it). ports: those it listens on inside. published: those that the
    host offers. health: line of a probe or health check, 0 for none. metrics: line of a scrape annotation, 0 for none. replicas: 0 where not said.
    health_file, metrics_file: where these lines stand, "" for the file itself. language: what the base image is for ("python", "go", ...; "" where not known).
    depends_on: names of other processes. infrastructure: engine of what it runs where its image is that of a database, broker, cache, proxy, ... ("" otherwise).
    """

    kind: str
    name: str
    file: str
    line: int
    folder: str | None = None
    dockerfile: str = ""
    image: str = ""
    command: str = ""
    environment: tuple[EnvironmentValue, ...] = ()
    hosts: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    published: tuple[int, ...] = ()
    health: int = 0
    metrics: int = 0
    replicas: int = 0
    depends_on: tuple[str, ...] = ()
    infrastructure: str = ""
    health_file: str = ""
    metrics_file: str = ""
    language: str = ""


class RemoteProcedure(msgspec.Struct, frozen=True, order=True):
    """A procedure that a ``.proto`` file declares, or an operation of an OpenAPI document (method: upper case verb, path: its path).

    service: of a document its title. host: that of the document's only server, "" where it says none or several. streams: whether one side sends many messages.
    """

    package: str
    service: str
    method: str
    file: str
    line: int
    path: str = ""
    host: str = ""
    streams: bool = False


class Forward(msgspec.Struct, frozen=True, order=True):
    """A gateway hands requests on: a location of nginx, a path of an Ingress, a router of Traefik.

    hosts, ports: under which the gateway is reached, ports being those of this machine. path: what the path of a request begins with; exact: what
    it is. to_host, to_port: where it goes (0: not said). cut: what is cut off the beginning of the path, None for all of it; to_path: what takes its place.
    """

    hosts: tuple[str, ...]
    ports: tuple[int, ...]
    path: str
    to_host: str
    file: str
    line: int
    to_port: int = 0
    exact: bool = False
    cut: str | None = ""
    to_path: str = ""


class Deployment(msgspec.Struct, frozen=True):
    """All that the manifests of a tree say. files: every path that was read or looked for, present or not."""

    processes: tuple[Process, ...] = ()
    procedures: tuple[RemoteProcedure, ...] = ()
    operations: tuple[RemoteProcedure, ...] = ()
    forwards: tuple[Forward, ...] = ()
    gaps: tuple[Gap, ...] = ()
    files: tuple[str, ...] = ()
