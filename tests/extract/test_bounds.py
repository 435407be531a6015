"""Whatever a file holds, reading it ends soon: sizes and depths that no person writes, and some that generators do."""

from __future__ import annotations

import time

import pytest

from boundary_lint.extract import MAX_SIZE, extract
from boundary_lint.facts.syntax import decode

NEWER = "x = f'{load('x')}'\n"

DEEP = {
    "parentheses": "x = " + "(" * 10_000 + ")" * 10_000 + "\n",
    "minus": "x = " + "-" * 50_000 + "1\n",
    "not": "x = " + "not " * 50_000 + "1\n",
    "attributes": "x = a" + ".b" * 100_000 + "\n",
    "sum": "x = " + " + ".join(["a"] * 50_000) + "\n",
    "elif": "if a:\n  pass\n" + "elif a:\n  b.c()\n" * 20_000,
    "f-strings": "x = " + 'f"{' * 5_000 + "1" + '}"' * 5_000 + "\n",
    "indents": "".join(" " * i + "if a:\n" for i in range(500)) + " " * 500 + "b.c()\n",
}


@pytest.mark.parametrize("newer", ["", NEWER], ids=["plain", "newer"])
@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP)
def test_too_deep_is_a_gap_and_the_imports_stay(source: str, newer: str) -> None:
    facts = decode(extract(("import a\n" + newer + source).encode()))
    assert [gap.kind for gap in facts.gaps] in (["depth"], ["syntax"])
    assert [i.module for i in facts.imports] == ["a"]


AS_DEEP_AS_PYTHON = {
    "attributes": "x = a" + ".b" * 2_500 + "\n",
    "sum": "x = " + " + ".join(["a"] * 2_500) + "\n",
    "elif": "if a:\n  pass\n" + "elif a:\n  b.c()\n" * 800,
    "elif in a function": "def f(a):\n  if a:\n    pass\n" + "  elif a:\n    b.c()\n" * 800,
    "alternatives": "x = " + "a if b else " * 1_000 + "c\n",
    "comprehensions": "x = " + "[" * 90 + "a" + "".join(f" for x{i} in y{i}]" for i in range(90)) + "\n",
}


@pytest.mark.parametrize("source", AS_DEEP_AS_PYTHON.values(), ids=AS_DEEP_AS_PYTHON)
def test_what_python_reads_is_read(source: str) -> None:
    assert decode(extract(source.encode())).gaps == []


def numbered(template: str, count: int) -> str:
    return "".join(template.replace("#", str(i)) for i in range(count))


LARGE = {
    "a list of a million elements": "x = [" + "1," * (MAX_SIZE // 2 - 10) + "]\n",
    "alternatives": "x = " + numbered("a# or ", 50_000) + "b\n",
    "functions": numbered("def f#(a):\n  return a.b()\n", 10_000),
    "an f-string": 'x = f"' + "{a.b()} " * 60_000 + '"\n',
    "branches of many names": "def f(q):\n" + numbered("  a# = q.b#\n", 5_000) + "  if q.x:\n    z = 1\n" * 10_000,
    "closures of many names": "def f(q):\n" + numbered("  a# = q.b#\n", 5_000) + numbered("  def g#(): pass\n", 10_000),
    "names bound again": "def f(q):\n  a.b = 1\n" + numbered("  a# = q.b#\n", 10_000) + "  a1 = q.b\n" * 10_000,
    "one name, many values": numbered("a = b.c#()\n", 40_000),
    "handlers": "def f():\n try:\n  a()\n" + numbered(" except A#:\n  b#=1\n", 20_000),
    "cases": "def f(a):\n match a:\n" + numbered("  case A#:\n   b#=1\n", 20_000),
    "with items": "with " + numbered("a#,", 50_000)[:-1] + ": b()\n",
    "exports": "__all__ = []\n" + "__all__ += ['a']\n" * 30_000,
    "open imports": "import x(\n" * 100_000,
    "quotes": 'x = """"\n' * 100_000,
    "type parameters": "type X[T] = int\n" * 40_000,
    "newer strings": NEWER * 1_000,
    "broken lines": "x = (1 +* 2)\n" * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("source", LARGE.values(), ids=LARGE)
def test_large_files_end_soon(source: str) -> None:
    begin = time.process_time()
    decode(extract(source.encode()))
    assert time.process_time() - begin < 15


def test_a_larger_file_is_read_for_its_imports() -> None:
    facts = decode(extract(b"import a\n" + b"x = 1\n" * (MAX_SIZE // 6 + 1)))
    assert [gap.kind for gap in facts.gaps] == ["size"]
    assert [i.module for i in facts.imports] == ["a"]
