"""What the rules are asked of a program, told from all else that may be asked: of two runs that ask the same, only lines differ."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import msgspec

from boundary_lint.contracts import find as contracts
from boundary_lint.facts.content import MAX_TEXT, read_file
from boundary_lint.pipeline.extent import views_read
from boundary_lint.pipeline.run import Analysis, Options
from boundary_lint.rules.page import Page


def asked_of(analysis: Analysis, pages: Sequence[Page], options: Options) -> str:
    """Return what tells apart what rules are asked of a program; "" where they ask for more than is known here.

    Of facts that are no longer known by what the files say nothing is known, nor of rules that look at the words of files.
    """
    if not analysis.linked or "misplaced" in views_read(pages):
        return ""
    config = analysis.config
    day = options.today if any(waiver.until for waiver in config.waivers) else None
    rules = [(page.id, page.text) for page in pages]
    parts = [analysis.linked, rules, config.rules, config.waivers, day, list(_contracts(analysis)), _beside(analysis)]
    return blake2b(msgspec.msgpack.encode(parts), digest_size=12).hexdigest()


def _contracts(analysis: Analysis) -> Iterator[bytes | bool | None]:
    """Yield what the import contracts of a program are, and whether they can be checked."""
    file = contracts.find(Path(analysis.tree.base))
    if file is not None:
        yield _content(file)
        yield find_spec("importlinter") is not None


def _beside(analysis: Analysis) -> list[tuple[str, bytes | None]]:
    """Return files that are no Python, and what they say: waivers may stand in them."""
    tree = analysis.tree
    files = sorted({*analysis.manifests, *tree.sql_files, *tree.manifests, *tree.documents})
    return [(file, _content(Path(os.path.join(tree.base, file)))) for file in files]


def _content(path: Path) -> bytes | None:
    try:
        return blake2b(read_file(path, MAX_TEXT + 1), digest_size=16).digest()
    except OSError:
        return None
