"""``check --since``: only what a revision does not have."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.inside import inside as run
from tests.cli.shop import BAD
from tests.pipeline.repositories import commit, git


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a repository that holds a shop with findings, committed."""
    folder = tmp_path / "shop_repo"
    shutil.copytree(BAD, folder, ignore=shutil.ignore_patterns(".boundary_lint_cache", "__pycache__"))
    commit(folder, {"note.txt": "x"})
    return folder


NEW = """

def pay_all():
    from shop.orders.models import Order

    Order.objects.all().update(paid=True)
"""


def since(folder: Path, *more: str, ref: str = "HEAD") -> tuple[int, list[dict[str, Any]], str]:
    ran = run("check", "--since", ref, "-f", "json", *more, ".", cwd=folder)
    return ran.returncode, json.loads(ran.stdout)["findings"] if ran.stdout else [], ran.stderr


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_nothing_changed(shop: Path) -> None:
    assert run("check", ".", cwd=shop).returncode == 1
    code, found, _ = since(shop)
    assert (code, found) == (0, [])


def test_a_new_place_of_a_known_finding_is_new_and_the_others_are_not_told(shop: Path) -> None:
    append(shop / "shop/billing/services.py", NEW)
    for _ in range(2):  # the second time the base is known
        code, found, _ = since(shop)
        assert code == 1
        assert {place["function"] for one in found for place in one["evidence"]} <= {"pay_all", ""}
        assert any(one["rule"] == "foreign-table-access" for one in found)
    assert list((shop / ".boundary_lint_cache").glob("base-*"))
    assert since(shop, "--no-cache")[1] == found


def test_lines_above_and_renamed_modules_are_not_new(shop: Path) -> None:
    services = shop / "shop/billing/services.py"
    services.write_text("# above\n\n" + services.read_text("utf-8"), "utf-8")
    assert since(shop)[1] == []
    git(shop, "checkout", "-q", ".")
    services.rename(services.with_name("works.py"))
    assert since(shop)[1] == []


def test_against_another_revision(shop: Path) -> None:
    append(shop / "shop/billing/services.py", NEW)
    commit(shop, {})
    assert since(shop)[1] == []
    assert since(shop, ref="HEAD~1")[0] == 1


def test_what_cannot_be_compared(shop: Path, tmp_path: Path) -> None:
    code, _, said = since(shop, ref="nonsense")
    assert (code, "nonsense: is no revision of" in said) == (2, True)
    outside = tmp_path / "outside"
    shutil.copytree(BAD, outside)
    code, _, said = since(outside)
    assert (code, "is not in a git repository" in said) == (2, True)
    append(shop / "shop/billing/services.py", NEW)
    commit(shop, {})
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{shop}", str(tmp_path / "shallow"))
    code, _, said = since(tmp_path / "shallow", ref="HEAD~1")
    assert (code, "shallow" in said) == (2, True)
