"""How code reads the environment: functions and mappings that the catalogue names, and classes of settings.

[environment.read]      path of a function = its signature: ``(name, default)``, and of a method of settings
[environment.mapping]   path of a mapping = "" : ``os.environ["NAME"]``
[environment.settings]  class whose fields are variables = the attributes that say how they are named
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from boundary_lint.facts.program import Hop
from boundary_lint.frameworks.effects import ReadsVariable
from boundary_lint.frameworks.environment.settings import SettingsClass
from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.signatures import Signature, signature
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.values import NOTHING, External, TextValue, Values


class EnvironmentVariables(Library):
    """Answers for what is read from the environment."""

    def finish(self) -> None:
        """Give classes of settings their meaning."""
        bases = self.world.catalog.rows("environment.settings")
        for cls in self.world.program.classes() if bases else ():
            if (
                cls.meaning is None
                and not cls.module.is_stub
                and any(self.world.names.isa(cls, base) for base in bases)
            ):
                cls.meaning = SettingsClass(self.world, cls)

    def external_callable(self, path: str) -> Callable[[CallSite], Values | None] | None:
        """``os.getenv("NAME", default)``."""
        row = self.world.catalog.rows("environment.read").get(path)
        return partial(self._read, signature(row[0], path)) if row is not None else None

    def external_item(self, value: External, key: str, frame: Frame) -> Values | None:
        """``os.environ["NAME"]``."""
        if value.path not in self.world.catalog.rows("environment.mapping"):
            return None
        return self._variable(key, NOTHING, frame, has_default=False)

    def _read(self, how: Signature, site: CallSite) -> Values | None:
        names = [v.text for v in how.values("name", site) if isinstance(v, TextValue) and "{}" not in v.text]
        if len(names) != 1:
            return None
        node = how.node("default", site)
        default = site.frame.evaluate(node) if node is not None else NOTHING
        return self._variable(names[0], default, site.frame, has_default=node is not None or how.does == "optional")

    def _variable(self, name: str, default: Values, frame: Frame, *, has_default: bool) -> Values:
        line = frame.nearest(frame.module.capitals.get(name, ()))
        if frame.sink is not None:
            frame.sink.add(ReadsVariable(name, has_default))
        return self.world.environment.values(
            name, Hop(what="env", text=name, file=frame.module.file, line=line), default
        )
