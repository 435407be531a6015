"""Where work of a service begins: routes, procedures, tasks and messages alike."""

from __future__ import annotations

import pytest

from boundary_lint.pipeline.examples import example_graph

ASKS = "return requests.get('http://web/x', timeout=1)"

SERVICES = {
    "gRPC": f"""
import grpc, requests
from protos import rates_pb2_grpc

class Rates(rates_pb2_grpc.RatesServicer):
    async def Get(self, request, context):
        {ASKS}

server = grpc.aio.server()
rates_pb2_grpc.add_RatesServicer_to_server(Rates(), server)
server.start()
""",
    "nameko's procedure": f"""
import requests
from nameko.rpc import rpc

class Shop:
    name = "shop"
    @rpc
    def order(self):
        {ASKS}
""",
    "nameko's event": f"""
import requests
from nameko.events import event_handler

class Shop:
    name = "shop"
    @event_handler("stock", "gone")
    def gone(self, payload):
        {ASKS}
""",
    "Celery": f"import requests\nfrom celery import shared_task\n\n@shared_task\ndef ship():\n    {ASKS}\n",
    "dramatiq": f"import dramatiq, requests\n\n@dramatiq.actor\ndef ship():\n    {ASKS}\n",
    "rq": f"import requests\nfrom rq.decorators import job\n\n@job('low')\ndef ship():\n    {ASKS}\n",
    "arq": f"import requests\n\nasync def ship(ctx):\n    {ASKS}\n\nclass WorkerSettings:\n    functions = [ship]\n",
    "huey": f"import requests\nfrom huey import RedisHuey\n\nhuey = RedisHuey('a')\n\n@huey.task()\ndef ship():\n    {ASKS}\n",
}

EXPECTED = {
    "gRPC": ("route", "/Rates/Get", "Rates.Get"),
    "nameko's procedure": ("route", "shop.order", "Shop.order"),
    "nameko's event": ("consumer", "stock.events:gone", "Shop.gone"),
    "Celery": ("consumer", "main.ship", "ship"),
    "dramatiq": ("consumer", "ship", "ship"),
    "rq": ("consumer", "low", "ship"),
    "arq": ("consumer", "ship", "ship"),
    "huey": ("consumer", "ship", "ship"),
}


@pytest.mark.parametrize("name", SERVICES)
def test_entry_points(name: str) -> None:
    web = "from flask import Flask\n\napp = Flask('web')\n\n@app.get('/x')\ndef x():\n    return 1\n"
    compose = "services:\n  web:\n    build: ./web\n  work:\n    build: ./work\n"
    graph = example_graph({"docker-compose.yml": compose, "web/app.py": web, "work/main.py": SERVICES[name]})
    found = graph.execute("select kind, name, function from entry_point where service = 'work'").fetchall()
    assert [tuple(row) for row in found] == [EXPECTED[name]]
