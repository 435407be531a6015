"""A rule page: one Markdown file that is the documentation, the text of ``explain``, the implementation and the test."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from boundary_lint.errors import RuleError
from boundary_lint.facts.content import read_text
from boundary_lint.findings.finding import SEVERITIES, Severity, Subject

Scope = Literal["monolith", "services", "both"]

Option = str | int | float | bool

_FENCE = re.compile(r"(?:^`(?P<path>[^`\n]+)`:[ \t]*\n+)?^```(?P<lang>\w*)\n(?P<body>.*?)^```[ \t]*$", re.M | re.S)
_EXAMPLE = re.compile(r"^### (?P<kind>fails|passes): (?P<name>[^\n]+)\n(?P<body>.*?)(?=^### |\Z)", re.M | re.S)
_MARK = re.compile(r"(?:#|--|//)\s*finding:\s*(?P<ids>[\w-]+(?:\s*,\s*[\w-]+)*)")
_SECTIONS = ("Why", "Fix", "Query", "Examples")
_KEYS = frozenset(
    {
        "severity", "scope", "key", "message", "fix", "options", "sources", "source", "target", "needs", "subject",
        "optional", "fixed-by",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """A small file tree; expected holds (file, line) of every line marked ``# finding: <rule-id>``."""

    name: str
    line: int
    files: Mapping[str, str]
    expected: frozenset[tuple[str, int]]
    fails: bool


@dataclass(frozen=True)
class Page:
    """A rule. sql_line is the line of the page at which the query begins; options have their defaults.

    source and target name the columns that hold the pair of contexts; needs names views without whose rows the rule sees nothing;
    subject: what a finding is about: its places, each or all of them as one, or the service in the column source. optional: it runs only where it is selected, or where the
    configuration gives it a severity. fixed_by: the fix of `boundary_lint.fixes` that mends it, "" where none does.
    """

    id: str
    place: str
    title: str
    text: str
    severity: Severity
    scope: Scope
    key: tuple[str, ...]
    message: str
    fix: str
    options: Mapping[str, Option]
    sources: tuple[str, ...]
    source: str
    target: str
    needs: tuple[str, ...]
    subject: Subject
    optional: bool
    fixed_by: str
    sql: str
    sql_line: int
    examples: tuple[Example, ...]

    def section(self, name: str) -> str:
        """Return the text below ``## name``, as Markdown."""
        return self.text.partition(f"\n## {name}\n")[2].partition("\n## ")[0].strip()


def read_page(path: Path) -> Page:
    """Return the rule a page holds.

    Raises:
        RuleError: the page cannot be read or lacks a part; the error names the line and what to write.
    """
    try:
        text = read_text(path)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else f"it is not UTF-8 ({error})"
        raise RuleError(str(path), f"cannot be read: {reason}", "correct it, or take it out of the folder") from error
    return parse_page(text, path.stem, str(path))


def parse_page(text: str, rule: str, place: str) -> Page:
    """Return the rule that the text of a page holds; see `read_page`."""
    title = re.match(r"# (.+)", text)
    if title is None:
        raise RuleError(f"{place}:1", "has no title", "begin with '# ' and one sentence")
    for section in _SECTIONS:
        if f"\n## {section}\n" not in text:
            raise RuleError(place, f"lacks the section '## {section}'", "see docs/adding-a-rule.md")
    head, _, tail = text.partition("\n## Examples\n")
    meta = _meta(head, place)
    sql, sql_line = _query(head, place)
    return Page(
        id=rule,
        place=place,
        title=title[1].strip(),
        text=text,
        severity=_choice(meta, "severity", SEVERITIES, place),
        scope=cast("Scope", _choice(meta, "scope", ("monolith", "services", "both"), place)),
        key=_strings(meta, "key", place),
        message=_template(meta, "message", place),
        fix=_template(meta, "fix", place, default=""),
        options=_options(meta, place),
        sources=_strings(meta, "sources", place),
        source=_string(meta, "source", place, default=""),
        target=_string(meta, "target", place, default=""),
        needs=_strings(meta, "needs", place, default=()),
        subject=cast("Subject", _choice({"subject": "place", **meta}, "subject", ("place", "whole", "service"), place)),
        optional=_bool(meta, "optional", place),
        fixed_by=_string(meta, "fixed-by", place, default=""),
        sql=sql,
        sql_line=sql_line,
        examples=tuple(_examples(tail, head.count("\n") + 2, rule)),
    )


def _meta(head: str, place: str) -> dict[str, object]:
    block = next((b for b in _FENCE.finditer(head) if b["lang"] == "toml"), None)
    if block is None:
        raise RuleError(place, "has no ```toml block", "write severity, scope, key and message in one")
    line = head[: block.start("body")].count("\n") + 1
    try:
        meta = tomllib.loads(block["body"])
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{place}:{line}", f"the toml block is not TOML: {error}") from error
    for key in meta:
        if key not in _KEYS:
            raise RuleError(f"{place}:{line}", f"unknown key '{key}'", f"known are {', '.join(sorted(_KEYS))}")
    return meta


def _query(head: str, place: str) -> tuple[str, int]:
    block = next((b for b in _FENCE.finditer(head) if b["lang"] == "sql"), None)
    if block is None:
        raise RuleError(place, "has no ```sql block below '## Query'")
    return block["body"], head[: block.start("body")].count("\n") + 1


def _examples(tail: str, line: int, rule: str) -> list[Example]:
    found = []
    for match in _EXAMPLE.finditer(tail):
        files = {b["path"]: b["body"] for b in _FENCE.finditer(match["body"]) if b["path"]}
        marks = frozenset(
            (path, number)
            for path, text in files.items()
            for number, content in enumerate(text.splitlines(), 1)
            for mark in _MARK.finditer(content)
            if rule in re.split(r"\s*,\s*", mark["ids"])
        )
        at = line + tail[: match.start()].count("\n")
        found.append(Example(match["name"].strip(), at, files, marks, match["kind"] == "fails"))
    return found


def _string(meta: Mapping[str, object], key: str, place: str, default: str | None = None) -> str:
    value = meta.get(key, default)
    if not isinstance(value, str):
        raise RuleError(place, f"'{key}' is missing or no string", f'write {key} = "..." in the toml block')
    return value


def _bool(meta: Mapping[str, object], key: str, place: str) -> bool:
    value = meta.get(key, False)
    if not isinstance(value, bool):
        raise RuleError(place, f"'{key}' is neither true nor false", f"write {key} = true in the toml block")
    return value


def _template(meta: Mapping[str, object], key: str, place: str, default: str | None = None) -> str:
    """Return a text in which ``{column}`` stands for what a row says: names alone, without a format."""
    text = _string(meta, key, place, default)
    try:
        fields = [field for _, *field in string.Formatter().parse(text) if field[0] is not None]
    except ValueError as error:
        raise RuleError(place, f"'{key}' is no template: {error}", "write {column}, and {{ for a brace") from error
    for name, form, conversion in fields:
        if not (name or "").isidentifier() or form or conversion:
            raise RuleError(
                place, f"'{key}' has more than a column between braces", "write {column}, and {{ for a brace"
            )
    return text


def _strings(
    meta: Mapping[str, object], key: str, place: str, default: tuple[str, ...] | None = None
) -> tuple[str, ...]:
    value = meta.get(key, default)
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise RuleError(place, f"'{key}' is missing or no list of strings", f'write {key} = ["..."] in the toml block')
    return tuple(value)


def _choice(
    meta: Mapping[str, object], key: str, choices: tuple[Severity, ...] | tuple[str, ...], place: str
) -> Severity:
    value = meta.get(key)
    if value not in choices:
        raise RuleError(place, f"'{key}' is {value!r}", f"one of {', '.join(choices)}")
    return cast("Severity", value)


def _options(meta: Mapping[str, object], place: str) -> dict[str, Option]:
    value = meta.get("options", {})
    if not isinstance(value, dict) or not all(isinstance(v, str | int | float | bool) for v in value.values()):
        raise RuleError(place, "'options' is no table of plain values", "write options = { name = 1 }")
    return cast("dict[str, Option]", value)
