"""Small programs that are mended in a temporary folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from boundary_lint.config.load import load_config
from boundary_lint.pipeline.fix import Checked, Mended, mend
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.run import Options

KEYS = "[fix]\ntimeout = 10\nattempts = 5\n"


class After(NamedTuple):
    """What is there after a program was mended."""

    folder: Path
    checked: Checked
    mended: Mended

    def text(self, file: str) -> str:
        return (self.folder / file).read_bytes().decode()

    @property
    def left(self) -> list[str]:
        """The rules of the findings that are left."""
        return [finding.rule for finding in self.checked[0].findings]


def lay_out(folder: Path, files: Mapping[str, str | bytes]) -> None:
    (folder / ".git").mkdir(exist_ok=True)
    for name, text in {"boundary-lint.toml": KEYS, **files}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())


def mend_folder(folder: Path, *rules: str, write: bool = True) -> After:
    options = Options(jobs=1, select=rules)
    checked, mended = mend(lambda: check(folder, load_config(folder), options), write=write)
    return After(folder, checked, mended)


def mend_files(folder: Path, files: Mapping[str, str | bytes], *rules: str) -> After:
    lay_out(folder, files)
    return mend_folder(folder, *rules)
