"""Where ways part and meet again: which names hold what in each branch, and behind it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from boundary_lint.extract.state import File, Names
from boundary_lint.extract.walk import walk

JOIN_COST = 5
"""What joining a name costs, in copied names."""

_LEAVING = frozenset((ast.Return, ast.Raise, ast.Continue, ast.Break))


def leaves(body: Sequence[ast.stmt]) -> bool:
    """Whether nothing goes on behind a branch."""
    return bool(body) and body[-1].__class__ in _LEAVING


def branches(f: File, *bodies: Sequence[ast.stmt]) -> None:
    """Walk alternatives, each from the same names; those that go on are joined."""
    if f.env is None:
        for body in bodies:
            walk(f, body)
        return
    base, ends = f.env, []
    for body in bodies:
        if not body:
            ends.append(base)
            continue
        f.env = f.branch(base)
        walk(f, body)
        if not leaves(body):
            ends.append(f.env)
    f.env = join(f, ends) if ends else base


def join(f: File, ends: list[Names]) -> Names:
    """Return what names may hold behind branches, given what they hold at the end of each."""
    if len(ends) == 1:
        return ends[0]
    if not f.may_copy(JOIN_COST * sum(map(len, ends))):
        return max(ends, key=len)
    joined = dict(ends[0])
    several: dict[str, list[int]] = {}
    for end in ends[1:]:
        for name, value in end.items():
            known = joined.setdefault(name, value)
            if known != value:
                several.setdefault(name, [known]).append(value)
    for name, values in several.items():
        joined[name] = f.either(list(dict.fromkeys(values)))
    return joined
