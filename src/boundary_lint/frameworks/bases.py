"""The hierarchy of the program's own classes."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import program as facts
from boundary_lint.frameworks.world import World


def find_bases(world: World) -> Iterator[facts.CodeReference]:
    """Yield the direct bases of every class that rules look at, as far as the program defines them."""
    for cls in world.program.runtime_classes():
        module = cls.module
        if not facts.is_checked(module.role, module.syntax.depth):
            continue
        for base in world.names.bases(cls):
            if isinstance(base, str) or base.module.is_stub:
                continue
            yield facts.CodeReference(
                root=module.root,
                module=module.name,
                name=cls.record.qualname,
                how="inherits",
                target_root=base.module.root,
                target_module=base.module.name,
                target=base.record.qualname,
                file=module.file,
                line=cls.record.line,
            )
