"""Every option of ``check``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.inside import inside as run
from tests.cli.shop import BAD, GOOD
from tests.cli.shop import run as installed

ASSUMED = "boundary-lint: assumed: source roots ., backoffice; settings shop.settings\n"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cache for all tests of this file: what they check is not reading."""
    return f"--cache-dir={tmp_path_factory.mktemp('cache')}"


def rules_of(report: str) -> set[str]:
    return {finding["rule"] for finding in json.loads(report)["findings"]}


@pytest.mark.parametrize(
    "options",
    [
        ["--select", "unread-file", "--select", "orm-model-leak"],
        ["--select", "unread-file,orm-model-leak"],
        ["--select", "unread-file,orm-model-leak,private-import", "--ignore", "private-import"],
    ],
)
def test_select_and_ignore(cache: str, options: list[str]) -> None:
    ran = run("check", BAD, cache, "-f", "json", *options)
    assert rules_of(ran.stdout) == {"unread-file", "orm-model-leak"}
    assert ran.stderr == ASSUMED


def test_ignore_alone_runs_the_others(cache: str) -> None:
    found = rules_of(run("check", BAD, cache, "-f", "json", "--ignore", "unread-file").stdout)
    assert "private-import" in found
    assert "unread-file" not in found


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_is_refused(cache: str, option: str) -> None:
    ran = run("check", BAD, cache, option, "orm-model-leek")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "boundary-lint: orm-model-leek: there is no such rule - did you mean 'orm-model-leak'?\n"


def test_several_formats_at_once(cache: str, tmp_path: Path) -> None:
    ran = run("check", BAD, cache, "-f", "text", "-f", f"json:{tmp_path / 'out.json'}")
    assert ran.stdout.startswith("shop_bad · ")
    assert rules_of((tmp_path / "out.json").read_text("utf-8"))


def test_a_report_in_a_file_leaves_standard_output_empty(cache: str, tmp_path: Path) -> None:
    ran = run("check", BAD, cache, "-o", str(tmp_path / "out.txt"), env={"FORCE_COLOR": "1"})
    assert (ran.returncode, ran.stdout) == (1, "")
    text = (tmp_path / "out.txt").read_text("utf-8")
    assert text.startswith("shop_bad · ")
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-f", "xml"], "--format: 'xml' is no format - one of text, json, sarif, github, gitlab, junit, markdown"),
        (
            ["-f", "text", "-f", "json"],
            "--format: two reports would go to the same place - give each a file: -f json:report.json",
        ),
        (["-o", "/nowhere/x"], "/nowhere/x: cannot be written: there is no such folder - make it: mkdir -p /nowhere"),
    ],
)
def test_reports_that_cannot_be_written(cache: str, options: list[str], said: str) -> None:
    ran = run("check", BAD, cache, *options)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr


@pytest.mark.parametrize(
    ("select", "fail_on", "code"),
    [
        ("private-import", None, 1),
        ("private-import", "error", 1),
        ("orm-model-leak", "error", 0),
        ("orm-model-leak", "warning", 1),
        ("unowned-table", "warning", 0),
        ("unowned-table", "info", 1),
        ("private-import", "never", 0),
    ],
)
def test_fail_on(cache: str, select: str, fail_on: str | None, code: int) -> None:
    options = ["--fail-on", fail_on] if fail_on else []
    assert run("check", BAD, cache, "--select", select, *options).returncode == code


def test_fail_on_unresolved(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "import sqlite3\n\n\ndef f(text):\n    db = sqlite3.connect('x')\n    db.execute('select 1 from t')\n    db.execute(text)\n"
    )
    assert run("check", str(tmp_path), "--no-cache", "--fail-on-unresolved", "50").returncode == 0
    ran = run("check", str(tmp_path), "--no-cache", "--fail-on-unresolved", "49")
    assert ran.returncode == 1
    assert "50.0 % of accesses have no known table, more than --fail-on-unresolved 49" in ran.stderr
    never = run("check", str(tmp_path), "--no-cache", "--fail-on-unresolved", "49", "--fail-on", "never")
    assert never.returncode == 1, "one gate does not open the other"


def test_settings(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    model = "from django.db import models\n\n\nclass {0}(models.Model):\n    class Meta:\n        app_label = '{1}'\n"
    for app in ("orders", "billing"):
        (tmp_path / app).mkdir()
        (tmp_path / app / "models.py").write_text(model.format(app.title(), app))
    for name, apps in (("one", ["orders"]), ("two", ["orders", "billing"])):
        (tmp_path / "shop" / f"{name}_settings.py").write_text(f"ROOT_URLCONF = 'shop.urls'\nINSTALLED_APPS = {apps}\n")
    query = "select count(*) as n from data_table where file <> ''"
    counted = [
        run("query", query, str(tmp_path), "-f", "csv", "--no-cache", "--settings", f"shop.{name}_settings").stdout
        for name in ("one", "two")
    ]
    assert counted == ["n\n1\n", "n\n2\n"]
    ran = run("check", str(tmp_path), "--no-cache", "--settings", "shop.on_settings")
    assert ran.returncode == 2
    assert "--settings: there is no module 'shop.on_settings' - did you mean 'shop.one_settings'?" in ran.stderr


def test_include_tests(tmp_path: Path) -> None:
    files = {
        "orders/models.py": "from django.db import models\n\n\nclass Order(models.Model):\n    n = models.IntegerField()\n",
        "billing/models.py": "from django.db import models\n\n\nclass Bill(models.Model):\n    n = models.IntegerField()\n",
        "billing/tests.py": "from orders.models import Order\n\n\ndef test():\n    Order.objects.create(n=1)\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert run("check", str(tmp_path), "--no-cache").returncode == 0
    ran = run("check", str(tmp_path), "--no-cache", "--include-tests")
    assert ran.returncode == 1
    assert "billing/tests.py:5" in ran.stdout


def test_a_runner_of_tests_in_the_settings_makes_no_source_of_them(tmp_path: Path) -> None:
    files = {
        "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
        "shop/settings.py": 'INSTALLED_APPS = ["orders", "billing"]\nTEST_RUNNER = "billing.tests.Runner"\n',
        "orders/models.py": "from django.db import models\n\n\nclass Order(models.Model):\n    n = models.IntegerField()\n",
        "billing/models.py": "from django.db import models\n\n\nclass Bill(models.Model):\n    n = models.IntegerField()\n",
        "billing/tests/__init__.py": "class Runner:\n    pass\n",
        "billing/tests/test_it.py": "from orders.models import Order\n\n\ndef test():\n    Order.objects.create(n=1)\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    ran = run("check", str(tmp_path), "--no-cache")
    assert ran.returncode == 0, ran.stdout


def test_jobs_and_cache_change_nothing(tmp_path: Path) -> None:
    cached = ["--cache-dir", str(tmp_path / "cache")]
    ways = (["--no-cache", "--jobs", "1"], ["--no-cache", "--jobs", "4"], cached, cached, [*cached, "-j", "2"])
    assert len({run("check", BAD, "-f", "json", *options).stdout for options in ways}) == 1
    assert (tmp_path / "cache" / "CACHEDIR.TAG").is_file()


def test_stats_go_to_standard_error(cache: str) -> None:
    ran = run("check", GOOD, cache, "--stats")
    assert ran.returncode == 0
    assert {line.split()[0] for line in ran.stderr.splitlines()} >= {
        "discover",
        "extract",
        "link",
        "graph",
        "rules",
        "total",
    }
    assert "seconds" not in ran.stdout


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1"}, False),
    ],
)
def test_colour(cache: str, env: dict[str, str], coloured: bool) -> None:
    assert ("\x1b[" in run("check", BAD, cache, env=env).stdout) == coloured


def test_top(cache: str) -> None:
    short, long = (run("check", BAD, cache, "--top", top).stdout for top in ("1", "0"))
    assert short.count(" -> ") < long.count(" -> ")
    assert "(--top 0 shows everything)" in short
    assert "(--top 0 shows everything)" not in long


def test_what_was_assumed_is_one_line(tmp_path: Path) -> None:
    for app in ("orders", "billing"):
        (tmp_path / app).mkdir()
        (tmp_path / app / "models.py").write_text(
            "from django.db import models\n\n\nclass M(models.Model):\n    pass\n"
        )
    ran = run("check", str(tmp_path), "--no-cache")
    assert ran.stderr == "boundary-lint: assumed: 2 contexts from Django apps; source roots .\n"


def test_a_fault_of_our_own_is_told_apart(tmp_path: Path) -> None:
    broken = tmp_path / "boundary_lint_broken.py"
    broken.write_text(
        "import boundary_lint.pipeline.judge as judge\n\n\ndef check(*_, **__):\n    raise KeyError('x')\n\n\njudge.check = check\n"
    )
    (tmp_path / "sitecustomize.py").write_text("import boundary_lint_broken\n")
    ran = installed("check", BAD, "--no-cache", env={"PYTHONPATH": str(tmp_path)})
    assert ran.returncode == 3
    assert "internal error: KeyError" in ran.stderr
    assert "This is our fault, not yours." in ran.stderr


def test_a_closed_pipe_is_no_error() -> None:
    import subprocess

    from tests.cli.shop import COMMAND

    command = f'"{COMMAND}" check "{BAD}" --no-cache --top 0 -f json | head -1'
    ran = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert ran.stdout == "{\n"
    assert "Traceback" not in ran.stderr
