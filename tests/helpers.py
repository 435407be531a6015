"""Small programs from strings through the real stages, and expectations that stand on the lines they are about."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import msgspec

from boundary_lint.config.model import Config
from boundary_lint.discover.walk import discover
from boundary_lint.extract import extract
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.facts.syntax import decode
from boundary_lint.frameworks.analysis import analyze

_MARK = re.compile(r"(?:#|--) fact: (.+)")


NO_CONFIG = Config()


def analyse(files: Mapping[str, str], *, settings: str | None = None, config: Config = NO_CONFIG) -> ProgramFacts:
    """Return the program facts of a file tree: path -> content (indentation common to all lines is taken off)."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder).resolve()
        for path, content in files.items():
            (base / path).parent.mkdir(parents=True, exist_ok=True)
            (base / path).write_text(dedent(content), "utf-8")
        config = msgspec.structs.replace(config, base=str(base))
        tree = discover(base, config)
        syntaxes = {file.path: decode(extract((base / file.path).read_bytes(), file.depth)) for file in tree.files}
        return analyze(tree, syntaxes, config, extract=extract, settings=settings)


def check(files: Mapping[str, str], *, settings: str | None = None, config: Config = NO_CONFIG) -> ProgramFacts:
    """Analyse a file tree and compare its accesses, joins, created tables and missed accesses with the marks, both ways.

    A mark ends a line: ``# fact: read orders_order, write orders_line, join orders_order orders_line, creates t, missed sql``.
    """
    found = analyse(files, settings=settings, config=config)
    expected, actual = marked(files), noted(found)
    missing, more = sorted(expected - actual), sorted(actual - expected)
    assert not missing and not more, f"not found: {missing}\nnot marked: {more}"
    return found


def marked(files: Mapping[str, str]) -> set[tuple[str, int, str]]:
    """Return (file, line, fact) of every mark."""
    return {
        (path, number, fact.strip())
        for path, content in files.items()
        for number, line in enumerate(dedent(content).splitlines(), 1)
        if (mark := _MARK.search(line))
        for fact in mark[1].split(",")
    }


def noted(found: ProgramFacts) -> set[tuple[str, int, str]]:
    """Return (file, line, fact) of everything that a mark can say."""
    return {
        *((a.file, a.line, f"{a.op} {a.table}") for a in found.accesses),
        *((j.file, j.line, f"join {j.from_table} {j.to_table}") for j in found.joins),
        *((m.file, m.line, f"creates {m.table}") for m in found.migrations),
        *((g.file, g.line, f"missed {g.kind}") for g in found.gaps if g.kind in ("sql", "query", "session")),
    }
