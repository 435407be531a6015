"""Branches that pay off debt, or explain it, merged by the real git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.inside import inside
from tests.pipeline.repositories import commit, git

MODEL = "from django.db import models\n\n\nclass Order(models.Model):\n    number = models.IntegerField()\n"

USE = "from orders.models import Order\n\n\ndef pay(pk):\n    Order.objects.filter(pk=pk).update(number=1)\n"

FIXED = "def pay(pk):\n    return pk\n"

PAGES = ["billing/a.py", "billing/b.py", "billing/c.py", "billing/d.py"]

BASELINE = "boundary-lint.baseline"


def ran(shop: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return inside(*command, "--no-cache", cwd=shop)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a repository with debt, in which the baseline was written."""
    models = {"orders/models.py": MODEL, "billing/models.py": MODEL.replace("Order", "Bill")}
    commit(tmp_path, {**models, **dict.fromkeys(PAGES, USE)})
    said = ran(tmp_path, "baseline", "write").stdout.splitlines()
    assert said[1:] == [".gitattributes: branches merge their baselines without conflicts; commit it, too"]
    assert ran(tmp_path, "baseline", "write").stdout.splitlines()[1:] == []
    commit(tmp_path, {})
    lines = [line for line in entries(tmp_path) if line.startswith("foreign-table-access")]
    assert [line.split("in billing.")[1] for line in lines] == ["a.pay", "b.pay", "c.pay", "d.pay"]
    return tmp_path


def entries(shop: Path) -> list[str]:
    return (shop / BASELINE).read_text().splitlines()[1:]


def pay_off(shop: Path, branch: str, page: str) -> None:
    git(shop, "checkout", "-q", "-b", branch, "main")
    commit(shop, {page: FIXED})
    assert ran(shop, "baseline", "prune").returncode == 0
    commit(shop, {})
    assert ran(shop, "check", "--strict-baseline").returncode == 0


def test_neighbouring_entries_that_two_branches_paid_off(shop: Path) -> None:
    pay_off(shop, "first", PAGES[1])
    pay_off(shop, "second", PAGES[2])
    git(shop, "merge", "-q", "-m", "both", "first")
    told = ran(shop, "baseline", "check")
    assert told.returncode == 0
    assert " 0 new, 0 expired, " in told.stdout
    assert ran(shop, "check").returncode == 0
    assert ran(shop, "baseline", "prune").returncode == 0
    pruned = entries(shop)
    (shop / BASELINE).unlink()
    assert ran(shop, "baseline", "write").returncode == 0
    assert entries(shop) == sorted(pruned)


def test_without_the_line_git_would_ask(shop: Path) -> None:
    commit(shop, {".gitattributes": None})
    pay_off(shop, "first", PAGES[1])
    pay_off(shop, "second", PAGES[2])
    with pytest.raises(subprocess.CalledProcessError):
        git(shop, "merge", "-q", "-m", "both", "first")
    assert "a conflict of a merge is not resolved" in ran(shop, "check").stderr


def test_one_entry_that_two_branches_explain(shop: Path) -> None:
    (line,) = (line for line in entries(shop) if line.endswith("in billing.b.pay") and line.startswith("foreign-"))
    text = (shop / BASELINE).read_text()
    for branch, note in (("first", 'reason="moves in May"'), ("second", "until=2999-01-01")):
        git(shop, "checkout", "-q", "-b", branch, "main")
        commit(shop, {BASELINE: text.replace(line, f"{line}  {note}")})
    git(shop, "merge", "-q", "-m", "both", "first")
    assert sum(one.startswith(line) for one in entries(shop)) == 2
    told = ran(shop, "check")
    assert told.returncode == 0
    assert ": accepts the same as line " in told.stderr
    assert "accepts the same" in ran(shop, "baseline", "check").stderr
    assert ran(shop, "baseline", "write").returncode == 0
    assert [one for one in entries(shop) if one.startswith(line)] == [
        f'{line}  reason="moves in May"  until=2999-01-01'
    ]
    assert "accepts the same" not in ran(shop, "check").stderr
