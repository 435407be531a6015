"""Seams through the installed command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "fixtures"


def run(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
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
    outputs = {run(str(FIXTURES / "shop_bad"), "-f", "json", "--jobs", jobs, seed=jobs).stdout for jobs in ("1", "2")}
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
