"""Where nothing but lines moved, facts of before are told at the lines of now: the same as if all were linked again."""

from __future__ import annotations

import io
import random
import re
import shutil
import tokenize
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from boundary_lint.config.load import load_config
from boundary_lint.extract import extract
from boundary_lint.facts import moved, syntax
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.pipeline.run import Options, analyse

FIXTURES = Path(__file__).parents[2] / "fixtures"

PROJECTS = ("shop_bad", "shop_services_bad")


@pytest.mark.parametrize("project", PROJECTS)
def test_remarks_between_statements_move_facts_and_change_nothing_else(project: str, tmp_path: Path) -> None:
    tree = tmp_path / project
    shutil.copytree(FIXTURES / project, tree, ignore=shutil.ignore_patterns(".boundary_lint_cache", "__pycache__"))
    config = load_config(tree)
    analyse(tree, config, Options(cache=tmp_path / "cache", jobs=1))
    choose = random.Random(7)
    for file in sorted(tree.rglob("*.py")):
        if choose.random() < 0.7:
            _remark(file, choose)
    now = analyse(tree, config, Options(cache=tmp_path / "cache", jobs=1))
    assert "link" not in now.timings
    assert now.facts == analyse(tree, config, Options(jobs=1)).facts


def _remark(file: Path, choose: random.Random) -> None:
    """Write remarks and empty lines between the statements of a file, but not above the first."""
    text = file.read_text("utf-8")
    ends = [
        token.end[0] for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type == tokenize.NEWLINE
    ]
    lines = text.split("\n")
    for end in sorted(choose.sample(ends, min(len(ends), 5)), reverse=True):
        lines[end:end] = ["", "# a remark"]
    file.write_text("\n".join(lines), "utf-8")


BEFORE = "from a import b\n\n\ndef f():\n    b.c()\n    b.d()\n"


@pytest.mark.parametrize(
    ("after", "became"),
    [
        (BEFORE, {1: 1, 4: 4, 5: 5, 6: 6}),
        ("# top\n" + BEFORE, {1: 2, 4: 5, 5: 6, 6: 7}),
        (BEFORE.replace("    b.d", "\n    # more\n    b.d"), {1: 1, 4: 4, 5: 5, 6: 8}),
        (BEFORE.replace("\n    b.d()", "; b.d()"), None),
        (BEFORE.replace("b.d()", "b.e()"), None),
        (BEFORE + "b.f()\n", None),
    ],
)
def test_lines_are_known_where_files_say_the_same(after: str, became: dict[int, int] | None) -> None:
    one, other = (syntax.decode(extract(text.encode(), "full")) for text in (BEFORE, after))
    assert moved.moved_lines(one, other) == became


def test_every_line_in_what_is_read_of_a_file_is_known_to_be_one() -> None:
    kinds = {info.cls: info.fields for info in _structs(msgspec.inspect.type_info(syntax.Syntax))}
    names = {"line", "end_line", "first", "last"}
    told = {kind: tuple(f.name for f in fields if f.name in names) for kind, fields in kinds.items()}
    assert {kind: fields for kind, fields in told.items() if fields} == dict(moved.LINES)


def _structs(info: msgspec.inspect.Type) -> Iterator[msgspec.inspect.StructType]:
    """Yield every struct that a type holds."""
    waiting, seen = [info], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, msgspec.inspect.StructType):
            if one.cls in seen:
                continue
            seen.add(one.cls)
            yield one
            waiting += [field.type for field in one.fields]
        elif isinstance(one, msgspec.inspect.UnionType):
            waiting += one.types
        elif isinstance(one, msgspec.inspect.DictType):
            waiting.append(one.value_type)
        elif isinstance(one, msgspec.inspect.TupleType):
            waiting += one.item_types
        elif isinstance(one, msgspec.inspect.ListType | msgspec.inspect.VarTupleType):
            waiting.append(one.item_type)


@pytest.mark.parametrize("project", PROJECTS)
def test_lines_stand_in_no_other_words(project: str) -> None:
    tree = FIXTURES / project
    facts = analyse(tree, load_config(tree), Options(jobs=1)).facts
    found = {
        (type(fact).__name__, field)
        for name in ProgramFacts.__struct_fields__
        if isinstance(facts_ := getattr(facts, name), list)
        for fact in facts_
        for field in fact.__struct_fields__
        if field not in ("transaction", "evidence", "health", "metrics")
        and re.search(r"\.py:\d", str(getattr(fact, field)))
    }
    assert not found
