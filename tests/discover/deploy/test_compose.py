"""Compose files: which services, from which folder, under which names, with which variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from .read import deployment, processes, reasons, values

CODE = {"orders/main.py": "", "orders/Dockerfile": "FROM python:3.12\nCMD uvicorn main:app --port 8000\n"}


def test_a_service_with_everything(tmp_path: Path) -> None:
    text = """\
services:
  orders:
    build: ./orders
    container_name: orders-ms
    hostname: orders.local
    command: ["uvicorn", "main:app", "--port", "9000"]
    ports: ["8001:8000", "127.0.0.1:8443:443/tcp", {target: 81, published: "8081"}]
    expose: ["7000"]
    environment:
      - BILLING_URL=http://billing:8000
      - DB_HOST=db
    networks:
      back:
        aliases: [orders-api]
    links: ["db:database"]
    depends_on:
      billing: {condition: service_healthy}
    healthcheck:
      test: curl localhost
    deploy: {replicas: 3}
  db:
    image: registry.example.com:5000/library/postgres:15@sha256:abc
    environment: {POSTGRES_DB: orders, POSTGRES_PASSWORD: hunter2}
  billing:
    image: acme/billing:1
"""
    found = processes(tmp_path, {"docker-compose.yml": text, **CODE})
    orders = found["orders"]
    assert (orders.folder, orders.dockerfile, orders.line) == ("orders", "orders/Dockerfile", 2)
    assert orders.hosts == ("orders", "orders-api", "orders-ms", "orders.local")
    assert (orders.ports, orders.published) == ((81, 443, 7000, 8000, 9000), (8001, 8081, 8443))
    assert orders.command == "uvicorn main:app --port 9000"
    assert (orders.health, orders.replicas, orders.depends_on) == (18, 3, ("billing", "db"))
    assert [(v.name, v.value, v.line) for v in orders.environment] == [
        ("BILLING_URL", "http://billing:8000", 10),
        ("DB_HOST", "db", 11),
    ]
    db = found["db"]
    assert (db.image, db.infrastructure, db.folder) == ("library/postgres", "postgresql", None)
    assert "database" in db.hosts
    assert values(db) == {"POSTGRES_DB": "orders", "POSTGRES_PASSWORD": "***"}


def test_variables_come_from_the_env_file_beside_and_from_defaults(tmp_path: Path) -> None:
    files = {
        ".env": "HOST=billing\nDB_PASSWORD=hunter2\n",
        "docker-compose.yml": "services:\n  a:\n    image: a\n    environment:\n      URL: http://${HOST}:${PORT:-80}/${PATH_X}\n"
        "      DSN: postgres://u:${DB_PASSWORD}@db/a\n      HOST:\n      PRICE: $$5\n      OTHER: ${OTHER}\n",
    }
    a = processes(tmp_path, files)["a"]
    assert values(a) == {
        "URL": "http://billing:80/{}",
        "DSN": "postgres://u:***@db/a",
        "HOST": "billing",
        "PRICE": "$5",
        "OTHER": "",
    }
    assert {v.name: v.source for v in a.environment if v.source} == {
        "HOST": "environment/./HOST",
        "OTHER": "environment/./OTHER",
    }


def test_variables_are_taken_from_env_files_then_from_the_service(tmp_path: Path) -> None:
    files = {
        "orders/Dockerfile": "FROM python\nENV A=image B=image \\\n    C=image D=image\n",
        "orders/main.py": "",
        "orders/.env": "A=dotenv\nE=dotenv\n",
        "common.env": "C=common # why\nD='common'\n",
        "docker-compose.yml": "services:\n  o:\n    build: orders\n    env_file: common.env\n    environment: {D: own}\n",
    }
    found = processes(tmp_path, files)["o"].environment
    assert [(v.name, v.value, f"{v.file}:{v.line}") for v in found] == [
        ("A", "image", "orders/Dockerfile:2"),
        ("B", "image", "orders/Dockerfile:2"),
        ("C", "common", "common.env:1"),
        ("D", "own", "docker-compose.yml:5"),
        ("E", "dotenv", "orders/.env:2"),
    ]


def test_an_override_wins_and_other_files_add(tmp_path: Path) -> None:
    files = {
        **CODE,
        "docker-compose.yml": "services:\n  o:\n    build: orders\n    environment: {A: base, B: base}\n    ports: ['1:1']\n",
        "docker-compose.override.yml": "services:\n  o:\n    environment: [B=override]\n    ports: ['2:2']\n",
        "docker-compose.prod.yml": "services:\n  o:\n    image: acme/o\n    environment: {A: prod, C: prod}\n  only: {image: x}\n",
    }
    found = processes(tmp_path, files)
    assert values(found["o"]) == {"A": "base", "B": "override", "C": "prod"}
    assert (found["o"].ports, found["o"].image, found["o"].file) == ((1, 2, 8000), "acme/o", "docker-compose.yml")
    assert found["only"].file == "docker-compose.prod.yml"


def test_extends_include_anchors_and_blocks(tmp_path: Path) -> None:
    files = {
        **CODE,
        "docker-compose.yml": "include: [infra/parts.yml]\n"
        "x-common: &common\n  environment: &env {A: anchor}\n  build: ./orders\n"
        "services:\n"
        "  web:\n    <<: *common\n    command: gunicorn a:b -b :5000\n"
        "  worker:\n    extends: web\n    environment: {<<: *env, B: own}\n    command: celery -A a worker\n"
        "  other:\n    extends: {file: infra/base.yaml, service: base}\n",
        "infra/parts.yml": "services:\n  cache: {image: redis:7}\n",
        "infra/base.yaml": "services:\n  base: {build: ../orders, environment: [C=base]}\n",
    }
    found = processes(tmp_path, files)
    assert sorted(found) == ["cache", "other", "web", "worker"]
    assert {p.folder for p in found.values()} == {"orders", None}
    assert (found["web"].line, values(found["web"])) == (6, {"A": "anchor"})
    assert (found["worker"].line, values(found["worker"])) == (9, {"A": "anchor", "B": "own"})
    assert (found["other"].command, values(found["other"])) == ("uvicorn main:app --port 8000", {"C": "base"})
    assert (found["cache"].infrastructure, found["cache"].file) == ("redis", "infra/parts.yml")


@pytest.mark.parametrize(
    ("build", "folder"),
    [
        ("{context: ., dockerfile: services/a/Dockerfile}", "services/a"),
        ("{context: ., dockerfile: docker/b.dockerfile}", "services/b"),
        ("{context: ., dockerfile: docker/Dockerfile.any, args: [NAME=a]}", "services/a"),
        ("./services/a", "services/a"),
        ("$PWD/services/a", "services/a"),
        ("${ROOT:-services}/a/", "services/a"),
        (".", ""),
        ("https://github.com/acme/x.git", None),
        ("../elsewhere", None),
    ],
)
def test_the_folder_that_a_service_is_built_from(tmp_path: Path, build: str, folder: str | None) -> None:
    files = {
        "services/a/main.py": "",
        "services/b/main.py": "",
        "services/a/Dockerfile": "FROM python\nCOPY services/a .\n",
        "services/b/Dockerfile": "FROM python\nCOPY services/b .\n",
        "docker/b.dockerfile": "FROM python\nCOPY services/b /app\nCMD python main.py\n",
        "docker/Dockerfile.any": "FROM python\nARG NAME\nCOPY services/${NAME} /app\n",
        "docker-compose.yml": f"services:\n  s:\n    build: {build}\n",
    }
    assert processes(tmp_path, files)["s"].folder == folder


def test_one_dockerfile_beside_the_code_is_for_the_whole_project(tmp_path: Path) -> None:
    files = {
        "app/main.py": "",
        "compose/django/Dockerfile": "FROM python\nCOPY ./app /app\n",
        "docker-compose.yml": "services:\n  s:\n    build: {context: ., dockerfile: compose/django/Dockerfile}\n",
    }
    assert processes(tmp_path, files)["s"].folder == ""


def test_a_dockerfile_that_copies_all_is_for_its_own_folder(tmp_path: Path) -> None:
    files = {"src/shared/tools.py": "", "src/phone/android.Dockerfile": "FROM react-native\nCOPY . .\n"}
    assert [p.folder for p in deployment(tmp_path, files).processes] == ["src/phone"]


def test_compose_files_in_a_folder_of_their_own(tmp_path: Path) -> None:
    files = {**CODE, "compose/dev.yml": "services:\n  o: {build: $PWD/orders}\n  p: {build: ../orders}\n"}
    assert [p.folder for p in processes(tmp_path, files).values()] == ["orders", "orders"]


def test_a_misspelt_path_is_told_and_what_was_meant_is_taken(tmp_path: Path) -> None:
    files = {
        "saga-orders-example/booking/main.py": "",
        "other-example/booking/main.py": "",
        "docker-compose.yml": "services:\n  b:\n    build: ./saga-odrers-example/booking\n  c:\n    build: ./nothing/like/it\n",
    }
    result = deployment(tmp_path, files)
    assert [p.folder for p in result.processes] == ["saga-orders-example/booking", None]
    taken = "saga-orders-example/booking is taken for it"
    assert reasons(result) == [
        "docker-compose.yml:3 the folder ./saga-odrers-example/booking that b is built from does not exist; " + taken,
        "docker-compose.yml:5 the folder ./nothing/like/it that c is built from does not exist",
    ]


def test_equal_services_of_two_files_are_one_where_the_folder_is(tmp_path: Path) -> None:
    files = {
        **CODE,
        "users/main.py": "",
        "docker-compose.yml": "services:\n  api: {build: orders}\n  db: {image: mysql}\n",
        "orders/docker-compose.yml": "services:\n  api:\n    build: .\n    healthcheck: {test: x}\n  db: {image: mysql}\n",
        "users/docker-compose.yml": "services:\n  api: {build: .}\n",
    }
    found = [p for p in deployment(tmp_path, files).processes if p.kind == "compose"]
    assert [(p.name, p.file, p.folder) for p in found] == [
        ("api", "docker-compose.yml", "orders"),
        ("db", "docker-compose.yml", None),
        ("db", "orders/docker-compose.yml", None),
        ("api", "users/docker-compose.yml", "users"),
    ]
    assert (found[0].health, found[0].health_file) == (4, "orders/docker-compose.yml")


@pytest.mark.parametrize("check", ["{disable: true}", "{test: [NONE]}", "{test: NONE}"])
def test_a_health_check_that_is_switched_off_is_none(tmp_path: Path, check: str) -> None:
    files = {"docker-compose.yml": f"services:\n  a:\n    image: a\n    healthcheck: {check}\n"}
    assert processes(tmp_path, files)["a"].health == 0


def test_a_script_that_is_run_tells_what_it_starts(tmp_path: Path) -> None:
    files = {
        "o/main.py": "",
        "o/run.sh": "#!/bin/sh\nalembic upgrade head\nexec uvicorn main:app \\\n  --port 8000\n",
        "o/Dockerfile": "FROM python\nCMD /app/run.sh\n",
        "docker-compose.yml": "services:\n  o: {build: o}\n",
    }
    o = processes(tmp_path, files)["o"]
    assert (o.command, o.ports) == ("/app/run.sh; exec uvicorn main:app --port 8000", (8000,))


def test_code_that_is_mounted_into_a_ready_image(tmp_path: Path) -> None:
    files = {
        "o/main.py": "",
        "docker-compose.yml": "services:\n  o:\n    image: python:3\n    volumes: ['./o:/app']\n    command: python main.py\n",
    }
    assert processes(tmp_path, files)["o"].folder == "o"


def test_compose_version_1(tmp_path: Path) -> None:
    found = processes(
        tmp_path, {**CODE, "docker-compose.yml": "o:\n  build: orders\n  links: [db]\ndb:\n  image: mongo\n"}
    )
    assert (found["o"].folder, found["db"].infrastructure) == ("orders", "mongodb")


def test_an_example_tells_what_is_kept_out_of_the_repository(tmp_path: Path) -> None:
    files = {
        ".env.example": "HOST=billing\n",
        "vars/o.env.sample": "TOPIC=orders\n",
        "docker-compose.yml": "services:\n  a:\n    image: a\n    env_file: vars/o.env\n    environment: [URL=http://$HOST]\n",
    }
    found = processes(tmp_path, files)["a"].environment
    assert [(v.name, v.value, v.file) for v in found] == [
        ("TOPIC", "orders", "vars/o.env.sample"),
        ("URL", "http://billing", "docker-compose.yml"),
    ]


def test_an_image_of_somebody_else_is_not_that_of_the_code_beside(tmp_path: Path) -> None:
    files = {
        **CODE,
        "orders/docker-compose.yml": "services:\n  web: {build: .}\n  tool: {image: acme/tool}\n",
        "users/x.py": "",
        "users/Dockerfile": "FROM python\n",
        "users/docker-compose.yml": "services:\n  anything: {image: acme/any}\n",
    }
    found = processes(tmp_path, files)
    assert {name: p.folder for name, p in found.items()} == {"web": "orders", "tool": None, "anything": "users"}
