"""Containers that grow out of each other stay small: a few lines must not make more values than can be counted."""

from __future__ import annotations

from time import monotonic

from tests.helpers import check


def test_containers_that_hold_each_other() -> None:
    lines = [f"    a{n} = {{'x': a{n - 1}, 'y': [a{n - 1}, a{n - 1}], 'z': {{'k': a{n - 1}}}}}" for n in range(1, 40)]
    code = "def f(g, h):\n    a0 = {'x': 'text', 'y': f}\n" + "\n".join(lines) + "\n    (g if h else a39['x']).y(a39)\n"
    start = monotonic()
    check({"shop/code.py": code})
    assert monotonic() - start < 20
