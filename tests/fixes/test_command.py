"""``check --fix`` and ``check --diff`` as a user runs them."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from boundary_lint.cli import main
from tests.fixes.programs import lay_out

CALL = 'import requests\n\n\ndef f():\n    return requests.get("http://a")  # boundary-lint: ignore[dual-write]\n'

MENDED = 'import requests\n\n\ndef f():\n    return requests.get("http://a", timeout=10)\n'


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    """The command switches the garbage collector off, and ends; here it goes on."""
    yield
    gc.enable()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lay_out(tmp_path, {"shop/a.py": CALL, "shop/__init__.py": ""})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main._run(["check", "--jobs", "1", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_what_is_left_decides(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--fail-on", "info")[0] == 1
    code, out, err = run(capsys, "--fail-on", "info", "--fix")
    assert (code, (shop / "shop/a.py").read_text()) == (0, MENDED)
    assert "No findings." in out
    assert "2 places mended in 1 file (1 call-without-timeout, 1 unused-waiver); 0 findings left" in err
    code, _, err = run(capsys, "--fail-on", "info", "--fix")
    assert (code, "nothing could be mended" in err) == (0, True)


def test_a_diff_and_its_exit_code(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--diff")
    assert (code, (shop / "shop/a.py").read_text()) == (1, CALL)
    assert out.startswith("--- a/shop/a.py\n")
    assert "would be mended" in err
    assert run(capsys, "--diff", "--select", "shared-table")[:2] == (0, "")
    assert run(capsys, "--diff", "-f", "json")[0] == 2


def test_rules_and_the_baseline_narrow_it(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "--fix", "--select", "unused-waiver,dual-write")
    assert (shop / "shop/a.py").read_text() == CALL.replace("  # boundary-lint: ignore[dual-write]", "")
    assert main._run(["baseline", "write"]) == 0
    capsys.readouterr()
    run(capsys, "--fix")
    assert "timeout" not in (shop / "shop/a.py").read_text(), "debt is left alone"
    run(capsys, "--fix", "--no-baseline")
    assert (shop / "shop/a.py").read_text() == MENDED


def test_the_report_says_what_can_be_mended(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "fixable: 2 findings with boundary-lint check --fix\n" in run(capsys, "--no-cache")[1]
    found = json.loads(run(capsys, "--no-cache", "-f", "json")[1])["findings"]
    assert {f["rule"]: f["fixable"] for f in found} == {"call-without-timeout": True, "unused-waiver": True}
    (shop / "boundary-lint.toml").write_text("")
    told = run(capsys, "--no-cache")[1]
    assert "fixable: 1 finding with boundary-lint check --fix, 1 more where [fix] timeout is set\n" in told


@pytest.mark.parametrize("line", ['timeout = "10"', "timeout = 0", "timeout = true", "attempts = 1.5", "atempts = 5"])
def test_a_wrong_key(shop: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    (shop / "boundary-lint.toml").write_text(f"[fix]\n{line}\n")
    code, _, err = run(capsys)
    assert code == 2
    assert "boundary-lint.toml:2" in err


def test_a_page_that_names_no_fix(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = Path(__file__).parents[2] / "rules"
    text = (rules / "unused-waiver.md").read_text().replace('fixed-by = "waiver"', 'fixed-by = "waver"')
    (shop / "arch").mkdir()
    (shop / "arch/old-waiver.md").write_text(text.replace("finding: unused-waiver", "finding: old-waiver"))
    (shop / "boundary-lint.toml").write_text('rule-folders = ["arch"]\n')
    code, _, err = run(capsys, "--fix")
    assert (code, "'fixed-by' names 'waver', which is no fix" in err) == (2, True)
