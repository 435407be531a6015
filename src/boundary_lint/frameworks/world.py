"""What all libraries share while one program is analysed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from boundary_lint.config.model import Config
from boundary_lint.facts.files import Tree
from boundary_lint.facts.program import Gap, Migration, Route, SignalUse
from boundary_lint.frameworks.catalog import Catalog
from boundary_lint.frameworks.entity import Entities
from boundary_lint.frameworks.environment.variables import Environment
from boundary_lint.frameworks.routes.sites import Sites
from boundary_lint.link.program import Module, Program

if TYPE_CHECKING:
    from boundary_lint.frameworks.library import Library
    from boundary_lint.frameworks.remote.marks import Marks
    from boundary_lint.frameworks.remote.page import RemotePage
    from boundary_lint.link.evaluate import Evaluator
    from boundary_lint.link.names import Names
    from boundary_lint.link.program import Function
    from boundary_lint.link.protocol import Meaning


@dataclass(slots=True)
class World:
    """The program, its names and entities, and what is configured. ``settings`` is the settings module asked for, if any;
    settings_hints those that manage.py, wsgi or asgi set, in order."""

    tree: Tree
    program: Program
    catalog: Catalog
    config: Config
    settings: str | None = None
    settings_hints: Sequence[str] = ()
    entities: Entities = field(default_factory=Entities)
    apps: dict[str, str] = field(default_factory=dict)
    """Module prefix of every Django app of the program -> its label."""
    forks: dict[str, str] = field(default_factory=dict)
    """Module prefix of every app that takes the place of another of the program -> the other's."""
    kernel: set[str] = field(default_factory=set)
    """Models (dotted names) that every context may use: the user model, above all."""
    migrations: list[Migration] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    signals: list[SignalUse] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    libraries: list[Library] = field(default_factory=list)
    shared: list[object] = field(default_factory=list)
    """What values of libraries refer to besides classes and entities, made before values are resolved."""
    pages: dict[str, RemotePage] = field(default_factory=dict)
    """The libraries of remote calls, by name."""
    telling: set[Function] = field(default_factory=set)
    """What makes objects of modules that know a library of remote calls: the texts it is given may say whom they call."""
    late: set[Function] = field(default_factory=set)
    """Functions that run when a transaction is over: ``on_commit(lambda: ...)``."""
    marks: Marks | None = None
    """The functions that decorators make consumers or tasks."""
    environment: Environment = field(default_factory=Environment)
    """The variables that manifests set for the program."""
    foreign: frozenset[str] = frozenset()
    """Files of other programs, which this one imports."""
    settings_in_force: tuple[Module, ...] = ()
    """The modules of Django's settings."""
    _sites: Sites | None = None
    names: Names = field(init=False)
    meaning: Meaning = field(init=False)
    link: Evaluator = field(init=False)
    """The evaluator of the part that is being read."""

    @property
    def sites(self) -> Sites:
        """Where things are called; asked for once the program is complete."""
        if self._sites is None:
            self._sites = Sites(self.program)
        return self._sites
