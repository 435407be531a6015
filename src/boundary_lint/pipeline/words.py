"""The words of a program's files: read on their own, because only seams and what is misplaced need them."""

from __future__ import annotations

import os

from boundary_lint.extract.vocabulary import VERSION, vocabulary
from boundary_lint.facts.vocabulary import Vocabulary, decode
from boundary_lint.pipeline.cache import Cache
from boundary_lint.pipeline.reading import Depth, Extractor, read_tree
from boundary_lint.pipeline.run import Analysis, Options


def _words(content: bytes, depth: Depth) -> bytes:
    return vocabulary(content)


WORDS = Extractor(_words, VERSION)
"""Names and words of a file."""


def read_words(analysis: Analysis, options: Options) -> dict[str, Vocabulary]:
    """Return the names and words of every file of a program, by path."""
    with analysis.stage("words"):
        store = Cache(options.cache, options.warn, "words") if options.cache is not None else None
        read = read_tree(
            analysis.tree,
            store,
            options.jobs or os.cpu_count() or 1,
            progress=lambda done, total: options.progress("words", done, total),
            extractor=WORDS,
            passing=options.passing,
        )
        facts = read.facts()
        if store is not None:
            store.close()
        return {file: decode(blob) for file, blob in facts.items()}
