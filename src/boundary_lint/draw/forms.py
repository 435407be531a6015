"""The one table of forms in which a picture can be written as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from boundary_lint.draw import dot, mermaid, plain, plantuml
from boundary_lint.draw.picture import Picture

FORMS: Mapping[str, Callable[[Picture], str]] = {
    "dot": dot.render,
    "mermaid": mermaid.render,
    "plantuml-c4": plantuml.render,
    "json": plain.as_json,
    "graphml": plain.as_graphml,
}

SUFFIXES: Mapping[str, str] = {
    ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".mermaid": "mermaid", ".puml": "plantuml-c4", ".plantuml": "plantuml-c4", ".json": "json",
    ".graphml": "graphml",
}  # fmt: skip
"""Suffix of a file -> the form that is meant."""
