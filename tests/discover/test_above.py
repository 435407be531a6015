"""Manifests above and beside the analysed folder are read where they start something in it, up to the top of the repository."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from boundary_lint.config.model import Config
from boundary_lint.discover.walk import discover
from boundary_lint.facts.deployment import Process

COMPOSE = """\
services:
  orders:
    build: {context}orders
    environment:
      STOCK_URL: http://stock:8000
      DB_PASSWORD: verysecret
  stock:
    build: {context}stock
  mail:
    build: {context}../elsewhere/mail
"""


def processes(base: Path, *only: str) -> dict[str, Process]:
    return {process.name: process for process in discover(base, Config(only=only)).deployment.processes}


def lay_out(base: Path, compose: str, context: str, mark: str = ".gitignore") -> None:
    for path in (mark, "code/orders/app.py", "code/stock/app.py", "elsewhere/mail/app.py"):
        (base / path).parent.mkdir(parents=True, exist_ok=True)
        (base / path).write_text("", "utf-8")
    (base / compose).parent.mkdir(exist_ok=True)
    (base / compose).write_text(COMPOSE.format(context=context), "utf-8")


@pytest.mark.parametrize(
    ("compose", "context"),
    [("docker-compose.yml", "code/"), ("deploy/compose.yaml", "../code/"), ("ops/x.yml", "../code/")],
)
def test_a_compose_file_above_or_beside_starts_what_lies_in_the_folder(
    tmp_path: Path, compose: str, context: str
) -> None:
    lay_out(tmp_path, compose, context)
    told = processes(tmp_path / "code")
    assert {name: process.folder for name, process in told.items()} == {
        "orders": "orders", "stock": "stock", "mail": None,
    }  # fmt: skip
    assert told["orders"].file == f"../{compose}"
    assert {(value.name, value.value, value.file) for value in told["orders"].environment} == {
        ("STOCK_URL", "http://stock:8000", f"../{compose}"), ("DB_PASSWORD", "", f"../{compose}"),
    }  # fmt: skip


def test_nothing_is_read_where_no_repository_is_seen(tmp_path: Path) -> None:
    lay_out(tmp_path, "docker-compose.yml", "code/", mark="notes.txt")
    assert processes(tmp_path / "code") == {}


def test_nothing_above_the_top_is_read(tmp_path: Path) -> None:
    lay_out(tmp_path, "docker-compose.yml", "code/")
    (tmp_path / "code/.git").mkdir()
    assert processes(tmp_path / "code") == {}


def test_the_home_folder_is_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, "docker-compose.yml", "code/")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert processes(tmp_path / "code") == {}


def test_manifests_above_that_start_nothing_in_the_folder_say_nothing(tmp_path: Path) -> None:
    lay_out(tmp_path, "docker-compose.yml", "code/")
    (tmp_path / "broken.yml").write_text("services: [", "utf-8")
    deployment = discover(tmp_path / "elsewhere/mail", Config()).deployment
    assert deployment.processes == ()
    assert deployment.gaps == ()


def test_folders_that_are_named_know_the_compose_file_beside_them(tmp_path: Path) -> None:
    lay_out(tmp_path, "docker-compose.yml", "code/", mark="notes.txt")
    told = processes(tmp_path, "code/orders", "code/stock")
    assert told["orders"].folder == "code/orders"
    assert told["orders"].file == "docker-compose.yml"


def test_what_is_excluded_is_not_read_beside_folders_that_are_named(tmp_path: Path) -> None:
    lay_out(tmp_path, "deploy/compose.yaml", "../code/", mark="notes.txt")
    named = ("code/orders", "code/stock")
    assert discover(tmp_path, Config(only=named)).deployment.processes
    assert discover(tmp_path, Config(only=named, exclude=("deploy",))).deployment.processes == ()


def test_what_is_read_does_not_depend_on_the_order_of_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from boundary_lint.discover import above

    lay_out(tmp_path, "deploy/compose.yaml", "../code/")
    (tmp_path / "compose.yml").write_text(COMPOSE.format(context="code/"), "utf-8")
    first = discover(tmp_path / "code", Config()).deployment
    listed = above._entries
    monkeypatch.setattr(above, "_entries", lambda folder: random.Random(1).sample(es := listed(folder), len(es)))
    assert discover(tmp_path / "code", Config()).deployment == first


def test_links_that_lead_out_of_the_repository_are_not_followed(tmp_path: Path) -> None:
    lay_out(tmp_path / "repository", "docker-compose.yml", "code/")
    (tmp_path / "secret.yml").write_text(COMPOSE.format(context="code/"), "utf-8")
    (tmp_path / "repository/docker-compose.yml").unlink()
    (tmp_path / "repository/docker-compose.yml").symlink_to(tmp_path / "secret.yml")
    assert processes(tmp_path / "repository/code") == {}


def test_a_gateway_above_is_seen_from_the_folder(tmp_path: Path) -> None:
    lay_out(tmp_path, "docker-compose.yml", "code/")
    with (tmp_path / "docker-compose.yml").open("a", encoding="utf-8") as compose:
        compose.write("  edge:\n    image: nginx:1.27\n")
    (tmp_path / "nginx.conf").write_text("server { location /stock/ { proxy_pass http://stock:8000/; } }\n", "utf-8")
    (one,) = discover(tmp_path / "code", Config()).deployment.forwards
    assert (one.hosts, one.path, one.to_host, one.file, one.line) == (
        ("edge",), "/stock/", "stock", "../nginx.conf", 1,
    )  # fmt: skip
