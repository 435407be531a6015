"""Conditions on which patterns are added: ``if settings.DEBUG:``, ``if "shop.billing" in settings.INSTALLED_APPS:``.

A pattern is left out only where the test is known not to hold; a test that is not understood may hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes.arguments import Arguments
from boundary_lint.frameworks.django.routes.things import Listing, Scope, Thing, Things, Truth, options
from boundary_lint.link.program import Class
from boundary_lint.link.values import External

if TYPE_CHECKING:
    from boundary_lint.frameworks.django.routes.reader import Reader
    from boundary_lint.frameworks.django.settings import Settings

SETTINGS = "django.conf.settings."

MAX_CONDITIONS = 500
"""Conditions of one module; in one that has more, every pattern is taken."""

TESTS = frozenset({"bool", "hasattr", "issubclass"})
"""Functions of Python that tell a truth."""


class Conditions:
    """Tells whether a line is reached."""

    def __init__(self, reader: Reader, settings: Settings) -> None:
        self._reader, self._settings = reader, settings

    def reach(self, line: int, scope: Scope) -> bool:
        """Whether a line of a module may run."""
        conditions = scope.module.syntax.conditions
        if len(conditions) > MAX_CONDITIONS:
            return True
        around = (one for one in conditions if one.line <= line <= one.end_line)
        return all(self._outcome(one, scope) in (one.holds, None) for one in around)

    def _outcome(self, one: syntax.Condition, scope: Scope) -> bool | None:
        left = self._reader.read(one.left, scope)
        if one.kind == "is":
            return self._truth(left)
        members = set(self._reader.elements(self._reader.read(one.right, scope)))
        wanted = [thing for thing in left if isinstance(thing, str)]
        return any(text in members for text in wanted) if members and wanted else None

    def _truth(self, things: Things) -> bool | None:
        """Return the truth of what something may be: False only where it is nothing else."""
        outcomes = [self._of(thing) for thing in things]
        if not outcomes or None in outcomes:
            return None
        return any(outcomes)

    def _of(self, thing: Thing) -> bool | None:
        match thing:
            case Truth(value):
                return value
            case str():
                return bool(thing) if thing != "{}" else None
            case External(path=path) if path.startswith(SETTINGS):
                return self._setting(path.removeprefix(SETTINGS))
            case External() | Listing():
                return None
        return True

    def _setting(self, name: str) -> bool | None:
        values = [self._settings.of(module, name) for module in self._settings.modules] if name.isidentifier() else []
        known = [value for value in values if isinstance(value, bool)]
        return any(known) if known and len(known) == len(values) else None

    def installed(self, names: Things) -> Things:
        """Return whether apps are installed, where the settings say which are."""
        apps = self._settings.texts("INSTALLED_APPS")
        wanted = [thing for thing in names if isinstance(thing, str)]
        known = [one in apps or any(app.startswith(one + ".") for app in apps) for one in wanted]
        return (Truth(any(known)),) if apps and known else ()

    def test(self, name: str, arguments: Arguments) -> Things:
        """Return what ``bool``, ``hasattr`` and ``issubclass`` tell."""
        subject, other = arguments.get(0, ""), arguments.get(1, "")
        outcome: bool | None = None
        if name == "bool":
            outcome = self._truth(subject)
        elif name == "hasattr" and subject:
            wanted = options(other)[0]
            outcome = any(self._reader.has(thing, wanted) for thing in subject)
        elif name == "issubclass":
            pairs = [(a, b) for a in subject for b in other if isinstance(a, Class) and isinstance(b, Class)]
            outcome = any(b in self._reader.names.mro(a) for a, b in pairs) if pairs else None
        return (Truth(outcome),) if outcome is not None else ()
