"""The matrix of a program that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from boundary_lint.draw.matrix.access import access_matrix
from boundary_lint.draw.matrix.model import Matrix, matrix_of
from boundary_lint.findings.finding import Finding
from boundary_lint.pipeline.picture import Asked, picture_of
from boundary_lint.pipeline.run import Analysis

SHOWN = ("contexts", "packages", "access")
"""What can be shown."""

MOST: Mapping[str, int] = {"text": 40, "csv": 2_000}
"""Rows of a matrix in a form, unless more are asked for; those not named are as text."""


def matrix_for(analysis: Analysis, findings: Sequence[Finding], asked: Asked) -> Matrix:
    """Return what is asked for.

    Raises:
        NoSuchNode: something named is not in the matrix.
    """
    if asked.show == "access":
        title = f"{Path(analysis.tree.base).name}: tables and who touches them"
        return access_matrix(analysis.facts, title, asked.most, asked.focus)
    return matrix_of(picture_of(analysis, findings, asked))
