"""The published pairs of input and figure in ``tests/seams/oracles``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from boundary_lint.seams.figures.complexity import Mode, Trace

FOLDER = Path(__file__).parent.parent / "oracles"


def load(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def trace(text: str) -> Trace:
    """Return a trace from ``12R*3 4W``: entity, mode, how often in a row."""
    found: list[tuple[str, Mode]] = []
    for word in text.split():
        match = re.fullmatch(r"(\d+)([RW]+)(?:\*(\d+))?", word)
        assert match is not None, word
        for mode in match[2]:
            found += [(match[1], cast("Mode", mode))] * int(match[3] or 1)
    return found


def cluster_of(clusters: dict[str, Iterable[int]]) -> dict[int, str]:
    """Return element -> cluster."""
    return {element: name for name, elements in clusters.items() for element in elements}
