"""What services are said to serve, by interface definitions and OpenAPI documents, and which calls reach it."""

from __future__ import annotations

import pytest

from boundary_lint.facts.program import DeclaredEndpoint, ProgramFacts
from boundary_lint.pipeline.examples import example_facts

COMPOSE = """
services:
  orders:
    build: ./orders
  stock:
    build: ./stock
  rates:
    image: registry.local/rates:1
"""

PROTO = """
syntax = "proto3";
package shop.v1;
service Rates {
  rpc GetRate(Request) returns (Reply);
}
service Stock {
  rpc Reserve(Request) returns (Reply) {}
}
"""

SERVER = """
import grpc
from protos import shop_pb2_grpc


class Stock(shop_pb2_grpc.StockServicer):
    def Reserve(self, request, context):
        return request


def serve(add=shop_pb2_grpc.add_StockServicer_to_server):
    server = grpc.server(None)
    add(Stock(), server)
    server.start()
"""


def calls_of(facts: ProgramFacts) -> set[tuple[str, str, str]]:
    return {(call.service, call.path, call.endpoint) for call in facts.calls}


def test_calls_through_stubs_reach_what_is_served_or_declared() -> None:
    client = """
import grpc, os
from protos import shop_pb2_grpc

rates = shop_pb2_grpc.RatesStub(grpc.insecure_channel("rates:9000"))
stock = shop_pb2_grpc.StockStub(grpc.insecure_channel(os.environ["WHERE"]))


def order(number):
    rates.GetRate(number)
    rates.GetRates(number)
    stock.Reserve(number)
"""
    facts = example_facts(
        {
            "docker-compose.yml": COMPOSE,
            "protos/shop.proto": PROTO,
            "orders/app.py": client,
            "stock/main.py": SERVER,
        }
    )
    assert calls_of(facts) == {
        ("rates", "/shop.v1.Rates/GetRate", "/shop.v1.Rates/GetRate"),
        ("rates", "/shop.v1.Rates/GetRates", ""),
        ("stock", "/shop.v1.Stock/Reserve", "/shop.v1.Stock/Reserve"),
    }


@pytest.mark.parametrize(
    ("file", "head"),
    [
        ("docs/one.yaml", "info: {title: Rates API}"),
        ("docs/rates-openapi.yaml", "info: {title: All that there is}"),
        ("orders/clients/one.yaml", "info: {title: One}\nservers: [{url: 'http://rates:8000/'}]"),
    ],
    ids=["by its title", "by its file", "by its server"],
)
def test_a_document_is_of_a_service(file: str, head: str) -> None:
    document = f"openapi: 3.0.0\n{head}\npaths:\n  /rates/{{day}}:\n    get: {{}}\n"
    client = "import requests\n\ndef rate(day):\n    requests.get(f'http://rates:8000/rates/{day}')\n"
    server = "from flask import Flask\n\nFlask('x').run()\n"
    facts = example_facts(
        {"docker-compose.yml": COMPOSE, file: document, "orders/app.py": client, "stock/main.py": server}
    )
    line = next(number for number, text in enumerate(document.splitlines(), 1) if "get:" in text)
    (declared,) = facts.declared
    assert declared == DeclaredEndpoint(
        service="rates", protocol="http", method="GET", pattern="/rates/{day}", file=file, line=line
    )
    assert calls_of(facts) == {("rates", "/rates/{}", "/rates/{day}")}


def test_of_several_services_at_one_place_those_that_serve_the_path_are_called() -> None:
    client = """
import requests
from flask import Flask

app = Flask("orders")
WHERE = ["http://stock:5000", "http://users:5000"]


def ask(path):
    for base in WHERE:
        return requests.get(base + path)


def order():
    ask("/items")
    ask("/nothing")
"""
    server = "from flask import Flask\n\napp = Flask('x')\n\n@app.get('/{}')\ndef all():\n    return []\n"
    compose = "services:\n" + "".join(f"  {name}:\n    build: ./{name}\n" for name in ("orders", "stock", "users"))
    facts = example_facts(
        {
            "docker-compose.yml": compose,
            "orders/app.py": client,
            "stock/app.py": server.format("items"),
            "users/app.py": server.format("users"),
        }
    )
    assert {(s, p) for s, p, _ in calls_of(facts)} >= {("stock", "/items"), ("stock", "/nothing")}
    assert ("users", "/items", "") not in calls_of(facts)


def test_generated_code_names_procedures_where_no_definition_is_there() -> None:
    generated = """
class StockStub(object):
    def __init__(self, channel):
        self.Reserve = channel.unary_unary('/shop.v1.Stock/Reserve')
        self.Free = channel.unary_unary('/shop.v1.Stock/Free')
"""
    client = "import grpc\nimport shop_pb2_grpc\n\nstub = shop_pb2_grpc.StockStub(grpc.insecure_channel('stock:9000'))\nstub.Reserve(1)\n"
    server = SERVER.replace("from protos import", "import")
    files = {"orders/app.py": client, "stock/main.py": server, "orders/shop_pb2_grpc.py": generated}
    facts = example_facts({"docker-compose.yml": COMPOSE, **files, "stock/shop_pb2_grpc.py": generated})
    assert [route.pattern for route in facts.routes] == ["/shop.v1.Stock/Reserve"]
    assert calls_of(facts) == {("stock", "/shop.v1.Stock/Reserve", "/shop.v1.Stock/Reserve")}
