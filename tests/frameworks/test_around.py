"""What stands around a use: loops, what ends them, and how handlers end."""

from __future__ import annotations

import pytest

from boundary_lint.facts.syntax import Context, Syntax
from boundary_lint.frameworks.around import falls_back, goes_over, loops, per_element
from tests.extract.test_extract import read, shown


def context_of(facts: Syntax, path: str) -> Context:
    """Return the context of the last use of a path, in any function."""
    found = [use for function in facts.functions for use in function.uses if shown(facts, use.node) == path]
    return facts.contexts[found[-1].context]


def around(body: str) -> tuple[Syntax, Context]:
    facts = read(body)
    return facts, context_of(facts, "call()")


@pytest.mark.parametrize(
    ("loop", "kind", "over"),
    [
        ("for x in orders():", "for", "data"),
        ("for i, x in enumerate(orders):", "for", "data"),
        ("for i in range(len(orders)):", "for", "data"),
        ("for i in range(3):", "for", "numbers"),
        ("for i in range(1, PAGES + 1):", "for", "numbers"),
        ("for x in ('a', 'b'):", "for", "constants"),
        ("for x in NAMES:", "for", "constants"),
        ("for k, v in {'a': f(), 'b': 2}.items():", "for", "constants"),
        ("for x in [first, *others]:", "for", "data"),
        ("for i in itertools.count():", "for", "repeat"),
        ("while True:", "forever", "repeat"),
        ("while 1:", "forever", "repeat"),
        ("while not done():", "while", "repeat"),
    ],
)
def test_a_loop_is_told_by_what_it_goes_through(loop: str, kind: str, over: str) -> None:
    facts, context = around(
        f"import itertools\nNAMES = ['a', 'b']\ndef f(orders, others, first):\n  {loop}\n    call()\n"
    )
    (found,) = loops(facts, context)
    assert (found.kind, goes_over(facts, found), found.line, found.end_line) == (kind, over, 4, 5)
    assert per_element(facts, context) == (over == "data")


@pytest.mark.parametrize(
    ("expression", "use", "depth"),
    [
        ("[x for x in call()]", "call()[]", 0),
        ("[x for y in ys for x in call()]", "call()[]", 1),
        ("{x: 1 for x in xs if call()}", "bool(call())", 1),
        ("{call(): 1 for x in xs}", "call()", 1),
        ("[\n call()\n for x in xs]", "call()", 1),
    ],
)
def test_what_a_comprehension_goes_through_first_is_outside_of_it(expression: str, use: str, depth: int) -> None:
    facts = read(f"def f(xs, ys):\n    return {expression}\n")
    found = loops(facts, context_of(facts, use))
    assert [loop.kind for loop in found] == ["comprehension"] * depth


def test_what_a_for_goes_through_and_its_else_are_outside_of_it() -> None:
    facts = read("def f():\n    for x in call():\n        pass\n    else:\n        last()\n")
    assert context_of(facts, "call()[]").loops == context_of(facts, "last()").loops == ()


def test_the_test_of_a_while_is_inside_of_it() -> None:
    facts = read("def f():\n    while call():\n        pass\n")
    assert len(context_of(facts, "bool(call())").loops) == 1


@pytest.mark.parametrize(
    ("handler", "ways"),
    [
        ("pass", "goes_on"),
        ("log()", "goes_on"),
        ("raise", "raises"),
        ("sys.exit(1)", "raises"),
        ("return None", "returns"),
        ("return []", "returns gives"),
        ("x = 1", "goes_on gives"),
        ("continue", "continues"),
        ("break", "breaks"),
        ("if x: raise", "raises goes_on"),
        ("if x: raise\n        else: return", "raises returns"),
        ("for y in x: break", "goes_on"),
        ("with x: return 1", "returns gives"),
        ("try: return\n        except E: raise", "raises returns"),
    ],
)
def test_a_handler_is_told_by_how_it_ends(handler: str, ways: str) -> None:
    facts, context = around(f"def f(x):\n  while x:\n    try:\n        call()\n    except (A, B):\n        {handler}\n")
    (guard,) = (facts.tries[number] for number in context.tries)
    (found,) = guard.handlers
    flags = ("raises", "returns", "breaks", "continues", "goes_on", "gives")
    assert [flag for flag in flags if getattr(found, flag)] == ways.split()
    assert (guard.line, guard.end_line, found.line) == (4, 4, 5)
    assert [shown(facts, one) for one in found.types] == ["A", "B"]
    assert falls_back(facts, context) == ("gives" in ways and "raises" not in ways)


def test_handler_and_finally_bodies_are_told_apart() -> None:
    facts = read("def f():\n  try:\n    a()\n  except E:\n    b()\n  else:\n    c()\n  finally:\n    d()\n  e()\n")
    assert [context_of(facts, f"{name}()").clause for name in "abcde"] == ["", "handler", "", "finally", ""]
    assert [len(context_of(facts, f"{name}()").tries) for name in "abcde"] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("body", "again", "limited", "grows"),
    [
        ("try:\n   return call()\n  except E:\n   sleep()", "leaves", False, False),
        ("try:\n   call()\n   break\n  except E:\n   pass", "leaves", False, False),
        ("try:\n   call()\n  except E:\n   continue\n  break", "leaves", False, False),
        ("try:\n   call()\n  except E:\n   sleep(d)\n   d *= 2\n  else:\n   break", "leaves", False, True),
        (
            "with x:\n   try:\n    call()\n   except E:\n    d = min(d * 2, 9)\n   else:\n    return 1",
            "leaves",
            False,
            True,
        ),
        ("try:\n   call()\n  except E:\n   return", "", False, False),
        ("try:\n   return call()\n  except E:\n   raise", "", False, False),
        ("try:\n   x = call()\n  except E:\n   x = 1\n  if x:\n   break", "", False, False),
        ("try:\n   call()\n  except E:\n   log()", "", False, False),
        ("try:\n   x = call()\n   if x is None:\n    break\n  except E:\n   continue", "", False, False),
        ("try:\n   x = call()\n  except E:\n   continue\n  if not x:\n   break\n  use(x)", "", False, False),
        ("try:\n   x = call()\n  except E:\n   continue\n  if x:\n   return x", "leaves", False, False),
        ("try:\n   return call()\n  except E:\n   n += 1\n   if n > 5:\n    raise", "leaves", True, False),
        ("try:\n   return call()\n  except E:\n   n += 1\n   if n == 5:\n    raise", "leaves", True, False),
        ("if time() > deadline:\n   break\n  try:\n   call()\n  except E:\n   pass", "", True, False),
        ("try:\n   x = call()\n   if x.status_code < 400:\n    return x\n  except E:\n   pass", "leaves", False, False),
        ("def g():\n   return n > 5\n  try:\n   call()\n  except E:\n   pass", "", False, False),
    ],
)
def test_a_loop_of_attempts_is_told_from_others(body: str, again: str, limited: bool, grows: bool) -> None:
    facts, context = around(f"def f(n, d, deadline):\n while True:\n  {body}\n")
    (loop,) = loops(facts, context)
    assert (facts.tries[-1].again, loop.limited, loop.grows) == (again, limited, grows)


@pytest.mark.parametrize(
    ("test", "again"), [("not done", "flag"), ("self.done is None", "flag"), ("not stop.is_set()", ""), ("True", "")]
)
def test_success_may_change_what_a_while_tests(test: str, again: str) -> None:
    facts, _ = around(
        f"def f(self, stop):\n while {test}:\n  try:\n   call()\n   done = True\n   self.done = 1\n  except E:\n   pass\n"
    )
    assert facts.tries[0].again == again


@pytest.mark.parametrize(
    ("body", "again"),
    [
        ("return call()", False),
        ("if x:\n      found = call()\n      return found", False),
        ("if not x: continue\n    call()\n    break", False),
        ("try:\n      return call()\n    except OSError: continue", False),
        ("try:\n      call()\n      raise ValueError\n    except ValueError: pass", True),
        ("call()\n    if x: return x", True),
        ("for y in x:\n      call()\n      break", True),
        ("for y in x:\n      call()\n      return y", False),
    ],
)
def test_what_leaves_a_loop_is_not_done_for_each_element(body: str, again: bool) -> None:
    facts, context = around(f"def f(xs):\n  for x in xs:\n    {body}\n")
    assert per_element(facts, context) is again


@pytest.mark.parametrize(
    ("test", "limited"), [("left", True), ("not found and left", True), ("not found", False), ("found or left", False)]
)
def test_a_count_that_a_loop_asks_for_limits_it(test: str, limited: bool) -> None:
    facts = read(
        f"def f(found, left):\n  while {test}:\n    try:\n      found = call()\n    except OSError:\n      left -= 1\n"
    )
    (loop,) = facts.loops
    assert loop.limited is limited
