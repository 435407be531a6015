"""What follows from calls between services, on facts made by hand: the extraction has tests of its own."""

from __future__ import annotations

from typing import Any

import pytest

from boundary_lint.facts.program import (
    Access,
    ChannelUse,
    Invocation,
    Module,
    ProgramFacts,
    RemoteCall,
    Retry,
    Route,
    Service,
)
from boundary_lint.graph import gate
from boundary_lint.graph.channels import meet
from boundary_lint.graph.store import build


def module(service: str, name: str = "views") -> Module:
    return Module(root=service, module=name, file=f"{service}/{name}.py", context=service, service=service)


def place(service: str, function: str, line: int, name: str = "views") -> dict[str, Any]:
    return {"root": service, "module": name, "function": function, "file": f"{service}/{name}.py", "line": line}


def call(service: str, function: str, line: int, to: str, **more: Any) -> RemoteCall:
    return RemoteCall(
        **place(service, function, line), **{"library": "requests", "protocol": "http", "service": to} | more
    )


def invoke(service: str, function: str, line: int, callee: str, **more: Any) -> Invocation:
    return Invocation(
        **place(service, function, line), callee_root=service, callee_module="views", callee=callee, **more
    )


def route(service: str, pattern: str, view: str, methods: tuple[str, ...] = ()) -> Route:
    return Route(
        pattern=pattern, view=f"views.{view}", root=service, module="views", file=f"{service}/views.py", line=1,
        methods=methods, view_root=service, view_module="views", view_name=view,
    )  # fmt: skip


def publish(service: str, function: str, line: int, channel: str, **more: Any) -> ChannelUse:
    return ChannelUse(
        **place(service, function, line),
        **{"side": "publish", "library": "pika", "protocol": "amqp"} | more,
        channel=channel,
    )


def ask(sql: str, services: tuple[str, ...], **facts: Any) -> list[tuple[Any, ...]]:
    found = [Service(name=name, root=name, how="compose", file="docker-compose.yml", line=1) for name in services]
    graph = build(ProgramFacts(modules=[module(name) for name in services], services=found, **facts))
    return gate.run(graph, sql).rows


def test_a_loop_is_seen_through_its_callers() -> None:
    rows = ask(
        "select c.loop, l.depth, l.loop_function, l.file, l.line from remote_call c left join call_loop l on l.call = c.call order by c.line",
        ("shop", "stock"),
        calls=[call("shop", "fetch", 20, "stock"), call("shop", "once", 30, "stock"), call("shop", "each", 40, "stock", in_loop=True)],
        invocations=[invoke("shop", "page", 5, "helper", in_loop=True), invoke("shop", "helper", 10, "fetch")],
    )  # fmt: skip
    assert rows == [
        (1, 2, "page", "shop/views.py", 5),
        (0, None, None, None, None),
        (1, 0, "each", "shop/views.py", 40),
    ]


def test_a_transaction_is_seen_through_its_callers() -> None:
    rows = ask(
        "select region, transaction_depth, transaction_line from remote_call union all select region, transaction_depth, 0 from channel_use",
        ("shop", "pay"),
        calls=[call("shop", "charge", 20, "pay")],
        channel_uses=[publish("shop", "charge", 21, "paid")],
        invocations=[invoke("shop", "order", 6, "charge", transaction="shop/views.py:5")],
    )
    assert rows == [("shop/views.py:5", 1, 6), ("shop/views.py:5", 1, 0)]


def test_only_calls_whose_target_is_known_are_edges() -> None:
    rows = ask(
        "select from_service, to_service, protocol, sync, places from service_edge order by protocol",
        ("shop", "stock"),
        calls=[
            call("shop", "a", 1, "stock"), call("shop", "b", 2, "stock", sink=True), call("shop", "c", 3, ""),
            call("stock", "d", 4, "stock"),
        ],
        channel_uses=[publish("shop", "a", 9, "sold.{}"), publish("stock", "on", 3, "sold.*", side="consume")],
    )  # fmt: skip
    assert rows == [("shop", "stock", "amqp", 0, 1), ("shop", "stock", "http", 1, 1)]


def test_a_chain_follows_the_endpoint_that_is_called() -> None:
    calls = [
        call("web", "page", 5, "shop", method="GET", endpoint="/orders"),
        call("web", "other", 8, "shop", method="GET", endpoint="/ping"),
        call("shop", "price", 7, "stock", method="GET"),
    ]
    rows = ask(
        "select chain, services, step, joined, line from service_chain order by step",
        ("web", "shop", "stock"),
        calls=calls,
        routes=[
            route("shop", "/orders", "Orders"),
            route("shop", "/ping", "ping", ("GET",)),
            route("web", "/", "page"),
        ],
        invocations=[invoke("shop", "Orders.get", 4, "price")],
    )
    assert rows == [("web -> shop -> stock", 3, 0, "start", 5), ("web -> shop -> stock", 3, 1, "endpoint", 7)]


def test_a_cycle_is_told_where_it_is_thinnest() -> None:
    calls = [call("a", "f", 1, "b"), call("a", "f", 2, "b"), call("b", "g", 3, "a"), call("b", "g", 4, "c", sync=False)]
    rows = ask("select cycle, step, file, line from service_cycle_step", ("a", "b", "c"), calls=calls)
    assert rows == [("a -> b -> a", 0, "b/views.py", 3), ("a -> b -> a", 1, "a/views.py", 1)]


def test_an_entry_point_leads_to_calls() -> None:
    rows = ask(
        "select kind, name, function, to_service, line, call_line, depth, in_loop, through from entry_call order by name, line",
        ("web", "shop"),
        calls=[call("web", "fetch", 20, "shop"), call("web", "Page.get", 9, "shop")],
        routes=[route("web", "/page", "Page")],
        invocations=[
            invoke("web", "Page.get", 7, "Page.load"),
            invoke("web", "Page.get", 8, "fetch", in_loop=True),
            invoke("web", "Page.load", 12, "fetch"),
        ],
    )
    assert rows == [
        ("route", "/page", "Page.get", "shop", 7, 20, 2, 0, "Page.load() -> fetch()"),
        ("route", "/page", "Page.get", "shop", 8, 20, 1, 1, "fetch()"),
        ("route", "/page", "Page.get", "shop", 9, 9, 0, 0, ""),
    ]


@pytest.mark.parametrize(("table", "found"), [("orders", [("save", "paid")]), ("outbox_message", [])])
def test_two_writes_of_one_operation_with_nothing_between(table: str, found: list[tuple[str, str]]) -> None:
    write = Access(
        **place("shop", "save", 3), table=table, op="write", via="instance", confidence="high", in_loop=False, transaction=""
    )  # fmt: skip
    rows = ask(
        "select operation, sent from dual_write",
        ("shop", "pay"),
        accesses=[write],
        channel_uses=[publish("shop", "tell", 8, "paid")],
        invocations=[invoke("shop", "save", 4, "tell")],
    )
    assert rows == found


def test_every_operation_that_writes_before_it_sends_through_a_helper() -> None:
    rows = ask(
        "select operation, operation_line, line from dual_write order by operation",
        ("shop", "pay"),
        accesses=[
            Access(**place("shop", name, 3), table="orders", op="write", via="instance", confidence="high", in_loop=False, transaction="")
            for name in ("change", "save")
        ],
        channel_uses=[publish("shop", "tell", 40, "paid")],
        invocations=[invoke("shop", "save", 4, "tell"), invoke("shop", "change", 5, "tell"), invoke("shop", "show", 6, "tell")],
    )  # fmt: skip
    assert rows == [("change", 5, 40), ("save", 4, 40)]


def test_a_call_below_a_retry() -> None:
    retry = Retry(
        **place("shop", "load", 3), how="tenacity", bounded="no", wait="none", jitter=False, first_line=3, last_line=6
    )
    rows = ask(
        "select line, depth, bounded from retried_call order by line",
        ("shop", "stock"),
        calls=[call("shop", "load", 5, "stock"), call("shop", "load", 9, "stock"), call("shop", "fetch", 20, "stock")],
        retries=[retry],
        invocations=[invoke("shop", "load", 6, "fetch")],
    )  # fmt: skip
    assert rows == [(5, 0, "no"), (20, 1, "no")]


@pytest.mark.parametrize(
    ("sent", "taken", "met"),
    [
        ("a.b", "a.b", True), ("a.b", "a.*", True), ("a.b.c", "a.*", False), ("a.b.c", "a.#", True),
        ("a.{}", "a.b", True), ("", "a", False), ("{}", "a", False), ("a", "b", False),
    ],
)  # fmt: skip
def test_names_of_channels(sent: str, taken: str, met: bool) -> None:
    assert meet(publish("a", "f", 1, sent), publish("b", "g", 1, taken, side="consume")) is met
