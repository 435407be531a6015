"""Crossings of code: imports, base classes, references by name, and calls."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts.program import CodeReference, Import, Invocation, Model, ProgramFacts
from boundary_lint.graph.reach import Function, callee_of, caller_of
from boundary_lint.seams.cuts.crossing import Crossing, around, code, named
from boundary_lint.seams.cuts.sides import Sides
from boundary_lint.seams.division import SHARED

IMPORTS = {
    "runtime": "imports",
    "lazy": "imports, inside a function,",
    "type_checking": "imports, for type checkers alone,",
    "dynamic": "imports by name",
}


def imports(facts: ProgramFacts, sides: Sides) -> Iterator[Crossing]:
    """Yield one crossing per statement and module; the names that it takes stand together. By name is a dynamic reference."""
    names: dict[tuple[str, int, str, str], tuple[Import, set[str]]] = {}
    for one in sorted(facts.imports):
        imported = sides.file_of(one.imported_root, one.imported)
        if imported and sides.is_checked(one.file) and sides.is_checked(imported):
            names.setdefault((one.file, one.line, imported, one.kind), (one, set()))[1].add(one.name)
    for (file, line, imported, kind), (one, found) in sorted(names.items()):
        source, target = sides.of_file(file), sides.of_file(imported)
        if source != target:
            taken = tuple(sorted(found - {""}))
            what = f"{', '.join(taken)} of {one.imported}" if taken else one.imported
            yield Crossing(
                kind="dynamic reference" if kind == "dynamic" else "import", how=kind, source=source, target=target,
                file=file, line=line, subject=one.importer, what=one.imported, target_file=imported, names=taken,
                reason=f"{one.importer} {IMPORTS[kind]} {what}, which belongs to {named(target)}",
            )  # fmt: skip


def code_references(facts: ProgramFacts, sides: Sides) -> Iterator[Crossing]:
    """Yield the base classes of the other side, and what is fetched from there by its name."""
    for one in facts.code_references:
        file = sides.file_of(one.target_root, one.target_module)
        source, target = sides.of_file(one.file), sides.of_file(file)
        if source == target or not file or one.how == "property" or not sides.is_checked(one.file):
            continue
        inherits = one.how == "inherits"
        does = "inherits from" if inherits else "fetches by its name"
        yield Crossing(
            kind="inheritance" if inherits else "dynamic reference", how=one.how, source=source, target=target,
            file=one.file, line=one.line, subject=f"{one.module}:{one.name}", what=f"{one.target_module}:{one.target}", target_file=file, names=(one.target,),
            reason=f"{one.name if inherits else code(one.name)} {does} {one.target} of {named(target)} ({one.target_module})",
        )  # fmt: skip


def model_references(facts: ProgramFacts, sides: Sides, imported: set[tuple[str, int, str]]) -> Iterator[Crossing]:
    """Yield the places that name a model of the other side, but for those whose import tells it already. imported: (file, line, target) of all imports that cross."""
    by_name: dict[str, Model] = {}
    for model in sorted(facts.models):
        by_name.setdefault(model.model, model)
    done: set[tuple[str, int, str]] = set()
    for one in facts.model_references:
        known = by_name.get(one.model)
        if known is None or known.third_party or not sides.is_checked(one.file):
            continue
        source, target = sides.of_file(one.file), sides.division.of_table(known.table) or sides.of_file(known.file)
        place = (one.file, one.line, one.model)
        told = one.how == "import" and ((one.file, one.line, target) in imported or source == sides.of_file(known.file))
        if source == target or told or place in done:
            continue
        done.add(place)
        does = {"import": "imports", "string": "names by a string", "resolver": "fetches by its name"}[one.how]
        name = one.model.rpartition(".")[2]
        yield Crossing(
            kind="model reference", how=one.how, source=source, target=target, file=one.file, line=one.line,
            subject=one.module, what=one.model, target_file=known.file, names=(name,),
            reason=f"{one.module} {does} the model {name} of {named(target)}",
        )  # fmt: skip


def calls(facts: ProgramFacts, sides: Sides, loops: dict[Function, str]) -> Iterator[Crossing]:
    """Yield one crossing per line and function that is called. loops: function -> "file:line" of the nearest loop above it.

    Calls of shared code are none: it is a library of both sides, and the import says so.
    """
    found: dict[tuple[str, int, tuple[str, str, str]], Invocation] = {}
    for one in sorted(facts.invocations):
        key = (one.file, one.line, callee_of(one))
        if key not in found or (one.in_loop and not found[key].in_loop):
            found[key] = one
    for (file, line, callee), one in sorted(found.items()):
        source, target = sides.of_file(file, one.root, one.module), sides.of_function(callee)
        target_file = sides.file_of(*callee[:2])
        if source == target or target == SHARED or not target_file or not sides.is_checked(file):
            continue
        loop = f"{file}:{line}" if one.in_loop else loops.get(caller_of(one), "")
        yield Crossing(
            kind="call", source=source, target=target, file=file, line=line,
            subject=f"{one.module}:{one.function}", what=f"{one.callee_module}:{one.callee}", target_file=target_file,
            loop=loop, transaction=one.transaction, confidence="high",
            reason=f"{code(one.function)} calls {one.callee}() of {named(target)}{around(loop, file, line)}",
        )  # fmt: skip


def properties(facts: ProgramFacts, sides: Sides, loops: dict[Function, str]) -> Iterator[Crossing]:
    """Yield the properties of the other side that are read: calls, though they do not look like any. One per line, function and property."""
    found: dict[tuple[str, int, str, str, str], CodeReference] = {}
    for one in sorted(facts.code_references, key=lambda reference: not reference.in_loop):
        if one.how == "property":
            found.setdefault((one.file, one.line, one.name, one.target_module, one.target), one)
    for one in sorted(found.values()):
        file = sides.file_of(one.target_root, one.target_module)
        source, target = sides.of_file(one.file), sides.of_file(file)
        if source == target or target == SHARED or not file:
            continue
        loop = f"{one.file}:{one.line}" if one.in_loop else loops.get((one.root, one.module, one.name), "")
        yield Crossing(
            kind="call", how="property", source=source, target=target, file=one.file, line=one.line,
            subject=f"{one.module}:{one.name}", what=f"{one.target_module}:{one.target}", target_file=file, loop=loop, confidence="high",
            reason=f"{code(one.name)} reads {one.target} of {named(target)}, a property{around(loop, one.file, one.line)}",
        )  # fmt: skip
