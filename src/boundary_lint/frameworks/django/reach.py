"""Which modules the installed apps reach: only there a class is a model that Django knows of.

Source: ``django.apps`` imports ``models`` of every installed app; a class elsewhere is a model once it is imported. A module
that belongs to no installed app is reached only where an installed one takes it over with a star import (a fork).
"""

from __future__ import annotations

import re

from boundary_lint.frameworks.django.apps import Apps
from boundary_lint.link.program import Class, Module, Program

_TEST = re.compile(r"(^|\.)(tests?(_\w+)?|\w+_tests?|conftest)(\.|$)")
"""Names of test modules below an app."""


class Reach:
    """Answers whether a class can be a model in force."""

    def __init__(self, program: Program, apps: Apps) -> None:
        self._program, self._apps = program, apps
        self._reached = self._find_reached() if apps.installed else set()

    def counts(self, cls: Class) -> bool:
        """Whether a class can be a model in force, as far as its module says."""
        module = cls.module
        if module.is_stub:
            return True
        if module.role == "migration" or cls.record.parent_function >= 0:
            return False
        if not self._apps.installed:
            return module.role != "test"
        if module in self._reached:
            return True
        app = self._apps.owner(module.name)
        if not app or (module.role == "test" and _TEST.search(module.name[len(app) :])):
            return False
        holder = models_holder(module.name)
        return holder is None or holder in self._apps.installed

    def _find_reached(self) -> set[Module]:
        """Follow imports from the models of installed apps."""
        todo = [m for m in self._program.modules if models_holder(m.name) in self._apps.installed]
        reached: set[Module] = set()
        while todo:
            module = todo.pop()
            if module in reached:
                continue
            reached.add(module)
            for statement in module.syntax.imports:
                if statement.kind != "runtime" or statement.function != 0:
                    continue
                path = module.absolute(statement.level, statement.module)
                names = (path,) if statement.name == "*" else (f"{path}.{statement.name}", path)
                source = next((m for name in names if (m := self._program.find(module.root, name)) is not None), None)
                if (
                    source is not None
                    and not source.is_stub
                    and (statement.name == "*" or self._may_be_imported(source))
                ):
                    todo.append(source)
        return reached

    def _may_be_imported(self, module: Module) -> bool:
        """Whether a module belongs to an installed app, and not to an app of its own that is not installed."""
        holder = models_holder(module.name)
        return bool(self._apps.owner(module.name)) and (
            holder in self._apps.installed or holder not in self._apps.declared
        )


def models_holder(module: str) -> str | None:
    """Return the package whose ``models`` a module is, or is part of."""
    parts = module.split(".")
    if "models" not in parts[1:]:
        return None
    return ".".join(parts[: len(parts) - 1 - parts[::-1].index("models")])
