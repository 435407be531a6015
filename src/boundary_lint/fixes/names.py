"""How something of a library is named in a file: as it is imported there already, or by one more name of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundary_lint.fixes.source import Declined, Edit, Source

if TYPE_CHECKING:
    import libcst


def in_scope(source: Source, beside: libcst.BaseExpression, path: str) -> tuple[str, list[Edit]]:
    """Return how a file names what has a dotted path, and the edits without which it does not.

    beside: a name of the same library at the place where it is needed: ``tenacity.retry``, or ``retry`` that is imported from it.

    Raises:
        Declined: the file has another thing of that name, or imports the library in an unusual way.
    """
    import libcst

    library, _, name = path.rpartition(".")
    if isinstance(beside, libcst.Attribute):
        base = source.text[slice(*source.place(beside.value))]
        if not _is_module(source, base, library):
            raise Declined(f"{base} is not known to be {library}")
        return f"{base}.{name}", []
    if not isinstance(beside, libcst.Name):
        raise Declined("it is called in an unusual way")
    imported = [(s, alias) for s in source.all(libcst.ImportFrom) for alias in _aliases(s, library)]
    for statement, alias in imported:
        if alias.name.value == name and source.line_start(source.place(statement)[0]) == source.place(statement)[0]:
            return _bound(alias), []
    around = [statement for statement, alias in imported if _bound(alias) == beside.value]
    if len(around) != 1:
        raise Declined(f"{beside.value} is not imported from {library} once")
    if any(one.value == name for one in source.all(libcst.Name)):
        raise Declined(f"{name} is something else there")
    return name, [_one_more(source, around[0], name)]


def _is_module(source: Source, base: str, library: str) -> bool:
    """Whether a name is bound to a library by an import, and by imports alone."""
    import libcst

    return any(
        _bound(alias) == base and source.text[slice(*source.place(alias.name))] == library
        for statement in source.all(libcst.Import)
        for alias in statement.names
    )


def _aliases(statement: libcst.ImportFrom, library: str) -> list[libcst.ImportAlias]:
    import libcst

    if statement.relative or statement.module is None or isinstance(statement.names, libcst.ImportStar):
        return []
    module = libcst.Module([]).code_for_node(statement.module)
    return list(statement.names) if module == library else []


def _bound(alias: libcst.ImportAlias) -> str:
    """Return the name that an import binds, "" where that is not a plain one."""
    import libcst

    if alias.asname is not None:
        return alias.asname.name.value if isinstance(alias.asname.name, libcst.Name) else ""
    return alias.name.value if isinstance(alias.name, libcst.Name) else ""


def _one_more(source: Source, statement: libcst.ImportFrom, name: str) -> Edit:
    """Return the edit that adds a name where it belongs by the alphabet, if the others are in order, else at the end."""
    import libcst

    assert not isinstance(statement.names, libcst.ImportStar)
    aliases = list(statement.names)
    names = [str(alias.name.value) for alias in aliases]
    places = [source.place(alias) for alias in aliases]
    later = next((number for number, other in enumerate(names) if other > name), len(names))
    if names == sorted(names) and later < len(names):
        start = places[later][0]
        line = f"{source.newline}{source.indentation(start)}" if source.begins_line(start) else " "
        return Edit(start, start, f"{name},{line}")
    start, end = places[-1]
    if not source.begins_line(start):
        return Edit(end, end, f", {name}")
    line = f"{source.newline}{source.indentation(start)}"
    if "#" in source.text[end : source.line_end(end)]:  # what is said of the last name stays with it
        return Edit(start, start, f"{name},{line}")
    return Edit(end, end, f",{line}{name}")
