"""Times boundary-lint beside lint-imports and tach on real code, in one run, and writes the table of ratios.

    python benchmarks/bench.py --corpora DIR [--rounds 5] [--only NAME ...] [--write]

DIR holds one folder per project (homeassistant, pretix, superset), unpacked, not installed. Three states are measured for each tool:
cold (no cache), warm (nothing changed) and one (one file changed: a comment line is added to a module in the middle of the sorted list, and
taken away again). The tools take turns within a round, so that a busy machine disturbs all alike; the medians over the rounds are compared
by ratio. Peak memory is the largest resident set of the process and its children, as the kernel reports it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROJECTS = {"pretix": "pretix", "superset": "superset", "homeassistant": "homeassistant"}
"""Folder -> the top-level package that the peers check."""

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Tool:
    """A command, the folder it runs in, and what to delete to make it cold."""

    name: str
    command: list[str]
    cwd: Path
    caches: list[Path]


@dataclass(frozen=True)
class Sample:
    """Wall seconds and peak resident megabytes of one run."""

    seconds: float
    megabytes: float


def run(tool: Tool) -> Sample:
    """Run a tool once; findings are expected, failures to run are not."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        tool.command,
        cwd=tool.cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(tool.cwd)},
    )
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"{tool.name} ended with {code}: {errors.decode(errors='replace')[-400:]}")
    return Sample(seconds, usage.ru_maxrss / 1024)


def clear(tool: Tool) -> None:
    """Make the next run cold."""
    for cache in tool.caches:
        shutil.rmtree(cache, ignore_errors=True)


def tools_for(project: Path, package: str, work: Path) -> list[Tool]:
    """Return the three tools set up for one project, all configuration outside of it."""
    importlinter = work / f"{package}.importlinter"
    importlinter.write_text(
        f"[importlinter]\nroot_package = {package}\n\n[importlinter:contract:1]\nname = any\ntype = forbidden\n"
        f"source_modules = {package}\nforbidden_modules = nothing_of_this_name\nallow_indirect_imports = True\n"
    )
    importlinter.write_text(
        importlinter.read_text().replace("root_package =", "include_external_packages = True\nroot_package =")
    )
    cache = work / f"{package}-cache"
    ours, theirs = shutil.which("boundary-lint"), shutil.which("lint-imports")
    if ours is None or theirs is None:
        sys.exit("boundary-lint and lint-imports must be on PATH: run 'make bench'")
    grimp_cache = work / f"{package}-grimp"
    found = [
        Tool(
            "boundary-lint",
            [ours, "check", ".", "--cache-dir", str(cache), "--fail-on", "never", "-o", os.devnull],
            project,
            [cache],
        ),
        Tool(
            "lint-imports",
            [theirs, "--config", str(importlinter), "--cache-dir", str(grimp_cache)],
            project,
            [grimp_cache],
        ),
    ]
    tach = shutil.which("tach")
    if tach is not None:
        (project / "tach.toml").write_text(f'source_roots = ["."]\n[[modules]]\npath = "{package}"\ndepends_on = []\n')
        found.append(Tool("tach", [tach, "check"], project, [project / ".tach"]))
    return found


def middle_file(project: Path, package: str) -> Path:
    """Return a module in the middle of the sorted list, the same in every run."""
    files = sorted(
        p for p in (project / package).rglob("*.py") if "migrations" not in p.parts and p.stat().st_size > 2000
    )
    return files[len(files) // 2]


def measure(tools: list[Tool], changed: Path, rounds: int) -> dict[tuple[str, str], list[Sample]]:
    """Return samples by (tool, state); within a round the tools take turns."""
    samples: dict[tuple[str, str], list[Sample]] = {}

    def each(state: str, before: Callable[[Tool], None]) -> None:
        for tool in tools:
            before(tool)
            samples.setdefault((tool.name, state), []).append(run(tool))

    original = changed.read_bytes()
    try:
        for number in range(rounds):
            each("cold", clear)
            each("warm", lambda tool: None)
            changed.write_bytes(original + f"\n# round {number}\n".encode())
            each("one", lambda tool: None)
            changed.write_bytes(original)
            each("settle", lambda tool: None)
    finally:
        changed.write_bytes(original)
    return samples


def table(project: str, samples: dict[tuple[str, str], list[Sample]], tools: list[Tool]) -> list[str]:
    """Return the rows of one project in Markdown."""
    rows = []
    for state in ("cold", "warm", "one"):
        medians = {t.name: statistics.median(s.seconds for s in samples[t.name, state]) for t in tools}
        peak = max(s.megabytes for s in samples["boundary-lint", state])
        ratio = medians["boundary-lint"] / medians["lint-imports"]
        tach = f"{medians['tach']:.2f}" if "tach" in medians else "-"
        rows.append(
            f"| {project} | {state} | {medians['boundary-lint']:.2f} | {medians['lint-imports']:.2f} | {tach} "
            f"| {ratio:.2f} x | {peak:.0f} |"
        )
    return rows


def main() -> None:
    """Measure, print the table, and keep it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("CORPORA"), help="folder of unpacked projects")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=list(PROJECTS))
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/results.md")
    options = parser.parse_args()
    if options.corpora is None:
        parser.error("say where the projects lie: --corpora DIR or CORPORA=DIR")
    lines = [
        "| project | state | boundary-lint s | lint-imports s | tach s | ratio to lint-imports | our peak MB |",
        "|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name in options.only:
            project = Path(options.corpora) / name
            if not project.is_dir():
                print(f"{name}: not unpacked below {options.corpora}", file=sys.stderr)
                continue
            tools = tools_for(project, PROJECTS.get(name, name), Path(folder))
            samples = measure(tools, middle_file(project, PROJECTS.get(name, name)), options.rounds)
            lines += table(name, samples, tools)
            (project / "tach.toml").unlink(missing_ok=True)
    text = "\n".join(lines) + "\n"
    print(text)
    if options.write:
        (HERE / "results.md").write_text(f"# Benchmark\n\nMedians of {options.rounds} rounds, tools in turn.\n\n{text}")


if __name__ == "__main__":
    main()
