"""Whom a call reaches whose address nobody says."""

from __future__ import annotations

from tests.frameworks.services.test_channels import facts_of

FORWARDS = """
import os
import requests

def forward(base, path):
    return requests.get(base + path)

def all_of(paths):
    for base in (os.environ["USERS_URL"], os.environ["GOODS_URL"]):
        forward(base, paths.pop())
"""
SERVES = "from flask import Flask\napp = Flask(__name__)\n\n@app.get('/all')\ndef all_of(): ...\n"


def test_addresses_that_only_their_variables_tell_apart_are_calls_of_their_own() -> None:
    found = facts_of(gateway=FORWARDS, users=SERVES, goods=SERVES.replace("/all", "/all/of"))
    assert {(call.service, call.confidence) for call in found.calls} == {("users", "low"), ("goods", "low")}
