"""Extract: the bytes of one file decide, and nothing raises."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boundary_lint
from boundary_lint.extract import MAX_SIZE, extract
from boundary_lint.facts import syntax
from boundary_lint.facts.syntax import Syntax, decode

OWN = [path.read_bytes() for path in sorted(Path(boundary_lint.__file__).parent.rglob("*.py"))]


def read(source: str) -> Syntax:
    return decode(extract(source.encode()))


def shown(facts: Syntax, node: int) -> str:
    """Return a path as it would be written."""
    match facts.nodes[node]:
        case syntax.Name(name) | syntax.Param(_, name):
            return name
        case syntax.Imported(_, module, name):
            return name or module
        case syntax.Attr(base, name):
            return f"{shown(facts, base)}.{name}"
        case syntax.Call(func, args, keywords):
            passed = [shown(facts, a) for a in args] + [f"{k}={shown(facts, v)}" for k, v in keywords]
            return f"{shown(facts, func)}({', '.join(passed)})"
        case syntax.Element(base, _):
            return f"{shown(facts, base)}[]"
        case syntax.Item(base, key):
            return f"{shown(facts, base)}[{key!r}]"
        case syntax.Text(value):
            return repr(value)
        case syntax.Const(value):
            return value
        case syntax.Either(options):
            return "|".join(shown(facts, o) for o in options)
        case syntax.Outer(inner):
            return f"^{shown(facts, inner)}"
        case syntax.Typed(annotation):
            return f":{shown(facts, annotation)}"
        case syntax.Narrowed(base, annotation):
            return f"{shown(facts, base)}:{shown(facts, annotation)}"
        case syntax.Entered(base):
            return f"{shown(facts, base)}.__enter__()"
        case syntax.Collection(_, items):
            return f"[{', '.join(shown(facts, i) for i in items)}]"
    return "?"


def uses(source: str, function: str = "f") -> list[str]:
    facts = read(source)
    (record,) = [r for r in facts.functions if r.qualname == function]
    return [shown(facts, use.node) for use in record.uses]


def test_locals_are_replaced_by_what_was_assigned() -> None:
    assert uses("def f():\n    o = Order.objects.get(pk=1)\n    o.save()\n") == [
        "Order.objects.get(pk=1)",
        "Order.objects.get(pk=1).save()",
    ]


def test_branches_join_and_those_that_leave_do_not() -> None:
    source = (
        "def f(x):\n    if x:\n        o = a()\n    elif y:\n        return\n    else:\n        o = b()\n    o.go()\n"
    )
    assert uses(source)[-1] == "a()|b().go()"


def test_loops_give_elements() -> None:
    assert uses("def f():\n    for o in Order.all():\n        o.customer.email\n")[-1] == "Order.all()[].customer.email"


def test_comprehensions_do_too_and_count_as_loops() -> None:
    facts = read("def f(rows):\n    return [r.name for r in rows]\n")
    use = facts.functions[1].uses[1]
    assert shown(facts, use.node) == "[rows[].name]"


def test_truth_tests_and_membership_are_uses() -> None:
    assert uses("def f(rows, x):\n    if rows.all():\n        pass\n    return x in rows.all()\n") == [
        "bool(rows.all())",
        "rows.all()[]",
    ]


def test_what_a_part_on_a_line_of_its_own_does_is_noted_there() -> None:
    facts = read("def f(a):\n    return {\n        'x': a.b.c,\n        'y': g(\n            a.d()),\n    }\n")
    assert [(shown(facts, use.node), use.line) for use in facts.functions[1].uses][:3] == [
        ("a.b.c", 3),
        ("a.d()", 5),
        ("g(a.d())", 4),
    ]


def test_the_parts_of_a_condition_are_noted_in_their_order() -> None:
    assert uses("def f(a):\n    return (b := a.get()) and b.x and c in b.y\n")[:3] == [
        "a.get()",
        "bool(a.get().x)",
        "a.get().y[]",
    ]


def test_with_binds_what_is_entered_and_is_the_context_of_what_is_inside() -> None:
    facts = read("def f():\n    with atomic() as a:\n        a.go()\n")
    use = facts.functions[1].uses[-1]
    assert shown(facts, use.node) == "atomic().__enter__().go()"
    context = facts.contexts[use.context]
    assert [shown(facts, item) for item in context.with_items] == ["atomic()"]
    assert context.with_lines == (2,)


def test_handlers_and_loops_are_context() -> None:
    facts = read(
        "def f():\n    for x in y():\n        try:\n            go()\n        except ValueError:\n            pass\n"
    )
    use = facts.functions[1].uses[-1]
    context = facts.contexts[use.context]
    (loop,) = (facts.loops[number] for number in context.loops)
    assert (loop.kind, shown(facts, loop.over), loop.line, loop.end_line) == ("for", "y()", 2, 6)
    (guard,) = (facts.tries[number] for number in context.tries)
    assert [shown(facts, kind) for handler in guard.handlers for kind in handler.types] == ["ValueError"]


def test_closures_see_values_without_being_blamed_for_them() -> None:
    assert uses("def f():\n    o = load()\n    def g():\n        o.save()\n", "f.<locals>.g") == ["^load().save()"]


def test_an_attribute_stored_on_self_is_read_back() -> None:
    assert (
        uses("class C:\n    def f(self):\n        self.o = load()\n        self.o.save()\n", "C.f")[-1]
        == "load().save()"
    )


def test_conditional_definitions_keep_all_candidates() -> None:
    facts = read(
        "if x:\n    class A: ...\nelse:\n    A = None\ntry:\n    import b\nexcept ImportError:\n    b = None\n"
    )
    assert len(facts.names["A"]) == 2
    assert len(facts.names["b"]) == 2


def test_isinstance_narrows_inside_and_after_an_early_return() -> None:
    assert "x:Order.save()" in uses("def f(x):\n    if isinstance(x, Order):\n        x.save()\n")
    assert "x:Order.save()" in uses("def f(x):\n    if not isinstance(x, Order):\n        return\n    x.save()\n")
    branches = "def f(x):\n    if isinstance(x, Order):\n        y = a()\n    else:\n        y = b()\n    y.save()\n"
    assert "a()|b().save()" in uses(branches)


def test_awaited_is_known() -> None:
    facts = read("async def f():\n    await go()\n")
    assert facts.contexts[facts.functions[1].uses[0].context].awaited


def test_dotted_strings_and_exports() -> None:
    facts = read("__all__ = ['a']\n__all__ += ['b']\nX = 'shop.orders.models'\nY = 'no dots'\n")
    assert facts.exported == ["a", "b"]
    assert facts.dotted == [("shop.orders.models", 3)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"import a\nx = 1\0\n", "syntax"),
        (b"import a\nx = '\xe9'\n", "syntax"),
        (b"import a\nx = " + b"-" * 100_000 + b"1\n", "depth"),
        (b"import a\n" + b"x = 1\n" * (MAX_SIZE // 6 + 1), "size"),
    ],
)
def test_what_cannot_be_read_is_a_gap_and_the_imports_stay(content: bytes, kind: str) -> None:
    facts = decode(extract(content))
    assert len(facts.gaps) == 1
    assert facts.gaps[0].kind in (kind, "encoding", "syntax", "depth")
    assert [i.module for i in facts.imports] == ["a"]


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_nothing_raises(content: bytes) -> None:
    decode(extract(content))
    decode(extract(content, "imports"))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(OWN), st.integers(0, 10_000), st.binary(max_size=8))
def test_nothing_raises_on_broken_source(source: bytes, at: int, noise: bytes) -> None:
    broken = source[: at % len(source)] + noise + source[at % len(source) + len(noise) :] if source else noise
    assert extract(broken) == extract(broken)
    decode(extract(broken))


@pytest.mark.parametrize("source", OWN[:60])
def test_the_quick_way_to_imports_finds_the_same(source: bytes) -> None:
    def edges(facts: Syntax) -> list[tuple[int, int, str, str, str]]:
        return sorted((i.line, i.level, i.module, i.name, i.kind) for i in facts.imports if i.kind != "dynamic")

    assert edges(decode(extract(source))) == edges(decode(extract(source, "imports")))
