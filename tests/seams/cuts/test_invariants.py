"""What holds for every program and every division."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from boundary_lint.facts.program import (
    Access,
    ChannelUse,
    CodeReference,
    ForeignKey,
    Import,
    Invocation,
    Join,
    Module,
    Op,
    ProgramFacts,
    SignalUse,
    Table,
)
from boundary_lint.seams.cuts.chains import Chains
from boundary_lint.seams.cuts.cutlist import cut_of
from boundary_lint.seams.cuts.find import find_crossings
from boundary_lint.seams.cuts.order import extraction_order
from boundary_lint.seams.cuts.remedies import WEIGHTS
from boundary_lint.seams.division import Division

FILES = 6
CONTEXTS = ("", "a", "b", "c")

numbers = st.integers(0, FILES - 1)
lines = st.integers(1, 4)
flags = st.booleans()


def at(number: int, line: int, function: str = "f") -> dict[str, Any]:
    return {"root": "", "module": f"m{number}", "function": function, "file": f"m{number}.py", "line": line}


@dataclass(frozen=True)
class Drawn:
    facts: ProgramFacts
    division: Division


@st.composite
def programs(draw: st.DrawFn) -> Drawn:
    """A program of a few modules with one table each, tied at random, and a division of them."""
    pairs = st.lists(st.tuples(numbers, numbers, lines, flags), max_size=8)
    ops: st.SearchStrategy[Op] = st.sampled_from(("read", "write", "delete", "lock"))

    def place(number: int, line: int) -> dict[str, Any]:
        return {"root": "", "module": f"m{number}", "file": f"m{number}.py", "line": line}

    imports = [
        Import(
            root="", importer=f"m{a}", imported_root="", imported=f"m{b}", file=f"m{a}.py", line=line, kind="runtime"
        )
        for a, b, line, _ in draw(pairs)
    ]
    invocations = [
        Invocation(**at(a, line), callee_root="", callee_module=f"m{b}", callee="f", in_loop=flag, transaction=f"m{a}.py:1" if flag else "")
        for a, b, line, flag in draw(pairs)
    ]  # fmt: skip
    accesses = [
        Access(**at(a, line), table=f"t{b}", op=draw(ops), via="query", confidence="high", in_loop=flag, transaction=f"m{a}.py:1" if flag else "")
        for a, b, line, flag in draw(pairs)
    ]  # fmt: skip
    joins = [
        Join(**at(a, line), from_table=f"t{a}", to_table=f"t{b}", path="x", via="join", confidence="high")
        for a, b, line, _ in draw(pairs)
    ]
    keys = [
        ForeignKey(**place(a, line), from_table=f"t{a}", column=f"c{b}", to_table=f"t{b}", on_delete="CASCADE" if flag else "")
        for a, b, line, flag in draw(pairs)
    ]  # fmt: skip
    references = [
        CodeReference(**place(a, line), name="C", how="inherits", target_root="", target_module=f"m{b}", target="D")
        for a, b, line, _ in draw(pairs)
    ]
    signals = [
        SignalUse(**at(a, line), side="send" if flag else "receive", signal=f"m{b}.s", signal_root="", signal_module=f"m{b}")
        for a, b, line, flag in draw(pairs)
    ]  # fmt: skip
    uses = [
        ChannelUse(**at(a, line), side="publish" if flag else "consume", library="celery", protocol="celery", channel=f"t{b}")
        for a, b, line, flag in draw(pairs)
    ]  # fmt: skip
    facts = ProgramFacts(
        modules=[Module(root="", module=f"m{n}", file=f"m{n}.py", context="") for n in range(FILES)],
        tables=[Table(table=f"t{n}") for n in range(FILES)],
        imports=sorted(set(imports)), invocations=sorted(set(invocations)), accesses=sorted(set(accesses)), joins=sorted(set(joins)),
        foreign_keys=sorted(set(keys)), code_references=sorted(set(references)), signals=sorted(set(signals)), channel_uses=sorted(set(uses)),
    )  # fmt: skip
    chosen = st.lists(st.sampled_from(CONTEXTS), min_size=FILES, max_size=FILES)
    division = Division(
        {f"m{n}.py": context for n, context in enumerate(draw(chosen))},
        {f"t{n}": context for n, context in enumerate(draw(chosen))},
    )
    return Drawn(facts, division)


@given(programs())
def test_every_crossing_ties_two_sides_and_has_a_remedy(drawn: Drawn) -> None:
    for one in find_crossings(drawn.facts, drawn.division):
        assert one.source != one.target
        assert {one.source, one.target} <= {"", *drawn.division.names}
        assert one.remedy in WEIGHTS and one.because and one.reason
        assert one.line >= 1


@given(programs())
def test_one_context_for_all_has_no_crossings(drawn: Drawn) -> None:
    whole = Division(dict.fromkeys(drawn.division.modules, "a"), dict.fromkeys(drawn.division.tables, "a"))
    assert find_crossings(drawn.facts, whole) == ()
    assert cut_of((), "a").price.total == 0


@given(programs(), st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(drawn: Drawn, random: Any) -> None:
    lists = {}
    for name in drawn.facts.__struct_fields__:
        value = getattr(drawn.facts, name)
        if isinstance(value, list):
            lists[name] = random.sample(value, len(value))
    turned = msgspec.structs.replace(drawn.facts, **lists)
    assert find_crossings(turned, drawn.division) == find_crossings(drawn.facts, drawn.division)


@given(programs())
def test_names_of_contexts_do_not_matter(drawn: Drawn) -> None:
    new = {"": "", "a": "z", "b": "y", "c": "x"}
    renamed = Division(
        {file: new[name] for file, name in drawn.division.modules.items()},
        {table: new[name] for table, name in drawn.division.tables.items()},
    )
    before = {
        (c.file, c.line, c.kind, new[c.source], new[c.target], c.what)
        for c in find_crossings(drawn.facts, drawn.division)
    }
    after = {(c.file, c.line, c.kind, c.source, c.target, c.what) for c in find_crossings(drawn.facts, renamed)}
    assert {(*one[:3], frozenset(one[3:5]), one[5]) for one in before} == {(*one[:3], frozenset(one[3:5]), one[5]) for one in after}  # fmt: skip


@given(programs())
def test_cut_lists_share_every_crossing_between_the_two_contexts_that_it_ties(drawn: Drawn) -> None:
    found = find_crossings(drawn.facts, drawn.division)
    lists = {name: cut_of(found, name) for name in drawn.division.names}
    for one in found:
        assert {name for name, cut in lists.items() if one in cut.crossings} == {one.source, one.target} - {""}
    for cut in lists.values():
        groups = cut.by_remedy()
        assert sorted(c for group in groups.values() for c in group) == list(cut.crossings)
        assert len(cut.outward) + len(cut.inward) == len(cut.crossings)


@given(programs())
def test_the_total_is_the_sum_of_what_it_is_made_of(drawn: Drawn) -> None:
    found, chains = find_crossings(drawn.facts, drawn.division), Chains(drawn.facts)
    for name in drawn.division.names:
        price = cut_of(found, name, chains, complexity=12.0).price
        work = sum(task.points for task in price.tasks)
        assert abs(price.total - work - sum(risk.points for risk in price.risks)) < 0.05
        assert abs(sum(price.remedies.values()) - work) < 0.05
        assert sum(price.kinds.values()) == len(cut_of(found, name).crossings)


@given(programs())
def test_taking_all_contexts_out_leaves_nothing(drawn: Drawn) -> None:
    found = find_crossings(drawn.facts, drawn.division)
    steps = extraction_order(found)
    assert sum(sum(step.crossings.values()) for step in steps) == len(found)
    assert not steps or (steps[-1].left, steps[-1].left_price) == (0, 0)
    assert len({step.context for step in steps}) == len(steps)
    if steps:
        first = steps[0]
        assert abs(first.price - cut_of(found, first.context).price.total) < 0.05
        assert all(first.price <= cut_of(found, step.context).price.total + 0.05 for step in steps)
