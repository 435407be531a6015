"""Mutated real code through extract, and small trees of it through a whole check: nothing raises. `mutate` does more of it."""

from __future__ import annotations

import random
from pathlib import Path

import boundary_lint
from tests.e2e.mutate import checked, extracted, mutated

OWN = sorted(path for path in Path(boundary_lint.__file__).parent.rglob("*.py") if path.stat().st_size < 15_000)

SHOP = sorted((Path(__file__).parents[2] / "fixtures" / "shop_bad").rglob("*.py"))


def test_mutated_files_are_extracted() -> None:
    chance = random.Random(7)
    for _ in range(300):
        source = mutated(chance.choice(OWN).read_bytes(), chance)
        extracted(source)
        extracted(source, "imports")


def test_mutated_programs_are_checked() -> None:
    chance = random.Random(11)
    base = Path(__file__).parents[2] / "fixtures" / "shop_bad"
    sources = {str(path.relative_to(base)): path.read_bytes() for path in SHOP}
    for _ in range(4):
        checked({name: mutated(source, chance) for name, source in sources.items()})
