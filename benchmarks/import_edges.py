"""Compares our import edges with those of `grimp.build_graph`, an independent reader, on real code.

    python benchmarks/import_edges.py --corpora DIR [--only NAME ...]

Ends with 1 where they differ. Compared are edges between modules (importer, imported), both of the package. Three kinds of edges that
grimp leaves out by design are counted apart: dynamic imports (`importlib.import_module("x")`), modules below folders without
``__init__.py``, and files that no import statement can name, because their own name has a dot (``2023.fix.py``).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import grimp

PROJECTS = {"wagtail": "wagtail", "superset": "superset", "homeassistant": "homeassistant"}
"""Folder -> the top-level package that is compared."""

Edge = tuple[str, str]


@dataclass(frozen=True)
class Comparison:
    """Edges that both have, one of them has, or that grimp does not read by design."""

    both: set[Edge]
    only_grimp: set[Edge]
    only_ours: set[Edge]
    dynamic: set[Edge]
    without_init: set[Edge]
    unnameable: set[Edge]


def compare(folder: Path, package: str) -> Comparison:
    """Return how our edges inside a package differ from grimp's. folder: what lies on the import path."""
    theirs = _grimp_edges(folder, package)
    statements, dynamic = _our_edges(folder, package)
    alone = statements - theirs
    outside = {edge for edge in alone if any(_lacks_init(folder, module) for module in edge)}
    dotted = {edge for edge in alone - outside if any(_has_dot(folder, module) for module in edge)}
    return Comparison(
        statements & theirs, theirs - statements, alone - outside - dotted, dynamic - statements, outside, dotted
    )


def _grimp_edges(folder: Path, package: str) -> set[Edge]:
    sys.path.insert(0, str(folder))
    try:
        graph = grimp.build_graph(package, cache_dir=None)
    finally:
        sys.path.remove(str(folder))
    return {(a, b) for a in graph.modules for b in graph.find_modules_directly_imported_by(a)}


def _our_edges(folder: Path, package: str) -> tuple[set[Edge], set[Edge]]:
    """Return our edges inside the package: by statements, and by calls."""
    with tempfile.TemporaryDirectory() as work:
        target = Path(work, "facts.json")
        command = [
            sys.executable,
            "-m",
            "boundary_lint.cli.main",
            "facts",
            str(folder),
            "--no-cache",
            "-o",
            str(target),
        ]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONSAFEPATH": "1"})
        imports = json.loads(target.read_text("utf-8"))["imports"]
    inside = [i for i in imports if all(i[end].split(".")[0] == package for end in ("importer", "imported"))]
    dynamic = {(i["importer"], i["imported"]) for i in inside if i["kind"] == "dynamic"}
    return {(i["importer"], i["imported"]) for i in inside if i["kind"] != "dynamic"}, dynamic


def _lacks_init(folder: Path, module: str) -> bool:
    """Whether a module is, or lies in, a folder without ``__init__.py``."""
    parts = module.split(".")
    packages = [folder.joinpath(*parts[:end]) for end in range(1, len(parts) + 1)]
    return any(path.is_dir() and not (path / "__init__.py").exists() for path in packages)


def _has_dot(folder: Path, module: str) -> bool:
    """Whether a module's last names together are one file: ``a.b.2023.fix`` of ``a/b/2023.fix.py``."""
    parts = module.split(".")
    return any(
        folder.joinpath(*parts[:end], ".".join(parts[end:]) + ".py").exists() for end in range(1, len(parts) - 1)
    )


def main() -> int:
    """Print the table; return 1 where any project differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("CORPORA"), help="folder of unpacked projects")
    parser.add_argument("--only", nargs="*", default=list(PROJECTS))
    options = parser.parse_args()
    if options.corpora is None:
        parser.error("say where the projects lie: --corpora DIR or CORPORA=DIR")
    print(
        "| project | same edges | only grimp | only ours | dynamic, ours alone | without `__init__.py`, ours alone | dotted file, ours alone |"
    )
    print("|---|---|---|---|---|---|---|")
    differing = 0
    for name in options.only:
        found = compare(Path(options.corpora) / name, PROJECTS.get(name, name))
        counts = (found.both, found.only_grimp, found.only_ours, found.dynamic, found.without_init, found.unnameable)
        print(f"| {name} | {' | '.join(f'{len(edges):,}' for edges in counts)} |")
        for title, edges in (("only grimp", found.only_grimp), ("only ours", found.only_ours)):
            for importer, imported in sorted(edges):
                print(f"{name}: {title}: {importer} -> {imported}", file=sys.stderr)
        differing += len(found.only_grimp) + len(found.only_ours)
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main())
