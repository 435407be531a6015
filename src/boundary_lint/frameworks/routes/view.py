"""What serves a route, and the fact that it does."""

from __future__ import annotations

from typing import NamedTuple

from boundary_lint.facts.program import Route
from boundary_lint.link.program import Class, Function, Module


class View(NamedTuple):
    """A class or function that serves a route, or the dotted name of one outside of the program.

    methods: those that a decorator or router allows; empty: the view's own.
    """

    target: Class | Function | str
    methods: tuple[str, ...] = ()

    @property
    def cls(self) -> Class | None:
        """The class, where it is one."""
        return self.target if isinstance(self.target, Class) else None

    @property
    def last_name(self) -> str:
        """The last part of its name."""
        name = self.target if isinstance(self.target, str) else self.target.record.qualname
        return name.rpartition(".")[2]

    def route(self, pattern: str, module: Module, line: int, methods: tuple[str, ...], framework: str) -> Route:
        """Return the fact that it serves a pattern, by what stands on a line of a module."""
        target = self.target
        own = None if isinstance(target, str) or target.module.is_stub else target
        return Route(
            pattern=pattern,
            view=target if isinstance(target, str) else f"{target.module.name}.{target.record.qualname}",
            root=module.root,
            module=module.name,
            file=module.file,
            line=line,
            methods=methods,
            view_root=own.module.root if own is not None else "",
            view_module=own.module.name if own is not None else "",
            view_name=own.record.qualname if own is not None else "",
            framework=framework,
        )
