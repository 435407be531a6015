"""What `lint-imports` itself says of a folder, and what we say of it, in the same form: verdict and chains of every contract.

The other side runs as a program of its own: the real library on the real packages, with the report that it makes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from boundary_lint.config.load import load_config
from boundary_lint.contracts.check import check, read
from boundary_lint.contracts.find import find
from boundary_lint.contracts.graph import Packages, build
from boundary_lint.pipeline import contracts
from boundary_lint.pipeline.run import Options, analyse

THEIRS = '''
import json, os, sys
sys.path.insert(0, os.getcwd())
sys.path[:0] = [path for path in sys.argv[2:] if not path.startswith("--")]
from importlinter import api
from importlinter.application import use_cases
from boundary_lint.contracts.chains import chains_of

import grimp
from importlinter.application.app_config import settings


class Ordered:
    """import-linter's own builder, its graph put together in the order of names: of several shortest chains, the order decides which is told."""

    def __init__(self, builder):
        self.builder = builder

    def build(self, **asked):
        found, ordered = self.builder.build(**asked), grimp.ImportGraph()
        for squashed in (False, True):
            for name in sorted(found.modules):
                if found.is_module_squashed(name) is squashed:
                    ordered.add_module(name, is_squashed=squashed)
        edges = {
            (a, b, detail["line_number"])
            for a in found.modules
            for b in found.find_modules_directly_imported_by(a)
            for detail in found.get_import_details(importer=a, imported=b)
        }
        for importer, imported, line in sorted(edges):
            if importer != imported:
                ordered.add_import(importer=importer, imported=imported, line_number=line, line_contents="")
        return ordered


if "--ordered" in sys.argv:
    sys.argv.remove("--ordered")
    settings.configure(GRAPH_BUILDER=Ordered(settings.GRAPH_BUILDER))
options = use_cases.read_user_options(sys.argv[1])
use_cases._register_built_in_contract_types()
report = use_cases.create_report(options, cache_dir=None)
told = []
for contract, check in report.get_contracts_and_checks():
    kind = contract.contract_options["type"]
    chains = [] if check.kept else chains_of(kind, check.metadata, report.graph)
    told.append([contract.name, "kept" if check.kept else "broken", chains])
# A module that imports itself is in no chain: our facts leave that out.
edges = sorted((a, b) for a in report.graph.modules for b in report.graph.find_modules_directly_imported_by(a) if a != b)
print(json.dumps({"verdicts": told, "modules": sorted(report.graph.modules), "edges": edges}))
'''


def theirs(folder: Path, *roots: Path, ordered: bool = False) -> dict[str, Any]:
    """Return what import-linter says. roots: more folders of the import path.

    ordered: its graph is put together in the order of names. Else it tells, of chains that are equally short, another one from run to run.
    """
    file = find(folder)
    command = [sys.executable, "-c", THEIRS, str(file), *map(str, roots), *(["--ordered"] if ordered else [])]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout[ran.stdout.index('{"verdicts"') :])
    return found


def ours(folder: Path) -> dict[str, Any]:
    """Return what we say, with our graph."""
    options = Options(jobs=1)
    analysis = analyse(folder, load_config(folder), options, "names")
    file = find(folder)
    assert file is not None
    settings = read(file)
    packages = Packages(analysis.facts.modules, settings.packages, "")
    graph = build(packages, *contracts.edges_of(analysis, options, packages, settings))
    told = [[one.name, one.outcome, one.chains] for one in check(settings, graph)]
    edges = sorted((a, b) for a in graph.modules for b in graph.find_modules_directly_imported_by(a))
    found: dict[str, Any] = json.loads(json.dumps({"verdicts": told, "modules": sorted(graph.modules), "edges": edges}))
    return found


def exit_code(folder: Path, *roots: Path) -> int:
    """Return with what the command `lint-imports` ends."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {"PYTHONPATH": ":".join(map(str, roots)), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=folder, capture_output=True, env=environment, check=False).returncode
