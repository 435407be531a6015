"""How time grows with lines: nested parts of one large project, each checked cold, and the exponent between.

    python benchmarks/bench.py --corpora DIR --growth [--only homeassistant] [--rounds 3] [--write]

The folder with the most packages side by side is the one that is cut (components of homeassistant): a part is everything else of the project
and so many of these packages, in the order of their names, as make up its lines. So every part contains the one before it. Time is CPU of all
processes, start of the interpreter included, the least of the rounds: it is disturbed less by others than seconds of the clock. The exponent
is the slope of the line through log(lines) and log(time), by least squares: 1 means twice the lines, twice the time.
"""

from __future__ import annotations

import math
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools import clear, lines_of, ours, run

SIZES = (100_000, 250_000, 500_000, 1_000_000)
"""Lines of the parts, about; the last is the whole project where it is smaller."""

AT_MOST = 1.1
"""Largest exponent."""

HEAD = ["| project | lines | CPU s | ms per 1,000 lines |", "|---|---|---|---|"]


def growth(source: Path, rounds: int) -> list[str]:
    """Return the table of one project, and what it says, in Markdown."""
    points: list[tuple[int, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for lines, project in parts(source, Path(folder, source.name)):
            points.append((lines, least_cpu(project, rounds)))
    rows = [f"| {source.name} | {n:,} | {cpu:.2f} | {cpu / n * 1e6:.1f} |" for n, cpu in points]
    says = f"Time grows with lines to the power of {exponent(points):.2f} (at most {AT_MOST})."
    return [*HEAD, *rows, "", says]


def parts(source: Path, project: Path) -> Iterator[tuple[int, Path]]:
    """Yield lines and folder of each part; the folder is the same, and grows."""
    folder = most_packages(source)
    packages = sorted(p for p in folder.iterdir() if (p / "__init__.py").is_file())
    shutil.copytree(source, project, ignore=lambda at, names: [p.name for p in packages] if Path(at) == folder else [])
    lines = lines_of(project)
    for size in SIZES:
        while packages and lines < size:
            package = packages.pop(0)
            lines += lines_of(package)
            shutil.copytree(package, project / package.relative_to(source))
        yield lines, project
        if not packages:
            return


def most_packages(source: Path) -> Path:
    """Return the folder with the most packages side by side."""
    above = [init.parent.parent for init in sorted(source.rglob("__init__.py"))]
    return statistics.mode(above)


def least_cpu(project: Path, rounds: int) -> float:
    """Return the seconds of all processors that a cold check takes."""
    tool = ours(project)
    found = []
    for _ in range(rounds):
        clear(tool)
        found.append(run(tool).cpu)
    return min(found)


def exponent(points: list[tuple[int, float]]) -> float:
    """Return b of time = a * lines ** b, by least squares over logarithms."""
    return statistics.linear_regression([math.log(n) for n, _ in points], [math.log(cpu) for _, cpu in points]).slope
