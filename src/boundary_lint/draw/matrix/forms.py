"""The one table of forms in which a matrix can be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from boundary_lint.draw.matrix import csv, html, svg
from boundary_lint.draw.matrix.model import Matrix

FORMS: Mapping[str, Callable[[Matrix], str]] = {"csv": csv.render, "svg": svg.render, "html": html.render}
"""Those that do not ask for the width of a terminal."""

SUFFIXES: Mapping[str, str] = {".txt": "text", ".csv": "csv", ".svg": "svg", ".html": "html", ".htm": "html"}
"""Suffix of a file -> the form that is meant."""
