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
    "695 bound and string": "class Box[T: 'Order[int]', *Ts, **P](Base[T]):\n    pass\n",
    "695 async": "async def first[T](x): ...\n",
    "695 alias over lines": "type Pair = (\n    int\n    | str\n)\n",
    "695 inside a class": "class A:\n    type B = int\n    def f[T](self): ...\n",
    "701 comment": 'name = f"""{\n    load(1)  # why\n}"""\n',
    "701 backslash": "name = f\"{'\\n'.join(load(1))}\"\n",
    "701 joined": "name = ('a' f'{load('x')}'\n    'b')\n",
    "750 raw": "name = rt'{load(1)!r:>{width}}'\n",
    "758 star": "try:\n    pass\nexcept* ValueError, TypeError:\n    pass\n",
    "758": "try:\n    pass\nexcept ValueError, TypeError:\n    pass\n",
    "798": "flat = [*row for row in rows]\n",
    "798 dict": "flat = {**row for row in rows}\n",
    "798 set": "flat = {*row for row in rows}\n",
    "798 call": "f(*row for row in rows)\n",
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


def test_all_in_one_file_and_every_fact_at_its_line() -> None:
    parts, calls, line = [], {}, 1
    for number, (name, source) in enumerate(NEWER.items()):
        part = f"{source}\n\ndef after{number}():\n    mark{number}.go()\n\n"
        parts.append(part)
        calls[f"after{number}"] = (name, line + part.count("\n") - 3)
        line += part.count("\n")
    syntax = read("".join(parts))
    assert syntax.gaps == []
    for function in syntax.functions:
        if function.qualname in calls:
            name, at = calls[function.qualname]
            assert (function.line, [use.line for use in function.uses]) == (at, [at + 1]), name
    assert {f.qualname for f in syntax.functions} >= calls.keys()


def test_many_newer_strings_in_one_file() -> None:
    source = "".join(f"def f{n}(order):\n    return f'{{order.get('x{n}')}}'\n\n" for n in range(80))
    syntax = read(source)
    assert syntax.gaps == []
    assert all(function.uses for function in syntax.functions[1:])


def test_newer_syntax_beside_what_is_broken() -> None:
    syntax = read("def f[T](x: T): x.go()\n\ndef broken(:\n    pass\n\ndef g():\n    return f'{x('a')}'\n")
    assert [(gap.kind, gap.line) for gap in syntax.gaps] == [("syntax", 3)]
    assert {f.qualname for f in syntax.functions} >= {"f", "g"}
