"""Cut lists of small programs, and expectations that stand on the lines they are about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from textwrap import dedent

from boundary_lint.config.model import Config, ContextConfig
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.seams.cuts.crossing import Crossing
from boundary_lint.seams.cuts.cutlist import CutList, cut_list
from boundary_lint.seams.division import declared
from tests.helpers import analyse

_MARK = re.compile(r"# cut: (.+)")

CONFIG = Config(
    contexts=tuple(ContextConfig(name=name, modules=(f"shop.{name}",)) for name in ("orders", "stock", "billing")),
)
"""Three contexts of a shop; what is in none is shared."""


def facts_of(files: Mapping[str, str], config: Config = CONFIG) -> ProgramFacts:
    """Return the facts of a program in which the packages of the contexts are there."""
    packages = {f"shop/{name}__init__.py": "" for name in ("", "orders/", "stock/", "billing/")}
    return analyse({**packages, **files}, config=config)


def cut(files: Mapping[str, str], context: str = "orders", config: Config = CONFIG) -> CutList:
    """Return the cut list of a context."""
    facts = facts_of(files, config)
    return cut_list(facts, declared(facts), context)


def check(files: Mapping[str, str], context: str = "orders") -> CutList:
    """Compare the cut list of a context with the marks, both ways. A mark ends a line: ``# cut: call stock, read stock``: kind and the other side."""
    found = cut(files, context)
    expected = {
        (path, number, one.strip())
        for path, content in files.items()
        for number, line in enumerate(dedent(content).splitlines(), 1)
        if (mark := _MARK.search(line))
        for one in mark[1].split(",")
    }
    actual = {(c.file, c.line, f"{c.kind} {c.other(context) or 'shared'}") for c in found.crossings}
    missing, more = sorted(expected - actual), sorted(actual - expected)
    assert not missing and not more, f"not found: {missing}\nnot marked: {more}"
    return found


def only(found: CutList, kind: str) -> Crossing:
    """Return the only crossing of a kind."""
    (one,) = (c for c in found.crossings if c.kind == kind)
    return one
