"""Calls are given the timeout of the configuration, where the catalogue says how and they have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixes.programs import mend_files

HEAD = "import httplib2, json, requests, urllib.request\n\n\ndef f(session: requests.Session, **more):\n"

CASES = {
    "plain": ('return requests.get("http://a")', 'return requests.get("http://a", timeout=10)'),
    "no arguments but a comma": ('return session.get("http://a",)', 'return session.get("http://a", timeout=10,)'),
    "in another call": ('x = json.loads(session.get("http://a").text)', 'x = json.loads(session.get("http://a", timeout=10).text)'),
    "parentheses": ('return session.get(("http://a") )', 'return session.get(("http://a"), timeout=10 )'),
    "one to a line": (
        'return session.post(\n        "http://a",  # there\n        json={},\n    )',
        'return session.post(\n        "http://a",  # there\n        json={},\n        timeout=10,\n    )',
    ),
    "one to a line, no comma": (
        'return session.post(\n        "http://a",\n        json={}  # what\n    )',
        'return session.post(\n        "http://a",\n        json={},  # what\n        timeout=10\n    )',
    ),
    "wrapped": ('return session.post("http://a",\n        json={})', 'return session.post("http://a",\n        json={}, timeout=10)'),
    "a chain": ('x = (session\n        .get("http://a")\n        .json())', 'x = (session\n        .get("http://a", timeout=10)\n        .json())'),
    "two on a line": (
        'return [session.get(a) for a in session.get("http://a").json()]',
        'return [session.get(a, timeout=10) for a in session.get("http://a", timeout=10).json()]',
    ),
    "another function": ('urllib.request.urlopen("http://a")', 'urllib.request.urlopen("http://a", timeout=10)'),
    "what is not asked": ('session.get({}.get("http://a"))', 'session.get({}.get("http://a"), timeout=10)'),
}  # fmt: skip

LEFT = {
    "more than is seen": 'return session.get(*["http://a"])',
    "it is said": 'return session.get("http://a", timeout=None)',
    "no argument for it": 'return urllib.request.urlretrieve("http://a")',
    "one behind the other": 'return session.get("http://a").get("http://b")',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_every_form_of_a_call(folder: Path) -> None:
    before = "\n\n\n".join(HEAD + f"    {case}" for case, _ in CASES.values())
    after = mend_files(folder, {"shop/a.py": before + "\n", "shop/__init__.py": ""}, "call-without-timeout")
    for (_, wanted), found in zip(CASES.values(), after.text("shop/a.py").split(HEAD)[1:], strict=True):
        assert found.strip() == wanted.strip()
    assert after.left == []
    assert len(after.mended.diff.splitlines()) > 30


def test_what_is_not_sure_is_left(folder: Path) -> None:
    files = {f"shop/case{number}.py": f"{HEAD}    {case}\n" for number, case in enumerate(LEFT.values())}
    after = mend_files(folder, {**files, "shop/__init__.py": ""}, "call-without-timeout")
    for file, text in files.items():
        assert after.text(file) == text
    assert {e.file for finding in after.checked[0].findings for e in finding.evidence} == set(files)


def test_without_the_key_nothing_is_mended(folder: Path) -> None:
    text = f'{HEAD}    return requests.get("http://a")\n'
    after = mend_files(folder, {"boundary-lint.toml": "", "shop/a.py": text, "shop/__init__.py": ""})
    assert after.text("shop/a.py") == text
    assert not after.mended.left


def test_a_function_of_the_program_of_that_name(folder: Path) -> None:
    text = (
        "import requests\n\n\nclass Api:\n    def get(self, url):\n        return url\n\n\n"
        "def f(flag):\n    client = Api() if flag else requests.Session()\n    return client.get('http://a')\n"
    )
    after = mend_files(folder, {"shop/a.py": text, "shop/__init__.py": ""}, "call-without-timeout")
    assert after.text("shop/a.py") == text


def test_a_library_of_the_users_is_a_page(folder: Path) -> None:
    page = '[remote.acme]\nprotocol = "http"\ntimeout = "none"\n[remote.acme.function]\n"acme.fetch" = "GET(url, *, timeout=patience)"\n'
    files = {
        "boundary-lint.toml": 'catalog = ["acme.toml"]\n[fix]\ntimeout = 2.5\n',
        "acme.toml": page,
        "shop/a.py": "import acme\n\nacme.fetch('http://a')\n",
        "shop/__init__.py": "",
    }
    assert mend_files(folder, files).text("shop/a.py") == "import acme\n\nacme.fetch('http://a', patience=2.5)\n"


PROTO = """\
syntax = "proto3";
package shop;
service Stock {
  rpc Count (Item) returns (Number);
  rpc Watch (Item) returns (stream Number);
}
"""

STUBS = """\
import grpc
from shop import stock_pb2, stock_pb2_grpc


def f():
    stub = stock_pb2_grpc.StockStub(grpc.insecure_channel("stock:9000"))
    for number in stub.Watch(stock_pb2.Item()):
        print(number)
    stub.Unheard(stock_pb2.Item())
    return stub.Count(stock_pb2.Item())
"""


def test_procedures_that_do_not_stream(folder: Path) -> None:
    files = {"shop/stock.proto": PROTO, "shop/a.py": STUBS, "shop/__init__.py": ""}
    after = mend_files(folder, files, "call-without-timeout")
    assert after.text("shop/a.py") == STUBS.replace("Count(stock_pb2.Item()", "Count(stock_pb2.Item(), timeout=10")
