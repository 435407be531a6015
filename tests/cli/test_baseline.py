"""The baseline, from the first day to the last."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.inside import inside as run
from tests.cli.shop import BAD

HEADER = "# boundary-lint baseline 1"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    shutil.copytree(BAD, folder)
    (folder / ".git").mkdir()
    return folder


def baseline(shop: Path) -> Path:
    return shop / "boundary-lint.baseline"


def check(shop: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run("check", "--no-cache", *options, cwd=shop)


def write(shop: Path) -> None:
    assert run("baseline", "write", "--no-cache", cwd=shop).returncode == 0


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_the_first_day(shop: Path) -> None:
    assert check(shop).returncode == 1
    write(shop)
    lines = baseline(shop).read_text().splitlines()
    assert lines[0].startswith(HEADER)
    assert lines[1:] == sorted(set(lines[1:]))
    ran = check(shop)
    assert ran.returncode == 0
    assert (
        f"No new findings.  Not understood: 1 file with broken syntax.\ndebt: 43 findings accepted by boundary-lint.baseline ({len(lines) - 1} entries)"
        in ran.stdout
    )
    assert check(shop, "--no-baseline").returncode == 1
    before = baseline(shop).read_bytes()
    write(shop)
    assert baseline(shop).read_bytes() == before
    assert not [name for name in os.listdir(shop) if name.startswith(".boundary-lint")]


def test_what_is_new_fails_and_is_shown_alone(shop: Path) -> None:
    write(shop)
    services = shop / "shop" / "billing" / "services.py"
    services.write_text(
        "\n\n" + services.read_text() + "\n\ndef again(number):\n    Order.objects.filter(number=number).delete()\n"
    )
    ran = check(shop)
    assert ran.returncode == 1
    assert "again()  deletes" in ran.stdout
    assert "settle()" not in ran.stdout
    assert "... and 3 places that the baseline accepts" in ran.stdout
    report = json.loads(check(shop, "-f", "json").stdout)
    (finding,) = (f for f in report["findings"] if f["rule"] == "foreign-table-access")
    assert [site["file"] for site in finding["sites"]] == ["shop/billing/services.py"]
    assert finding["accepted_places"] == 3
    assert report["debt"]["findings"] == len(report["accepted"]) == 43
    assert report["debt"]["new"] == len(report["findings"]) >= 1
    told = run("baseline", "check", "--no-cache", cwd=shop)
    assert told.returncode == 1
    assert (
        "new: foreign-table-access  billing -> orders  table_name=orders_order  in shop.billing.services.again\n"
        in told.stdout
    )


def test_what_is_paid_off_is_named_and_taken_out(shop: Path) -> None:
    write(shop)
    shutil.copy(shop / "shop" / "billing" / "__init__.py", shop / "shop" / "orders" / "views.py")
    ran = check(shop)
    assert ran.returncode == 0
    assert "paid off: foreign-table-access  orders -> customers" in ran.stdout
    assert " paid off)" in ran.stdout
    strict = check(shop, "--strict-baseline")
    assert strict.returncode == 1
    assert "of the baseline match nothing any more; boundary-lint baseline prune takes them out" in strict.stderr
    before = baseline(shop).read_text().splitlines()
    assert run("baseline", "prune", "--no-cache", cwd=shop).returncode == 0
    after = baseline(shop).read_text().splitlines()
    assert set(after) < set(before)
    assert check(shop, "--strict-baseline").returncode == 0


def test_rules_that_did_not_run_have_no_stale_entries(shop: Path) -> None:
    write(shop)
    ran = check(shop, "--select", "private-import", "--strict-baseline")
    assert ran.returncode == 0
    assert "paid off" not in ran.stdout
    before = baseline(shop).read_text()
    assert run("baseline", "prune", "--no-cache", "shop", cwd=shop).returncode in (0, 2)
    assert baseline(shop).read_text() == before


def test_reasons_and_dates_stay_and_dates_end(shop: Path) -> None:
    write(shop)
    line = "foreign-table-access  billing -> orders  table_name=orders_order  in shop.billing.services.settle"
    edit(baseline(shop), line, f'{line}  reason="until 2.0"  until=2999-01-01')
    write(shop)
    assert f'{line}  reason="until 2.0"  until=2999-01-01\n' in baseline(shop).read_text()
    assert check(shop).returncode == 0
    edit(baseline(shop), "2999-01-01", "2001-01-01")
    ran = check(shop)
    assert ran.returncode == 1
    assert "settle()" in ran.stdout
    assert "1 expired" in ran.stdout
    assert run("baseline", "check", "--no-cache", cwd=shop).returncode == 1


def test_the_key_names_another_file(shop: Path) -> None:
    config = shop / "boundary-lint.toml"
    config.write_text('baseline = "arch/debt.txt"\n' + config.read_text())
    ran = check(shop)
    assert ran.returncode == 2
    assert "boundary-lint.toml:1: 'arch/debt.txt' of the key 'baseline' does not exist" in ran.stderr
    (shop / "arch").mkdir()
    write(shop)
    assert (shop / "arch" / "debt.txt").read_text().startswith(HEADER)
    assert check(shop).returncode == 0


@pytest.mark.parametrize("text", ["<<<<<<< HEAD\n", "# boundary-lint baseline 99\n", "", f"{HEADER}\nwhat?\n"])
def test_a_baseline_that_cannot_be_read_ends_the_run(shop: Path, text: str) -> None:
    baseline(shop).write_text(text)
    for command in (["check"], ["baseline", "check"], ["baseline", "write"], ["baseline", "prune"]):
        ran = run(*command, "--no-cache", cwd=shop)
        assert ran.returncode == 2
        assert "boundary-lint.baseline:" in ran.stderr
    assert baseline(shop).read_text() == text


def test_without_a_baseline(shop: Path) -> None:
    for command in ("check", "prune"):
        ran = run("baseline", command, "--no-cache", cwd=shop)
        assert ran.returncode == 2
        assert "does not exist - write it with boundary-lint baseline write" in ran.stderr
    assert run("check", "--no-baseline", "--strict-baseline", cwd=shop).returncode == 2


def test_an_unchanged_run_is_answered_again_until_the_baseline_changes(shop: Path) -> None:
    write(shop)
    old = 1_500_000_000
    for folder, names, files in os.walk(shop):
        for name in (*names, *files, "."):
            os.utime(Path(folder, name), (old, old))
    first = run("check", cwd=shop)
    assert first.returncode == 0
    assert run("check", cwd=shop).stdout == first.stdout
    text = baseline(shop).read_text().splitlines()
    baseline(shop).write_text("\n".join(text[:1] + text[2:]) + "\n")
    assert run("check", cwd=shop).stdout != first.stdout
