"""Which settings modules are in force, as the design orders it.

Source: the project's design, "Settings in force": configured, else what manage.py, wsgi or asgi sets, else the only module
with ROOT_URLCONF, else the union of all.
"""

from __future__ import annotations

from collections.abc import Iterable

from boundary_lint.facts.program import Gap
from boundary_lint.frameworks.world import World
from boundary_lint.link.program import Module, Program

MARKS = ("ROOT_URLCONF", "INSTALLED_APPS")
"""Settings that only a module of Django settings has, the surest first."""


def settings_in_force(world: World) -> list[Module]:
    """Return the settings modules in force; a `Gap` in ``world.gaps`` says where the choice is a guess."""
    asked = [world.settings or world.config.settings, *(context.settings for context in world.config.contexts)]
    wanted = list(dict.fromkeys(name for name in asked if name))
    if wanted:
        return _found(world, wanted)
    hinted = [module for name in world.settings_hints if (module := _find(world.program, name)) is not None]
    return hinted[:1] or _by_content(world)


def _found(world: World, wanted: Iterable[str]) -> list[Module]:
    found = []
    for name in wanted:
        module = _find(world.program, name)
        if module is not None:
            found.append(module)
        else:
            world.gaps.append(Gap(kind="settings", reason="no such settings module", file="", subject=name))
    return found


def _find(program: Program, name: str) -> Module | None:
    return next((module for module in program.modules if module.name == name), None)


def _by_content(world: World) -> list[Module]:
    readable = [module for module in world.program.modules if module.role in ("source", "settings")]
    for mark in MARKS:
        found = [module for module in readable if mark in module.syntax.names]
        if len(found) > 1:
            names = ", ".join(module.name for module in found)
            reason = "several settings modules, all taken together: choose one with 'settings' or --settings"
            world.gaps.append(Gap(kind="settings", reason=reason, file=found[0].file, subject=names))
        if found:
            return found
    return []
