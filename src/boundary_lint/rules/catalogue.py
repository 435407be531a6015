"""All rule pages: the shipped ones and those of the user's folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from boundary_lint.errors import RuleError
from boundary_lint.rules.page import Page, read_page


def shipped_folder() -> Path:
    """Return the folder of the shipped pages: inside the installed package, or ``rules/`` of a source checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent.parent / "rules"


def pages_in(folder: Path) -> list[Page]:
    """Return the pages of a folder, sorted by name.

    Raises:
        RuleError: there is no such folder, no page in it, or a page cannot be read.
    """
    if not folder.is_dir():
        raise RuleError(str(folder), "is no folder of rule pages", "check the key 'rules'")
    paths = sorted(p for p in folder.glob("*.md") if p.name.upper() != "README.MD")
    if not paths:
        raise RuleError(str(folder), "holds no rule page", "boundary-lint rules new NAME writes one")
    return [read_page(path) for path in paths]


def load_pages(folders: Iterable[Path] = ()) -> list[Page]:
    """Return the shipped pages, then the user's.

    Raises:
        RuleError: a folder or page cannot be read, or two pages have the same name.
    """
    pages: dict[str, Page] = {}
    for folder in (shipped_folder(), *folders):
        if folder == shipped_folder() and not list(folder.glob("*.md")):
            continue
        for page in pages_in(folder):
            if page.id in pages:
                raise RuleError(
                    page.place, f"the rule '{page.id}' exists already", f"in {pages[page.id].place}; rename the page"
                )
            pages[page.id] = page
    return [pages[name] for name in sorted(pages)]
