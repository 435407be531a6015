"""What holds of the two passes whatever the program: the split, the processes and the order of files decide nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from boundary_lint.config.model import Config
from boundary_lint.discover.walk import discover
from boundary_lint.extract import extract
from boundary_lint.facts.files import Tree
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.facts.syntax import decode
from boundary_lint.frameworks.analysis import analyze
from boundary_lint.link import run as link_run

FILES = {
    "shop/__init__.py": "",
    "shop/models.py": (
        "from sqlalchemy.orm import declarative_base\nfrom sqlalchemy import Column, Integer\nBase = declarative_base()\n"
        "class Order(Base):\n    __tablename__ = 'orders'\n    id = Column(Integer, primary_key=True)\n"
        "class Line(Base):\n    __tablename__ = 'lines'\n    id = Column(Integer, primary_key=True)\n"
    ),
    "shop/service.py": (
        "from shop.models import Order, Line\n"
        "def load(session, kind):\n    return session.query(kind).all()\n"
        "def orders(session):\n    return load(session, Order)\n"
        "def lines(session):\n    return helper(session, Line)\n"
        "def helper(session, thing):\n    return load(session, thing)\n"
    ),
    "shop/views.py": "from shop import service\ndef show(session):\n    return [o.id for o in service.orders(session)]\n",
}


def tree_of(base: Path, files: Mapping[str, str] = FILES) -> Tree:
    for path, content in files.items():
        (base / path).parent.mkdir(parents=True, exist_ok=True)
        (base / path).write_text(content)
    return discover(base, Config())


def facts_of(tree: Tree, jobs: int) -> ProgramFacts:
    syntaxes = {f.path: decode(extract(Path(tree.base, f.path).read_bytes())) for f in tree.files}
    return analyze(tree, syntaxes, Config(base=tree.base), extract=extract, jobs=jobs)


def test_one_process_and_several_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_run, "LEAST_USES", 5)
    tree = tree_of(tmp_path)
    one, two = facts_of(tree, 1), facts_of(tree, 3)
    assert msgspec.json.encode(one) == msgspec.json.encode(two)
    assert {a.table for a in one.accesses} == {"orders", "lines"}


def test_the_order_of_files_decides_nothing(tmp_path: Path) -> None:
    tree = tree_of(tmp_path)
    turned = msgspec.structs.replace(tree, files=tuple(reversed(tree.files)))
    assert msgspec.json.encode(facts_of(tree, 1)) == msgspec.json.encode(facts_of(turned, 1))


QUERIES = {
    "stock/__init__.py": "",
    "stock/models.py": (
        "from django.db import models\nclass Maker(models.Model):\n    name = models.TextField()\n    land = models.TextField()\n"
        "class Part(models.Model):\n    maker = models.ForeignKey(Maker, models.CASCADE)\n"
    ),
    "stock/views.py": (
        "from stock.models import Part\n"
        "def parts(by):\n    key = 'maker__name' if by else 'maker__land'\n    return list(Part.objects.order_by(key).values(key))\n"
    ),
}


def test_the_hash_seed_decides_nothing(tmp_path: Path) -> None:
    tree_of(tmp_path, {**FILES, **QUERIES})
    command = [sys.executable, "-m", "boundary_lint.cli.main", "facts", str(tmp_path), "--no-cache", "--jobs", "1"]
    outputs = {
        subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert len(outputs) == 1


def test_a_function_that_is_too_much_is_a_gap(tmp_path: Path) -> None:
    deep = "def f(x):\n    return x" + ".a" * 30_000 + "\n"
    facts = facts_of(tree_of(tmp_path, {"deep.py": deep, "good.py": "def g():\n    return f()\n"}), 1)
    assert any(gap.file == "deep.py" for gap in facts.gaps)
    assert {m.module for m in facts.modules} == {"deep", "good"}
