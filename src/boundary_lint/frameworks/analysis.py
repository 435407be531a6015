"""From syntax facts to program facts: names, entities, values, and what was noted on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from boundary_lint.config.model import Config
from boundary_lint.facts.deployment import Process
from boundary_lint.facts.files import Extent, SourceFile, Tree
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.facts.syntax import Syntax
from boundary_lint.frameworks.catalog import Catalog, load_catalog
from boundary_lint.frameworks.collect import collect, collect_imports
from boundary_lint.frameworks.environment.variables import Environment
from boundary_lint.frameworks.meaning import Frameworks
from boundary_lint.frameworks.stubs import Extract, load_stubs
from boundary_lint.frameworks.world import World
from boundary_lint.link.names import Names
from boundary_lint.link.program import Module, Program
from boundary_lint.link.protocol import NoMeaning
from boundary_lint.link.values import attach


def analyze(
    tree: Tree,
    syntaxes: Mapping[str, Syntax],
    config: Config,
    *,
    extract: Extract,
    settings: str | None = None,
    settings_hints: Sequence[str] = (),
    jobs: int = 1,
    extent: Extent = "all",
    processes: Sequence[Process] = (),
    foreign: frozenset[str] = frozenset(),
) -> ProgramFacts:
    """Return the program facts of a tree. syntaxes maps the path of every file read to its syntax facts.

    processes: what manifests start of it. foreign: files of other programs, which are looked at but not told of.
    extent: how much is asked for; imports alone need configured contexts, for no entity is looked for.

    Raises:
        CatalogError: a catalogue page or stub cannot be used.
    """
    if extent == "imports":
        return _imports_alone(tree, syntaxes, config)
    from boundary_lint.frameworks.libraries import make_libraries

    base = Path(config.base or tree.base)
    catalog = load_catalog([base / page for page in config.catalog])
    stubs = load_stubs(extract, [base / folder for folder in config.stubs])
    modules = [_module(file, syntaxes[file.path]) for file in tree.files if file.path in syntaxes]
    program = Program(modules, stubs, catalog.alias, tree.projects)
    attach(program)
    world = World(tree, program, catalog, config, settings, settings_hints)
    world.environment, world.foreign = Environment(processes), foreign
    frameworks = Frameworks(world)
    world.names, world.meaning = Names(program, frameworks), frameworks
    frameworks.use(make_libraries(world))
    for library in world.libraries:
        library.build()
    for library in world.libraries:
        library.finish()
    world.entities.index_tables()
    _stand_for_bases(program, world.names)
    world.names.forget()
    return collect(world, tree, jobs, values=extent == "all")


def _stand_for_bases(program: Program, names: Names) -> None:
    """Give a class that only type checkers see the meaning of the nearest one above it that has one: it is told of no other."""
    for cls in program.classes():
        if cls.record.type_checking and cls.meaning is None:
            above = (base.meaning for base in names.mro(cls)[1:] if not isinstance(base, str))
            cls.meaning = next((meaning for meaning in above if meaning is not None), None)


def _imports_alone(tree: Tree, syntaxes: Mapping[str, Syntax], config: Config) -> ProgramFacts:
    modules = [_module(file, syntaxes[file.path]) for file in tree.files if file.path in syntaxes]
    program = Program(modules, {}, {}, tree.projects)
    attach(program)
    world = World(tree, program, Catalog(), config)
    world.names = Names(program, NoMeaning())
    return collect_imports(world, tree)


def _module(file: SourceFile, syntax: Syntax) -> Module:
    return Module(
        root=file.root, name=file.module, file=file.path, is_package=file.is_package, role=file.role, syntax=syntax
    )
