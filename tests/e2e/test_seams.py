"""Seams, as they are printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from boundary_lint.pipeline.cache import Cache
from tests.cli.inside import inside
from tests.pipeline.repositories import commit, git
from tests.seams.programs import two_domains

FIXTURES = Path(__file__).parents[2] / "fixtures"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return inside("seams", "--no-cache", *arguments)


def seeded(*arguments: str, seed: str) -> subprocess.CompletedProcess[str]:
    """Run it in a process of its own, whose hashes have a seed."""
    command = [str(Path(sys.executable).with_name("boundary-lint")), "seams", "--no-cache", *arguments]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_the_contexts_of_the_shop_are_found_by_its_own_links_and_words() -> None:
    report = json.loads(run(str(FIXTURES / "shop_bad"), "-f", "json").stdout)
    owners = {table: context["name"] for context in report["contexts"] for table in context["tables"]}
    assert (
        len(
            {
                owners["orders_order"],
                owners["billing_invoice"],
                owners["payments_payment"],
                owners["customers_customer"],
            }
        )
        == 4
    )


def test_every_run_gives_the_same() -> None:
    outputs = {
        seeded(str(FIXTURES / "shop_bad"), "-f", "json", "--jobs", jobs, seed=jobs).stdout for jobs in ("1", "2")
    }
    assert len(outputs) == 1


def test_a_cut_list_by_name_and_a_name_that_is_none() -> None:
    text = run(str(FIXTURES / "shop_bad"), "--extract", "orders").stdout
    assert text.startswith("orders: ")
    assert "shop/orders/" in text
    wrong = run(str(FIXTURES / "shop_bad"), "--extract", "ordres")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "did you mean 'orders'?" in wrong.stderr


def test_a_program_of_one_module_is_one_context(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("def order(): ...\n", "utf-8")
    assert "1 context" in run(str(tmp_path)).stdout


def test_contexts_are_written_with_what_crosses_them_today_as_debt(tmp_path: Path) -> None:
    for name, text in {**two_domains(), "app/m5_invoice.py": CROSSING}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / ".git").mkdir()
    done = run(str(tmp_path), "--write")
    assert (done.returncode, "boundary-lint.baseline" in done.stderr) == (0, True)
    assert "foreign-table-access" in (tmp_path / "boundary-lint.baseline").read_text("utf-8")
    command = [
        sys.executable,
        "-m",
        "boundary_lint.cli.main",
        "check",
        str(tmp_path),
        "--strict-baseline",
        "--fail-on",
        "info",
    ]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert checked.returncode == 0, checked.stdout + checked.stderr


CROSSING = (
    "from app.m0_invoice import Invoice\nfrom app.m0_parcel import Parcel\n\n\n"
    "def bill(session):\n    session.add(Parcel())\n    return session.query(Invoice).all()\n"
)


@pytest.fixture
def past(tmp_path: Path) -> Path:
    """A repository in whose second revision a module of invoices was renamed, and one of parcels belongs to invoices: so says its configuration."""
    folder = tmp_path / "shop"
    files = two_domains(6)
    commit(folder, {**files, "boundary-lint.toml": declared(invoice="*_invoice", parcel="*_parcel")})
    git(folder, "tag", "v1.0")
    now = declared(invoice='*_invoice", "app.billing", "app.m6_parcel', parcel="m[0-5]_parcel")
    renamed = {"app/m6_invoice.py": None, "app/billing.py": files["app/m6_invoice.py"]}
    commit(folder, {**renamed, "boundary-lint.toml": now})
    return folder


def declared(**patterns: str) -> str:
    return "".join(f'[[contexts]]\nname = "{name}"\nmodules = ["app.{one}"]\n' for name, one in patterns.items())


def test_history_shows_where_seams_moved(past: Path) -> None:
    done = run(str(past), "--history", "v1.0..", "-f", "json")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert [(m["name"], m["from"], m["to"]) for m in report["moved"]] == [("app.m6_parcel", "parcel", "invoice")]
    assert report["modules"] == {"both": 14, "renamed": 1}
    assert (report["from"]["revision"], report["to"]["revision"]) == ("v1.0", "HEAD")
    text = run(str(past), "--history", "v1.0...main").stdout
    assert "parcel -> invoice: app.m6_parcel" in text
    assert "shop: v1.0...main (" in text.splitlines()[0]


def test_history_is_the_same_in_every_run_and_touches_nothing(past: Path) -> None:
    (past / "app" / "m1_parcel.py").write_text("import nothing\n", "utf-8")
    before = {path: path.read_bytes() for path in past.rglob("*") if path.is_file()}
    outputs = {seeded(str(past), "--history", "v1.0..HEAD", "--jobs", jobs, seed=jobs).stdout for jobs in ("1", "2")}
    assert len(outputs) == 1
    assert {path: path.read_bytes() for path in past.rglob("*") if path.is_file()} == before


def test_history_below_the_top_and_the_way_back(past: Path) -> None:
    report = json.loads(run(str(past / "app"), "--history", "HEAD..v1.0", "-f", "json").stdout)
    assert [(m["from"], m["to"]) for m in report["moved"]] == [("invoice", "parcel")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--history", "v1.0"], "v1.0: is no pair of revisions - write v1.0..HEAD"),
        (["--history", ".."], "is no pair of revisions"),
        (["--history", "v1.0....HEAD"], "is no pair of revisions"),
        (["--history", "v1.1..HEAD"], "did you mean 'v1.0'?"),
        (["--history", "--output=x..HEAD"], "--output=x: is no revision"),
        (["--history", "v1.0..", "--write"], "--history compares two revisions, and --write is about one program"),
        (["--history", "v1.0..", "--belongs", "nothing=here"], "nothing"),
    ],
)
def test_history_that_cannot_be_had(past: Path, arguments: list[str], said: str) -> None:
    done = run(str(past), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_on_revisions_leaves_the_cache_of_the_real_tree_warm(past: Path, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("boundary-lint")), "seams", str(past), "--cache-dir", str(tmp_path)]
    for path in past.rglob("*.py"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    subprocess.run(command, capture_output=True, check=True)
    store = Cache(tmp_path, print)
    known = store.keys()
    store.close()
    subprocess.run([*command, "--history", "v1.0..HEAD"], capture_output=True, check=True)
    store = Cache(tmp_path, print)
    assert store.keys() == known != {}
    store.close()


def test_what_a_revision_has_and_cannot_be_read_is_said(past: Path) -> None:
    (past / "outside.py").symlink_to("/etc/hostname")
    commit(past, {})
    done = run(str(past), "--history", "v1.0..")
    assert done.returncode == 0
    assert "HEAD: left out are outside.py: submodules, or links that lead outside" in done.stderr


def test_revisions_with_next_to_nothing(tmp_path: Path) -> None:
    commit(tmp_path, {"README": "a shop to come"})
    commit(tmp_path, {"shop.py": "def order(): ...\n"})
    commit(tmp_path, {"cart.py": "import shop\n\n\ndef add(): shop.order()\n"})
    empty = run(str(tmp_path), "--history", "HEAD~2..")
    assert (empty.returncode, empty.stdout) == (2, "")
    assert empty.stderr.startswith("boundary-lint: HEAD~2: holds no Python file")
    assert "1 -> 1 context, 1 -> 2 modules; 1 in both" in run(str(tmp_path), "--history", "HEAD~1..").stdout
    assert "No context is new, gone, split or merged." in run(str(tmp_path), "--history", "HEAD..").stdout


def test_history_of_what_is_in_no_repository(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("def order(): ...\n", "utf-8")
    done = run(str(tmp_path), "--history", "HEAD~1..")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not in a git repository" in done.stderr
