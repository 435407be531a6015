"""What must change nothing: the order of files, the number of processes, the cache, hash seeds; on programs made at random."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boundary_lint.config.load import load_config
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.run import Options
from boundary_lint.report import json

APPS = ("billing", "customers", "orders")

STATEMENTS = (
    "{other}.objects.create(name=name)",
    "{other}.objects.filter(name=name).delete()",
    "row = {other}.objects.get(name=name); row.save()",
    "list({other}.objects.select_related('link'))",
    "connection.cursor().execute('update {table} set name = 1')",
    "from {module} import services; return services.f0(name)",
)


@st.composite
def programs(draw: st.DrawFn) -> dict[str, str]:
    """Draw a small Django project whose apps point to, read and write each other."""
    files = {}
    for app in APPS:
        link = draw(st.sampled_from([other for other in APPS if other != app]))
        files[f"{app}/models.py"] = (
            f"from django.db import models\n\n\nclass {app.title()}(models.Model):\n    name = models.CharField()\n"
            f"    link = models.ForeignKey('{link}.{link.title()}', on_delete=models.CASCADE, null=True)\n"
        )
        lines = ["from django.db import connection"]
        lines += [f"from {other}.models import {other.title()}" for other in APPS]
        for number, (other, statement) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from(APPS), st.sampled_from(STATEMENTS)), min_size=1, max_size=4))
        ):
            body = statement.format(other=other.title(), table=f"{other}_{other}", module=other)
            lines += [f"def f{number}(name):", *(f"    {part}" for part in body.split("; "))]
        files[f"{app}/services.py"] = "\n".join(lines) + "\n"
    return files


def write(folder: Path, files: dict[str, str], names: list[str]) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(files[name], "utf-8")


def report(folder: Path, options: Options) -> str:
    result, _, _ = check(folder, load_config(folder), options)
    return json.render(result, "0")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs(), st.randoms(use_true_random=False))
def test_neither_order_nor_processes_nor_cache_change_a_report(files: dict[str, str], random: object) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        first, second = Path(one, "shop"), Path(two, "shop")
        names = sorted(files)
        write(first, files, names)
        random.shuffle(names)  # type: ignore[attr-defined]
        write(second, files, names)
        cache = Path(two, "cache")
        ways = [
            (first, Options(jobs=1)),
            (second, Options(jobs=1)),
            (first, Options(jobs=1, cache=cache)),
            (first, Options(jobs=1, cache=cache)),
        ]
        reports = {report(folder, options) for folder, options in ways}
        assert len(reports) == 1


def test_neither_hash_seeds_nor_jobs_change_facts(tmp_path: Path) -> None:
    shop = Path(__file__).parents[2] / "fixtures" / "shop_bad"
    found = set()
    for seed, jobs in (("0", "1"), ("1", "4"), ("42", "1")):
        command = [sys.executable, "-m", "boundary_lint.cli.main", "facts", str(shop), "--no-cache", "--jobs", jobs]
        ran = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        found.add(ran.stdout)
    assert len(found) == 1
