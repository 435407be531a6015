"""Small file trees given as texts, through the same stages as a program: the examples of pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from boundary_lint.config.model import Config
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.findings.waive import NOT_WAIVED
from boundary_lint.pipeline.extent import views_read
from boundary_lint.pipeline.judge import graph_for
from boundary_lint.pipeline.run import Options, analyse
from boundary_lint.pipeline.waived import run_and_waive
from boundary_lint.rules.catalogue import load_pages
from boundary_lint.rules.page import Page


def example_graph(files: Mapping[str, str], page: Page | None = None) -> sqlite3.Connection:
    """Return the graph of a small file tree given as texts, through the same stages, as a page reads it; it is laid out in a temporary folder."""
    from boundary_lint.config.load import load_config

    options = Options(jobs=1)
    with _laid_out(files) as folder:
        analysis = analyse(folder, load_config(folder), options)
        graph = graph_for(views_read([page] if page is not None else []), analysis, options)
        if page is not None and page.id in NOT_WAIVED:
            others = load_pages()
            known = [other.id for other in others]
            run_and_waive(others, known, graph, analysis.facts, analysis.config, analysis.tree, options.today)
        return graph


def example_facts(
    files: Mapping[str, str], catalog: Sequence[str] = (), stubs: Sequence[str] = (), settings: str = ""
) -> ProgramFacts:
    """Return the facts of a small file tree, read with more pages of the catalogue and folders of stubs (absolute paths).

    Raises:
        CatalogError: a page or a stub cannot be used.
    """
    with _laid_out(files) as folder:
        config = Config(base=str(folder), catalog=tuple(catalog), stubs=tuple(stubs))
        return analyse(folder, config, Options(settings=settings or None, jobs=1)).facts


@contextmanager
def _laid_out(files: Mapping[str, str]) -> Iterator[Path]:
    """Lay a file tree out in a temporary folder."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", "surrogatepass")
        (Path(folder) / ".git").mkdir(exist_ok=True)
        yield Path(folder)
