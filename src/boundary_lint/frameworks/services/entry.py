"""Modules that start something which serves: ``app.run()``, ``uvicorn.run(app)``, a gRPC server, a consumer's loop.

[service.starts]   path of a call that serves = the argument that holds the port, or an address that ends with it ("port", or with its position
                   "1 port"; "" where there is none), and the port where none is given
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Entry
from boundary_lint.frameworks.world import World
from boundary_lint.link.names import Names
from boundary_lint.link.program import Module
from boundary_lint.link.values import External, TextValue, in_order


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
                            port=_port(call, row, module, world.names),
                            how=value.path,
                        )


def _port(call: syntax.Call, row: tuple[str, ...], module: Module, names: Names) -> int:
    """Return the port that a call is given, or takes where it is given none; 0 where it is not known."""
    position, _, keyword = row[0].rpartition(" ") if row else ("", "", "")
    node = dict(call.keywords).get(keyword) if keyword else None
    if node is None and position.isdigit() and len(call.args) > int(position):
        node = call.args[int(position)]
    if node is None:
        return _number(row[1]) if len(row) > 1 else 0
    record = module.nodes[node]
    if isinstance(record, syntax.Name):
        values = module.syntax.names.get(record.name, ())
        record = module.nodes[values[0]] if len(values) == 1 else record
    if isinstance(record, syntax.Const):
        return _number(record.value)
    texts = [value.text for value in in_order(names.resolve(node, module)) if isinstance(value, TextValue)]
    return next((port for text in texts if (port := _number(text.rpartition(":")[2]))), 0)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _line(module: Module, node: int) -> int:
    """Return the line of a call: that of the use that it is, or of one that holds it."""
    for function in module.functions:
        for use in function.record.uses:
            if use.node == node:
                return use.line
    return 1
