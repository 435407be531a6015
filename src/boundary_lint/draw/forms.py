"""The one table of forms in which a picture can be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from boundary_lint.draw import dot, mermaid, plain, plantuml
from boundary_lint.draw.graphviz import Form
from boundary_lint.draw.picture import Picture

FORMS: Mapping[str, Callable[[Picture], str]] = {
    "dot": dot.render,
    "mermaid": mermaid.render,
    "plantuml-c4": plantuml.render,
    "json": plain.as_json,
    "graphml": plain.as_graphml,
}

"""Those that are text."""

IMAGES: tuple[Form, ...] = get_args(Form)
"""Those that Graphviz draws."""

WHOLE = frozenset({"json", "graphml"})
"""Those for programs: all nodes and edges are in them. In the others, for people, are those that carry the picture."""

SUFFIXES: Mapping[str, str] = {
    ".dot": "dot", ".gv": "dot", ".svg": "svg", ".png": "png", ".mmd": "mermaid", ".mermaid": "mermaid", ".puml": "plantuml-c4",
    ".plantuml": "plantuml-c4", ".json": "json", ".graphml": "graphml",
}  # fmt: skip
"""Suffix of a file -> the form that is meant."""
