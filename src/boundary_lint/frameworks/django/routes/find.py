"""From root urlconfs to route facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boundary_lint.facts import program as facts
from boundary_lint.frameworks.django.apps import Apps
from boundary_lint.frameworks.django.in_force import MARKS
from boundary_lint.frameworks.django.routes.calls import Calls
from boundary_lint.frameworks.django.routes.conditions import Conditions
from boundary_lint.frameworks.django.routes.ninja import Operations
from boundary_lint.frameworks.django.routes.reader import Reader
from boundary_lint.frameworks.django.routes.routers import Routers
from boundary_lint.frameworks.django.routes.things import Pattern
from boundary_lint.frameworks.django.routes.views import methods_of
from boundary_lint.frameworks.django.settings import Settings
from boundary_lint.frameworks.routes import texts
from boundary_lint.frameworks.routes.view import View
from boundary_lint.frameworks.world import World
from boundary_lint.link.program import Module

MAX_ROUTES = 10_000
"""Routes of one root urlconf, and twice as many of all; urlconfs that include each other twice over make more than anybody can count."""

PATTERNS = "urlpatterns"


def find_routes(world: World, apps: Apps, settings: Settings) -> list[facts.Route]:
    """Return the routes of every root urlconf of the program."""
    if not any(PATTERNS in module.syntax.names for module in world.program.modules):
        return []
    reader = Reader(world.names, world.sites)
    calls = reader.calls = Calls(reader, world.catalog, apps)
    calls.conditions = Conditions(reader, settings)
    calls.routers = Routers(reader, calls, world.catalog)
    calls.operations = Operations(reader, calls, world.catalog)
    finder = _Finder(world, reader)
    for module in _roots(world, settings, calls):
        finder.add(module)
    if reader.cut or len(finder.found) >= MAX_ROUTES:
        world.gaps.append(facts.Gap(kind="size", reason="more routes than are followed", file=""))
    return sorted(set(finder.found))


def _roots(world: World, settings: Settings, calls: Calls) -> list[Module]:
    """Return the root urlconfs: those that settings name and those that other code names; without settings all that no other
    includes."""
    readable = [module for module in world.program.modules if module.role in ("source", "settings")]
    found = dict.fromkeys(_named(world, settings))
    with_settings = {module.root for module in settings.modules}
    for module in readable:
        if MARKS[0] in module.syntax.names and module.root not in with_settings:
            found |= dict.fromkeys(_named(world, Settings(world.names, [module], {})))
    mentioned = {(module.root, text) for module in readable for text, _ in module.syntax.dotted} if found else set()
    others = [module for module in readable if PATTERNS in module.syntax.names and module not in found]
    for module in (*found, *others):
        calls.read_all(module)
    return [*found, *(m for m in others if m not in calls.included and (not found or (m.root, m.name) in mentioned))]


def _named(world: World, settings: Settings) -> Iterator[Module]:
    for module in settings.modules:
        one = Settings(world.names, [module], {}).text("ROOT_URLCONF")
        found = world.program.find(module.root, one) if one else None
        if found is not None and not found.is_stub:
            yield found


class _Finder:
    """Follows patterns from the roots down."""

    def __init__(self, world: World, reader: Reader) -> None:
        self._world, self._reader = world, reader
        self.found: dict[facts.Route, None] = {}
        self._missed: set[facts.Gap] = set()

    def add(self, module: Module) -> None:
        """Add the routes of a root urlconf."""
        things = self._reader.member(module, PATTERNS)
        patterns = [pattern for thing in things for pattern in self._reader.calls.patterns(thing)]
        limit = min(len(self.found) + MAX_ROUTES, 2 * MAX_ROUTES)
        self._follow(patterns, "", 0, limit)

    def _follow(self, patterns: Iterable[Pattern], prefix: str, depth: int, limit: int) -> None:
        for pattern in patterns:
            for text in pattern.texts:
                if len(self.found) >= limit or len(prefix) + len(text) > texts.MAX_LENGTH:
                    return
                if pattern.inside is not None:
                    self._follow(pattern.inside, prefix + text, depth + 1, limit)
                elif texts.UNKNOWN in prefix + text:
                    self._miss(prefix + text, pattern)
                else:
                    view = pattern.view or View("")
                    methods = methods_of(view, self._world.names)
                    self.found[view.route(prefix + text, pattern.module, pattern.line, methods, "django")] = None

    def _miss(self, text: str, pattern: Pattern) -> None:
        """Note a pattern of which a part is not known: it is no route that anything could be held against."""
        reason = "a part of the pattern is not known"
        gap = facts.Gap(kind="route", reason=reason, file=pattern.module.file, line=pattern.line, subject=text)
        if gap not in self._missed:
            self._missed.add(gap)
            self._world.gaps.append(gap)
