"""An argument is added to a call of any layout: its tree has this argument more, its text nothing less."""

from __future__ import annotations

import ast

import libcst
from hypothesis import given, settings
from hypothesis import strategies as st

from boundary_lint.fixes.arguments import added, called
from boundary_lint.fixes.source import Source

SPACE = st.sampled_from(["", " ", "\n    ", "\n\t", "  # why\n        ", "\n\n  "])

ARGUMENT = st.sampled_from(
    ["url", "(url)", "json={}", "a=(1)", "f(1, b)[0]", '"#,)"', "lambda: 1", "'''a\nb'''", "b if c else d"]
)


@st.composite
def calls(draw: st.DrawFn) -> str:
    arguments = sorted(draw(st.lists(ARGUMENT, max_size=4, unique=True)), key=lambda one: "=" in one and one[0] in "ja")
    parts = [draw(SPACE) + one + draw(SPACE) for one in arguments]
    comma = draw(st.sampled_from(["", ","])) + draw(SPACE) if parts else ""
    call = f"client{draw(st.sampled_from(['', ' ']))}({','.join(parts)}{comma}{'' if parts else draw(SPACE)})"
    around = draw(st.sampled_from(["x = {}\n", "x = ({}\n  .json())  # end", "def f():\n\treturn [{} for a in b]\n"]))
    text = around.format(call)
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@given(calls())
@settings(max_examples=150, deadline=None)
def test_a_call_has_one_argument_more(text: str) -> None:
    source = Source(text.encode())
    (call,) = [one for one in source.all(libcst.Call) if called(one) == "client"]
    after = source.edited(added(source, call, "timeout=10")).decode()
    tree = ast.parse(text)
    (node,) = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "client"]
    node.keywords.append(ast.keyword("timeout", ast.Constant(10)))
    assert ast.dump(ast.parse(after)) == ast.dump(tree)
    left = iter(after)
    assert all(character in left for character in text), "nothing that was there is gone"
    assert after.count("\n") == after.count("\r\n") or "\r" not in text


@given(st.text(alphabet="ax=1 \n\r\t\f#'\"(),:\\é", max_size=40))
@settings(max_examples=100, deadline=None)
def test_what_is_not_changed_stays(text: str) -> None:
    content = text.encode()
    assert Source(content).edited([]) == content
