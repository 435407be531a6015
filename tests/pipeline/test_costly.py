"""Views that cost seconds are filled where a rule that runs, or a query, reads them; rules that read them are optional."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

import boundary_lint.pipeline.words as words
from boundary_lint.cli.commands import cli
from boundary_lint.config.load import load_config
from boundary_lint.config.model import Config, RuleConfig
from boundary_lint.errors import RuleError
from boundary_lint.findings.finding import Finding
from boundary_lint.graph.views import documented_views
from boundary_lint.pipeline.costly import COSTLY
from boundary_lint.pipeline.examples import example_graph
from boundary_lint.pipeline.extent import COSTLY_VIEWS, views_of, views_read
from boundary_lint.pipeline.judge import check, selected
from boundary_lint.pipeline.run import Options
from boundary_lint.pipeline.seams import Asked, seams
from boundary_lint.rules.catalogue import load_pages
from boundary_lint.rules.page import parse_page

PAGES = load_pages()

PAGE = next(page for page in PAGES if page.id == "misplaced-module")

SHOP = Path(__file__).parents[2] / "fixtures" / "shop_bad"


def ids(options: Options, config: Config | None = None) -> list[str]:
    return [page.id for page in selected(PAGES, options, config or Config())]


def configured(severity: str | None) -> Config:
    return Config(rules={PAGE.id: RuleConfig(severity)})  # type: ignore[arg-type]


def test_an_optional_rule_runs_only_where_it_is_asked_for() -> None:
    assert PAGE.optional
    assert PAGE.id not in ids(Options())
    assert ids(Options(select=(PAGE.id,))) == [PAGE.id]
    assert PAGE.id in ids(Options(), configured("warning"))
    assert PAGE.id not in ids(Options(), configured(None))
    assert PAGE.id not in ids(Options(ignore=(PAGE.id,)), configured("warning"))


def test_what_reads_a_costly_view_is_optional_and_all_such_views_can_be_filled() -> None:
    """But for contracts: who wrote them wants them checked."""
    assert COSTLY.keys() == COSTLY_VIEWS <= {view.name for view in documented_views()}
    costly = COSTLY_VIEWS - {"contract_break"}
    assert all(page.optional for page in PAGES if not costly.isdisjoint(views_read([page])))


def findings(options: Options, config: Config) -> list[Finding]:
    return [f for f in check(SHOP, config, options)[0].findings if f.rule == PAGE.id]


def test_words_are_read_for_who_asks_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    config = load_config(SHOP)
    found = findings(Options(jobs=1, select=(PAGE.id,)), config)
    assert [(f.severity, f.key[0][1]) for f in found] == [("info", "shop.payments.dunning")]
    loud = replace(config, rules={PAGE.id: RuleConfig("warning")})
    assert [f.severity for f in findings(Options(jobs=1), loud)] == ["warning"]
    monkeypatch.setattr(words, "read_tree", None)
    assert findings(Options(jobs=1), config) == []


def test_the_rule_tells_what_seams_tells() -> None:
    config = load_config(SHOP)
    told = [one for one in seams(SHOP, config, Options(jobs=1), Asked(seeds=1))[0].misplaced if one.kind == "module"]
    found = findings(Options(jobs=1, select=(PAGE.id,)), config)
    assert [(one.name, one.now, one.better) for one in told] == [(f.key[0][1], f.source, f.target) for f in found]


def test_a_query_fills_what_it_names() -> None:
    sql = "select name, better_context from misplaced where kind = 'module'"
    assert views_of(sql) == {"misplaced"}
    ran = CliRunner().invoke(cli, ["query", sql, str(SHOP), "--no-cache", "--jobs", "1", "-f", "csv"])
    assert ran.stdout == "name,better_context\nshop.payments.dunning,billing\n"


def test_an_example_is_read_as_its_page_reads_it() -> None:
    example = next(example for example in PAGE.examples if example.fails)
    count = "select count(*) from misplaced_"
    assert example_graph(example.files, PAGE).execute(count).fetchone() == (1,)
    assert example_graph(example.files).execute(count).fetchone() == (0,)


def test_a_page_says_whether_it_is_optional() -> None:
    with pytest.raises(RuleError, match="'optional' is neither true nor false"):
        parse_page(PAGE.text.replace("optional = true", "optional = 1"), "x", "x.md")
    assert not parse_page(PAGE.text.replace("optional = true", ""), "x", "x.md").optional


def test_the_list_of_rules_says_so() -> None:
    lines = CliRunner().invoke(cli, ["rules", "list"]).stdout.splitlines()
    assert [line.split()[0] for line in lines if line.endswith("(optional)")] == [p.id for p in PAGES if p.optional]
