"""Signs of how code is run, by names alone: what is cached, broken off, measured, printed, or done in two phases.

The catalogue has a table per kind, ``[sign.<kind>]``, which several pages may add to:

- ``decorators``  dotted paths ("pybreaker.*": all below), also of the class of which a decorator is an instance
- ``named``       parts of last names by which a decorator of the program's own is believed, ``but``: those by which it is not
- ``calls``       dotted paths of calls
- ``on``          parts of the last name of what such a call is made on, by which it is believed where its path is not known
- ``methods``     last names of calls, whatever they are called on
- ``given``       "name keyword": a call of that last name which is given the keyword as True
- ``passed``      "name keyword": one which is given the keyword, whatever it is
- ``texts``       beginnings of SQL statements that are executed
- ``imports``     packages of which an import, or a dotted path in a setting, says enough
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from boundary_lint.errors import CatalogError
from boundary_lint.facts import syntax
from boundary_lint.facts.program import Sign
from boundary_lint.frameworks.catalog import Catalog
from boundary_lint.frameworks.places import Places
from boundary_lint.frameworks.resilience.definitions import Written, paths_of
from boundary_lint.frameworks.site import public_name
from boundary_lint.link.names import Names
from boundary_lint.link.program import Function, Module

KEYS = ("decorators", "named", "but", "calls", "on", "methods", "given", "passed", "texts", "imports")

PRINT = "print"
"""The kind that has a table of another shape; see `prints`."""

EXECUTES = ("execute", "text", "executescript")


class Signs:
    """Finds the signs of modules."""

    def __init__(self, names: Names, catalog: Catalog) -> None:
        self.names = names
        kinds = {kind: catalog.rows(f"sign.{kind}") for kind in sorted(catalog.nested.get("sign", ())) if kind != PRINT}
        for kind, rows in kinds.items():
            _check(rows, f"{catalog.nested['sign'][kind]} [sign.{kind}]")

        def rows_of(key: str) -> list[tuple[str, str]]:
            return [(value, kind) for kind, rows in kinds.items() for value in rows.get(key, ())]

        self._decorators, self._calls = rows_of("decorators"), rows_of("calls")
        self._named, self._but = rows_of("named"), rows_of("but")
        self._on = rows_of("on")
        believed = {kind for _, kind in self._on}
        self._made_on = {path.rpartition(".")[2] for path, kind in self._calls if kind in believed}
        self._methods, self._given, self._passed = rows_of("methods"), rows_of("given"), rows_of("passed")
        self._texts, self._imports = rows_of("texts"), rows_of("imports")
        self._packages = {path.partition(".")[0] for path, _ in self._imports}
        self._makers = {path.partition(".")[0] for path, _ in self._decorators if path.endswith(".*")}
        self._last = {path.rpartition(".")[2] for path, _ in self._decorators} - {"*"}
        self._asked: dict[str, bool] = {}

    def find(self, module: Module) -> Iterator[Sign]:
        """Yield the signs of a module."""
        yield from self._imported(module)
        imported = {statement.module.partition(".")[0] for statement in module.syntax.imports if not statement.level}
        near = not self._makers.isdisjoint(imported)
        decorated = [
            sign for function in module.functions if function.kinds for sign in self._decorated(function, near)
        ]
        called = dict.fromkeys(self._called_in(module))
        if not decorated and not called:
            return
        places = Places(module)
        for function, node, kind in decorated:
            yield _sign(function, kind, Written(module, node).last_name, places.of_decorator(node, function))
        for node, kind in called:
            for place in places.of(node):
                yield _sign(place.function, kind, Written(module, node).last_name, place.line)

    # -- imports and settings

    def _imported(self, module: Module) -> Iterator[Sign]:
        for statement in module.syntax.imports:
            package = statement.module.partition(".")[0]
            if package in self._packages and not statement.level and statement.kind != "type_checking":
                path = f"{statement.module}.{statement.name}"
                kind = _kind(self._imports, path, below=True)
                if kind:
                    yield _sign(module.functions[statement.function], kind, statement.module, statement.line)
        if module.role == "settings":
            for path, line in module.syntax.dotted:
                kind = _kind(self._imports, path, below=True)
                if kind:
                    yield _sign(module.functions[0], kind, path, line)

    # -- decorators

    def _may_mean(self, name: str) -> bool:
        known = self._asked.get(name)
        if known is None:
            lower = name.lower()
            known = self._asked[name] = (
                name in self._last or name == "property" or any(part in lower for part, _ in self._named)
            )
        return known

    def _decorated(self, function: Function, near: bool) -> Iterator[tuple[Function, syntax.NodeId, str]]:
        """Yield what decorators say; near: the module imports a library whose objects are decorators, under any name."""
        module = function.module
        if not near and not any(map(self._may_mean, function.kinds)):
            return
        for node in function.record.decorators:
            written = Written(module, node)
            record = written.record
            paths = paths_of(self.names, written.part(record.func) if isinstance(record, syntax.Call) else written)
            kinds = {kind for path in paths if (kind := _kind(self._decorators, path))}
            if not paths:
                kinds = self._believed(written.last_name)
            yield from ((function, node, kind) for kind in sorted(kinds))

    def _believed(self, name: str) -> set[str]:
        lower = name.lower()
        denied = {kind for part, kind in self._but if part in lower}
        return {kind for part, kind in self._named if part in lower} - denied

    # -- calls

    def _called_in(self, module: Module) -> Iterator[tuple[syntax.NodeId, str]]:
        imported = {statement.module.partition(".")[0] for statement in module.syntax.imports if not statement.level}
        known = {path.rpartition(".")[2] for path, _ in self._calls if path.partition(".")[0] in imported}
        for name in sorted(known | self._made_on):
            for node, call in module.calls(name):
                callee = Written(module, call.func)
                paths = paths_of(self.names, callee) if name in known else set()
                kinds = {kind for path in paths if (kind := _kind(self._calls, path))}
                if not paths and name in self._made_on and isinstance(callee.record, syntax.Attr):
                    base = callee.part(callee.record.base).last_name.lower()
                    kinds = {kind for part, kind in self._on if part in base}
                yield from ((node, kind) for kind in sorted(kinds))
        for name, kind in self._methods:
            yield from ((node, kind) for node, _ in module.calls(name))
        for (row, kind), is_true in ((one, one in self._given) for one in (*self._given, *self._passed)):
            name, keyword = row.split()
            for node, call in module.calls(name):
                if any(
                    key == keyword and (not is_true or module.nodes[value] == syntax.Const("True"))
                    for key, value in call.keywords
                ):
                    yield node, kind
        for name in EXECUTES if self._texts else ():
            for node, call in module.calls(name):
                texts = [
                    one.value.lstrip().upper() for arg in call.args if isinstance(one := module.nodes[arg], syntax.Text)
                ]
                for beginning, kind in self._texts:
                    if any(text.startswith(beginning) for text in texts):
                        yield node, kind


def _check(rows: Iterable[str], place: str) -> None:
    for key in rows:
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1)
            raise CatalogError(
                place, f"unknown key '{key}'", f"did you mean '{near[0]}'?" if near else f"known are {', '.join(KEYS)}"
            )


def _kind(rows: list[tuple[str, str]], path: str, below: bool = False) -> str:
    """Return the kind of the first row that has a path; below: what lies in it counts."""
    for known, kind in rows:
        if path == known or (known.endswith(".*") and path.startswith(known[:-1])):
            return kind
        if below and path.startswith(known + "."):
            return kind
    return ""


def _sign(function: Function, kind: str, text: str, line: int) -> Sign:
    module = function.module
    return Sign(
        root=module.root,
        module=module.name,
        function=public_name(function),
        kind=kind,
        text=text,
        file=module.file,
        line=line,
    )
