"""Test modules that the settings in force reach are no tests: a test suite's own settings and apps are read whole.

The settings modules asked for or named by manage.py are read first, with those they import; every string in them that names a package or
module of the tree (INSTALLED_APPS, above all) makes what lies below it source. TEST_RUNNER and its like do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from boundary_lint.discover.walk import promote
from boundary_lint.extract import MAX_SIZE, extract
from boundary_lint.facts import syntax
from boundary_lint.facts.content import read_file
from boundary_lint.facts.files import SourceFile, Tree

MAX_SETTINGS = 40
"""Settings modules followed through their imports."""


def with_reached(tree: Tree, settings: Sequence[str]) -> Tree:
    """Return the tree with everything that the settings modules reach made source."""
    if not any(file.role == "test" for file in tree.files):
        return tree
    by_module: dict[str, list[SourceFile]] = {}
    for file in tree.files:
        by_module.setdefault(file.module, []).append(file)
    inside = tree.also_called()
    packages = {module.rpartition(".")[0] for module in by_module} | set(by_module)
    inside = {called: name for called, name in inside.items() if called not in packages}
    packages |= set(inside)
    todo, seen, reached = list(settings), set[str](), set[str]()
    while todo and len(seen) < MAX_SETTINGS:
        called = todo.pop()
        name = inside.get(called, called)
        if name in seen or name not in by_module:
            continue
        seen.add(name)
        reached.add(name)
        for file in by_module[name]:
            facts = _read(tree, file)
            todo += _imported(facts, file)
            reached.update(inside.get(named, named) for named in _named(facts, packages))
    return promote(tree, reached) if reached else tree


def _read(tree: Tree, file: SourceFile) -> syntax.Syntax:
    try:
        content = read_file(Path(tree.base, file.path), MAX_SIZE + 1)
    except OSError:
        content = b""
    return syntax.decode(extract(content))


def _imported(facts: syntax.Syntax, file: SourceFile) -> Iterator[str]:
    """Yield the modules that a settings module stars in, or imports from."""
    parts = file.module.split(".") if file.is_package else file.module.split(".")[:-1]
    for statement in facts.imports:
        above = parts[: len(parts) - statement.level + 1] if statement.level else []
        yield ".".join([*above, *([statement.module] if statement.module else [])])


def _named(facts: syntax.Syntax, packages: set[str]) -> Iterable[str]:
    """Yield what the strings of a settings module name: a package; of ``a.b.apps.BConfig`` the package that holds ``apps``."""
    of_tests = {node for name, nodes in facts.names.items() if name.startswith("TEST") for node in nodes}
    for number, node in enumerate(facts.nodes):
        if not isinstance(node, syntax.Text) or len(node.value) > 200 or number in of_tests:
            continue
        name = node.value
        while name and name not in packages:
            above = name.rpartition(".")[0]
            name = above if above and name == node.value else ""
        if name:
            yield name.removesuffix(".apps")
