"""What lies in a service's folder without being deployed: scripts, examples and made-up data that nothing of the service imports."""

from __future__ import annotations

from boundary_lint.facts.program import ProgramFacts

FOLDERS = frozenset(
    {
        "benchmark", "benchmarks", "demo", "demos", "dev", "example", "examples", "fixtures", "hack", "load", "loadtest", "load_test",
        "locust", "mock", "mock_data", "mocks", "notebooks", "sample", "samples", "script", "scripts", "seed", "seeds", "test_data", "tools",
    }
)  # fmt: skip
"""Folders for what people start by hand.  Source: the layout of public repositories; a folder that the service imports is none."""


def scripts_of(found: ProgramFacts, folder: str) -> frozenset[str]:
    """Return the files of a service's folder (of the whole program where it is "") that are only started by hand."""
    start = len(folder) + 1 if folder else 0
    file_of = {(m.root, m.module): m.file for m in found.modules}
    candidates = {m.file for m in found.modules if FOLDERS & set(m.file[start:].split("/")[:-1])}
    tests = {m.file for m in found.modules if m.role == "test"}
    imported: dict[str, set[str]] = {}
    for one in found.imports:
        target = file_of.get((one.imported_root, one.imported))
        if target in candidates and one.file not in tests:
            imported.setdefault(target, set()).add(one.file)
    kept = set(candidates)
    while True:
        used = {file for file in kept if imported.get(file, set()) - kept}
        if not used:
            return frozenset(kept)
        kept -= used
