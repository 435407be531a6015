"""Django's migrations as evidence of who creates a table: ``CreateModel``, ``RenameModel``, ``AlterModelTable``, ``RunSQL``.

Source: https://docs.djangoproject.com/en/stable/ref/migration-operations/
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Migration
from boundary_lint.frameworks.django.apps import Apps
from boundary_lint.frameworks.sql.created import created_in
from boundary_lint.link.names import Names
from boundary_lint.link.program import Module
from boundary_lint.link.values import Items, TextValue, Values, in_order

OPERATIONS = frozenset({"CreateModel", "RenameModel", "AlterModelTable", "RunSQL"})
"""Operations after which a table of some name is there."""


def find_migrations(names: Names, apps: Apps) -> Iterator[Migration]:
    """Yield what the migrations of the program create."""
    for module in names.program.modules:
        if module.role == "migration" and any(i.module.startswith("django.db") for i in module.syntax.imports):
            for node, record in enumerate(module.nodes):
                operation = _operation(record, module)
                if operation and isinstance(record, syntax.Call):
                    line = _line(node, module)
                    for table in _tables(operation, record, module, names, apps):
                        yield Migration(table=table, root=module.root, module=module.name, file=module.file, line=line)


def _operation(record: syntax.Node, module: Module) -> str:
    func = module.nodes[record.func] if isinstance(record, syntax.Call) else None
    name = func.name if isinstance(func, syntax.Attr | syntax.Name | syntax.Imported) else ""
    return name if name in OPERATIONS else ""


def _tables(operation: str, call: syntax.Call, module: Module, names: Names, apps: Apps) -> Iterator[str]:
    if operation == "RunSQL":
        for text in _texts(_argument(call, 0, "sql", module, names)):
            yield from created_in(text)
        return
    if operation == "AlterModelTable":
        yield from _texts(_argument(call, 1, "table", module, names))[:1]
        return
    position, keyword = (0, "name") if operation == "CreateModel" else (1, "new_name")
    given = _db_table(call, module, names) if operation == "CreateModel" else ""
    for name in _texts(_argument(call, position, keyword, module, names))[:1]:
        yield given or f"{apps.label(module)}_{name.lower()}"


def _db_table(call: syntax.Call, module: Module, names: Names) -> str:
    options = dict(call.keywords).get("options")
    record = module.nodes[options] if options is not None else None
    for key, node in record.items if isinstance(record, syntax.Dictionary) else ():
        if key == "db_table":
            return next(iter(_texts(names.resolve(node, module))), "").replace('"', "")
    return ""


def _argument(call: syntax.Call, position: int, keyword: str, module: Module, names: Names) -> Values:
    node = dict(call.keywords).get(keyword)
    if node is None and position < len(call.args):
        node = call.args[position]
    return names.resolve(node, module) if node is not None else frozenset()


def _texts(values: Values) -> list[str]:
    found = []
    for value in in_order(values):
        if isinstance(value, TextValue):
            found.append(value.text)
        elif isinstance(value, Items):
            found += [text for item in value.items for text in _texts(item)]
    return [text for text in found if text]


def _line(node: syntax.NodeId, module: Module) -> int:
    """Return the line of an operation: of the attribute of the class that holds it, where it has none of its own."""
    uses = [use.line for function in module.functions for use in function.record.uses if use.node == node]
    if uses:
        return min(uses)
    return next((c.record.lines["operations"] for c in module.classes if "operations" in c.record.lines), 1)
