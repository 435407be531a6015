"""Dockerfiles, Procfiles, makefiles, proto files and OpenAPI documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint.discover.deploy.images import engine_of, language_of, name_of

from .read import deployment, processes, values


def test_a_dockerfile_alone(tmp_path: Path) -> None:
    text = """\
# syntax=docker/dockerfile:1
ARG VERSION=3.12
FROM python:${VERSION}-slim AS base
ENV TOPIC=orders \\
    # why
    HOST="billing" PASSWORD=hunter2
ENV OLD style value

FROM base AS build
RUN <<END
CMD not this
END

FROM base
WORKDIR /app
COPY . .
EXPOSE 8000/tcp 9000
HEALTHCHECK CMD curl -f http://localhost:8000
ENTRYPOINT ["python", "-m"]
CMD ["orders.main"]
"""
    result = processes(tmp_path, {"svc/orders/main.py": "", "svc/orders/Dockerfile": text}, "dockerfile")
    orders = result["orders"]
    assert (orders.folder, orders.line, orders.language) == ("svc/orders", 14, "python")
    assert (orders.command, orders.ports, orders.health) == ("python -m orders.main", (8000, 9000), 18)
    assert values(orders) == {"TOPIC": "orders", "HOST": "billing", "PASSWORD": "***", "OLD": "style value"}
    assert [(v.name, v.line) for v in orders.environment] == [("HOST", 6), ("OLD", 7), ("PASSWORD", 6), ("TOPIC", 4)]


def test_what_a_dockerfile_is_for(tmp_path: Path) -> None:
    files = {
        "front/Dockerfile": "FROM node:20 AS build\nFROM nginx\nCOPY --from=build /x /y\n",
        "go/Dockerfile": "FROM golang:1.22 AS b\nFROM scratch\nCMD /x\n",
        "db/Dockerfile": "FROM postgres:15\n",
        "py/Dockerfile": "FROM nginx\n",
        "py/a.py": "",
    }
    found = processes(tmp_path, files, "dockerfile")
    assert {n: (p.infrastructure, p.language) for n, p in found.items()} == {
        "front": ("proxy", "javascript"),
        "go": ("", "go"),
        "db": ("postgresql", ""),
        "py": ("", ""),
    }


def test_variables_of_the_code_itself(tmp_path: Path) -> None:
    files = {
        "a/x.py": "",
        "a/Procfile": "web: gunicorn x:app -b :5000\nworker: celery -A x worker\nrelease: python manage.py migrate\n",
        "a/.env": 'A="config.Production"\n# no\nexport B=two # why\nC=\'$B\'\nD=${B}-${E}\nKEY="multi\nline"\n',
        "b/x.py": "",
        "b/Procfile": "web: python x.py\n",
        "b/.env.example": "A=example\n",
    }
    result = deployment(tmp_path, files)
    web, worker, other = result.processes
    assert [(p.name, p.kind, p.line, p.folder) for p in result.processes] == [
        ("web", "procfile", 1, "a"),
        ("worker", "procfile", 2, "a"),
        ("web", "procfile", 1, "b"),
    ]
    assert (web.ports, worker.command) == ((5000,), "celery -A x worker")
    assert values(web) == {"A": "config.Production", "B": "two", "C": "$B", "D": "two-{}", "KEY": "***"}
    assert [(v.name, v.value, v.file) for v in other.environment] == [("A", "example", "b/.env.example")]


def test_makefiles(tmp_path: Path) -> None:
    text = """\
PY = python3
install:
	$(PY) -m pip install -r requirements.txt
	python setup.py install && python -m pytest
run: install
	. venv/bin/activate; python services/orders.py &
	cd users && uvicorn main:app \\
	--port 5001
	@celery -A billing worker
	python manage.py migrate
	python manage.py runserver 8000
	ps | grep "python services/orders.py" | xargs kill
	# python x.py
	docker run x python y.py
"""
    files = {"Makefile": text, "users/main.py": "", "services/orders.py": ""}
    found = deployment(tmp_path, files).processes
    assert [(p.name, p.line, p.folder, p.command, p.ports) for p in found] == [
        ("orders", 6, "", "python services/orders.py", ()),
        ("users", 7, "users", "uvicorn main:app --port 5001", (5001,)),
        ("run", 9, "", "celery -A billing worker", ()),
        ("run", 11, "", "python manage.py runserver 8000", (8000,)),
    ]


def test_procedures(tmp_path: Path) -> None:
    text = """\
syntax = "proto3"; // service No { rpc No(A) returns (A); }
package shop.v1;
import "service.proto";
/* service Not {
   rpc Not(A) returns (B); } */
message service { string rpc = 1; }
service Orders {
  option (x) = "rpc Fake(A)";
  rpc Get (Id) returns (Order) {
    option (google.api.http) = { get: "/v1/orders" };
  }
  rpc
    Watch(stream Id) returns (stream Order);
}
service Billing { rpc Pay(A) returns (B); }
"""
    found = deployment(tmp_path, {"proto/a.proto": text}).procedures
    assert [(p.package, p.service, p.method, p.line) for p in found] == [
        ("shop.v1", "Billing", "Pay", 15),
        ("shop.v1", "Orders", "Get", 9),
        ("shop.v1", "Orders", "Watch", 13),
    ]


def test_operations(tmp_path: Path) -> None:
    files = {
        "docs/api.yaml": "openapi: 3.0.0\ninfo: {title: Orders}\nservers: [{url: 'http://orders:80/v1/'}]\n"
        "paths:\n  /orders/{id}:\n    parameters: []\n    get:\n      summary: x\n    delete: {}\n",
        "users/swagger.json": '{\n "swagger": "2.0",\n "basePath": "/api",\n "paths": {\n  "/me": {"post": {}}\n }\n}\n',
        "other/package.json": "{}",
    }
    found = deployment(tmp_path, files).operations
    assert [(o.service, o.method, o.path, o.file, o.line) for o in found] == [
        ("", "POST", "/api/me", "users/swagger.json", 5),
        ("Orders", "DELETE", "/v1/orders/{id}", "docs/api.yaml", 9),
        ("Orders", "GET", "/v1/orders/{id}", "docs/api.yaml", 7),
    ]


@pytest.mark.parametrize(
    ("image", "name", "engine"),
    [
        ("postgres:15-alpine", "postgres", "postgresql"),
        ("docker.io/bitnami/postgresql:15", "bitnami/postgresql", "postgresql"),
        ("registry.local:5000/library/mysql@sha256:1", "library/mysql", "mysql"),
        ("mariadb", "mariadb", "mysql"),
        ("confluentinc/cp-kafka:7", "confluentinc/cp-kafka", "kafka"),
        ("rabbitmq:3-management-alpine", "rabbitmq", "rabbitmq"),
        ("docker.elastic.co/elasticsearch/elasticsearch:8", "elasticsearch/elasticsearch", "elasticsearch"),
        ("mcr.microsoft.com/mssql/server:2022", "mssql/server", "mssql"),
        ("redis/redis-stack", "redis/redis-stack", "redis"),
        ("acme/kafka-consumer", "acme/kafka-consumer", ""),
        ("acme/orders", "acme/orders", ""),
        ("python:3.12", "python", ""),
        ("nginx", "nginx", "proxy"),
    ],
)
def test_images(image: str, name: str, engine: str) -> None:
    assert (name_of(image), engine_of(image)) == (name, engine)


@pytest.mark.parametrize(
    ("image", "language"),
    [
        ("python:3.12-slim", "python"),
        ("public.ecr.aws/lambda/python:3.11", "python"),
        ("tiangolo/uvicorn-gunicorn-fastapi:python3.9", "python"),
        ("node:20-alpine", "javascript"),
        ("golang:1.22", "go"),
        ("maven:3-eclipse-temurin-17", "java"),
        ("mcr.microsoft.com/dotnet/aspnet:8.0", "c#"),
        ("alpine:3", ""),
    ],
)
def test_languages(image: str, language: str) -> None:
    assert language_of(image) == language


def test_a_tree_without_manifests_costs_nothing(tmp_path: Path) -> None:
    result = deployment(tmp_path, {"a.py": "", "data.yaml": "a: 1\n"})
    assert (result.processes, result.gaps, result.files) == ((), (), ())


def test_all_that_was_read_or_looked_for_is_told(tmp_path: Path) -> None:
    files = {
        "a/x.py": "",
        "a/start.sh": "uvicorn x:app\n",
        "a/Dockerfile": "FROM python\nCMD ./start.sh\n",
        "docker-compose.yml": "services:\n  a: {build: a, env_file: vars.txt}\n",
        "vars.txt": "A=1\n",
    }
    assert deployment(tmp_path, files).files == (".env", "a/Dockerfile", "a/start.sh", "docker-compose.yml", "vars.txt")
