"""Expressions of Go templates: fields, variables, pipelines and the functions that charts use."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any, TypeAlias

Data: TypeAlias = Any
"""A text, a list, a mapping, None, or `UNKNOWN`."""

UNKNOWN = "\ue000"
"""Stands in a text for what is not known: a sign that no manifest uses and YAML lets through."""

MAX_TEXT = 100_000
"""Characters of a value."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|`[^`]*`)|(?P<open>\()|(?P<close>\)(?P<after>(?:\.\w+)*))|(?P<pipe>\|)
    |(?P<variable>\$\w*)(?P<path>(?:\.\w+)*)|(?P<field>\.(?:\w+(?:\.\w+)*)?)|(?P<number>-?\d[\d.]*)|(?P<word>[A-Za-z_]\w*))""",
    re.VERBOSE,
)


class Scope:
    """What names mean at one place of a template."""

    def __init__(self, dot: Data, root: Data, outer: Scope | None = None) -> None:
        self.dot, self.root, self._outer = dot, root, outer
        self._variables: dict[str, Data] = {}

    def set(self, name: str, value: Data) -> None:
        """Give a variable a value, where it was declared or else here."""
        scope: Scope | None = self
        while scope is not None and name not in scope._variables:
            scope = scope._outer
        (scope or self)._variables[name] = value

    def get(self, name: str) -> Data:
        """Return the value of a variable."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope._variables:
                return scope._variables[name]
            scope = scope._outer
        return UNKNOWN


class Evaluator:
    """Evaluates one expression."""

    def __init__(self, scope: Scope, include: Callable[[str, Data], Data]) -> None:
        self._scope, self._include = scope, include
        self._tokens: list[re.Match[str]] = []
        self._at = 0

    def value(self, expression: str) -> Data:
        """Return the value of an expression, `UNKNOWN` where it cannot be told."""
        at = 0
        self._tokens, self._at = [], 0
        expression = expression.strip()
        while at < len(expression):
            match = _TOKEN.match(expression, at)
            if match is None:
                return UNKNOWN
            self._tokens.append(match)
            at = match.end()
            if len(self._tokens) > 500:
                return UNKNOWN
        try:
            return self._pipeline(0)
        except (ValueError, TypeError, IndexError, AttributeError, KeyError, RecursionError):
            return UNKNOWN

    def _pipeline(self, depth: int) -> Data:
        if depth > 30:
            return UNKNOWN
        value = self._command(depth, [])
        while self._kind() == "pipe":
            self._at += 1
            value = self._command(depth, [value])
        return value

    def _command(self, depth: int, piped: list[Data]) -> Data:
        function = ""
        if self._kind() == "word" and self._tokens[self._at]["word"] not in ("true", "false", "nil"):
            function = self._tokens[self._at]["word"]
            self._at += 1
        arguments: list[Data] = []
        while self._kind() not in ("", "pipe", "close"):
            arguments.append(self._operand(depth))
        arguments += piped
        if function:
            return self._call(function, arguments)
        return arguments[0] if len(arguments) == 1 else UNKNOWN

    def _operand(self, depth: int) -> Data:
        kind = self._kind()
        token = self._tokens[self._at]
        self._at += 1
        if kind == "open":
            value = self._pipeline(depth + 1)
            closing = self._tokens[self._at]
            self._at += 1
            return _field(value, closing["after"] or "")
        if kind == "text":
            text = token["text"]
            return text[1:-1] if text[0] == "`" else json.loads(text.replace("\n", "\\n"))
        if kind == "variable":
            name = token["variable"]
            return _field(self._scope.root if name == "$" else self._scope.get(name), token["path"] or "")
        if kind == "field":
            return _field(self._scope.dot, token["field"])
        if kind == "number":
            return token["number"]
        if kind == "word":
            word = token["word"]
            return (
                {"true": "true", "false": "false", "nil": None}[word]
                if word in ("true", "false", "nil")
                else self._call(word, [])
            )
        return UNKNOWN

    def _kind(self) -> str:
        if self._at >= len(self._tokens):
            return ""
        token = self._tokens[self._at]
        return next(
            name
            for name in ("text", "open", "close", "pipe", "variable", "field", "number", "word")
            if token[name] is not None
        )

    def _call(self, name: str, arguments: list[Data]) -> Data:
        if name in ("include", "template"):
            return self._include(shown(arguments[0]), arguments[1] if len(arguments) > 1 else None)
        if name == "tpl":
            return arguments[0] if "{{" not in shown(arguments[0]) else UNKNOWN
        function = _FUNCTIONS.get(name)
        if function is None:
            return UNKNOWN
        if name not in _LENIENT and any(argument is UNKNOWN for argument in arguments):
            return UNKNOWN
        value = function(*arguments)
        return UNKNOWN if isinstance(value, str) and len(value) > MAX_TEXT else value


def is_true(value: Data) -> bool:
    """Whether a condition is met; one that cannot be told is, so that what it guards is seen."""
    return value not in (None, "", "false", "0", "0.0") and value not in ({}, [])


def shown(value: Data) -> str:
    """Return a value as a template prints it; nothing is known of a value that is missing."""
    if value is None:
        return UNKNOWN
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _field(value: Data, path: str) -> Data:
    for name in path.split("."):
        if not name:
            continue
        if value is UNKNOWN:
            return UNKNOWN
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _yaml(value: Data, indent: int = 0) -> str:
    """Return a value as YAML: blocks of values in JSON."""
    if isinstance(value, dict) and value:
        return "\n".join(
            f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(item, ensure_ascii=False)}"
            for key, item in value.items()
        )
    if isinstance(value, list) and value:
        return "\n".join(f"- {json.dumps(item, ensure_ascii=False)}" for item in value)
    return json.dumps(value, ensure_ascii=False)


def _indent(count: Data, text: Data) -> str:
    return "\n".join(" " * min(int(count), 100) + line for line in shown(text).split("\n"))


def _printf(form: Data, *values: Data) -> str:
    return str(re.sub(r"%[+\d.]*[a-z]", "%s", form)) % tuple(shown(value) for value in values)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _first_true(*values: Data) -> Data:
    return next((value for value in values if value is not UNKNOWN and is_true(value)), values[-1] if values else None)


_FUNCTIONS: dict[str, Callable[..., Data]] = {
    "default": lambda fallback, value=None: value if value is not UNKNOWN and is_true(value) else fallback,
    "coalesce": _first_true,
    "or": _first_true,
    "and": lambda *values: next((value for value in values if not is_true(value)), values[-1]),
    "not": lambda value: _truth(not is_true(value)) if value is not UNKNOWN else UNKNOWN,
    "eq": lambda first, *others: _truth(any(shown(first) == shown(other) for other in others)),
    "ne": lambda first, other: _truth(shown(first) != shown(other)),
    "gt": lambda first, other: _truth(float(first) > float(other)),
    "lt": lambda first, other: _truth(float(first) < float(other)),
    "ge": lambda first, other: _truth(float(first) >= float(other)),
    "le": lambda first, other: _truth(float(first) <= float(other)),
    "empty": lambda value: _truth(not is_true(value)),
    "ternary": lambda yes, no, condition: yes if is_true(condition) else no,
    "required": lambda message, value: value,
    "quote": lambda *values: " ".join(json.dumps(shown(value), ensure_ascii=False) for value in values),
    "squote": lambda *values: " ".join("'" + shown(value).replace("'", "''") + "'" for value in values),
    "toYaml": _yaml,
    "toJson": lambda value: json.dumps(value, ensure_ascii=False),
    "indent": _indent,
    "nindent": lambda count, text: "\n" + _indent(count, text),
    "printf": _printf,
    "print": lambda *values: "".join(shown(value) for value in values),
    "trunc": lambda count, text: shown(text)[: int(count)] if int(count) >= 0 else shown(text)[int(count) :],
    "trim": lambda text: shown(text).strip(),
    "trimSuffix": lambda end, text: shown(text).removesuffix(end),
    "trimPrefix": lambda start, text: shown(text).removeprefix(start),
    "trimAll": lambda signs, text: shown(text).strip(signs),
    "replace": lambda old, new, text: shown(text).replace(old, new),
    "lower": lambda text: shown(text).lower(),
    "upper": lambda text: shown(text).upper(),
    "contains": lambda part, text: _truth(shown(part) in shown(text)),
    "hasPrefix": lambda start, text: _truth(shown(text).startswith(shown(start))),
    "hasSuffix": lambda end, text: _truth(shown(text).endswith(shown(end))),
    "hasKey": lambda mapping, key: _truth(key in (mapping or {})),
    "get": lambda mapping, key: (mapping or {}).get(key, ""),
    "index": lambda value, *keys: _indexed(value, keys),
    "dict": lambda *pairs: dict(zip(pairs[::2], pairs[1::2], strict=False)),
    "list": lambda *values: list(values),
    "len": lambda value: str(len(value or "")),
    "toString": lambda value: shown(value),
    "int": lambda value: str(int(float(value or 0))),
    "int64": lambda value: str(int(float(value or 0))),
    "add": lambda *values: str(sum(int(value) for value in values)),
    "b64enc": lambda text: base64.b64encode(shown(text).encode()).decode(),
    "b64dec": lambda text: base64.b64decode(shown(text)).decode(),
    "join": lambda between, values: between.join(shown(value) for value in values),
    "kindIs": lambda kind, value: _truth({"map": dict, "slice": list, "string": str}.get(kind, str) is type(value)),
}

_LENIENT = frozenset(
    {"default", "coalesce", "or", "not", "quote", "squote", "printf", "print", "nindent", "indent", "required"}
)
"""Functions that make something of what is not known."""


def _indexed(value: Data, keys: tuple[Data, ...]) -> Data:
    for key in keys:
        value = value[int(key)] if isinstance(value, list) else value.get(key) if isinstance(value, dict) else None
    return value
