"""Where the top of the repository is: code hosts name files as seen from there."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Repository(NamedTuple):
    """prefix: a folder as seen from the top of its repository, "" for the top itself or where there is none.

    looked_for: files on which the answer rests; they change only when the repository as a whole does.
    """

    prefix: str
    looked_for: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path) -> Repository:
        """Return the repository in which a folder lies."""
        folder = folder.resolve()
        looked_for: list[str] = []
        for here in (folder, *folder.parents):
            mark = here / ".git"
            if mark.exists():
                prefix = folder.relative_to(here).as_posix()
                return cls("" if prefix == "." else prefix, (*looked_for, str(mark / "HEAD")))
            looked_for.append(str(mark))
        return cls("", tuple(looked_for))
