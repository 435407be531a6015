"""No password of a database is in anything that is printed or stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.inside import inside

SECRET = "hunter2"

CODE = f"""
import os

import psycopg2
import pymysql
from pymongo import MongoClient
from sqlalchemy import URL, create_engine

PASSWORD = "{SECRET}"
plain = create_engine("postgresql://me:{SECRET}@db/one")
odd = create_engine("postgresql://me:x@y/{SECRET}@db/two")
built = create_engine(f"postgresql://me:{{PASSWORD}}@db/three")
joined = create_engine("postgresql://me:" + PASSWORD + "@db/four")
formatted = create_engine("postgresql://me:%s@db/five" % PASSWORD)
default = create_engine(os.environ.get("DATABASE_URL", "postgresql://me:{SECRET}@db/six"))
parts = create_engine("postgresql://me:{{}}@db/seven".format(os.environ.get("DB_PASSWORD", "{SECRET}")))
made = create_engine(URL.create("postgresql", "me", "{SECRET}", "db", 5432, "eight"))
keywords = psycopg2.connect("dbname=nine user=me password={SECRET} host=db")
arguments = pymysql.connect(host="db", user="me", password="{SECRET}", database="ten")
client = MongoClient("mongodb://me:{SECRET}@mongo:27017/").eleven
settings = dict(HOST="db")


class Config:
    SQLALCHEMY_DATABASE_URI = "mysql://me:{SECRET}@db/twelve"


def run():
    with plain.connect() as connection:
        connection.exec_driver_sql("SELECT * FROM orders")
    return client.items.find_one()
"""

SETTINGS = f"""
ROOT_URLCONF = "shop.urls"
DATABASES = {{
    "default": {{"ENGINE": "django.db.backends.mysql", "HOST": "db", "NAME": "shop", "PASSWORD": "{SECRET}"}},
}}
"""

COMPOSE = f"""
services:
  orders:
    build: ./orders
    environment:
      DATABASE_URL: postgresql://me:{SECRET}@db/shop
      DB_PASSWORD: {SECRET}
  users:
    build: ./users
    environment:
      DATABASE_URL: postgresql://me:{SECRET}@db/shop
  db:
    image: postgres:16
    environment: ["POSTGRES_PASSWORD={SECRET}"]
"""

DATABASES = "select * from database_use"


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("services")
    (folder / ".git").mkdir()
    (folder / "docker-compose.yml").write_text(COMPOSE)
    for name in ("orders", "users"):
        (folder / name).mkdir()
        (folder / name / "Dockerfile").write_text("FROM python:3.13\n")
        (folder / name / "db.py").write_text(CODE)
        (folder / name / "settings.py").write_text(SETTINGS)
    return folder


def run(folder: Path, *command: str) -> str:
    done = inside(*command, "--no-cache", cwd=folder)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("facts", "."),
        ("check", ".", "-f", "text"),
        ("check", ".", "-f", "json"),
        ("query", DATABASES, "."),
        ("query", DATABASES, ".", "-f", "json"),
        ("query", DATABASES, ".", "-f", "csv"),
        ("query", "select * from database_hop", ".", "-f", "csv"),
    ],
    ids=lambda command: " ".join(command),
)
def test_no_password_is_printed(services: Path, command: tuple[str, ...]) -> None:
    shown = run(services, *command)
    assert "db" in shown
    assert SECRET not in shown


def test_every_database_is_found(services: Path) -> None:
    names = run(services, "query", "select distinct name from database_use", ".", "-f", "csv").split()
    numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    assert {*numbers, "shop"} - {"six"} <= set(names), "where a manifest sets the variable, its default is not in force"


def test_no_password_is_kept_in_the_cache(services: Path) -> None:
    inside("check", ".", cwd=services)
    kept = b"".join(file.read_bytes() for file in services.glob(".boundary_lint_cache/**/*") if file.is_file())
    assert b"sqlalchemy" in kept
    addresses = [f"me:{SECRET}@".encode(), f"/{SECRET}@".encode()]
    assert not any(address in kept for address in addresses)
