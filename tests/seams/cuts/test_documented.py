"""docs/seams.md says what the tables of the code say."""

from __future__ import annotations

from pathlib import Path

from boundary_lint.seams.cuts.crossing import KINDS
from boundary_lint.seams.cuts.price import CHAINED, COMPLEXITY, LOOPED, TWO_WRITERS, price
from boundary_lint.seams.cuts.remedies import REMEDIES, RULES

PAGE = (Path(__file__).parents[3] / "docs" / "seams.md").read_text("utf-8")


def rules_table() -> str:
    """Return the rules as the page has them."""
    rows = ["| of | if | do | because |", "|---|---|---|---|"]
    for rule in RULES:
        kinds = ", ".join(kind for kind in KINDS if kind in rule.kinds)
        rows.append(f"| {kinds} | {rule.condition} | {rule.remedy} | {rule.because} |")
    return "\n".join(rows)


def test_every_kind() -> None:
    for kind in KINDS:
        assert f"\n| {kind} | " in PAGE


def test_every_remedy() -> None:
    for remedy in REMEDIES:
        assert f"\n| {remedy.name} | {remedy.weight} | {remedy.effort} |\n" in PAGE


def test_every_rule() -> None:
    assert f"\n{rules_table()}\n" in PAGE


def test_every_risk() -> None:
    weights = (TWO_WRITERS, LOOPED, CHAINED, COMPLEXITY)
    for risk, weight in zip(price(()).risks, weights, strict=True):
        assert f"\n| {risk.name} | {weight} | " in PAGE
