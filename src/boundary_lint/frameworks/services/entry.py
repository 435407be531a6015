"""Modules that start something which serves: ``app.run()``, ``uvicorn.run(app)``, a gRPC server, a consumer's loop.

[service.starts]   path of a call that serves = the keyword that holds the port, "" where there is none
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Entry
from boundary_lint.frameworks.world import World
from boundary_lint.link.program import Module
from boundary_lint.link.values import External


def find_entries(world: World) -> Iterator[Entry]:
    """Yield the modules of a program that start to serve, and where."""
    starts = world.catalog.rows("service.starts")
    last_names = {path.rpartition(".")[2] for path in starts}
    for module in world.program.modules:
        if module.role not in ("source", "settings") or module.file in world.foreign:
            continue
        for name in sorted(last_names):
            for node, call in module.calls(name):
                for value in world.names.resolve(call.func, module):
                    row = starts.get(value.path) if isinstance(value, External) else None
                    if row is not None and isinstance(value, External):
                        line = _line(module, node)
                        yield Entry(
                            root=module.root,
                            module=module.name,
                            file=module.file,
                            line=line,
                            port=_port(call, row, module),
                            how=value.path,
                        )


def _port(call: syntax.Call, row: tuple[str, ...], module: Module) -> int:
    keyword = row[0] if row else ""
    node = dict(call.keywords).get(keyword) if keyword else None
    record = module.nodes[node] if node is not None else None
    if isinstance(record, syntax.Name):
        values = module.syntax.names.get(record.name, ())
        record = module.nodes[values[0]] if len(values) == 1 else None
    if isinstance(record, syntax.Const) and record.value.isdigit():
        return int(record.value)
    default = row[1] if len(row) > 1 and node is None else ""
    return int(default) if default.isdigit() else 0


def _line(module: Module, node: int) -> int:
    """Return the line of a call: that of the use that it is, or of one that holds it."""
    for function in module.functions:
        for use in function.record.uses:
            if use.node == node:
                return use.line
    return 1
