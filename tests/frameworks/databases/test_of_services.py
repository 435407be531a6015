"""Which services share a database: the same server under many names, several databases on one server, files, unknown addresses."""

from __future__ import annotations

from textwrap import dedent

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.pipeline.examples import example_facts
from boundary_lint.report.calls import shared_databases

ENGINE = """
    import os
    from sqlalchemy import create_engine

    engine = create_engine(os.environ.get("DATABASE_URL", "postgresql://me:secret@localhost/shop"))
"""

TWO = ("orders", "users")


def facts_of(files: dict[str, str]) -> ProgramFacts:
    return example_facts({path: dedent(text) for path, text in files.items()})


def of_compose(orders: str, users: str, *, database: str = "db") -> list[list[str]]:
    """Return which of two services share a database, each given a DATABASE_URL."""
    text = f"""
        services:
          orders:
            build: ./orders
            {_environment(orders)}
          users:
            build: ./users
            {_environment(users)}
          {database}:
            image: postgres:16
            container_name: shop-database
            ports: ["5433:5432"]
    """
    files = {f"{name}/{file}": content for name in TWO for file, content in _SERVICE.items()}
    return shared_databases(facts_of({"docker-compose.yml": text, **files}))


_SERVICE = {"Dockerfile": "FROM python:3.13\n", "db.py": ENGINE}


def _environment(url: str) -> str:
    return f'environment: ["DATABASE_URL={url}"]' if url else "restart: always"


def test_one_server_with_a_database_for_each_is_not_shared() -> None:
    assert of_compose("postgresql://me:a@db/orders", "postgresql://me:a@db/users") == []


def test_a_server_is_one_under_all_its_names_and_ports() -> None:
    assert of_compose("postgresql://db/shop", "postgresql+asyncpg://me:b@shop-database:5432/shop") == [[*TWO]]
    assert of_compose("postgresql://db/shop", "postgres://host.docker.internal:5433/shop") == [[*TWO]]


def test_a_default_of_a_container_names_no_server_of_others() -> None:
    assert of_compose("", "") == []


def test_each_compose_file_has_a_network_of_its_own() -> None:
    files: dict[str, str] = {}
    for name in TWO:
        compose = f"""
            services:
              {name}:
                build: .
                environment: ["DATABASE_URL=postgresql://me:secret@db/app"]
              db:
                image: postgres:16
        """
        files |= {f"{name}/docker-compose.yml": compose, **{f"{name}/{file}": text for file, text in _SERVICE.items()}}
    assert shared_databases(facts_of(files)) == []


def test_a_file_belongs_to_the_service_that_opens_it() -> None:
    opens = "import sqlite3\n\n\ndef connect():\n    return sqlite3.connect('shop.db')\n"
    files = {f"{name}/{file}": text for name in TWO for file, text in {**_SERVICE, "db.py": opens}.items()}
    found = facts_of(files)
    assert {use.database for use in found.databases} == {"sqlite:orders/shop.db", "sqlite:users/shop.db"}
    assert shared_databases(found) == []


def test_the_same_key_of_a_secret_is_the_same_database() -> None:
    def deployment(name: str, key: str) -> str:
        return f"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {{name: {name}}}
            spec:
              template:
                spec:
                  containers:
                  - name: {name}
                    image: example/{name}
                    env:
                    - name: DATABASE_URL
                      valueFrom: {{secretKeyRef: {{name: databases, key: {key}}}}}
        """

    files = {f"{name}/{file}": text for name in TWO for file, text in _SERVICE.items()}
    same = {f"k8s/{name}.yaml": deployment(name, "shop") for name in TWO}
    assert shared_databases(facts_of({**files, **same})) == [[*TWO]]
    own = {f"k8s/{name}.yaml": deployment(name, name) for name in TWO}
    assert shared_databases(facts_of({**files, **own})) == []


SETTINGS = """
    ROOT_URLCONF = "shop.urls"
    INSTALLED_APPS = ["core"]
    DATABASES = {
        "default": {"ENGINE": "django.db.backends.mysql", "HOST": "%s", "NAME": "shop"},
        "old": {"ENGINE": "django.db.backends.mysql", "HOST": "legacy", "NAME": "shop2"},
        "reader": {"ENGINE": "django.db.backends.mysql", "HOST": "%s-replica", "NAME": "shop"},
    }
"""

MODELS = """
    from django.db import models


    class Order(models.Model):
        number = models.CharField(max_length=20)
"""

COPY = """
    from django.db import connections
    from core.models import Order


    def copy():
        for order in Order.objects.filter(number=1).using("old").all():
            Order.objects.create(number=order.number)
        Order.objects.using("reader").first()


    def raw():
        with connections["old"].cursor() as cursor:
            cursor.execute("SELECT * FROM core_order")
"""


def test_tables_lie_in_the_database_that_code_names() -> None:
    files: dict[str, str] = {}
    for name in TWO:
        files |= {
            f"{name}/Dockerfile": "FROM python:3.13\n",
            f"{name}/manage.py": 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
            f"{name}/shop/settings.py": SETTINGS % (f"{name}-db", f"{name}-db"),
            f"{name}/core/__init__.py": "",
            f"{name}/core/models.py": MODELS,
            f"{name}/core/copy.py": COPY,
        }
    found = facts_of(files)
    assert shared_databases(found) == [[*TWO]]
    touched = {(a.file, a.function, a.op, a.table) for a in found.accesses}
    for name in TWO:
        assert {row[1:] for row in touched if row[0] == f"{name}/core/copy.py"} == {
            ("copy", "read", "old:core_order"),
            ("copy", "write", f"{name}:core_order"),
            ("copy", "read", f"{name}:core_order"),
            ("raw", "read", "old:core_order"),
        }
    assert {t.table: t.owner for t in found.tables} == {
        "orders:core_order": "orders",
        "users:core_order": "users",
        "old:core_order": "",
    }


def test_collections_of_two_databases_of_one_client_are_told_apart() -> None:
    store = """
        import os
        from pymongo import MongoClient

        client = MongoClient("mongodb://mongo")


        def save(item):
            client.%s.items.insert_one(item)


        def load():
            return client.%s.items.find_one()
    """
    files = {"orders/db.py": store % ("one", "two"), "users/db.py": store % ("two", "one")}
    files |= {f"{name}/Dockerfile": "FROM python:3.13\n" for name in TWO}
    found = facts_of(files)
    assert {t.table: t.owner for t in found.tables} == {"one:items": "orders", "two:items": "users"}


def test_the_schema_that_a_service_keeps_to_is_told() -> None:
    models = """
        from sqlalchemy import Column, Integer, create_engine
        from sqlalchemy.orm import declarative_base

        engine = create_engine("postgresql://db/shop")
        Base = declarative_base()
        Base.metadata.schema = "%s"


        class Line(Base):
            __tablename__ = "line"
            id = Column(Integer, primary_key=True)
    """
    files = {f"{name}/models.py": models % name for name in TWO}
    found = facts_of({**files, **{f"{name}/Dockerfile": "FROM python:3.13\n" for name in TWO}})
    assert shared_databases(found) == [[*TWO]]
    assert {(use.service, use.schema) for use in found.databases} == {(name, name) for name in TWO}
    assert {(t.table, t.owner) for t in found.tables} == {(f"{name}.line", name) for name in TWO}
