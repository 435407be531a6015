"""The recipes for CI: what they run is run, in a clone of a repository whose last commit has a new fault."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from tests.cli.shop import COMMAND
from tests.docs.walk import DOCS
from tests.pipeline.repositories import commit, git

RECIPES = {
    name: (language, body)
    for name, language, body in re.findall(
        r"^## ([^\n]+)\n(?:(?!^## )[^\n]*\n)*?```(yaml|groovy)\n(.*?)^```",
        (DOCS / "ci.md").read_text("utf-8"),
        re.M | re.S,
    )
}

MODEL = "from django.db import models\n\n\nclass Order(models.Model):\n    number = models.IntegerField()\n"

USE = "from orders.models import Order\n\n\ndef settle(pk):\n    Order.objects.filter(pk=pk).update(number=1)\n"


def scripts(name: str) -> list[str]:
    """Return the shell lines of a recipe that run the tool; how it is installed is left out."""
    language, body = RECIPES[name]
    if language == "groovy":
        lines = re.findall(r"\bsh '([^']+)'", body)
    else:
        told = yaml.safe_load(body)
        steps = told["jobs"]["boundaries"]["steps"] if "jobs" in told else told.get("steps", [])
        lines = [step.get("run") or step.get("script") or "" for step in steps] or told["boundaries"]["script"]
    every = [line.strip() for text in lines for line in text.splitlines()]
    return [line.replace(".ci/bin/", "") for line in every if line and "pip install" not in line]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clone as CI has it: of a branch that adds a fault to main."""
    origin = tmp_path_factory.mktemp("ci") / "origin"
    commit(origin, {"orders/models.py": MODEL, "billing/models.py": MODEL.replace("Order", "Bill")})
    git(origin, "checkout", "-q", "-b", "change")
    commit(origin, {"billing/pay.py": USE})
    git(origin.parent, "clone", "-q", f"file://{origin}", "clone")
    return origin.parent / "clone"


def read(file: Path) -> str:
    """Return what a report of a file holds, in one text."""
    if file.suffix == ".xml":
        return " ".join(f"{one.get('name')} {one.get('message')}" for one in ElementTree.parse(file).iter())
    return json.dumps(json.loads(file.read_text("utf-8")))


@pytest.mark.parametrize("name", ["GitHub Actions", "GitLab CI", "Azure Pipelines", "Jenkins"])
def test_what_a_recipe_runs_finds_the_fault(name: str, clone: Path) -> None:
    (line,) = scripts(name)
    variables = {"BASE": "main", "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(clone, "rev-parse", "origin/main")}
    path = f"{Path(COMMAND).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        line, shell=True, cwd=clone, env={**os.environ, **variables, "PATH": path}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    assert "foreign-table-access" in ran.stdout
    reports = re.findall(r"-f \w+:(\S+)", line)
    assert reports
    for report in reports:
        assert "orders_order of orders: billing writes in 1 place" in read(clone / report)
        assert report in RECIPES[name][1].replace(line, "")
        (clone / report).unlink()


def test_the_recipe_for_pre_commit_names_hooks_that_there_are() -> None:
    (repository,) = yaml.safe_load(RECIPES["pre-commit"][1])["repos"]
    known = {hook["id"] for hook in yaml.safe_load((DOCS.parent / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert {hook["id"] for hook in repository["hooks"]} <= known
    assert set(re.findall(r"- id: ([\w-]+)", RECIPES["pre-commit"][1])) == known
