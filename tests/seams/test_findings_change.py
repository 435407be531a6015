"""What if: the rules run on the contexts that are assumed, and new and gone findings are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from boundary_lint.cli.commands import cli
from boundary_lint.config.load import load_config
from boundary_lint.facts.program import Context, Module, ProgramFacts, Table
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.pipeline.assumed import outcome_of
from boundary_lint.pipeline.extent import views_read
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.run import Options
from boundary_lint.rules.catalogue import load_pages
from boundary_lint.seams.change import findings_change
from boundary_lint.seams.divided import with_division
from boundary_lint.seams.division import Division, declared

from .programs import lay_out
from .test_assume import FILES

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.mark.parametrize("fixture", ["shop_bad", "shop_good", "shop_services_bad"])
def test_the_contexts_of_today_give_the_findings_of_today(fixture: str) -> None:
    path = FIXTURES / fixture
    config = load_config(path)
    options = Options(jobs=1)
    result, analysis, pages = check(path, config, options)
    known = [page.id for page in load_pages([])]
    today = outcome_of(declared(analysis.facts), pages, known, views_read(pages), analysis, options)
    assert tuple(today.findings) == result.findings


def context(name: str, kind: str = "context", service: str = "") -> Context:
    return Context(name=name, kind=kind, root="", service=service)  # type: ignore[arg-type]


def module(name: str, home: str, service: str = "") -> Module:
    return Module(root="", module=name, file=f"{name}.py", context=home, service=service)


FACTS = ProgramFacts(
    contexts=[context("billing"), context("orders"), context("utils", "library")],
    modules=[module("bills", "billing"), module("carts", "orders"), module("texts", "utils")],
    tables=[
        Table(table="bill", owner="billing", file="bills.py", line=1),
        Table(table="cart", owner="orders", file="carts.py", line=1),
        Table(table="log", owner="utils", file="texts.py", line=1),
        Table(table="old"),
    ],
)


def test_facts_of_today_are_as_they_were() -> None:
    assert with_division(FACTS, declared(FACTS)) == FACTS


def test_what_is_shared_lies_in_a_library_of_its_own_and_so_do_its_tables() -> None:
    divided = with_division(FACTS, Division({"carts.py": "shared"}, {"cart": "shared"}))
    assert {m.file: m.context for m in divided.modules} == {
        "bills.py": "shared_", "carts.py": "shared", "texts.py": "utils",
    }  # fmt: skip
    assert {t.table: t.owner for t in divided.tables} == {
        "bill": "shared_",
        "cart": "shared",
        "log": "utils",
        "old": "",
    }
    assert [(c.name, c.kind) for c in divided.contexts] == [
        ("shared", "context"), ("shared_", "library"), ("utils", "library"),
    ]  # fmt: skip


def test_a_new_context_is_in_the_service_of_its_modules_and_a_draft_says_what_is_public() -> None:
    facts = ProgramFacts(modules=[module("a", "x", "web"), module("b", "x", "web"), module("c", "x", "work")])
    new = with_division(facts, Division({"a.py": "one", "b.py": "one", "c.py": "two"}, {}))
    assert [(c.name, c.service) for c in new.contexts] == [("one", "web"), ("two", "work")]
    drafted = Context(name="one", kind="context", root="", public=("a",))
    assert with_division(facts, Division({"a.py": "one"}, {}, (drafted,))).contexts[0] == drafted


def finding(rule: str, name: str, message: str = "") -> Finding:
    return Finding(rule=rule, severity="info", message=message, key=(("name", name),), evidence=(Evidence("a.py", 1),))


def test_a_finding_is_the_same_by_rule_and_key() -> None:
    before = [finding("a", "1", "in one place"), finding("a", "2"), finding("b", "1")]
    change = findings_change(before, [finding("a", "1", "in two places"), finding("b", "2"), finding("c", "1")])
    assert [(f.rule, f.key[0][1]) for f in change.new] == [("b", "2"), ("c", "1")]
    assert [(f.rule, f.key[0][1]) for f in change.gone] == [("a", "2"), ("b", "1")]
    assert change.by_rule == {"a": (0, 1), "b": (1, 1), "c": (1, 0)}


def run(base: Path, *options: str) -> str:
    ran = CliRunner().invoke(cli, ["seams", str(base), "--no-cache", "--jobs", "1", "--seeds", "1", *options])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("shop"), FILES)


def test_what_is_moved_together_crosses_no_more(shop: Path) -> None:
    found = json.loads(run(shop, "--assume", "merge orders billing", "-f", "json"))["assumed"]["findings"]
    rules = {"cyclic-context-imports", "foreign-table-access", "model-import-across-contexts", "multi-writer-table"}
    assert rules <= found["rules"].keys()
    assert all(counts["new"] == 0 for counts in found["rules"].values())
    assert found["new"] == []
    assert found["before"] - found["after"] == len(found["gone"])
    one = next(f for f in found["gone"] if f["rule"] == "multi-writer-table")
    assert (one["file"], one["message"]) != ("", "")


def test_new_and_gone_findings_are_counted_by_rule_and_named(shop: Path) -> None:
    move = ("--assume", "move shop.orders.models -> billing")
    lines = [line.strip() for line in run(shop, *move).splitlines()]
    assert "findings          6 -> 5 (-1): 2 new, 3 gone" in lines
    assert "foreign-table-access: 1 new, 1 gone" in lines
    assert "new foreign-table-access: orders of billing: orders writes in 1 place (shop/orders/service.py:6)" in lines
    assert any(line.startswith("gone cyclic-context-imports: billing -> orders -> billing") for line in lines)
    assert "- foreign-table-access: 1 new, 1 gone" in run(shop, *move, "-f", "markdown")


def test_a_draft_is_held_against_its_own_rules(shop: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.toml"
    draft.write_text(
        '[[contexts]]\nname = "orders"\nmodules = ["shop.orders"]\npublic = []\n\n'
        '[[contexts]]\nname = "billing"\nmodules = ["shop.billing"]\ndepends-on = []\n',
        "utf-8",
    )
    found = json.loads(run(shop, "--assume", f"contexts {draft}", "-f", "json"))["assumed"]["findings"]
    assert {rule: counts["gone"] for rule, counts in found["rules"].items()} == dict.fromkeys(found["rules"], 0)
    assert {"private-import", "undeclared-dependency"} <= found["rules"].keys()


def test_without_assumptions_there_is_no_change_and_what_is_off_is_not_told(shop: Path, tmp_path: Path) -> None:
    assert "assumed" not in json.loads(run(shop, "-f", "json"))
    base = lay_out(tmp_path, FILES)
    with (base / "boundary-lint.toml").open("a", encoding="utf-8") as config:
        config.write('\n[rules]\nmulti-writer-table = "off"\n')
    found = json.loads(run(base, "--assume", "merge orders billing", "-f", "json"))["assumed"]["findings"]
    assert "multi-writer-table" not in found["rules"]
    assert "foreign-table-access" in found["rules"]


def test_pages_of_the_user_run_too(tmp_path: Path) -> None:
    page = next(page for page in load_pages([]) if page.id == "multi-writer-table")
    base = lay_out(tmp_path, {**FILES, "arch/two-writers.md": page.text.replace("multi-writer-table", "two-writers")})
    config = base / "boundary-lint.toml"
    config.write_text('rule-folders = ["arch"]\n\n' + config.read_text("utf-8"), "utf-8")
    found = json.loads(run(base, "--assume", "merge orders billing", "-f", "json"))["assumed"]["findings"]
    assert "two-writers" in found["rules"]
