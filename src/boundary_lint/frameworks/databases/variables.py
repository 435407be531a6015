"""Functions that read the address of a database from the environment: ``env.db()``, ``dj_database_url.config()``.

[database.variable]  path of a function = the variable where none is named, and its arguments: ``DATABASE_URL(name=env, default)``;
                     without a name it gives the address that it is passed
"""

from __future__ import annotations

from boundary_lint.facts.program import Hop
from boundary_lint.frameworks.effects import ReadsVariable
from boundary_lint.frameworks.signatures import Signature
from boundary_lint.frameworks.world import World
from boundary_lint.link.frame import CallSite
from boundary_lint.link.values import NOTHING, TextValue, Values


def read(world: World, how: Signature, site: CallSite) -> Values:
    """Return the addresses that a call gives."""
    default = how.values("default", site)
    given = [v.text for v in how.values("name", site) if isinstance(v, TextValue) and "{}" not in v.text]
    name = given[0] if len(given) == 1 else how.does
    if not name:
        return default
    frame = site.frame
    if frame.sink is not None:
        frame.sink.add(ReadsVariable(name, default != NOTHING or how.node("default", site) is not None))
    line = frame.nearest(frame.module.capitals.get(name, ()))
    return world.environment.values(name, Hop(what="env", text=name, file=frame.module.file, line=line), default)
