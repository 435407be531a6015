"""A draft of contexts: a file with ``[[contexts]]`` that is no configuration yet."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from boundary_lint.config.check import check_config
from boundary_lint.config.load import load_config, locate
from boundary_lint.discover.contexts import find_contexts
from boundary_lint.errors import ConfigError
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.seams.division import SHARED, Division, tables_follow


def drafted(file: str, facts: ProgramFacts) -> Division:
    """Return the division that the contexts of a file mean; libraries, and what is in no context, are shared.

    Raises:
        ConfigError: it cannot be read, has no contexts, or does not fit the program.
    """
    config = load_config(Path(), Path(file))
    if not config.contexts:
        raise ConfigError(file, "there are no contexts", "write [[contexts]] with name and modules")
    found = find_contexts(facts.modules, apps={}, entity_modules=[], declared=config.contexts)
    home = {module.file: found.of_module[module.root, module.module] for module in facts.modules}
    assumed = msgspec.structs.replace(
        facts,
        contexts=list(found.contexts),
        modules=[msgspec.structs.replace(module, context=home[module.file]) for module in facts.modules],
    )
    check_config(msgspec.structs.replace(config, sources=(), shared_kernel=(), settings=None), assumed, locate(config))
    libraries = {context.name for context in found.contexts if context.kind == "library"}
    division = tables_follow(facts, {f: SHARED if name in libraries else name for f, name in home.items()})
    claimed = {
        table: context.name
        for context in reversed(config.contexts)
        for table in {*division.tables, *(table.table for table in facts.tables)}
        if any(fnmatchcase(name, p) for name in (table, table.rpartition(".")[2]) for p in context.tables)
    }
    own = tuple(context for context in found.contexts if context.name not in libraries)
    return Division(division.modules, {**division.tables, **claimed}, own)
