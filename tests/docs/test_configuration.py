"""The page about the configuration names every key."""

from __future__ import annotations

import re
from pathlib import Path

from boundary_lint.config.model import Config, ContextConfig

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text("utf-8")


def test_every_key_is_explained() -> None:
    explained = set(re.findall(r"^\| `([\w-]+)` \|", PAGE, re.M))
    fields = {name.replace("_", "-") for name in Config.__struct_fields__} - {"file", "base", "contexts", "only"}
    assert explained == fields


def test_every_key_of_a_context_is_shown() -> None:
    block = PAGE.partition("[[contexts]]")[2].partition("```")[0]
    shown = set(re.findall(r"^([\w-]+) =", block, re.M))
    assert shown == {name.replace("_", "-") for name in ContextConfig.__struct_fields__} - {"line"}
