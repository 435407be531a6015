"""Times boundary-lint beside lint-imports and tach on real code, in one run, and writes the table of ratios.

    python benchmarks/bench.py --corpora DIR [--rounds 5] [--only NAME ...] [--write]

DIR holds one folder per project (homeassistant, pretix, superset), unpacked, not installed; each is copied before it is measured.
The states of a tool are cold (no cache), warm (nothing changed), one (a function was added to one file) and, of ours, imports (cold, with
contexts configured and rules about imports alone). The tools take turns within a round, so that a busy machine disturbs all alike: a
ratio is the median over the rounds of ours to theirs in the same round. Seconds are of the clock; CPU counts all processes.
Memory is the largest sum over all processes, pages they share counted once (Linux), taken in runs of its own.
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

IMPORT_RULES = ("cyclic-context-imports", "undeclared-dependency")

PEERS = {"cold": "cold", "warm": "warm", "one": "one", "imports": "cold"}
"""Our state -> the state of the peers that it is compared with."""

LIMITS = {"cold": (6.0, 3.0), "warm": (0.4, 0.4), "one": (2.0, 2.0), "imports": (1.5, 1.5)}
"""State -> largest ratio to lint-imports: of dense projects, and of one with a million lines."""

DENSE = 500_000
"""Lines up to which a project counts as dense."""


@dataclass(frozen=True)
class Tool:
    """A command, the folder it runs in, and what to delete to make it cold."""

    name: str
    command: list[str]
    cwd: Path
    caches: list[Path]


@dataclass(frozen=True)
class Sample:
    """Seconds by the clock and of all processors in one run."""

    seconds: float
    cpu: float


def start(tool: Tool) -> subprocess.Popen[bytes]:
    """Start a tool; what it prints goes nowhere, what it complains of into a file."""
    complaints = (tool.cwd.parent / f"{tool.name}.err").open("wb")
    environment = {**os.environ, "PYTHONPATH": str(tool.cwd)}
    return subprocess.Popen(tool.command, cwd=tool.cwd, stdout=subprocess.DEVNULL, stderr=complaints, env=environment)


def finish(tool: Tool, status: int) -> None:
    """Findings are expected, failures to run are not."""
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        complaints = (tool.cwd.parent / f"{tool.name}.err").read_text("utf-8", "replace")
        sys.exit(f"{tool.name} ended with {code}: {complaints[-400:]}")


def run(tool: Tool) -> Sample:
    """Run a tool once."""
    begin = time.perf_counter()
    process = start(tool)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    finish(tool, status)
    return Sample(seconds, usage.ru_utime + usage.ru_stime)


def peak_memory(tool: Tool) -> float:
    """Return the megabytes that a tool and its children take at most; 0 where the system does not tell."""
    if not Path("/proc/self/smaps_rollup").exists():
        return 0.0
    process, peak = start(tool), 0.0
    while True:
        pid, status = os.waitpid(process.pid, os.WNOHANG)
        if pid:
            finish(tool, status)
            return peak
        peak = max(peak, sum(_megabytes(one) for one in _family(process.pid)))
        time.sleep(0.02)


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _megabytes(pid: int) -> float:
    """Return the memory of one process; of pages that several share its part."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def clear(tool: Tool) -> None:
    """Make the next run cold."""
    for cache in tool.caches:
        shutil.rmtree(cache, ignore_errors=True)


def executable(name: str) -> str:
    """Return the path of a command."""
    found = shutil.which(name)
    if found is None:
        sys.exit(f"{name} must be on PATH: run 'make bench'")
    return found


def ours(project: Path, *options: str) -> Tool:
    """Return our tool for one project."""
    cache = project.parent / "our-cache"
    command = [
        executable("boundary-lint"),
        "check",
        ".",
        "--cache-dir",
        str(cache),
        "--fail-on",
        "never",
        "-o",
        os.devnull,
    ]
    return Tool("boundary-lint", [*command, *options], project, [cache])


def imports_alone(project: Path, package: str) -> Tool:
    """Return our tool with the packages below the top as contexts, and rules about imports alone."""
    configuration = project.parent / "contexts.toml"
    folders = sorted(p.parent for p in (project / package).glob("*/__init__.py"))
    configuration.write_text(
        "".join(f'[[contexts]]\nname = "{f.name}"\nmodules = ["{package}.{f.name}"]\n' for f in folders)
    )
    selected = [option for rule in IMPORT_RULES for option in ("--select", rule)]
    return ours(project, "--config", str(configuration), *selected)


def lint_imports(project: Path, package: str) -> Tool:
    """Return lint-imports with one contract that is kept: it has to build the whole graph, and to ask it one question."""
    configuration, cache = project.parent / "importlinter.ini", project.parent / "grimp-cache"
    configuration.write_text(
        f"[importlinter]\nroot_package = {package}\ninclude_external_packages = True\n\n[importlinter:contract:1]\nname = any\n"
        f"type = forbidden\nsource_modules = {package}\nforbidden_modules = nothing_of_this_name\nallow_indirect_imports = True\n"
    )
    command = [executable("lint-imports"), "--config", str(configuration), "--cache-dir", str(cache)]
    return Tool("lint-imports", command, project, [cache])


def tach(project: Path, package: str) -> Tool:
    """Return tach with one module."""
    (project / "tach.toml").write_text(f'source_roots = ["."]\n[[modules]]\npath = "{package}"\ndepends_on = []\n')
    return Tool("tach", [executable("tach"), "check"], project, [project / ".tach"])


def middle_file(project: Path, package: str) -> Path:
    """Return a module in the middle of the sorted list, the same in every run."""
    files = sorted(
        p for p in (project / package).rglob("*.py") if "migrations" not in p.parts and p.stat().st_size > 2000
    )
    return files[len(files) // 2]


Samples = dict[tuple[str, str], list[Sample]]
"""Tool and state -> what was measured, by round."""


def measure(project: Path, package: str, rounds: int) -> Samples:
    """Return samples; within a round the tools take turns."""
    tools = [ours(project), lint_imports(project, package), tach(project, package)]
    alone, changed = imports_alone(project, package), middle_file(project, package)
    samples: Samples = {}

    def each(state: str, of: list[Tool], before: Callable[[Tool], None] = lambda tool: None) -> None:
        for tool in of:
            before(tool)
            samples.setdefault((tool.name, state), []).append(run(tool))

    original, times = changed.read_bytes(), changed.stat()
    for number in range(rounds):
        each("imports", [alone], clear)
        each("cold", tools, clear)
        each("warm", tools)
        changed.write_bytes(original + f"\n\ndef added_in_round_{number}(x):\n    return x.save()\n".encode())
        each("one", tools)
        changed.write_bytes(original)
        os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))
    return samples


def lines_of(project: Path) -> int:
    """Return the lines of all Python files."""
    return sum(p.read_bytes().count(b"\n") for p in project.rglob("*.py"))


def table(name: str, samples: Samples, lines: int, megabytes: float) -> list[str]:
    """Return the rows of one project in Markdown."""
    rows = []
    for state, peer in PEERS.items():
        mine, theirs = samples["boundary-lint", state], samples["lint-imports", peer]
        ratio = statistics.median(a.seconds / b.seconds for a, b in zip(mine, theirs, strict=True))
        cpu = statistics.median(a.cpu / b.cpu for a, b in zip(mine, theirs, strict=True))
        seconds = [
            _median(samples[tool, s]) for tool, s in (("boundary-lint", state), ("lint-imports", peer), ("tach", peer))
        ]
        limit = LIMITS[state][lines > DENSE]
        memory = f"{megabytes:.0f}" if state == "cold" else ""
        rows.append(
            f"| {name} | {state} | {seconds[0]:.2f} | {seconds[1]:.2f} | {seconds[2]:.2f} | {ratio:.2f} x | {limit:g} x "
            f"| {cpu:.2f} x | {memory} |"
        )
    return rows


def _median(samples: list[Sample]) -> float:
    return statistics.median(sample.seconds for sample in samples)


HEAD = [
    "| project | state | ours s | lint-imports s | tach s | ours : lint-imports | at most | of CPU | our peak MB |",
    "|---|---|---|---|---|---|---|---|---|",
]


def main() -> None:
    """Measure, print the table, and keep it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("CORPORA"), help="folder of unpacked projects")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=list(PROJECTS))
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/RESULTS.md")
    options = parser.parse_args()
    if options.corpora is None:
        parser.error("say where the projects lie: --corpora DIR or CORPORA=DIR")
    rows: list[str] = []
    for name in options.only:
        source = Path(options.corpora) / name
        if not source.is_dir():
            sys.exit(f"{name}: not unpacked below {options.corpora}")
        with tempfile.TemporaryDirectory() as folder:
            project = Path(shutil.copytree(source, Path(folder, name)))
            samples = measure(project, PROJECTS.get(name, name), options.rounds)
            clear(ours(project))
            rows += table(name, samples, lines_of(project), peak_memory(ours(project)))
        print("\n".join(HEAD + rows), flush=True)
    if options.write:
        said = f"Medians of {options.rounds} rounds, the tools in turn, {os.cpu_count()} processors, Python {sys.version.split()[0]}."
        what = (__doc__ or "").partition("The states")[2]
        (HERE / "RESULTS.md").write_text(
            "\n".join(["# Benchmark", "", said, "", "The states" + what, *HEAD, *rows, ""])
        )


if __name__ == "__main__":
    main()
