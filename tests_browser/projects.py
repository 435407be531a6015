"""Programs to report on: hostile names, next to nothing, and nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

LONG = "long_" + "x" * 9_995

RUNS = (
    "<img src=x onerror=alert('img')>",
    "<script>alert('script')</script>",
    "</script><script>alert('ended')</script>",
    '"><svg onload=alert("svg")>',
    "' onmouseover='alert(1)' x='",
    "<!--<script>",
    "]]><!DOCTYPE html>",
    "javascript:alert('url')",
    "${alert('template')}{{alert('braces')}}`alert('tick')`",
    "\\u003cimg src=x onerror=alert('json')>",
    "__proto__",
    "constructor",
    "\u202eevil\u2066\u200b",
    "a\u2028b\nc\td",
    "&lt;b&gt;&#60;",
    "#/?%20&=;",
    "a|b>c:x%7C->y",
)
"""Names that would do something if they were taken for anything but text."""


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files and return their folder."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def hostile(folder: Path) -> Path:
    """Write a program whose modules, tables, texts, files, contexts and services have such names, and crossings between all of them."""
    names = [*RUNS, LONG]
    config, files = [], dict[str, str]()
    for number, name in enumerate(names):
        other = names[(number + 1) % len(names)]
        config.append(f'[[contexts]]\nname = {_toml(name)}\nmodules = ["shop.c{number}"]\nowner = {_toml(name)}\n')
        files[f"shop/c{number}/models.py"] = _models(number, name)
        files[f"shop/c{number}/{_file(name)}.py"] = _uses((number + 1) % len(names), other)
        files[f"shop/c{number}/{'deep/' * 3}{_file(LONG)[:200]}/__init__.py"] = _uses((number + 2) % len(names), name)
        files[f"shop/c{number}/__init__.py"] = ""
    files |= {"boundary-lint.toml": "\n".join(config), "shop/__init__.py": ""}
    return written(folder, files)


def hostile_services(folder: Path) -> Path:
    """Write services that publish, call and keep what has such names."""
    names = [*RUNS, LONG]
    files = {"docker-compose.yml": _compose(names)}
    for number, name in enumerate(names):
        files[f"s{number}/Dockerfile"] = 'FROM python\nCMD ["python", "main.py"]\n'
        files[f"s{number}/main.py"] = _service(name)
    return written(folder, files)


def one_module(folder: Path) -> Path:
    """Write a program of one module."""
    return written(folder, {"only.py": "x = 1\n"})


def _models(number: int, name: str) -> str:
    field = "f" + LONG if name == LONG else "f"
    return (
        "from django.db import models\n\n\n"
        f"class Thing{number}{LONG if name == LONG else ''}(models.Model):\n    {field} = models.CharField(max_length=9)\n"
        f"    class Meta:\n        db_table = {name!r}\n        verbose_name = {name!r}\n"
    )


def _uses(number: int, text: str) -> str:
    long = LONG if number == len(RUNS) else ""
    return (
        f"import requests\nfrom shop.c{number}.models import Thing{number}{long}\n\n\n"
        f"def use_{long}():\n    for thing in Thing{number}{long}.objects.filter(f={text!r}):\n        thing.f = {text!r}\n        thing.save()\n"
        f"        requests.get({'http://' + text!r})\n"
    )


def _service(name: str) -> str:
    return (
        "import os\nimport pika\nimport requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n"
        f"@app.get({'/' + name!r})\ndef get():\n    requests.get(os.environ['OTHER_URL'] + {name!r})\n    requests.get('http://' + {name!r} + '/')\n"
        "    channel = pika.BlockingConnection(pika.ConnectionParameters(host='rabbit')).channel()\n"
        f"    channel.basic_publish(exchange='', routing_key={name!r}, body='x')\n"
    )


def _compose(names: list[str]) -> str:
    services = "".join(
        f"  {_toml(name)}:\n    build: ./s{number}\n    container_name: s{number}\n    environment:\n"
        f"      OTHER_URL: http://s{(number + 1) % len(names)}:80/\n      DATABASE_URL: {_toml(f'postgres://h{number}/{name}')}\n"
        for number, name in enumerate(names)
    )
    return f"services:\n{services}"


def _file(name: str) -> str:
    return name.replace("/", "\u2044").replace("\n", "n")[:200]


def _toml(name: str) -> str:
    """Return a text as TOML and YAML both read it."""
    escaped = "".join(f"\\u{ord(one):04x}" if one in '"\\' or not one.isprintable() else one for one in name)
    return f'"{escaped}"'
