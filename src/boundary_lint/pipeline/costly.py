"""Views that are filled only where a rule or query reads them: what they hold takes seconds, and few ask for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from boundary_lint.graph.ids import Ids
from boundary_lint.graph.rows import Row, Rows
from boundary_lint.pipeline.run import Analysis, Options


def _misplaced(analysis: Analysis, options: Options) -> Iterator[Row]:
    """Yield the rows of misplaced_."""
    from boundary_lint.pipeline.seams import written_wishes
    from boundary_lint.pipeline.words import read_words
    from boundary_lint.seams.find import find_misplaced

    vocabularies = read_words(analysis, options)
    with analysis.stage("misplaced"):
        found = find_misplaced(analysis.facts, vocabularies, written_wishes(analysis.config))
    ids = Ids(analysis.facts)
    for one in found:
        file, line = one.file, 1
        if one.kind == "table":
            table = ids.tables[ids.of_table[one.name]]
            file, line = table.file, table.line
        place = (ids.of_file.get(file), line, one.now, one.better, one.by)
        yield one.kind, one.name, *place, *one.links, *one.words, "; ".join(one.reasons)


def _contract_break(analysis: Analysis, options: Options) -> Iterator[Row]:
    """Yield the rows of contract_break_."""
    from boundary_lint.pipeline.contracts import contract_rows

    return contract_rows(analysis, options)


COSTLY: Mapping[str, Callable[[Analysis, Options], Rows]] = {
    "misplaced": _misplaced,
    "contract_break": _contract_break,
}
"""View -> what fills its private table, which is called like it with "_" behind."""


def costly_rows(views: Collection[str], analysis: Analysis, options: Options) -> dict[str, Rows]:
    """Return private table -> its rows, of those views that are read."""
    return {f"{view}_": list(rows(analysis, options)) for view, rows in COSTLY.items() if view in views}
