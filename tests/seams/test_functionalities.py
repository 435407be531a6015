"""What entry points do to tables, in order, over calls."""

from __future__ import annotations

import pytest

from boundary_lint.facts.program import Access, ChannelUse, Invocation, Module, Op, ProgramFacts, Route
from boundary_lint.seams import functionalities
from boundary_lint.seams.functionalities import Functionality, find_functionalities
from tests.helpers import analyse

ROOT = ""


def does(function: str, table: str, op: Op, line: int, module: str = "shop", runs_for: tuple[str, ...] = ()) -> Access:
    return Access(
        root=ROOT, module=module, function=function, table=table, op=op, via="instance", confidence="high", in_loop=False,
        transaction="", file=f"{module}.py", line=line, runs_for=runs_for,
    )  # fmt: skip


def calls(function: str, callee: str, line: int, module: str = "shop", of: str = "shop") -> Invocation:
    return Invocation(
        root=ROOT, module=module, function=function, callee_root=ROOT, callee_module=of, callee=callee,
        file=f"{module}.py", line=line,
    )  # fmt: skip


def serves(view: str, pattern: str = "orders/", module: str = "shop") -> Route:
    return Route(
        pattern=pattern, view=f"{module}.{view}", root=ROOT, module="urls", file="urls.py", line=1, view_root=ROOT,
        view_module=module, view_name=view,
    )  # fmt: skip


def program(
    *steps: Access | Invocation, routes: tuple[Route, ...] = (), uses: tuple[ChannelUse, ...] = ()
) -> list[Functionality]:
    modules = [
        Module(root=ROOT, module=name, file=f"{name}.py", context="shop") for name in sorted({s.module for s in steps})
    ]
    facts = ProgramFacts(
        modules=modules,
        routes=list(routes),
        channel_uses=list(uses),
        accesses=[step for step in steps if isinstance(step, Access)],
        invocations=[step for step in steps if isinstance(step, Invocation)],
    )
    return find_functionalities(facts)


def traces(found: list[Functionality]) -> dict[str, str]:
    return {one.name: " ".join(f"{table}:{mode}" for table, mode in one.trace) for one in found}


def test_accesses_and_calls_in_the_order_of_the_code_each_pair_once() -> None:
    found = program(
        does("pay", "order", "read", 1),
        calls("pay", "book", 2),
        does("pay", "order", "write", 3),
        does("pay", "order", "read", 4),
        does("book", "ledger", "write", 11, module="books"),
        calls("pay", "book", 5, of="books"),
        does("book", "stock", "delete", 10),
        does("book", "stock", "lock", 9),
        routes=(serves("pay"),),
    )

    assert traces(found) == {"shop.pay": "order:R stock:R stock:W order:W ledger:W"}
    assert found[0].files == ("books.py", "shop.py")
    assert found[0].entries == ("orders/",)
    assert found[0].kind == "route"


def test_several_routes_of_a_view_are_one_functionality() -> None:
    found = program(does("pay", "order", "read", 1), routes=(serves("pay"), serves("pay", "old/orders/")))

    assert [one.entries for one in found] == [("old/orders/", "orders/")]


def test_calls_in_a_circle_end() -> None:
    found = program(
        calls("a", "b", 1), calls("b", "a", 1), does("b", "order", "read", 2), calls("a", "a", 3), routes=(serves("a"),)
    )

    assert traces(found) == {"shop.a": "order:R"}
    assert not found[0].bounded


def test_methods_that_answer_requests_are_functionalities_of_their_own() -> None:
    found = program(
        calls("Orders", "Orders.list", 1),
        does("Orders", "session", "read", 1),
        does("Orders.list", "order", "read", 5),
        does("Orders.create", "order", "write", 8),
        does("Orders.cancel_all", "order", "delete", 11),
        does("Orders.get_queryset", "customer", "read", 14),
        does("Orders._hidden", "secret", "read", 17),
        routes=(serves("Orders"), serves("Orders", "orders/cancel-all/")),
    )

    assert traces(found) == {
        "shop.Orders": "session:R customer:R secret:R",
        "shop.Orders.cancel_all": "order:W",
        "shop.Orders.create": "order:W",
        "shop.Orders.list": "order:R",
    }


def test_an_inherited_method_belongs_to_the_view() -> None:
    found = program(
        calls("Orders", "Base.get", 1, of="base"),
        does("Base.get", "order", "read", 5, module="base", runs_for=("shop.py",)),
        does("Base.get", "parcel", "read", 5, module="base", runs_for=("ship.py",)),
        does("Base.get", "session", "read", 4, module="base"),
        routes=(serves("Orders"),),
    )

    assert traces(found) == {"shop.Orders.get": "session:R order:R"}


def test_consumers_commands_and_classes_that_a_library_runs() -> None:
    consumer = ChannelUse(
        root=ROOT, module="shop", function="<module>", side="consume", library="celery", protocol="celery",
        channel="shop.tidy", file="shop.py", line=1, handler="shop:tidy",
    )  # fmt: skip
    found = program(
        does("tidy", "order", "delete", 1),
        does("Command.handle", "order", "write", 1, module="tool"),
        does("main", "order", "read", 1, module="start"),
        does("OrderAdmin", "order", "write", 1, module="admin"),
        does("helper", "order", "read", 1),
        does("DEFAULT", "order", "read", 1),
        uses=(consumer,),
    )

    assert {one.name: one.kind for one in found} == {
        "shop.tidy": "consumer",
        "tool.Command.handle": "command",
        "start.main": "command",
        "admin.OrderAdmin": "class",
    }


def test_without_any_entry_point_every_function_that_nobody_calls_is_one() -> None:
    found = program(calls("a", "b", 1), does("b", "order", "read", 2), does("c", "order", "write", 3))

    assert {one.name: one.kind for one in found} == {"shop.a": "top", "shop.c": "top"}


def test_entry_points_that_lead_to_few_tables_are_not_all_of_them() -> None:
    hidden = [does("serve", f"t{number}", "read", number) for number in range(3)]

    found = program(does("main", "order", "read", 1), *hidden)

    assert {one.name: one.kind for one in found} == {"shop.main": "command", "shop.serve": "top"}


def test_equal_names_in_two_source_roots() -> None:
    facts = ProgramFacts(
        modules=[Module(root=root, module="app", file=f"{root}/app.py", context=root) for root in ("a", "b")],
        accesses=[
            Access(
                root=root, module="app", function="main", table=f"{root}_order", op="read", via="load", confidence="high",
                in_loop=False, transaction="", file=f"{root}/app.py", line=1,
            )
            for root in ("a", "b")
        ],
    )  # fmt: skip

    assert traces(find_functionalities(facts)) == {"a:app.main": "a_order:R", "b:app.main": "b_order:R"}


def test_what_touches_no_table_is_none() -> None:
    assert program(calls("pay", "log", 1), routes=(serves("pay"),)) == []
    assert find_functionalities(ProgramFacts()) == []


def test_low_confidence_is_left_out() -> None:
    guess = Access(
        root=ROOT, module="shop", function="pay", table="order", op="read", via="name", confidence="low", in_loop=False,
        transaction="", file="shop.py", line=1,
    )  # fmt: skip

    assert program(guess, routes=(serves("pay"),)) == []


def test_what_is_not_followed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functionalities, "MAX_FUNCTIONS", 3)
    chain = [calls(f"f{n}", f"f{n + 1}", 2) for n in range(5)]
    reads = [does(f"f{n}", f"t{n}", "read", 1) for n in range(6)]

    found = program(*chain, *reads, routes=(serves("f0"),))

    assert traces(found) == {"shop.f0": "t0:R t1:R t2:R"}
    assert found[0].bounded


def test_the_order_of_facts_changes_nothing() -> None:
    steps: list[Access | Invocation] = [
        calls("pay", "book", 2), does("pay", "order", "read", 1), does("book", "stock", "read", 9), does("send", "parcel", "write", 3),
    ]  # fmt: skip
    routes = (serves("pay"), serves("send", "send/"))

    assert program(*steps, routes=routes) == program(*reversed(steps), routes=routes[::-1])


def test_a_program() -> None:
    facts = analyse(
        {
            "manage.py": "import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'site1.settings'\n",
            "site1/settings.py": "INSTALLED_APPS = ['shop', 'stock']\nROOT_URLCONF = 'site1.urls'\n",
            "site1/urls.py": "from django.urls import path\nfrom shop.views import pay\nurlpatterns = [path('pay/', pay)]\n",
            "shop/__init__.py": "",
            "shop/models.py": "from django.db import models\n\nclass Order(models.Model):\n    paid = models.BooleanField()\n",
            "shop/views.py": """\
                from shop.models import Order
                from stock.services import take

                def pay(request):
                    order = Order.objects.get(pk=1)
                    take(order)
                    order.save()
                """,
            "stock/__init__.py": "",
            "stock/models.py": "from django.db import models\n\nclass Item(models.Model):\n    left = models.IntegerField()\n",
            "stock/services.py": """\
                from stock.models import Item

                def take(order):
                    Item.objects.filter(left=1).update(left=0)
                """,
        }
    )

    found = {one.name: one for one in find_functionalities(facts)}

    assert traces(list(found.values()))["shop.views.pay"] == "shop_order:R stock_item:W shop_order:W"
    assert found["shop.views.pay"].files == ("shop/views.py", "stock/services.py")
