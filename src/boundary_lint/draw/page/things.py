"""What the page knows of modules, tables and services, and of who uses them."""

from __future__ import annotations

from boundary_lint.draw.page import data
from boundary_lint.draw.page.numbered import Numbered
from boundary_lint.draw.services import services_and_places

OPS = {"read": 0, "write": 1, "delete": 2, "lock": 3}


def modules(known: Numbered) -> data.Modules:
    """Return the modules."""
    return data.Modules(
        names=[module.module or module.file for module in known.modules],
        files=[known.file(module.file) for module in known.modules],
        packages=[int(module.is_package) for module in known.modules],
    )


def tables(known: Numbered) -> data.Tables:
    """Return the tables."""
    found = known.facts.tables
    return data.Tables(
        names=[table.table for table in found],
        homes=[known.module(known.finest.of_table(table.table)) for table in found],
        files=[known.file(table.file) for table in found],
        lines=[table.line for table in found],
    )


def uses(known: Numbered) -> data.Uses:
    """Return the accesses of tables."""
    found = sorted(
        {
            (known.table(one.table), known.module(one.file), OPS[one.op], known.file(one.file), one.line)
            for one in sorted(known.facts.accesses)
            if known.table(one.table) != data.SHARED and one.via != "cascade"
        }
    )
    tables, modules, ops, files, lines = [list(column) for column in zip(*found, strict=True)] or [[] for _ in range(5)]
    return data.Uses(tables=tables, modules=modules, ops=ops, files=files, lines=lines)


def services(known: Numbered) -> data.Services:
    """Return the services, what they use, and every place that ties two of them."""
    nodes, places = services_and_places(known.facts)
    number = {node.id: position for position, node in enumerate(nodes)}
    running = [
        data.Running(kind=one.kind, name=one.name, label=one.label, detail=one.detail, file=known.file(one.file), line=one.line)
        for one in nodes
    ]  # fmt: skip
    tied = {
        (number[source], number[target], kind, known.file(file), line) for source, target, kind, file, line in places
    }
    return data.Services(nodes=running, places=sorted(tied))
