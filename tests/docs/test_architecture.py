"""The page on the architecture names what is there."""

from __future__ import annotations

import re

from tests.docs.walk import DOCS

PAGE = (DOCS / "architecture.md").read_text("utf-8")

SOURCE = DOCS.parent / "src" / "boundary_lint"


def test_every_stage_is_explained() -> None:
    stages = {path.stem for path in SOURCE.iterdir() if not path.name.startswith("_") and path.suffix in ("", ".py")}
    assert set(re.findall(r"\*\*(\w+)\*\*", PAGE)) == stages


def test_every_file_named_exists() -> None:
    for stage, text in re.findall(r"^\*\*(\w+)\*\*(.*?)(?=^\*\*|^## )", PAGE, re.M | re.S):
        for name in re.findall(r"`([a-z_/]+\.(?:py|sql))`", text):
            assert (SOURCE / stage / name).is_file(), name


def test_the_layers_are_those_that_are_checked() -> None:
    text = (DOCS.parent / "pyproject.toml").read_text("utf-8")
    layers = re.findall(r'"([\w |]+)",', text.partition("layers = [")[2].partition("]")[0])
    assert " > ".join(layers) in PAGE
