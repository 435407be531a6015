"""Import a name from a public module of its owner, which has the same thing under the same name.

Left alone is what would load more than before, or might close a cycle of imports: whoever imports a package has loaded it already, other public
modules may bring much with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundary_lint.facts.program import Import
from boundary_lint.findings.finding import Evidence, Finding
from boundary_lint.fixes.bindings import origin
from boundary_lint.fixes.fix import Fix
from boundary_lint.fixes.known import Known
from boundary_lint.fixes.source import Declined, Edit, Source

if TYPE_CHECKING:
    import libcst

MAX_LINE = 100
"""Columns up to which an import that is new is written on one line."""


def offers(known: Known, finding: Finding, place: Evidence) -> bool:
    """Whether a public module of the owner imports a name that is imported there."""
    return any(_public(known, one) for one in _private(known, place))


def edits(known: Known, source: Source, finding: Finding, place: Evidence) -> list[Edit]:
    """Return what moves the names that can be had from public modules."""
    import libcst

    private = {one.name: one for one in _private(known, place)}
    for statement in source.on_line(libcst.ImportFrom, place.line):
        if isinstance(statement.names, libcst.ImportStar):
            continue
        named = [str(alias.name.value) for alias in statement.names]
        asked = {name: private[name] for name in named if name in private}
        if not asked or {one.imported for one in asked.values()} != {_stated(known, source, statement, place)}:
            continue
        targets = {name: _target(known, one) for name, one in asked.items()}
        found = {name: target for name, target in targets.items() if isinstance(target, str)}
        if not found:
            raise Declined(next(str(reason) for reason in targets.values()))
        return _moved(source, statement, _packages(known, place), found)
    raise Declined("it is imported in another way than from its module")


def _private(known: Known, place: Evidence) -> list[Import]:
    """Return the imports of names on a line that their owner does not call public."""
    return [one for one in known.imports_at(place.file, place.line) if one.name and known.is_private(one)]


def _public(known: Known, one: Import) -> list[str]:
    """Return the modules of the owner that import a name, and from which it may be imported: the nearest to the top first."""
    owner = known.context_of(one.imported_root, one.imported)
    found = {
        other.importer
        for other in known.importing(one.name)
        if other.root == one.imported_root
        and other.kind == "runtime"
        and known.context_of(other.root, other.importer) == owner
        and known.boundaries.is_public(owner, other.importer, one.name)
    }
    return sorted(found, key=lambda module: (module.count("."), module))


def _target(known: Known, one: Import) -> str | Declined:
    """Return the public module from which a name is to be imported, or why it cannot be from any."""
    why = Declined("no public module of its owner has it")
    made = origin(one.imported, one.name, lambda module: known.bindings(one.imported_root, module))
    if made is None:
        return Declined(f"what {one.name} is of {one.imported} is not sure")
    for module in _public(known, one):
        bindings = known.bindings(one.imported_root, module)
        if bindings is None or not bindings.hands_on(one.name):
            why = Declined(f"{module} uses {one.name}, and does not say that it hands it on")
        elif origin(module, one.name, lambda module: known.bindings(one.imported_root, module)) != made:
            why = Declined(f"{one.name} of {module} is not surely the same")
        elif reason := _unsafe(known, one, module):
            why = Declined(reason)
        else:
            return module
    return why


def _unsafe(known: Known, one: Import, module: str) -> str:
    """Return why a module cannot be imported in the place of another, "" where it can. What a function imports is loaded by then."""
    if one.kind == "lazy":
        return ""
    importer, public = (one.root, one.importer), (one.imported_root, module)
    if known.loading.is_loaded_with(importer, public):
        return f"{module} loads {one.importer} itself: that would be a cycle"
    more, count = known.loading.more(public, importer)
    if more:
        others = f" and {count - 1:,} more" if count > 1 else ""
        return f"{module} loads {more}{others}, which {one.importer} does not load today"
    return ""


def _packages(known: Known, place: Evidence) -> str:
    """Return the package in which relative imports of a file start."""
    module = known.module_at(place.file)
    return module.module if module.is_package else module.module.rpartition(".")[0]


def _stated(known: Known, source: Source, statement: libcst.ImportFrom, place: Evidence) -> str:
    """Return the dotted name of the module that a statement names."""
    package = _packages(known, place)
    for _ in range(len(statement.relative) - 1):
        package = package.rpartition(".")[0]
    stated = source.text[slice(*source.place(statement.module))] if statement.module is not None else ""
    return ".".join(filter(None, (package if statement.relative else "", stated)))


def _moved(source: Source, statement: libcst.ImportFrom, package: str, targets: dict[str, str]) -> list[Edit]:
    """Return the edits that import names from other modules. targets: name -> module."""
    import libcst

    assert not isinstance(statement.names, libcst.ImportStar)
    aliases = list(statement.names)
    dots = len(statement.relative)
    left = [alias for alias in aliases if alias.name.value not in targets]
    modules = sorted(set(targets.values()))
    if not left and len(modules) == 1:
        start = source.place(statement.relative[0] if dots else _module(statement))[0]
        end = source.place(statement.module if statement.module is not None else statement.relative[-1])[1]
        return [Edit(start, end, _spelled(modules[0], package, dots))]
    start, end = source.place(statement)
    behind = source.text[end : source.line_end(end)].strip()
    if not source.begins_line(start) or (behind and not behind.startswith("#")):
        raise Declined("something else stands on the line")
    if "#" in source.text[start:end]:
        raise Declined("a comment stands among the names")
    indent, newline = source.indentation(start), source.newline
    lines = []
    for module in modules:
        names = [source.text[slice(*source.place(a))] for a in aliases if targets.get(str(a.name.value)) == module]
        lines.append(_statement(_spelled(module, package, dots), names, indent, newline))
    if not left:
        return [Edit(start, end, newline.join(lines).lstrip())]
    after = source.line_end(end)
    return [*_without(source, aliases, left), Edit(after, after, "".join(newline + line for line in lines))]


def _module(statement: libcst.ImportFrom) -> libcst.CSTNode:
    assert statement.module is not None
    return statement.module


def _spelled(module: str, package: str, dots: int) -> str:
    """Return how a module is named: as before relative to the same package, if it lies there."""
    if dots:
        for _ in range(dots - 1):
            package = package.rpartition(".")[0]
        if module == package:
            return "." * dots
        if module.startswith(f"{package}."):
            return "." * dots + module.removeprefix(f"{package}.")
    return module


def _statement(module: str, names: list[str], indent: str, newline: str) -> str:
    line = f"{indent}from {module} import {', '.join(names)}"
    if len(line) <= MAX_LINE:
        return line
    inner = "".join(f"{indent}    {name},{newline}" for name in names)
    return f"{indent}from {module} import ({newline}{inner}{indent})"


def _without(source: Source, aliases: list[libcst.ImportAlias], left: list[libcst.ImportAlias]) -> list[Edit]:
    """Return the edits that leave only some names of a list."""
    found, number = [], 0
    while number < len(aliases):
        if aliases[number] in left:
            number += 1
            continue
        last = number
        while last + 1 < len(aliases) and aliases[last + 1] not in left:
            last += 1
        if last + 1 < len(aliases):
            found.append(Edit(source.place(aliases[number])[0], source.place(aliases[last + 1])[0], ""))
        else:
            found.append(Edit(source.place(aliases[number - 1])[1], source.place(aliases[last])[1], ""))
        number = last + 1
    return found


FIX = Fix("import", "imports from public modules", "", offers, edits)
