"""The first day: what is written, that it says what was found, and that nothing that is there is touched."""

from __future__ import annotations

import datetime
import os
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from boundary_lint.cli.commands import cli
from boundary_lint.config.load import load_config
from boundary_lint.errors import BaselineError, BoundaryLintError, ConfigError
from boundary_lint.findings import store
from boundary_lint.pipeline.debt import with_debt
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.run import Options

CONFIG, DEBT = "boundary-lint.toml", "boundary-lint.baseline"


def run(*arguments: str) -> Result:
    """Run a command in this process; what it cannot do is raised."""
    result = CliRunner().invoke(cli, [*arguments, "-j", "1"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def lay_out(folder: Path, files: dict[str, str]) -> Path:
    for name, text in {".git/HEAD": "", **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


SERVE = """\
import requests
from flask import Flask

app = Flask(__name__)


@app.route("/{0}")
def {0}():
    return requests.get("http://{1}:{3}/x", timeout=1).text


if __name__ == "__main__":
    app.run(port={2})
"""

SERVICES = {
    "docker-compose.yml": "services:\n  users:\n    build: users\n  films:\n    build: films\n",
    "users/app.py": SERVE.format("users", "films", 5001, 5002),
    "films/app.py": SERVE.format("films", "users", 5002, 5001),
}

MODEL = "from django.db import models\n\n\nclass {0}(models.Model):\n    x = models.TextField()\n"

SHOP = {
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": MODEL.format("Order"),
    "shop/billing/__init__.py": "",
    "shop/billing/models.py": MODEL.format("Invoice"),
    "shop/billing/views.py": "from shop.orders.models import Order\n\n\ndef pay(pk):\n    Order.objects.filter(pk=pk).update(x='paid')\n",
}


DIVIDED = SERVICES | {
    "users/people/models.py": MODEL.format("Person"),
    "users/teams/models.py": MODEL.format("Team"),
    "users/people/views.py": "from teams.models import Team\n\n\ndef f():\n    Team.objects.create()\n",
    "users/common/text.py": "from people.views import f\n",
    "users/teams/views.py": "from common.text import f\n",
    "users/manage.py": "",
}
"""A service that holds contexts and libraries of its own."""


@pytest.mark.parametrize("files", [SHOP, SERVICES, DIVIDED], ids=["monolith", "services", "divided"])
def test_what_is_written_is_what_was_found(files: dict[str, str], tmp_path: Path) -> None:
    base = lay_out(tmp_path, files)
    before, _, _ = check(base, load_config(base), Options(jobs=1))
    screen = run("init", str(base)).stdout
    config = load_config(base)
    after, analysis, pages = check(base, config, Options(jobs=1))
    assert config.contexts
    assert after.findings == before.findings
    assert {c.name for c in config.contexts if c.kind != "library"} == {
        c.name for c in analysis.facts.contexts if c.kind != "library"
    }
    assert all(context.depends_on is None and context.public is None for context in config.contexts)
    assert f"{len(before.findings)} finding" in screen
    assert with_debt(after, analysis, pages, datetime.date.today(), strict=True).findings == ()
    written = {name: (base / name).read_bytes() for name in (CONFIG, DEBT)}
    assert "nothing to do" in run("init", str(base)).stdout
    assert written == {name: (base / name).read_bytes() for name in (CONFIG, DEBT)}


LAYERED = {
    f"shop/{layer}/{name}.py": f"class {name.title()}{role}:\n    a = 1\n    b = 2\n    c = 3\n"
    for layer, role in (("models", "Model"), ("services", "Service"), ("views", "View"))
    for name in ("order", "customer", "invoice")
} | {"shop/__init__.py": '"""A shop."""\n\nNAME = "shop"\nROOT = "/"\n'}


def test_layers_are_told(tmp_path: Path) -> None:
    base = lay_out(tmp_path, LAYERED)
    screen = run("init", str(base)).stdout
    assert "shop is cut by layer: models, services, views" in screen
    assert "boundary-lint seams --write" in screen
    assert "cut by layer" in (base / CONFIG).read_text("utf-8")


def test_services_in_one_folder_are_comments(tmp_path: Path) -> None:
    base = lay_out(
        tmp_path,
        {
            "services/users.py": SERVE.format("users", "localhost", 5001, 5002),
            "services/films.py": SERVE.format("films", "localhost", 5002, 5001),
        },
    )
    run("init", str(base))
    text = (base / CONFIG).read_text("utf-8")
    assert load_config(base).contexts == ()
    assert '# name = "films"' in text
    assert "These are comments" in text
    assert len(tomllib.loads(text.replace("# [[", "[[").replace("# name", "name"))["contexts"]) == 2
    assert "No new findings." in run("check", str(base)).stdout


def test_a_configuration_that_is_there_stays(tmp_path: Path) -> None:
    base = lay_out(tmp_path, SHOP)
    text = '[[contexts]]\nname="all"\nmodules=["shop"]'
    (base / CONFIG).write_text(text)
    assert "left as it is  " in run("init", str(base / "shop")).stdout
    assert (base / CONFIG).read_text() == text
    assert (base / DEBT).exists()
    assert not (base / "shop" / CONFIG).exists()


def test_one_that_is_missing_is_written(tmp_path: Path) -> None:
    base = lay_out(tmp_path, SHOP)
    assert "boundary-lint baseline write" in run("init", str(base), "--no-baseline").stdout
    assert not (base / DEBT).exists()
    run("init", str(base))
    entries = store.read(base / DEBT)
    assert entries
    store.write(base / DEBT, entries[:1])
    (base / CONFIG).unlink()
    run("init", str(base))
    assert (base / CONFIG).exists()
    assert store.read(base / DEBT) == [entries[0]._replace(number=2)]


def test_in_pyproject_it_is_there_too(tmp_path: Path) -> None:
    base = lay_out(tmp_path, SHOP)
    (base / "pyproject.toml").write_text('[tool.boundary-lint]\nbaseline = "debt.txt"\n')
    run("init", str(base))
    assert (base / "debt.txt").exists()
    assert not (base / CONFIG).exists()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    base = lay_out(tmp_path, SHOP)
    result = run("init", str(base), "--dry-run")
    assert not (base / CONFIG).exists()
    assert not (base / DEBT).exists()
    assert "would write" in result.stderr
    run("init", str(base))
    assert (base / CONFIG).read_text("utf-8") == result.stdout


def test_what_options_say_is_written(tmp_path: Path) -> None:
    base = lay_out(tmp_path, {"a/__init__.py": "", "a/one.py": "", "conf/dev.py": "ROOT_URLCONF = 'a'\n", "b.py": ""})
    run("init", str(base), "--settings", "conf.dev", "--include-tests")
    config = load_config(base)
    assert (config.settings, config.include_tests) == ("conf.dev", True)


def test_names_that_say_something_to_others_are_harmless(tmp_path: Path) -> None:
    files = {f'shop/we"ird\u202e{name}/models.py': MODEL.format(name) for name in ("A", "B")}
    base = lay_out(tmp_path, SHOP | files)
    run("init", str(base))
    load_config(base)
    assert "\u202e" not in "".join(
        line for line in (base / CONFIG).read_text("utf-8").splitlines() if line.startswith("#")
    )


@pytest.mark.parametrize(
    ("files", "path", "told"),
    [({}, ".", "holds no Python file"), ({"a.py": ""}, "a.py", "is a file"), ({"a.py": ""}, "nothing", "no such")],
)
def test_what_it_cannot_begin_with(files: dict[str, str], path: str, told: str, tmp_path: Path) -> None:
    lay_out(tmp_path, files)
    with pytest.raises(BoundaryLintError, match=told):
        run("init", str(tmp_path / path))
    assert sorted(os.listdir(tmp_path)) == sorted([".git", *files])


def test_one_file_is_a_program(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.py": "x = 1\n"})
    assert "no contexts were found" in run("init", str(tmp_path)).stdout
    assert load_config(tmp_path).contexts == ()
    assert "No new findings." in run("check", str(tmp_path)).stdout


def test_both_are_written_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {"a.py": "x = 1\n"})

    def full(path: Path, entries: object) -> None:
        raise BaselineError(str(path), "cannot be written: No space left on device")

    monkeypatch.setattr(store, "write", full)
    with pytest.raises(BaselineError):
        run("init", str(tmp_path))
    assert sorted(set(os.listdir(tmp_path)) - {".boundary_lint_cache"}) == [".git", "a.py"]


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {"a.py": "x = 1\n"})
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(ConfigError, match="not writable"):
        run("init", str(tmp_path))
