"""Hostile input: circles, towers and tables of routers end, and what was found is kept."""

from __future__ import annotations

import time

import pytest

from tests.helpers import analyse

SECONDS = 20.0
"""Far more than any of these takes; what is not bounded does not end."""


def count(text: str) -> int:
    begun = time.process_time()
    found = analyse({"app.py": text}).routes
    assert time.process_time() - begun < SECONDS
    return len(found)


HEAD = "from fastapi import APIRouter, FastAPI\napp = FastAPI()\n"


def test_routers_that_include_each_other() -> None:
    assert count(
        HEAD
        + "a = APIRouter(prefix='/a')\nb = APIRouter(prefix='/b')\n"
        + "a.include_router(b)\nb.include_router(a)\napp.include_router(a)\n"
        + "@b.get('/x')\ndef x(): pass\n"
    )


def test_a_tower_of_thousands_of_routers() -> None:
    made = "".join(f"r{n} = APIRouter(prefix='/{n}')\n" for n in range(3000))
    nested = "".join(f"r{n}.include_router(r{n + 1})\n" for n in range(2999))
    assert count(HEAD + made + nested + "app.include_router(r0)\n@r5.get('/x')\ndef x(): pass\n") == 1


def test_a_router_that_is_included_in_everything() -> None:
    made = "".join(f"r{n} = APIRouter(prefix='/{n}')\n" for n in range(40))
    nested = "".join(f"r{a}.include_router(r{b})\n" for a in range(40) for b in range(40) if a < b)
    assert 0 < count(HEAD + made + nested + "app.include_router(r0)\n@r39.get('/x')\ndef x(): pass\n") <= 64


def test_names_that_are_made_of_themselves() -> None:
    assert count(
        HEAD
        + "p = '/a'\np = p + p\np = f'{p}{p}'\np = p.format(p)\nq = [p]\nq = q + q + [q]\n"
        + "for p in q:\n    p = '/x' + p\n    app.add_api_route(p, app)\n"
        + "@app.get(p)\ndef x(): pass\n"
    )


def test_functions_that_register_through_each_other() -> None:
    functions = "".join(f"def f{n}(app, p):\n    f{n + 1}(app, p + '/{n}')\n    f{n + 2}(app, p)\n" for n in range(60))
    count(
        HEAD
        + functions
        + "def f60(app, p):\n    app.add_api_route(p, f0)\n    f0(app, p)\n    f1(p, app)\nf0(app, '')\n"
    )


@pytest.mark.parametrize("terms", [50, 150, 400])
def test_an_expression_that_is_very_deep(terms: int) -> None:
    assert count(HEAD + f"@app.get({' + '.join(['p'] * terms)})\ndef x(): pass\n@app.get('/y')\ndef y(): pass\n")
