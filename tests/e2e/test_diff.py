"""``boundary-lint diff`` on small repositories."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from boundary_lint.draw.mermaid import escaped
from boundary_lint.draw.words import label
from tests.cli.inside import inside as run
from tests.cli.shop import BAD
from tests.pipeline.repositories import commit, git

NEW = """

def bonus(account):
    from shop.payments.models import Payment

    Payment.objects.filter(pk=account).update(amount=0)
"""

LEDGER = """from django.db import models


class Ledger(models.Model):
    total = models.IntegerField()
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with two commits, and the second one's change."""
    folder = tmp_path_factory.mktemp("repo") / "shop_repo"
    shutil.copytree(BAD, folder, ignore=shutil.ignore_patterns(".boundary_lint_cache", "__pycache__"))
    commit(folder, {"note.txt": "x"})
    catalogue = (folder / "shop/catalogue/models.py").read_text("utf-8")
    commit(folder, {"shop/catalogue/models.py": catalogue + NEW + LEDGER.partition("\n")[2]})
    return folder


def test_what_is_new_and_gone(shop: Path) -> None:
    ran = run("diff", "HEAD~1", "HEAD", "-f", "json", cwd=shop)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    edges = {(edge["from"], edge["to"], edge["kind"]): edge for edge in found["edges"]["new"]}
    assert ("catalogue", "payments", "data") in edges
    data = edges["catalogue", "payments", "data"]
    assert data["file"] == "shop/catalogue/models.py"
    assert data["line"] > 0
    assert found["tables"] == {"new": ["catalogue_ledger (catalogue)"], "gone": []}
    assert {"foreign-table-access"} <= {one["rule"] for one in found["findings"]["new"]}
    assert found["edges"]["gone"] == found["findings"]["fixed"] == []
    back = json.loads(run("diff", "HEAD", "HEAD~1", "-f", "json", cwd=shop).stdout)
    assert len(back["edges"]["gone"]) == len(found["edges"]["new"])
    assert len(back["findings"]["fixed"]) == len(found["findings"]["new"])


def test_pairs_as_git_writes_them(shop: Path) -> None:
    assert run("diff", "HEAD~1..HEAD", cwd=shop).stdout == run("diff", "HEAD~1", "HEAD", cwd=shop).stdout


def test_nothing_is_printed_where_nothing_changed(shop: Path) -> None:
    for arguments in (("HEAD",), ("HEAD", "HEAD"), ("HEAD", "-f", "markdown"), ("HEAD", "-f", "json")):
        ran = run("diff", *arguments, cwd=shop)
        assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr


def test_the_working_tree_is_compared_and_not_touched(shop: Path) -> None:
    file = shop / "shop/catalogue/models.py"
    content = file.read_text("utf-8")
    try:
        file.write_text(content.replace("def bonus", "\n\ndef other"), "utf-8")
        ran = run("diff", "HEAD~1", "--path", str(shop), cwd=shop)
        assert "catalogue -> payments: data" in ran.stdout
        assert git(shop, "status", "--porcelain").split() == ["M", "shop/catalogue/models.py"]
    finally:
        file.write_text(content, "utf-8")


def test_what_the_baseline_accepts_already_is_told(shop: Path) -> None:
    baseline = shop / "boundary-lint.baseline"
    try:
        assert run("baseline", "write", cwd=shop).returncode == 0
        text = run("diff", "HEAD~1", cwd=shop).stdout
        assert " new (" in text.splitlines()[0]
        assert " accepted as debt)" in text.splitlines()[0]
        new = json.loads(run("diff", "HEAD~1", "-f", "json", cwd=shop).stdout)["findings"]["new"]
        assert new
        assert all(one["accepted"] for one in new)
        told = json.loads(run("explain", new[0]["fingerprint"], "-f", "json", cwd=shop).stdout)
        (debt,) = (group for group in told["groups"] if group["heading"] == "accepted as debt")
        assert {place["file"] for place in debt["places"]} == {"boundary-lint.baseline"}
        assert all(place["code"].startswith(new[0]["rule"]) for place in debt["places"])
    finally:
        baseline.unlink(missing_ok=True)


def test_markdown_has_a_picture(shop: Path) -> None:
    text = run("diff", "HEAD~1", "HEAD", "-f", "markdown", cwd=shop).stdout
    picture = text.partition("```mermaid\n")[2].partition("```")[0]
    assert picture.startswith("flowchart LR\n")
    assert '["catalogue"]' in picture
    assert "==>" in picture
    assert len(picture.splitlines()) < 60


def test_names_in_a_picture_are_text_alone() -> None:
    assert escaped('a"]; click x') == "a#34;#93;#59; click x"
    assert len(escaped(label("x" * 500))) == 60


def test_a_renamed_module_is_no_change(tmp_path: Path) -> None:
    folder = tmp_path / "shop_repo"
    shutil.copytree(BAD, folder, ignore=shutil.ignore_patterns(".boundary_lint_cache", "__pycache__"))
    commit(folder, {"note.txt": "x"})
    services = folder / "shop/billing/services.py"
    services.rename(services.with_name("works.py"))
    assert (
        json.loads(run("diff", "HEAD", "-f", "json", cwd=folder).stdout or "{}").get("findings", {}).get("new", [])
        == []
    )


@pytest.mark.parametrize("base", ["nonsense", "-x", "HEAD..nonsense"])
def test_a_revision_that_is_none(shop: Path, base: str) -> None:
    ran = run("diff", "--", base, cwd=shop)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("boundary-lint: ")


def test_no_repository(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    ran = run("diff", "HEAD", cwd=tmp_path)
    assert ran.returncode == 2
    assert "is not in a git repository" in ran.stderr
