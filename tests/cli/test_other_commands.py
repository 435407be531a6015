"""``query``, ``views``, ``facts``, ``explain`` and ``rules``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from boundary_lint.rules.catalogue import pages_in, shipped_folder
from tests.cli.inside import inside as run
from tests.cli.shop import BAD

OWNERS = "select table_name, owner from data_table where owner <> '' order by table_name"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"--cache-dir={tmp_path_factory.mktemp('cache')}"


def test_query_in_three_forms(cache: str) -> None:
    table, comma, plain = (run("query", OWNERS, BAD, cache, "-f", form).stdout for form in ("table", "csv", "json"))
    rows = json.loads(plain)
    assert rows[0] == {"table_name": "billing_invoice", "owner": "billing"}
    assert list(csv.DictReader(io.StringIO(comma))) == rows
    lines = table.splitlines()
    assert lines[0].split() == ["table_name", "owner"]
    assert lines[-1] == f"{len(rows)} rows"
    assert [line.split() for line in lines[2:-1]] == [list(row.values()) for row in rows]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select table_nam from data_table", "no such column: table_nam - did you mean 'table_name'?"),
        ("select * from data_tabel", "no such table: data_tabel - did you mean 'data_table'?"),
        ("select * from access_", "'access_' is not a public view"),
        ("delete from data_table", "is no select - only select statements can be run"),
        ("select 1; select 2", "You can only execute one statement at a time"),
        ("select * from", "incomplete input"),
        (
            "with recursive n(i) as (select 1 union select i + 1 from n) select i from n",
            "a recursive query may have no end",
        ),
    ],
)
def test_a_query_that_cannot_be_run(cache: str, sql: str, said: str) -> None:
    ran = run("query", sql, BAD, cache)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("boundary-lint: query: ")
    assert said in ran.stderr


def test_a_name_that_ends_in_an_underscore_may_be_asked_for(cache: str) -> None:
    assert run("query", "select file from module where file like 'test_%'", BAD, cache).returncode == 0


def test_views(cache: str) -> None:
    listed = run("views").stdout
    assert "data_table " in listed
    assert "\n  shared_kernel  1 if every context may use the table\n" in run("views", "access").stdout
    ran = run("views", "data_tabel")
    assert ran.returncode == 2
    assert "did you mean 'data_table'?" in ran.stderr


def test_facts(cache: str, tmp_path: Path) -> None:
    ran = run("facts", BAD, cache, "-o", str(tmp_path / "facts.json"))
    assert (ran.returncode, ran.stdout) == (0, "")
    text = (tmp_path / "facts.json").read_text("utf-8")
    facts = json.loads(text)
    assert {"tool", "schema", "contexts", "services", "models", "tables", "relations", "fk_edges", "routes"} <= set(
        facts
    )
    assert {"access", "imports", "calls", "channels", "databases", "shared_databases", "findings", "coverage"} <= set(
        facts
    )
    assert facts["models"]
    assert run("facts", BAD, cache).stdout == text


def test_explain_shows_the_page() -> None:
    (page,) = (page for page in pages_in(shipped_folder()) if page.id == "unread-file")
    assert run("explain", "unread-file").stdout == page.text
    ran = run("explain", "unreed-file")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "did you mean 'unread-file'?" in ran.stderr


def test_rules_list() -> None:
    listed = run("rules", "list").stdout.splitlines()
    assert [line.split()[0] for line in listed] == [page.id for page in pages_in(shipped_folder())]


def test_rules_new_writes_a_page_that_fails_until_it_is_filled_in(tmp_path: Path) -> None:
    new = run("rules", "new", "some-fault", "--folder", "arch/rules", cwd=tmp_path)
    assert new.stdout.startswith("arch/rules/some-fault.md: fill it in, then: ")
    tested = run("rules", "test", "arch/rules", cwd=tmp_path)
    assert tested.returncode == 1
    assert tested.stdout.splitlines()[0] == "some-fault: fails (2 examples)"
    again = run("rules", "new", "some-fault", "--folder", "arch/rules", cwd=tmp_path)
    assert (again.returncode, again.stderr) == (2, "boundary-lint: arch/rules/some-fault.md: exists already\n")
    assert run("rules", "new", "Some_Fault", cwd=tmp_path).returncode == 2
    assert run("rules", "test", "nowhere", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize("arguments", [["chek"], ["rules", "lst"], ["check", "--fial-on", "info"]])
def test_a_misspelt_command_or_option(arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "did you mean" in ran.stderr.lower()


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("boundary-lint, version ")
    listed = run("--help").stdout
    assert all(f"\n  {command} " in listed for command in ("check", "explain", "facts", "query", "rules", "views"))
