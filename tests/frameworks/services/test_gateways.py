"""Calls that go to a gateway reach the service behind it."""

from __future__ import annotations

import pytest

from boundary_lint.facts.program import RemoteCall
from boundary_lint.pipeline.examples import example_facts

COMPOSE = """
services:
  edge:
    image: nginx:1.27
    ports: ["8080:80"]
  orders:
    build: ./orders
  web:
    build: ./web
"""

NGINX = """
server {
    location /api/orders/ {
        proxy_pass http://orders:8000/;
    }
}
"""

ORDERS = """
from flask import Flask

app = Flask(__name__)


@app.get("/<int:number>")
def one(number):
    return {}
"""


def calls(address: str) -> list[RemoteCall]:
    web = f"import requests\n\n\ndef ask(number):\n    requests.get(f'{address}')\n"
    files = {"docker-compose.yml": COMPOSE, "edge/default.conf": NGINX, "orders/app.py": ORDERS, "web/app.py": web}
    return example_facts(files).calls


@pytest.mark.parametrize("host", ["edge", "localhost:8080"])
def test_a_path_that_is_handed_on(host: str) -> None:
    (call,) = calls(f"http://{host}/api/orders/{{number}}")
    assert (call.service, call.path, call.endpoint) == ("orders", "/{}", "/<int:number>")
    assert call.host == host.partition(":")[0]
    assert [(hop.what, hop.text, hop.file, hop.line) for hop in call.hops if hop.what == "gateway"] == [
        ("gateway", "/api/orders/ -> orders", "edge/default.conf", 4)
    ]


@pytest.mark.parametrize(
    "address", ["http://edge/api/users/{number}", "http://elsewhere/api/orders/1", "http://localhost:9/api/orders/1"]
)
def test_anything_else_stays_as_it_is(address: str) -> None:
    (call,) = calls(address)
    assert (call.service, call.endpoint) == ("", "")
    assert not [hop for hop in call.hops if hop.what == "gateway"]
