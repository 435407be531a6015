"""SQL files: schemas, seeds, and queries that aiosql or pugsql load. Each statement is a fact of the package it lies in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from boundary_lint.discover.roles import role_of
from boundary_lint.facts import program as facts
from boundary_lint.facts.content import read_file
from boundary_lint.frameworks.effects import Created, DataEffect, Joined, Missed, Touched, confidence
from boundary_lint.frameworks.readings import Noted
from boundary_lint.frameworks.sql.read import facts_of, shown
from boundary_lint.frameworks.sql.run import SqlRuns
from boundary_lint.frameworks.sql.scan import statements
from boundary_lint.frameworks.sql.uses import NOT_PARSED
from boundary_lint.frameworks.world import World

FUNCTION = "<sql>"
"""The function that a fact of a SQL file names."""

MAX_FILE = 2_000_000
"""Characters of a file that is read: more is a dump, not code."""

MAX_STATEMENTS = 5_000
"""Statements read of one file."""

TOO_MANY = f"more than {MAX_STATEMENTS:,} statements"

_COPIED = re.compile(r"^(COPY [^;]*FROM stdin;)[^\n]*\n.*?^\\\.$", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_CLIENT = re.compile(r"^\\.*$", re.MULTILINE)
_QUERY = re.compile(r"^--\s*:?name:?\s*([\w-]+)[^\n]*\n", re.MULTILINE)


class SqlFile(NamedTuple):
    """One SQL file; root and module are the package it lies in ("" outside of all)."""

    path: str
    role: str
    root: str
    module: str
    text: str


def read_sql_files(world: World) -> Iterator[SqlFile | facts.Gap]:
    """Yield the SQL files that are no tests; what cannot be read is a gap."""
    tree, packages = world.tree, _packages(world)
    for path in tree.sql_files:
        role = role_of(path, tree.base)
        if role == "test":
            continue
        try:
            content = read_file(Path(tree.base, path), 4 * MAX_FILE)
            text = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")[: MAX_FILE + 1]
        except OSError as error:
            yield facts.Gap(kind="unreadable", reason=str(error.strerror), file=path)
            continue
        if len(text) > MAX_FILE:
            yield facts.Gap(kind="size", reason=f"more than {MAX_FILE:,} characters", file=path)
        folder = path.rpartition("/")[0]
        while folder and folder not in packages:
            folder = folder.rpartition("/")[0]
        root, module = packages.get(folder, ("", ""))
        yield SqlFile(path, role, root, module, text[:MAX_FILE])


def _packages(world: World) -> dict[str, tuple[str, str]]:
    """Return the package of every folder that holds Python modules."""
    found: dict[str, tuple[str, str]] = {}
    for module in world.program.modules:
        package = module.name if module.is_package else module.name.rpartition(".")[0]
        if package:
            found.setdefault(module.file.rpartition("/")[0], (module.root, package))
    return found


def named_queries(text: str) -> dict[str, str]:
    """Return the queries of a file by the names that aiosql and pugsql call them by."""
    headers = list(_QUERY.finditer(text))
    ends = [*(header.start() for header in headers[1:]), len(text)]
    return {header[1].replace("-", "_"): text[header.end() : end] for header, end in zip(headers, ends, strict=True)}


def noted_in_files(world: World, drivers: tuple[str, ...]) -> Noted:
    """Return what all SQL files say; those in migrations only what they create."""
    noted, runs = Noted(), SqlRuns(world, drivers)
    for file in read_sql_files(world):
        if isinstance(file, facts.Gap):
            noted.gaps.append(file)
        else:
            _note_file(file, runs, noted)
    noted.temporary += sorted(runs.temporary)
    return noted


def _note_file(file: SqlFile, runs: SqlRuns, noted: Noted) -> None:
    text = _COPIED.sub(lambda match: match[1] + "\n" * match[0].count("\n"), file.text)
    text = _CLIENT.sub("", text)
    line, position = 1, 0
    missed: dict[str, facts.Gap] = {}
    for number, statement in enumerate(statements(text)):
        line, position = line + text.count("\n", position, statement.start), statement.start
        if number == MAX_STATEMENTS:
            noted.gaps.append(facts.Gap(kind="size", reason=TOO_MANY, file=file.path, line=line))
            break
        found = facts_of(statement, runs.drivers)
        (noted.unparsed if found.missed == NOT_PARSED else noted.parsed).append(f"{file.path}:{line}")
        for effect in runs.effects_of(found._replace(text=shown(text[position : statement.end])), "sql"):
            if isinstance(effect, Missed):
                gap = facts.Gap(kind="sql", reason=effect.reason, file=file.path, line=line, subject=effect.subject)
                missed.setdefault(effect.reason, gap)
            elif isinstance(effect, Created) or file.role != "migration":
                _note(effect, file, line, noted)
    noted.gaps += missed.values()


def _note(effect: DataEffect, file: SqlFile, line: int, noted: Noted) -> None:
    match effect:
        case Touched():
            access = facts.Access(
                root=file.root,
                module=file.module,
                function=FUNCTION,
                table=effect.table,
                op=effect.op,
                via=effect.via,
                confidence=confidence(effect.via),
                in_loop=False,
                transaction="",
                file=file.path,
                line=line,
                text=effect.text,
            )
            noted.accesses.append(access)
        case Joined():
            join = facts.Join(
                root=file.root,
                module=file.module,
                function=FUNCTION,
                from_table=effect.from_table,
                to_table=effect.to_table,
                path=effect.path,
                via=effect.via,
                confidence=confidence(effect.via),
                file=file.path,
                line=line,
            )
            noted.joins.append(join)
        case Created():
            migration = facts.Migration(
                table=effect.table, root=file.root, module=file.module, file=file.path, line=line
            )
            noted.migrations.append(migration)
