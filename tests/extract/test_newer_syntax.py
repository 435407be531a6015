"""Syntax newer than the interpreter is read all the same, and every line keeps its number."""

from __future__ import annotations

import pytest

from boundary_lint.extract import extract
from boundary_lint.facts.syntax import Syntax, decode

NEWER = {
    "695 function": "def first[T](items: list[T]) -> T:\n    return items[0]\n",
    "695 class": "class Box[T: (int, str)]:\n    def get(self) -> T: ...\n",
    "695 alias": "type Pair[T] = tuple[T, T]\n",
    "695 over lines": "def first[\n    T,\n    U,\n](items):\n    return items\n",
    "696 default": "class Box[T = int]:\n    pass\n",
    "701 quotes": "name = f'{load('x')}'\n",
    "701 nested": 'name = f"{f"{load("y")}"}"\n',
    "701 lines": "name = f'{\n    load(1)\n}'\n",
    "750": "name = t'{load(1)}'\n",
    "758": "try:\n    pass\nexcept ValueError, TypeError:\n    pass\n",
    "798": "flat = [*row for row in rows]\n",
    "810": "lazy import json\nlazy from a import b\n",
}


def read(source: str) -> Syntax:
    return decode(extract(source.encode()))


@pytest.mark.parametrize("source", NEWER.values(), ids=NEWER)
def test_it_is_read_and_lines_stay(source: str) -> None:
    syntax = read(source + "\n\nclass Last:\n    pass\n")
    assert syntax.gaps == []
    last = next(c for c in syntax.classes if c.qualname == "Last")
    assert last.line == source.count("\n") + 3


def test_calls_inside_newer_strings_are_seen() -> None:
    syntax = read("def load(x): ...\nname = f'{load('x')}'\n")
    assert syntax.functions[0].uses


def test_lazy_imports_are_imports() -> None:
    assert [(i.module, i.name) for i in read(NEWER["810"]).imports] == [("json", ""), ("a", "b")]


def test_what_no_version_accepts_is_a_gap_and_its_imports_stay() -> None:
    syntax = read("import json\nfrom a import b\n\ndef broken(:\n    pass\n")
    assert [gap.kind for gap in syntax.gaps] == ["syntax"]
    assert syntax.gaps[0].line == 4
    assert [i.module for i in syntax.imports] == ["json", "a"]
