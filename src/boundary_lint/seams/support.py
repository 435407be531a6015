"""Modules that only help tests, though they are no tests: factories, models of a test application. They use everything and belong nowhere."""

from __future__ import annotations

from collections import defaultdict

from boundary_lint.facts.program import ProgramFacts

CALLED = frozenset({"test", "testing", "testapp", "testutils", "test_utils"})
"""What packages of such modules are called."""


def support_of_tests(facts: ProgramFacts) -> frozenset[str]:
    """Return the files of packages that are called after tests, unless other source imports them."""
    named = {
        (module.root, module.module): module.file
        for module in facts.modules
        if module.role == "source" and not CALLED.isdisjoint(module.module.split("."))
    }
    source = {module.file for module in facts.modules if module.role == "source"}
    imported: dict[str, list[str]] = defaultdict(list)
    for one in facts.imports:
        if (target := named.get((one.imported_root, one.imported))) is not None and one.file in source:
            imported[one.file].append(target)
    support = set(named.values())
    todo = [file for file in imported if file not in support]
    while todo:
        for used in imported.get(todo.pop(), ()):
            if used in support:
                support.remove(used)
                todo.append(used)
    return frozenset(support)
