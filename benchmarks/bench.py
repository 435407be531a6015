"""Times boundary-lint beside lint-imports and tach on real code, in one run, and writes the table of ratios.

    python benchmarks/bench.py --corpora DIR [--rounds 5] [--only NAME ...] [--write]
    python benchmarks/bench.py --corpora DIR --growth [--rounds 2] [--write]

DIR holds one folder per project (homeassistant, pretix, superset), unpacked, not installed; each is copied before it is measured.

The states of a tool are cold (no cache), warm (nothing changed), one (a function was added to one file), remark (a remark was written between
two statements of it) and, of ours, imports (cold, with contexts configured and rules about imports alone) and what is new since the last
commit (check --since HEAD) after the same changes: since-one and since-remark. The tools take turns within a round, so that a busy machine disturbs all alike: a
ratio is the median over the rounds of ours to theirs in the same round. Seconds are of the clock; CPU counts all processes.
Memory is the largest sum over all processes, pages they share counted once (Linux), taken in runs of its own.

With --growth the parts of one large project are measured instead, ours alone (see growth.py); each mode writes its own section of RESULTS.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from growth import __doc__ as growing
from growth import growth
from tools import Sample, Tool, clear, lines_of, lint_imports, ours, peak_memory, run, tach

PROJECTS = {"pretix": "pretix", "superset": "superset", "homeassistant": "homeassistant"}
"""Folder -> the top-level package that the peers check."""

LARGE = "homeassistant"
"""The project whose parts are measured with --growth."""

RESULTS = Path(__file__).with_name("RESULTS.md")

IMPORT_RULES = ("cyclic-context-imports", "undeclared-dependency")

PEERS = {
    "cold": "cold", "warm": "warm", "one": "one", "remark": "remark", "since-one": "one", "since-remark": "remark", "imports": "cold",
}  # fmt: skip
"""Our state -> the state of the peers that it is compared with."""

CHANGED = dict.fromkeys(("one", "remark", "since-one", "since-remark"), (2.0, 2.0))

LIMITS = {"cold": (6.0, 3.0), "warm": (0.4, 0.4), **CHANGED, "imports": (1.5, 1.5)}
"""State -> largest ratio to lint-imports: of dense projects, and of one with a million lines."""

DENSE = 500_000
"""Lines up to which a project counts as dense."""


def imports_alone(project: Path, package: str) -> Tool:
    """Return our tool with the packages below the top as contexts, and rules about imports alone."""
    configuration = project.parent / "contexts.toml"
    folders = sorted(p.parent for p in (project / package).glob("*/__init__.py"))
    configuration.write_text(
        "".join(f'[[contexts]]\nname = "{f.name}"\nmodules = ["{package}.{f.name}"]\n' for f in folders)
    )
    selected = [option for rule in IMPORT_RULES for option in ("--select", rule)]
    return ours(project, "--config", str(configuration), *selected)


def since_head(project: Path) -> Tool:
    """Return our tool asked for what is new since the last commit, of a project that is made a repository."""
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        subprocess.run(
            ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org", *command], cwd=project, check=True
        )
    return ours(project, "--since", "HEAD")


def middle_file(project: Path, package: str) -> Path:
    """Return a module in the middle of the sorted list, the same in every run: long enough to have a place between two statements."""
    files = sorted(
        p
        for p in (project / package).rglob("*.py")
        if "migrations" not in p.parts and p.stat().st_size > 2000 and b"\n\n\n" in p.read_bytes()
    )
    return files[len(files) // 2]


Samples = dict[tuple[str, str], list[Sample]]
"""Tool and state -> what was measured, by round."""


def measure(project: Path, package: str, rounds: int) -> Samples:
    """Return samples; within a round the tools take turns."""
    tools = [ours(project), lint_imports(project, package), tach(project, package)]
    alone, changed, since = imports_alone(project, package), middle_file(project, package), since_head(project)
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
        run(since)
        changed.write_bytes(original + f"\n\ndef added_in_round_{number}(x):\n    return x.save()\n".encode())
        each("one", tools)
        changed.write_bytes(original + f"\n\ndef added_since_{number}(x):\n    return x.save()\n".encode())
        each("since-one", [since])
        changed.write_bytes(original.replace(b"\n\n\n", f"\n\n# round {number}\n\n".encode(), 1))
        each("remark", tools)
        changed.write_bytes(original.replace(b"\n\n\n", f"\n\n# since, {number}\n\n\n".encode(), 1))
        each("since-remark", [since])
        changed.write_bytes(original)
        os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))
    return samples


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


def beside_peers(source: Path, rounds: int) -> list[str]:
    """Measure one project; return its rows in Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(shutil.copytree(source, Path(folder, source.name)))
        samples = measure(project, PROJECTS.get(source.name, source.name), rounds)
        clear(ours(project))
        rows = table(source.name, samples, lines_of(project), peak_memory(ours(project)))
    print("\n".join(rows), flush=True)
    return rows


def keep(title: str, lines: list[str]) -> None:
    """Write one section of the results; the others stay."""
    old = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    sections = dict(part.split("\n", 1) for part in old.split("\n## ")[1:])
    sections[title] = "\n" + "\n".join(lines) + "\n"
    RESULTS.write_text("# Benchmark\n" + "".join(f"\n## {name}\n{text}" for name, text in sections.items()), "utf-8")


def explained(documentation: str | None, first: str) -> str:
    """Return the paragraph of a documentation that begins so."""
    return next(part for part in (documentation or "").split("\n\n") if part.startswith(first)).strip()


def main() -> None:
    """Measure, print the table, and keep it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("CORPORA"), help="folder of unpacked projects")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", help="projects; with --growth those whose parts are measured")
    parser.add_argument("--growth", action="store_true", help="measure how time grows with lines")
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/RESULTS.md")
    options = parser.parse_args()
    if options.corpora is None:
        parser.error("say where the projects lie: --corpora DIR or CORPORA=DIR")
    sources = [Path(options.corpora, name) for name in options.only or ([LARGE] if options.growth else PROJECTS)]
    for source in sources:
        if not source.is_dir():
            sys.exit(f"{source.name}: not unpacked below {options.corpora}")
    machine = f"{options.rounds} rounds, {os.cpu_count()} processors, Python {sys.version.split()[0]}."
    if options.growth:
        title, said = "Growth", [f"The least of {machine}", "", explained(growing, "The folder")]
        lines = [line for source in sources for line in ["", *growth(source, options.rounds)]]
        print("\n".join(lines))
    else:
        title, said = "Beside peers", [f"Medians of {machine}", "", explained(__doc__, "The states"), "", *HEAD]
        print("\n".join(HEAD))
        lines = [row for source in sources for row in beside_peers(source, options.rounds)]
    if options.write:
        keep(title, [*said, *lines])


if __name__ == "__main__":
    main()
