"""Classes whose fields are variables of the environment (pydantic-settings): ``users_url: str = "http://..."`` is USERS_URL.

Source: pydantic-settings 2: the name is the upper case of prefix and field, an alias replaces both.
"""

from __future__ import annotations

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Hop
from boundary_lint.frameworks.plain import PlainMeaning
from boundary_lint.frameworks.world import World
from boundary_lint.link.frame import Frame
from boundary_lint.link.program import Class
from boundary_lint.link.values import NOTHING, Instance, TextValue, Values

_ALIASES = ("validation_alias", "alias", "env")
"""Keywords of ``Field(...)`` that name the variable."""


class SettingsClass(PlainMeaning):
    """The meaning of one such class."""

    def __init__(self, world: World, cls: Class) -> None:
        self._world, self._cls = world, cls

    def instance_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """Return what a field is; None for all that is no plain field."""
        owner = self._world.names.lookup(value.cls, name)
        if owner is None or owner.module.is_stub or not self._is_field(owner, name):
            return None
        default = self._default(owner, name, frame)
        line = owner.record.lines.get(name, owner.record.line)
        read = Hop(what="env", text=self._variable(owner, name, value.cls), file=owner.module.file, line=line)
        found = self._world.environment.values(read.text, read, default)
        return found if any(isinstance(v, TextValue) and v.text != "{}" for v in found) else (default or found)

    def _is_field(self, owner: Class, name: str) -> bool:
        nodes = owner.module.nodes
        candidates = owner.names.get(name, ())
        return name in owner.annotations and not any(isinstance(nodes[n], syntax.FunctionRef) for n in candidates)

    def _default(self, owner: Class, name: str, frame: Frame) -> Values:
        inner = frame.link.class_frame(owner)
        found = NOTHING
        for node in owner.names.get(name, ()):
            field = self._field(owner, node)
            if field is None:
                found |= inner.evaluate(node)
                continue
            default = field.args[0] if field.args else dict(field.keywords).get("default")
            found |= inner.evaluate(default) if default is not None else NOTHING
        return frozenset(v for v in found if isinstance(v, TextValue))

    def _field(self, owner: Class, node: syntax.NodeId) -> syntax.Call | None:
        record = owner.module.nodes[node]
        return record if isinstance(record, syntax.Call) else None

    def _variable(self, owner: Class, name: str, cls: Class) -> str:
        for node in owner.names.get(name, ()):
            field = self._field(owner, node)
            for keyword, value in field.keywords if field is not None else ():
                record = owner.module.nodes[value]
                if keyword in _ALIASES and isinstance(record, syntax.Text):
                    return record.value.upper()
        return (self._prefix(cls) + name).upper()

    def _prefix(self, cls: Class) -> str:
        """Return ``env_prefix`` of ``model_config = SettingsConfigDict(env_prefix=...)``, or of a nested ``Config``."""
        for above in self._world.names.mro(cls):
            if isinstance(above, str):
                continue
            for node in above.names.get("model_config", ()):
                record = above.module.nodes[node]
                pairs = record.keywords if isinstance(record, syntax.Call) else ()
                items = record.items if isinstance(record, syntax.Dictionary) else ()
                for key, value in (*pairs, *items):
                    text = above.module.nodes[value]
                    if key == "env_prefix" and isinstance(text, syntax.Text):
                        return text.value
            for one in above.module.classes:
                if one.parent is above and one.name == "Config":
                    for node in one.names.get("env_prefix", ()):
                        text = one.module.nodes[node]
                        if isinstance(text, syntax.Text):
                            return text.value
        return ""
