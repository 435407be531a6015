"""Which route a call reaches: paths against patterns of every kind of router."""

from __future__ import annotations

import pytest

from boundary_lint.facts.program import RemoteCall, Route
from boundary_lint.frameworks.services.endpoints import Endpoints

PATTERNS = [
    "api/^orders/$",
    "api/^orders/(?P<pk>[^/.]+)/$",
    r"api/^orders/(?P<pk>[^/.]+)\.(?P<format>[a-z0-9]+)/?$",
    r"api/^orders\.(?P<format>[a-z0-9]+)/?$",
    "stock/<int:pk>/",
    "/users/{id}",
    "/users/me",
]


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/api/orders", "api/^orders/$"),
        ("/api/orders/?late=1", "api/^orders/$"),
        ("/api/orders/{}/", "api/^orders/(?P<pk>[^/.]+)/$"),
        ("/api/orders.json", r"api/^orders\.(?P<format>[a-z0-9]+)/?$"),
        ("/api/lines", ""),
        ("/api/orders/detail/{}", ""),
        ("/stock/7/", "stock/<int:pk>/"),
        ("/users/{}", "/users/{id}"),
        ("/users/me", "/users/me"),
    ],
)
def test_a_call_reaches_the_route_that_fits_best(path: str, pattern: str) -> None:
    where = {"root": "", "module": "m", "file": "m.py", "line": 1}
    endpoints = Endpoints(("shop", Route(pattern=one, view="", **where)) for one in PATTERNS)  # type: ignore[arg-type]
    call = RemoteCall(function="f", library="requests", protocol="http", path=path, service="shop", **where)  # type: ignore[arg-type]
    assert endpoints.matched(call).endpoint == pattern


@pytest.mark.parametrize("path", ["/shop-api/users/1", "/users/1"])
def test_a_path_is_served_with_and_without_what_a_proxy_leaves(path: str) -> None:
    where = {"root": "", "module": "m", "file": "m.py", "line": 1}
    endpoints = Endpoints([("shop", Route(pattern="/users/{id}", view="", behind="/shop-api", **where))])  # type: ignore[arg-type]
    call = RemoteCall(function="f", library="requests", protocol="http", path=path, service="shop", **where)  # type: ignore[arg-type]
    assert endpoints.matched(call).endpoint == "/users/{id}"


@pytest.mark.parametrize(
    ("path", "method", "patterns"),
    [
        ("/users/{}", "", ("/users/me", "/users/{id}")),
        ("/api/orders/", "", ("api/^orders/$",)),
        ("/users/{}", "GET", ()),
    ],
)
def test_a_request_that_is_handed_on_reaches_all_below_its_path(
    path: str, method: str, patterns: tuple[str, ...]
) -> None:
    where = {"root": "", "module": "m", "file": "m.py", "line": 1}
    endpoints = Endpoints(("shop", Route(pattern=one, view="", **where)) for one in PATTERNS)  # type: ignore[arg-type]
    call = RemoteCall(
        function="f",
        library="httpx",
        protocol="http",
        path=path,
        method=method,
        service="shop",
        **where,  # type: ignore[arg-type]
    )
    assert endpoints.matched(call).reaches == patterns


@pytest.mark.parametrize(
    ("path", "method", "caller", "service"),
    [
        ("/stock/{}", "GET", "web", "stock"),
        ("/orders/{}", "GET", "web", ""),  # two serve it
        ("/stock/{}", "GET", "stock", ""),  # its own
        ("/stock/{}", "POST", "web", ""),
        ("/{}", "GET", "web", ""),
    ],
)
def test_an_address_of_this_machine_is_that_of_the_only_service_that_serves_the_path(
    path: str, method: str, caller: str, service: str
) -> None:
    where = {"root": "", "module": "m", "file": "m.py", "line": 1}
    served = [("stock", "/stock/{id}"), ("stock", "/orders/{id}"), ("orders", "/orders/{id}"), ("orders", "/{id}")]
    routes = [(name, Route(pattern=one, view="", methods=("GET",), **where)) for name, one in served]  # type: ignore[arg-type]
    call = RemoteCall(function="f", library="requests", protocol="http", path=path, method=method, **where)  # type: ignore[arg-type]
    found = Endpoints(routes).guessed(call, {caller})
    assert found.service == service
    assert found.confidence == ("low" if service else "high")
