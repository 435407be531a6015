"""What is read out of addresses of databases."""

from __future__ import annotations

import pytest

from boundary_lint.frameworks.catalog import load_catalog
from boundary_lint.frameworks.databases.identity import of_url

SCHEMES = load_catalog().rows("database.scheme")


@pytest.mark.parametrize(
    ("text", "database"),
    [
        ("postgresql+asyncpg://me:secret@db:5433/shop?ssl=require", "postgresql://db:5433/shop"),
        ("postgres://me@DB/shop", "postgresql://db/shop"),
        ("postgresql://me:s/e:c@r#et@db/shop", "postgresql://db/shop"),
        ("mysql+pymysql://{}:{}@db:{}/shop", "mysql://db/shop"),
        ("postgresql://db:5432/{}", ""),
        ("{}://db/shop", "database://db/shop"),
        ("mongodb+srv://me:secret@cluster.example.net/shop?retryWrites=true", "mongodb://cluster.example.net/shop"),
        ("mongodb://one:27017,two:27017/shop", "mongodb://one:27017/shop"),
        ("mongodb://mongo:27017", ""),
        ("redis://:secret@cache:6379/1", "redis://cache:6379/1"),
        ("sqlite:///data/shop.db", "sqlite:data/shop.db"),
        ("sqlite:////var/shop.db", "sqlite:/var/shop.db"),
        ("dbname=shop user=me password='se cret' host=db port=5433", "database://db:5433/shop"),
        ("Driver={X};Server=db;Database=shop;Uid=me;Pwd=secret", "database://db/shop"),
        ("postgresql://[::1]:5432/shop", "postgresql://::1:5432/shop"),
        ("postgresql:///shop", ""),
        ("not an address", ""),
        ("", ""),
    ],
)
def test_what_tells_databases_apart(text: str, database: str) -> None:
    assert of_url(text, SCHEMES).database == database


def test_a_schema_is_read_where_an_address_names_one() -> None:
    assert of_url("postgresql://db/shop?options=-csearch_path%3Dorders", SCHEMES).schema == "orders"
    assert of_url("postgresql://db/shop?currentSchema=users", SCHEMES).schema == "users"
