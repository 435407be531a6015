"""The page of a program: that its links are the crossings, that it is the same again, and that nothing in it is anything but text."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from boundary_lint.config.load import load_config
from boundary_lint.draw.page.links import links_of, side
from boundary_lint.pipeline.run import Options, analyse
from boundary_lint.pipeline.web import report_page
from boundary_lint.seams.cuts.find import find_crossings
from boundary_lint.seams.division import declared

FIXTURES = Path(__file__).parents[2] / "fixtures"


def page(path: Path) -> str:
    return report_page(path, load_config(path), Options(jobs=1))


def write_tree(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def data(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    assert found is not None
    known: dict[str, Any] = json.loads(found[1])
    return known


@pytest.fixture(scope="module")
def shop() -> str:
    """Return the page of the bad shop."""
    return page(FIXTURES / "shop_bad")


@pytest.mark.parametrize("project", ["shop_bad", "shop_good"])
def test_links_that_cross_are_the_crossings(project: str) -> None:
    base = FIXTURES / project
    facts = analyse(base, load_config(base), Options(jobs=1)).facts
    today = declared(facts)
    crossings = Counter(
        (one.source, one.target, one.kind, one.file, one.line, one.remedy) for one in find_crossings(facts, today)
    )
    links = Counter(
        (side(link.source, today), side(link.target, today), link.kind, link.file, link.line, link.remedies[0])
        for link in links_of(facts, [today])
        if link.remedies[0]
    )
    assert links == crossings


def test_every_link_has_a_remedy_were_its_ends_apart(shop: str) -> None:
    known = data(shop)
    assert known["links"]["alone"] and all(remedy >= 0 for remedy in known["links"]["alone"])
    columns = {len(column) for name, column in known["links"].items() if name != "remedies"}
    assert columns == {len(known["links"]["sources"])}


def test_places_come_with_their_lines_of_code(shop: str) -> None:
    known = data(shop)
    files = {name: str(number) for number, name in enumerate(known["files"])}
    assert known["sources"][files["shop/billing/services.py"]]["11"] == "order = Order.objects.get(number=number)"
    for finding in known["findings"]:
        for place in finding["evidence"]:
            assert str(place["line"]) in known["sources"].get(str(place["file"]), {}) or not place["line"]


def test_contexts_stand_in_the_order_of_use(shop: str) -> None:
    today = data(shop)["divisions"][0]
    assert next(today["contexts"][number] for number in today["order"]) == "payments"
    assert sorted(today["order"]) == list(range(len(today["contexts"])))


def test_it_is_the_same_again(shop: str) -> None:
    program = "import sys; from tests.draw.test_page import page, FIXTURES; sys.stdout.buffer.write(page(FIXTURES / 'shop_bad').encode())"
    for seed in ("1", "2"):
        again = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            cwd=FIXTURES.parent,
        )
        assert again.stdout.decode() == shop


def test_only_its_own_script_may_run_and_nothing_is_fetched(shop: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', shop)
    script = re.search(r"<script>(.*?)</script>", shop, re.S)
    assert policy is not None and script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}' 'wasm-unsafe-eval'" in policy[1]
    assert "default-src 'none'" in policy[1]
    assert not re.search(r"<(?:link|img|iframe|object|embed|base)\b|\bsrc=", shop.replace(script[1], ""))


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Counter[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[tag] += 1


NAME = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>\u2028"


def test_names_are_text_and_nothing_else(tmp_path: Path) -> None:
    table = json.dumps(NAME)
    write_tree(
        tmp_path,
        {
            "a/__init__.py": "",
            "a/models.py": f"from django.db import models\n\nclass A(models.Model):\n    class Meta:\n        db_table = {table}\n",
            "b/__init__.py": "",
            "b/work.py": f"from a.models import A\n\ndef f():\n    A.objects.create(name={table})\n",
            "boundary-lint.toml": f'[[contexts]]\nname = {table}\nmodules = ["a"]\n[[contexts]]\nname = "b"\nmodules = ["b"]\n',
        },
    )  # fmt: skip
    text = page(tmp_path)
    assert NAME in data(text)["divisions"][0]["contexts"]
    elements = _Elements()
    elements.feed(text)
    assert (elements.found["script"], elements.found["img"], elements.found["svg"]) == (2, 0, 0)
    assert html.escape(NAME) not in text


def test_a_secret_on_a_line_is_not_shown(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "a/__init__.py": "",
            "a/calls.py": "import requests\n\ndef f():\n    requests.get('https://user:hunter2@pay.example/x', headers={'api_key': 'hunter2'})\n",
        },
    )
    text = page(tmp_path)
    assert "requests.get(" in text
    assert "hunter2" not in text


def test_one_module_is_a_page_without_contexts(tmp_path: Path) -> None:
    write_tree(tmp_path, {"only.py": "x = 1\n"})
    known = data(page(tmp_path))
    assert known["modules"]["names"] == ["only"]
    assert known["links"]["sources"] == []


def test_much_data_is_packed(shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boundary_lint.draw.page.html.MAX_PLAIN", 1000)
    packed = re.search(r'<script type="application/gzip" id="data">(.*?)</script>', page(FIXTURES / "shop_bad"))
    assert packed is not None
    assert json.loads(gzip.decompress(base64.b64decode(packed[1]))) == data(shop)
