"""Import statements resolved to modules of the program: the same edges that grimp builds, with their kinds."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts.program import Import, ImportKind
from boundary_lint.facts.syntax import ImportStatement
from boundary_lint.link.program import Module, Program


def find_imports(program: Program) -> Iterator[Import]:
    """Yield one import per statement and imported name whose target is a module of the program."""
    for module in program.modules:
        for statement in module.syntax.imports:
            target = imported_module(program, module, statement)
            if target is None or target is module:
                continue
            is_module = statement.name in ("", "*") or target.name.endswith("." + statement.name)
            yield edge(module, target, statement.line, statement.kind, "" if is_module else statement.name)


def edge(module: Module, target: Module, line: int, kind: ImportKind, name: str = "") -> Import:
    """Return the import of a module, or of a name in it, by another one."""
    return Import(
        root=module.root,
        importer=module.name,
        imported_root=target.root,
        imported=target.name,
        file=module.file,
        line=line,
        kind=kind,
        name=name,
    )


def imported_module(program: Program, module: Module, statement: ImportStatement) -> Module | None:
    """Return the module that a statement imports, or takes a name from; None where it is outside the program."""
    base = module.absolute(statement.level, statement.module)
    if statement.name and statement.name != "*":
        below = program.find(module.root, f"{base}.{statement.name}" if base else statement.name)
        if below is not None and not below.is_stub:
            return below
    found = program.find(module.root, base)
    if found is None and not statement.name:
        found = program.find(module.root, base.rpartition(".")[0])
    return found if found is not None and not found.is_stub else None
