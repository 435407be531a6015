"""Objects of Kubernetes that hand requests on: Ingress, HTTPRoute, and IngressRoute of Traefik."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from boundary_lint.discover.deploy.cluster import Object
from boundary_lint.discover.deploy.nodes import Item
from boundary_lint.discover.deploy.rewrites import UNCHANGED, Rewrite, beginning, rewritten
from boundary_lint.facts.deployment import Forward

MAX_FORWARDS = 5_000
"""Paths of all objects."""

CONTROLLERS = ("ingress-nginx-controller", "nginx-ingress-controller", "ingress-nginx", "nginx-ingress", "traefik")
"""How the Services of controllers are called by their charts: under these names they are reached from within the cluster.

Source: charts of ingress-nginx, of F5's NGINX ingress controller and of Traefik.
"""

_NAMESPACES = ("ingress-nginx", "nginx-ingress", "kube-system", "default", "traefik")
_RULE = re.compile(r"(PathPrefix|Path|HostHeader|Host)\(([^()]{0,500})\)")
_QUOTED = re.compile(r"[`'\"]([^`'\"]+)[`'\"]")


def forwards_in(objects: Sequence[Object]) -> list[Forward]:
    """Return what objects of a cluster hand on."""
    return list(islice(_all_of(objects), MAX_FORWARDS))


def _all_of(objects: Sequence[Object]) -> Iterator[Forward]:
    strips = {o.name: _stripped(o.item.at("spec")) for o in objects if o.kind == "Middleware"}
    for one in objects:
        if one.kind == "Ingress":
            yield from _ingress(one)
        elif one.kind == "HTTPRoute":
            yield from _http_route(one)
        elif one.kind == "IngressRoute":
            yield from _ingress_route(one, strips)


def forward(hosts: Iterable[str], path: str, to: tuple[str, int], where: Item, change: Rewrite, exact: bool) -> Forward:
    """Return what one path leads to. to: host and port."""
    known = tuple(sorted({host for host in hosts if host and "{}" not in host and "*" not in host}))
    return Forward(
        hosts=known,
        ports=(),
        path=path,
        to_host=to[0],
        file=where.file,
        line=where.line,
        to_port=to[1],
        exact=exact,
        cut=change.cut,
        to_path=change.to_path,
    )


def of_rule(rule: str) -> tuple[list[str], list[tuple[str, bool]]]:
    """Return the hosts and paths of a rule of Traefik, each path with whether it is exact."""
    hosts: list[str] = []
    paths: list[tuple[str, bool]] = []
    for kind, inside in _RULE.findall(rule):
        texts = _QUOTED.findall(inside)
        if kind.startswith("Host"):
            hosts += texts
        else:
            paths += [(text, kind == "Path") for text in texts if "{" not in text]
    return hosts, paths


def _ingress(one: Object) -> Iterator[Forward]:
    notes = one.item.at("metadata", "annotations").fields()
    target = next((item.text for key, item in notes.items() if key.endswith("/rewrite-target")), "")
    for rule in one.item.at("spec", "rules").elements():
        host = rule.at("host").text
        for each in rule.at("http", "paths").elements():
            pattern = each.at("path").text or "/"
            path = beginning(pattern)
            service = each.at("backend", "service", "name") or each.at("backend", "serviceName")
            port = each.at("backend", "service", "port", "number") or each.at("backend", "servicePort")
            change = rewritten(pattern, target) if target else UNCHANGED
            if path is not None and change is not None and _is_known(service.text):
                exact = each.at("pathType").text == "Exact"
                yield forward([host, *_controllers()], path, (service.text, _number(port)), service, change, exact)


def _http_route(one: Object) -> Iterator[Forward]:
    hosts = one.item.at("spec", "hostnames").texts()
    for rule in one.item.at("spec", "rules").elements():
        backend = next(iter(rule.at("backendRefs").elements()), Item())
        name = backend.at("name")
        for match in rule.at("matches").elements() or [Item()]:
            path = match.at("path", "value").text or "/"
            exact = match.at("path", "type").text == "Exact"
            change = _filtered(rule.at("filters").elements(), path)
            if _is_known(name.text) and match.at("path", "type").text != "RegularExpression":
                yield forward(hosts, path, (name.text, _number(backend.at("port"))), name, change, exact)


def _filtered(filters: Iterable[Item], path: str) -> Rewrite:
    for one in filters:
        changed = one.at("urlRewrite", "path")
        if changed.at("replacePrefixMatch"):
            return Rewrite(path, changed.at("replacePrefixMatch").text)
        if changed.at("replaceFullPath"):
            return Rewrite(None, changed.at("replaceFullPath").text)
    return UNCHANGED


def _ingress_route(one: Object, strips: dict[str, list[str]]) -> Iterator[Forward]:
    for route in one.item.at("spec", "routes").elements():
        hosts, paths = of_rule(route.at("match").text)
        backend = next(iter(route.at("services").elements()), Item())
        cuts = [cut for m in route.at("middlewares").elements() for cut in strips.get(m.at("name").text, ())]
        for path, exact in paths or [("/", False)]:
            change = next((Rewrite(cut, "") for cut in cuts if path.startswith(cut)), UNCHANGED)
            name = backend.at("name")
            if _is_known(name.text):
                to = (name.text, _number(backend.at("port")))
                yield forward([*hosts, *_controllers()], path, to, name, change, exact)


def _stripped(spec: Item) -> list[str]:
    return spec.at("stripPrefix", "prefixes").texts()


def _controllers() -> Iterator[str]:
    for name in CONTROLLERS:
        yield name
        for namespace in _NAMESPACES:
            yield f"{name}.{namespace}"
            yield f"{name}.{namespace}.svc.cluster.local"


def _is_known(name: str) -> bool:
    return bool(name) and "{}" not in name


def _number(item: Item) -> int:
    return int(item.text) if item.text.isascii() and item.text.isdigit() and len(item.text) < 6 else 0
