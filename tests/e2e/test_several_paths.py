"""Several folders are checked together, as services of one set."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.cli.inside import inside

CALLER = """\
import requests
from flask import Flask

app = Flask(__name__)


@app.get("/orders/<number>")
def order(number):
    return requests.get(f"http://stock:8000/items/{number}").json()
"""

CALLED = """\
from flask import Flask

app = Flask(__name__)


@app.get("/items/<number>")
def item(number):
    return {}
"""


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return inside(*arguments, cwd=folder)


def test_services_of_several_folders_know_each_other(tmp_path: Path) -> None:
    for path, text in {
        "here/orders/app.py": CALLER,
        "there/stock/app.py": CALLED,
        "there/other/app.py": CALLED,
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    run = _run(tmp_path / "here", "facts", "orders", "../there/stock")
    assert run.returncode == 0, run.stderr
    facts = json.loads(run.stdout)
    assert [service["name"] for service in facts["services"]] == ["orders", "stock"]
    (call,) = facts["calls"]
    assert (call["from"], call["to"], call["file"], call["endpoint"]) == (
        "orders",
        "stock",
        "here/orders/app.py",
        "/items/<number>",
    )
    assert not (tmp_path / ".boundary_lint_cache").exists()


def _facts(folder: Path, files: dict[str, str], *paths: str) -> dict[str, Any]:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    run = _run(folder, "facts", *paths)
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def _names(facts: dict[str, Any]) -> list[str]:
    return [service["name"] for service in facts["services"]]


SERVING = CALLED + "\n\nif __name__ == '__main__':\n    app.run(port=8000)\n"


def test_a_named_folder_in_which_several_modules_serve_is_as_many_services(tmp_path: Path) -> None:
    files = {
        "orders/app.py": CALLER,
        "cinema/showing.py": SERVING,
        "cinema/booking.py": SERVING + "import texts\n",
        "cinema/texts.py": "HELLO = 'hello'\n",
        "cinema/Makefile": "run:\n\tpython showing.py &\n\tpython booking.py\n",
    }
    facts = _facts(tmp_path, files, "orders", "cinema")
    assert _names(facts) == ["booking", "orders", "showing"]
    assert {c["name"]: c["modules"] for c in facts["contexts"]} == {
        "booking": ["booking", "texts"],
        "orders": ["orders.app"],
        "showing": ["showing"],
    }


def test_entry_modules_of_one_name_in_several_named_folders_are_told_apart(tmp_path: Path) -> None:
    files = {f"{folder}/{name}.py": SERVING for folder in ("cinema", "opera") for name in ("booking", "showing")}
    facts = _facts(tmp_path, files, "cinema", "opera")
    assert _names(facts) == ["cinema/booking", "cinema/showing", "opera/booking", "opera/showing"]


def test_a_named_folder_that_holds_services_is_these(tmp_path: Path) -> None:
    files = {
        "orders/app.py": CALLER,
        "shop/stock/app.py": CALLED,
        "shop/stock/requirements.txt": "flask",
        "shop/billing/app.py": CALLED,
        "shop/billing/requirements.txt": "flask",
        "shop/common/texts.py": "HELLO = 'hello'\n",
    }
    facts = _facts(tmp_path, files, "orders", "shop")
    assert _names(facts) == ["billing", "orders", "stock"]
    assert [(call["from"], call["to"]) for call in facts["calls"]] == [("orders", "stock")]


def test_a_named_folder_that_a_manifest_builds_is_one_service(tmp_path: Path) -> None:
    compose = "services:\n  cinema:\n    build: cinema\n    command: python showing.py\n"
    files = {
        "orders/app.py": CALLER,
        "cinema/showing.py": SERVING,
        "cinema/booking.py": SERVING,
        "docker-compose.yml": compose,
    }
    assert _names(_facts(tmp_path, files, "orders", "cinema")) == ["cinema", "orders"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders/app.py").write_text(CALLED, "utf-8")
    run = _run(tmp_path, "check", "orders", "nowhere")
    assert run.returncode == 2
    assert "nowhere: no such file or folder" in run.stderr


def test_services_that_the_configuration_declares_keep_their_names(tmp_path: Path) -> None:
    for path, text in {"orders/app.py": CALLER, "stock/app.py": CALLED, "common/texts.py": "HELLO = 'hello'\n"}.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (tmp_path / "boundary-lint.toml").write_text(
        """
[[contexts]]
name = "ordering"
kind = "service"
paths = ["orders"]

[[contexts]]
name = "stock"
kind = "service"
paths = ["stock"]
""",
        "utf-8",
    )
    run = _run(tmp_path, "facts", ".")
    assert run.returncode == 0, run.stderr
    facts = json.loads(run.stdout)
    assert [service["name"] for service in facts["services"]] == ["ordering", "stock"]
    assert [(c["name"], c["kind"]) for c in facts["contexts"]] == [
        ("common (library)", "library"),
        ("ordering", "service"),
        ("stock", "service"),
    ]
    assert [(call["from"], call["to"]) for call in facts["calls"]] == [("ordering", "stock")]


def test_calls_of_scripts_are_told_apart_and_not_dropped(tmp_path: Path) -> None:
    script = "import requests\n\nrequests.get('http://stock:8000/items/1')\n"
    for path, text in {"orders/app.py": CALLER, "orders/scripts/try_it.py": script, "stock/app.py": CALLED}.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    run = _run(tmp_path, "facts", "orders", "stock")
    facts = json.loads(run.stdout)
    assert [call["file"] for call in facts["calls"]] == ["orders/app.py"]
    assert [(call["file"], call["to"]) for call in facts["other_calls"]] == [("orders/scripts/try_it.py", None)]
