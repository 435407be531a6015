"""What gateways hand on: nginx, Ingress and its kin, labels of Traefik."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint.discover.deploy.rewrites import Rewrite, beginning, rewritten
from boundary_lint.facts.deployment import Forward

from .read import deployment

COMPOSE = """
services:
  gateway:
    image: nginx:1.27
    ports: ["8080:80"]
  orders:
    build: ./orders
"""


def forwards(folder: Path, files: dict[str, str]) -> list[Forward]:
    return list(deployment(folder, files).forwards)


def shown(one: Forward) -> tuple[object, ...]:
    return one.path, one.to_host, one.to_port, one.cut, one.to_path, one.line


def test_locations_of_nginx(tmp_path: Path) -> None:
    text = """upstream shop { least_conn; server orders:8000 weight=2; server orders-2:8000; }
server {
    listen 80; server_name _ shop.test;
    set $users http://users:5000;  # a comment; with { signs
    location / { root /srv; location ~* \\.css$ { expires 1y; } }
    location /orders/ { proxy_pass http://shop/; }
    location /stock { proxy_pass http://stock:8000; }
    location = /me { proxy_pass $users/profile; }
    location ~ ^/pay/(.*)$ { proxy_pass http://payments:8000/v1/$1$is_args$args; }
    location /old/ { rewrite ^/old/(.*)$ /$1 break; proxy_pass http://old:80; }
    location /self { proxy_pass http://127.0.0.1:5000; }
    location /odd { proxy_pass http://$host; }
    location ~ ^/(a|b)/ { proxy_pass http://either:80; }
}
"""
    found_in = forwards(tmp_path, {"docker-compose.yml": COMPOSE, "nginx/nginx.conf": text})
    assert {shown(one) for one in found_in} == {
        ("/orders/", "orders", 8000, "/orders/", "/", 6),
        ("/stock", "stock", 8000, "", "", 7),
        ("/me", "users", 5000, "/me", "/profile", 8),
        ("/pay/", "payments", 8000, "/pay/", "/v1/", 9),
        ("/old/", "old", 80, "/old/", "/", 10),
    }
    assert {(one.hosts, one.ports) for one in found_in} == {(("gateway", "shop.test"), (8080,))}
    assert [one.path for one in found_in if one.exact] == ["/me"]


@pytest.mark.parametrize(
    "text",
    ["server {" * 50_000, "}" * 1_000, '"' * 9_999, "location / { proxy_pass http://x", "server { location { proxy_pass; } location; }"],
    ids=["blocks", "ends", "quotes", "no end", "no arguments"],
)  # fmt: skip
def test_no_configuration(tmp_path: Path, text: str) -> None:
    assert forwards(tmp_path, {"nginx.conf": text}) == []


INGRESS = """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    nginx.ingress.kubernetes.io/rewrite-target: /$2
spec:
  rules:
    - host: shop.test
      http:
        paths:
          - path: /orders(/|$)(.*)
            pathType: ImplementationSpecific
            backend: {service: {name: orders, port: {number: 80}}}
"""

ROUTE = """
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  hostnames: [shop.test]
  rules:
    - matches: [{path: {type: PathPrefix, value: /orders}}]
      filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}]
      backendRefs: [{name: orders, port: 80}]
"""

TRAEFIK = """
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: {name: strip}
spec: {stripPrefix: {prefixes: [/orders]}}
---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: shop}
spec:
  routes:
    - match: Host(`shop.test`) && PathPrefix(`/orders`)
      middlewares: [{name: strip}]
      services: [{name: orders, port: 80}]
"""


@pytest.mark.parametrize(
    ("text", "change"),
    [(INGRESS, ("/orders", "/")), (ROUTE, ("/orders", "/")), (TRAEFIK, ("/orders", ""))],
    ids=["Ingress", "HTTPRoute", "IngressRoute"],
)
def test_objects_of_a_cluster(tmp_path: Path, text: str, change: tuple[str, str]) -> None:
    (one,) = forwards(tmp_path, {"k8s/ingress.yaml": text})
    assert (one.path, one.to_host, one.to_port, (one.cut, one.to_path)) == ("/orders", "orders", 80, change)
    assert "shop.test" in one.hosts


def test_labels_of_traefik(tmp_path: Path) -> None:
    text = """
services:
  edge:
    image: traefik:v3
    ports: ["80:80"]
  orders:
    build: ./orders
    labels:
      - traefik.http.routers.orders.rule=PathPrefix(`/api/orders`)
      - traefik.http.routers.orders.middlewares=cut@docker
      - traefik.http.middlewares.cut.stripprefix.prefixes=/api
      - traefik.http.services.orders.loadbalancer.server.port=8000
"""
    (one,) = forwards(tmp_path, {"docker-compose.yml": text})
    assert shown(one) == ("/api/orders", "orders", 8000, "/api", "", 9)
    assert (one.hosts, one.ports) == (("edge",), (80,))


@pytest.mark.parametrize(
    ("pattern", "literal"),
    [("/a", "/a"), ("^/a/(.*)$", "/a/"), ("/a/?(.*)", "/a"), ("/a(/|$)(.*)", "/a"), ("/v1\\.0/", "/v1.0/"), ("/?(.*)", "/"), ("/(a|b)", None)],
)  # fmt: skip
def test_what_a_pattern_begins_with(pattern: str, literal: str | None) -> None:
    assert beginning(pattern) == literal


@pytest.mark.parametrize(
    ("pattern", "replacement", "change"),
    [
        ("/a(/|$)(.*)", "/$2", Rewrite("/a", "/")),
        ("^/a(/.*)$", "$1", Rewrite("/a", "")),
        ("^(.*)$", "/v1$1", Rewrite("", "/v1")),
        ("/a", "/", Rewrite(None, "/")),
        ("/a/(.*)/(.*)", "/$1/x/$2", None),
    ],
)
def test_what_becomes_of_a_path(pattern: str, replacement: str, change: Rewrite | None) -> None:
    assert rewritten(pattern, replacement) == change
