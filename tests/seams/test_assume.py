"""What if: assumptions are understood, applied in order, and what they change is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_lint.config.load import load_config
from boundary_lint.errors import BoundaryLintError
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.pipeline.run import Options
from boundary_lint.pipeline.seams import Asked, seams
from boundary_lint.report.seams import render_json, render_markdown
from boundary_lint.report.seams_text import render_text
from boundary_lint.seams.assume import Draft, Merge, Move, Split, parse
from boundary_lint.seams.change import Change, measure, what_if
from boundary_lint.seams.division import Division, declared
from boundary_lint.seams.find import Seams
from boundary_lint.seams.judged import judge

from .programs import lay_out, two_domains

ORDERS = """\
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    total = Column(Integer)
"""

FILES = {
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": ORDERS,
    "shop/orders/service.py": "from shop.billing.invoices import bill\nfrom shop.orders.models import Order\n\n\ndef place(session):\n    session.add(Order())\n    bill(session)\n",
    "shop/orders/tax.py": "from shop.billing.invoices import Invoice\n\n\ndef tax(session):\n    return session.query(Invoice).all()\n",
    "shop/billing/__init__.py": "",
    "shop/billing/invoices.py": (
        ORDERS.replace("Order", "Invoice").replace('"orders"', '"invoices"')
        + "\n\ndef bill(session):\n    from shop.orders.models import Order\n    session.add(Invoice())\n    session.add(Order())\n"
    ),
    "boundary-lint.toml": '[[contexts]]\nname = "orders"\nmodules = ["shop.orders"]\n\n[[contexts]]\nname = "billing"\nmodules = ["shop.billing"]\n',
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Seams, ProgramFacts]:
    base = lay_out(tmp_path_factory.mktemp("shop"), FILES)
    found, analysis = seams(base, load_config(base), Options(jobs=1), Asked(seeds=1))
    return found, analysis.facts


def suppose(shop: tuple[Seams, ProgramFacts], *texts: str) -> Change:
    return what_if(texts, [parse(text) for text in texts], shop[1], shop[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("move shop.orders.tax -> billing", Move("shop.orders.tax", "billing")),
        ("move shop.orders.tax->billing", Move("shop.orders.tax", "billing")),
        ("move a to 'Core API'", Move("a", "Core API")),
        ("move a -> new tax", Move("a", "tax", new=True)),
        ("merge a b", Merge(("a", "b"), "a")),
        ("merge a b c as d", Merge(("a", "b", "c"), "d")),
        ("split a", Split("a")),
        ("contexts draft.toml", Draft("draft.toml")),
    ],
)
def test_an_assumption_is_read(text: str, expected: object) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "reason", "hint"),
    [
        ("mve a -> b", "'mve' is nothing that can be assumed", "did you mean 'move'?"),
        ("", "'' is nothing that can be assumed", "write move"),
        ("move a", "'move a' cannot be understood", "write move shop.orders.tax -> billing"),
        ("merge a a", "'merge a a' cannot be understood", "write merge"),
        ("split", "'split' cannot be understood", "write split"),
        ("move 'a -> b", "has a quote without end", "write move"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, reason: str, hint: str) -> None:
    with pytest.raises(BoundaryLintError) as caught:
        parse(text)
    assert caught.value.place == "--assume"
    assert reason in caught.value.reason
    assert hint in caught.value.hint


@given(st.text(max_size=30))
def test_no_text_is_too_bad(text: str) -> None:
    for candidate in (text, f"move {text}", f"merge {text}"):
        try:
            assert isinstance(parse(candidate), Move | Merge | Split | Draft)
        except BoundaryLintError as error:
            assert error.hint


@pytest.mark.parametrize(
    ("text", "reason", "hint"),
    [
        ("move shop.orders.tax -> biling", "there is no context 'biling'", "did you mean 'billing'?"),
        ("move shop.orders.tax -> xyz", "there is no context 'xyz'", "write -> new xyz"),
        ("move shop.orders.tx -> billing", "'shop.orders.tx' is no module and no table", "'shop.orders.tax'"),
        ("merge orders xyz", "there is no context 'xyz'", "there are billing, orders"),
        ("split xyz", "there is no context 'xyz'", "there are"),
        ("split billing", "'billing' cannot be split", "move some of its modules"),
    ],
)
def test_what_does_not_exist_is_told(shop: tuple[Seams, ProgramFacts], text: str, reason: str, hint: str) -> None:
    with pytest.raises(BoundaryLintError) as caught:
        suppose(shop, text)
    assert reason in caught.value.reason
    assert hint in caught.value.hint


def test_today_is_counted(shop: tuple[Seams, ProgramFacts]) -> None:
    today = measure(shop[1], declared(shop[1]))
    assert today.crossings == {"imports": 3, "calls": 1, "accesses": 2}
    assert today.pairs[("billing", "orders")] == 2
    assert today.cycles == (("billing", "orders"),)
    assert today.two_writers == ("orders",)


def test_a_moved_module_takes_its_crossings_along(shop: tuple[Seams, ProgramFacts]) -> None:
    change = suppose(shop, "move shop.orders.tax -> billing")
    assert change.start == "today"
    assert change.division.of_file("shop/orders/tax.py") == "billing"
    assert change.after.crossings == {"imports": 2, "calls": 1, "accesses": 1}


def test_a_moved_module_takes_its_tables_along_and_a_table_moves_alone(shop: tuple[Seams, ProgramFacts]) -> None:
    assert suppose(shop, "move shop.orders.models -> billing").division.of_table("orders") == "billing"
    alone = suppose(shop, "move orders -> billing").division
    assert alone.of_table("orders") == "billing"
    assert alone.of_file("shop/orders/models.py") == "orders"


def test_merged_contexts_have_nothing_between_them(shop: tuple[Seams, ProgramFacts]) -> None:
    change = suppose(shop, "merge orders billing as sales")
    assert change.after.contexts == ("sales",)
    assert sum(change.after.crossings.values()) == 0
    assert (change.after.cycles, change.after.two_writers, change.after.price) == ((), (), 0)
    assert change.before.price > 0


def test_assumptions_follow_each_other(shop: tuple[Seams, ProgramFacts]) -> None:
    change = suppose(shop, "move shop.orders.tax -> new tax", "merge tax billing")
    assert set(change.division.names) == {"orders", "tax"}
    assert change.division.of_file("shop/orders/tax.py") == "tax"
    with pytest.raises(BoundaryLintError):
        suppose(shop, "merge orders billing", "move shop.orders.tax -> billing")


def test_a_context_is_split_along_its_links_and_names_that_only_are_found_are_taken_there(tmp_path: Path) -> None:
    base = lay_out(tmp_path, two_domains(6))
    (base / "boundary-lint.toml").write_text('[[contexts]]\nname = "all"\nmodules = ["app"]\n', "utf-8")
    found, analysis = seams(base, load_config(base), Options(jobs=1), Asked(seeds=1))
    change = suppose((found, analysis.facts), "split all")
    homes = {change.division.of_file(f"app/m{n}_invoice.py") for n in range(1, 7)}
    assert not homes & {change.division.of_file(f"app/m{n}_parcel.py") for n in range(1, 7)}
    assert "all" not in change.division.names
    assert change.division.of_table("invoice") in change.division.names
    (base / "boundary-lint.toml").unlink()
    found, analysis = seams(base, load_config(base), Options(jobs=1), Asked())
    one, other = (context.name for context in found.contexts[:2])
    assert suppose((found, analysis.facts), f"merge {one} {other}").start == "found"


DRAFT = '[[contexts]]\nname = "{}"\nmodules = ["shop.orders.models", "shop.billing"]\ntables = ["{}"]\n'


def test_a_draft_is_compared(shop: tuple[Seams, ProgramFacts], tmp_path: Path) -> None:
    file = tmp_path / "draft.toml"
    file.write_text(DRAFT.format("data", "invoices"), "utf-8")
    division = suppose(shop, f"contexts {file}").division
    assert division.names == ["data"]
    assert division.of_file("shop/orders/tax.py") == ""
    assert division.tables == {"orders": "data", "invoices": "data"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "draft.toml: cannot be read"),
        ("", "draft.toml: there are no contexts - write"),
        (DRAFT.format("data", "nothing"), "draft.toml:4: 'nothing' of context 'data' matches no table"),
        (
            '[[contexts]]\nname = "a"\nmodules = ["shop.ordrs"]\n',
            "draft.toml:3: 'shop.ordrs' of context 'a' matches no",
        ),
    ],
)
def test_a_draft_that_cannot_be_used(
    shop: tuple[Seams, ProgramFacts], tmp_path: Path, text: str | None, message: str
) -> None:
    if text is not None:
        (tmp_path / "draft.toml").write_text(text, "utf-8")
    with pytest.raises(BoundaryLintError) as caught:
        suppose(shop, f"contexts {tmp_path / 'draft.toml'}")
    assert message in str(caught.value)


def test_an_empty_division_has_figures() -> None:
    assert measure(ProgramFacts(), Division()).crossings == {"imports": 0, "calls": 0, "accesses": 0}


def test_a_change_is_told_in_every_format(shop: tuple[Seams, ProgramFacts]) -> None:
    change, judged = suppose(shop, "move shop.orders.tax -> billing"), judge(*shop)
    report = json.loads(render_json(shop[0], judged, "0", change))["assumed"]
    assert report["from"] == "today"
    assert report["before"]["crossings"]["total"] - report["after"]["crossings"]["total"] == 2
    assert {"name": "billing", "files": ["shop/billing/__init__.py", "shop/billing/invoices.py", "shop/orders/tax.py"], "tables": ["invoices"]} in report["contexts"]  # fmt: skip
    assert "imports         3 -> 2 (-1)" in render_text(shop[0], judged, "shop", change=change)
    assert "## What if" in render_markdown(shop[0], judged, "shop", change)
    assert "assumed" not in json.loads(render_json(shop[0], judged, "0"))
