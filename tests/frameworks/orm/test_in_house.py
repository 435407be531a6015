"""What users add for their own: base classes, wrappers, a mapper of their own; and what a page says when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint.config.model import Config
from boundary_lint.errors import CatalogError
from tests.helpers import analyse, check


def page(folder: Path, text: str) -> Config:
    (folder / "ours.toml").write_text(text)
    return Config(catalog=(str(folder / "ours.toml"),))


def test_a_base_class_of_ones_own_is_added_to_those_of_the_library(tmp_path: Path) -> None:
    config = page(tmp_path, '[orm.peewee]\nbase = ["acme.data.Stored"]\n')
    check(
        {
            "shop/models.py": """
            from acme.data import Stored
            from peewee import Model

            class Order(Stored):
                pass

            class Line(Model):
                pass

            def place(order: Order):
                order.save()  # fact: write order
                Line.create()  # fact: write line
            """
        },
        config=config,
    )


def test_a_wrapper_that_finds_collections_is_one_row(tmp_path: Path) -> None:
    config = page(tmp_path, '[resolver]\n"shop.store.collection" = "collection.pymongo"\n')
    check(
        {
            "shop/__init__.py": "",
            "shop/store.py": """
            def collection(name):
                return _connection()[name]
            """,
            "shop/code.py": """
            from shop.store import collection

            def place(order):
                collection("orders").insert_one(order)  # fact: write orders
            """,
        },
        config=config,
    )


def test_a_mapper_of_ones_own(tmp_path: Path) -> None:
    config = page(
        tmp_path,
        """
        [orm.acme]
        base = ["acme.Record"]
        table = ["Config.table"]
        default = "tbl_{snake}"

        [orm.acme.fk]
        fields = ["acme.Ref"]
        target = ["to"]
        column = ["{field}_ref"]
        accessor = ["{model}_list"]

        [orm.acme.class]
        where = ["query"]
        load = ["instance", "read"]

        [orm.acme.query]
        run = ["list", "read"]

        [orm.acme.instance]
        store = ["none", "write"]
        """,
    )
    found = check(
        {
            "shop/models.py": """
            from acme import Record, Ref

            class HTTPLog(Record):
                pass

            class Order(Record):
                log = Ref(to=HTTPLog)

                class Config:
                    table = "orders"

            def f():
                order = Order.load(1)  # fact: read orders
                order.log.store()  # fact: read tbl_http_log, write tbl_http_log
                for other in order.log.order_list.run():  # fact: read orders
                    other.store()  # fact: write orders
            """
        },
        config=config,
    )
    assert [(m.model, m.table, m.orm) for m in found.models] == [
        ("shop.models.HTTPLog", "tbl_http_log", "acme"),
        ("shop.models.Order", "orders", "acme"),
    ]
    assert [(k.from_table, k.column, k.to_table) for k in found.foreign_keys] == [("orders", "log_ref", "tbl_http_log")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[orm.acme]\nbse = ["acme.Record"]', "unknown key 'bse' - did you mean 'base'?"),
        ("[orm.acme.clas]", "unknown key 'clas' - did you mean 'class'?"),
        ('[orm.acme.class]\nget = ["instanc"]', "unknown key 'instanc' - did you mean 'instance'?"),
        ('[orm.acme.class]\nget = ["instance", "reads"]', "unknown key 'reads' - did you mean 'read'?"),
        ("[orm.acme]\nbase = 1", "[orm.acme] base: is neither a string nor a list of strings"),
    ],
)
def test_what_is_wrong_with_a_page_is_said(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CatalogError) as error:
        analyse({"a.py": ""}, config=page(tmp_path, text))
    assert message in str(error.value)
