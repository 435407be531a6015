"""Contexts from the code's own links and words."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.seams.find import Seams, find_seams

from .programs import read, two_domains


def found(base: Path, files: dict[str, str]) -> Seams:
    return find_seams(*read(base, files))


def test_two_domains_are_two_contexts_with_their_tables_words_and_reasons(tmp_path: Path) -> None:
    seams = found(tmp_path, two_domains())
    by_table = {table: context for context in seams.contexts for table in context.tables}
    assert set(by_table) == {"invoice", "parcel"}
    assert by_table["invoice"] is not by_table["parcel"]
    for domain in ("invoice", "parcel"):
        context = by_table[domain]
        assert {f"app.m{n}_{domain}" for n in range(5)} <= set(context.modules)
        assert context.name == domain
        assert any(f"owns {domain}" in reason for reason in context.reasons)
        assert context.confidence > 0.8


def test_names_of_packages_and_modules_do_not_steer(tmp_path: Path) -> None:
    files = two_domains()
    renamed = dict(files)
    for number, path in enumerate(sorted(files)):
        name = path.removeprefix("app/").removesuffix(".py")
        if name.startswith("m"):
            renamed = {
                (p if p != path else f"app/x{number:02}.py"): t.replace(f"app.{name} ", f"app.x{number:02} ").replace(
                    f"app import {name}", f"app import x{number:02}"
                )
                for p, t in renamed.items()
            }
    one, other = found(tmp_path / "a", files), found(tmp_path / "b", renamed)
    assert sorted(len(c.modules) for c in one.contexts) == sorted(len(c.modules) for c in other.contexts)


def test_the_order_of_facts_does_not_matter(tmp_path: Path) -> None:
    facts, words = read(tmp_path, two_domains())
    lists: dict[str, Any] = {
        name: list(value) for name in facts.__struct_fields__ if isinstance(value := getattr(facts, name), list)
    }
    for value in lists.values():
        random.Random(1).shuffle(value)
    shuffled = ProgramFacts(**lists, coverage=facts.coverage)
    mixed = dict(random.Random(2).sample(sorted(words.items()), len(words)))
    assert find_seams(shuffled, mixed).contexts == find_seams(facts, words).contexts


def test_one_module_is_one_context_and_none_is_none(tmp_path: Path) -> None:
    assert [c.modules for c in found(tmp_path / "one", {"shop.py": "def order(): ...\n"}).contexts] == [("shop",)]
    assert found(tmp_path / "none", {"shop.py": ""}).contexts == ()


def test_modules_without_links_or_tables_are_no_error(tmp_path: Path) -> None:
    seams = found(tmp_path, {f"m{n}.py": f"def f{n}(): ...\n" for n in range(6)})
    assert sum(len(context.modules) for context in seams.contexts) == 6


def test_one_great_circle_is_no_error(tmp_path: Path) -> None:
    seams = found(tmp_path, {f"m{n}.py": f"import m{(n + 1) % 30}\n\n\ndef f{n}(): ...\n" for n in range(30)})
    assert sum(len(context.modules) for context in seams.contexts) + len(seams.utilities) == 30
