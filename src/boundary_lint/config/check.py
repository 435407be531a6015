"""What only the program can tell of a configuration: patterns that match nothing, modules in two contexts, unknown rules."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from boundary_lint.config.model import Config, ContextConfig, RuleConfig, RuleOption
from boundary_lint.config.patterns import Names, covers, is_glob, prefixes
from boundary_lint.errors import ConfigError
from boundary_lint.facts.program import ProgramFacts

Place = Callable[[str], str]
"""A key or value of the configuration -> "file:line" where it stands."""

SOME = 5
"""Names told where none is near to what was written."""


def check_paths(config: Config, place: Place) -> None:
    """Check that the files and folders which a configuration names are there.

    Raises:
        ConfigError: one does not exist.
    """
    named = {"catalog": config.catalog, "stubs": config.stubs, "rules": config.rule_folders}
    for key, paths in named.items():
        for path in paths:
            if not os.path.lexists(os.path.join(config.base, path)):
                said = f"'{path}' of the key '{key}' does not exist"
                where = place(path)
                raise ConfigError(
                    place(key) if where == config.file else where, said, "a path is taken from the folder of this file"
                )


def check_config(config: Config, facts: ProgramFacts, place: Place, tables: bool = True) -> None:
    """Check a configuration against the program it is for. tables: whether its tables are known.

    Raises:
        ConfigError: a pattern matches nothing, a module is in two contexts, a context is left without modules.
    """
    modules = Names(module.module for module in facts.modules)
    paths = frozenset(module.file for module in facts.modules)
    folders = frozenset(path[:end] for path in paths for end, letter in enumerate(path) if letter == "/")
    for source in config.sources:
        if source != "." and not any(p.startswith(source.strip("/") + "/") for p in paths):
            raise ConfigError(
                place(source), f"no Python file lies in the source root '{source}'", "check the key 'sources'"
            )
    for context in config.contexts:
        _check_context(context, modules, paths, folders, place)
        _check_public(context, facts, modules, place)
    for settings in (config.settings, *(context.settings for context in config.contexts)):
        check_settings(settings, facts, place)
    _check_overlap(config.contexts, modules, place)
    _check_empty(config.contexts, facts, place)
    _check_waivers(config, facts, modules)
    if tables:
        _check_tables(config, facts, place)


def check_rules(config: Config, rules: Mapping[str, Mapping[str, RuleOption]], place: Place) -> None:
    """Check what a configuration says about rules. rules: name of every rule -> its options with their defaults.

    Raises:
        ConfigError: a rule or an option is not known, or an option is of another kind than its default.
    """
    for rule, settings in config.rules.items():
        if rule not in rules:
            raise ConfigError(
                place(rule), f"there is no rule '{rule}'", _near(rule, rules, "see boundary-lint rules list")
            )
        _check_options(rule, settings, rules[rule], place)
    for waiver in config.waivers:
        if waiver.rule not in rules:
            hint = _near(waiver.rule, rules, "see boundary-lint rules list")
            raise ConfigError(f"{config.file}:{waiver.line}", f"there is no rule '{waiver.rule}' to be waived", hint)


def _check_options(rule: str, settings: RuleConfig, known: Mapping[str, RuleOption], place: Place) -> None:
    for name, value in settings.options.items():
        if name not in known:
            options = f"it has {', '.join(known)}" if known else "it has no options"
            raise ConfigError(place(name), f"'{rule}' has no option '{name}'", _near(name, known, options))
        if isinstance(known[name], str) != isinstance(value, str | tuple):
            kind = "a string" if isinstance(known[name], str) else "a number"
            raise ConfigError(place(name), f"'{name}' of '{rule}' is not {kind}", f"its default is {known[name]!r}")


def _check_context(
    context: ContextConfig, modules: Names, paths: frozenset[str], folders: frozenset[str], place: Place
) -> None:
    for pattern in context.modules:
        if not modules.match(pattern):
            raise ConfigError(
                place(pattern),
                f"'{pattern}' of context '{context.name}' matches no module",
                _near_module(pattern, modules),
            )
    for pattern in context.paths:
        if pattern.strip("/") not in folders and pattern not in paths:
            hint = _near(pattern.strip("/"), [*folders, *paths], "paths start at the analysed folder")
            raise ConfigError(place(pattern), f"'{pattern}' of context '{context.name}' matches no file", hint)


def _check_public(context: ContextConfig, facts: ProgramFacts, modules: Names, place: Place) -> None:
    """A public pattern means modules, or a name in one: of a package's own names only those it defines or imports are known."""
    for pattern in context.public or ():
        above, _, name = pattern.rpartition(".")
        if modules.match(pattern):
            continue
        holders = [module for module in facts.modules if module.module == above]
        defined = {known for module in holders for known in module.definitions}
        imported = {one.name for one in facts.imports if one.importer == above}
        if not holders or (all(m.is_package for m in holders) and name not in defined | imported):
            raise ConfigError(
                place(pattern),
                f"public '{pattern}' of context '{context.name}' matches no module, and no name in one",
                _near_module(pattern, modules),
            )


def check_settings(settings: str | None, facts: ProgramFacts, place: Place) -> None:
    """Check that a settings module exists; None and "" ask for nothing.

    Raises:
        ConfigError: there is no such module.
    """
    if settings and all(module.module != settings for module in facts.modules):
        known = sorted({module.module for module in facts.modules if module.role == "settings"})
        raise ConfigError(place(settings), f"there is no module '{settings}'", _near(settings, known, _some(known)))


def _check_overlap(contexts: Iterable[ContextConfig], modules: Names, place: Place) -> None:
    """A module may be covered twice only if one pattern is longer than the other: the longest wins."""
    of: dict[str, list[str]] = {}
    for context in contexts:
        for pattern in context.modules:
            of.setdefault(pattern, []).append(context.name)
    globs = list(filter(is_glob, of))
    for module in modules.all:
        covering = [*(p for p in prefixes(module) if p in of), *(p for p in globs if covers(p, module))]
        found = [(len(pattern), pattern, name) for pattern in covering for name in of[pattern]]
        best = [entry for entry in found if entry[0] == max(length for length, _, _ in found)]
        names = sorted({name for _, _, name in best})
        if len(names) > 1:
            raise ConfigError(
                place(best[-1][1]),
                f"module '{module}' is in two contexts: {' and '.join(names)}",
                "name it in one of them, or make one pattern longer: the longest wins",
            )


def _check_empty(contexts: Iterable[ContextConfig], facts: ProgramFacts, place: Place) -> None:
    held = {name for module in facts.modules for name in (module.context, module.service)}
    for context in contexts:
        if context.name not in held:
            raise ConfigError(
                place(context.name),
                f"context '{context.name}' is left without modules",
                "longer patterns of other contexts take all that it names",
            )


def _check_waivers(config: Config, facts: ProgramFacts, modules: Names) -> None:
    names = {context.name for context in facts.contexts} | {service.name for service in facts.services}
    for waiver in config.waivers:
        for side in filter(None, (waiver.source, waiver.target)):
            if side not in names and not modules.match(side):
                said = f"'{side}' of a waiver is no context and matches no module"
                hint = _near(side, names, _near_module(side, modules))
                raise ConfigError(f"{config.file}:{waiver.line}", said, hint)


def _check_tables(config: Config, facts: ProgramFacts, place: Place) -> None:
    tables = [table.table for table in facts.tables]
    known = [*tables, *(table.rpartition(".")[2] for table in tables)]
    models = [model.model for model in facts.models]
    for context in config.contexts:
        for pattern in context.tables:
            if not any(fnmatchcase(table, pattern) for table in known):
                said = f"'{pattern}' of context '{context.name}' matches no table"
                raise ConfigError(place(pattern), said, _near(pattern, known, _some(tables)))
    for pattern in config.shared_kernel:
        if not any(fnmatchcase(name, pattern) for name in (*known, *models)):
            said = f"'{pattern}' of the key 'shared-kernel' matches no table and no model"
            raise ConfigError(place(pattern), said, _near(pattern, [*known, *models], _some([*tables, *models])))


def _near_module(pattern: str, modules: Names) -> str:
    names = {above for module in modules.all for above in prefixes(module)}
    return _near(pattern, names, "module names are as the program imports them")


def _some(names: Sequence[str]) -> str:
    return f"there are {', '.join(names[:SOME])}{' ...' if len(names) > SOME else ''}" if names else "none was found"


def _near(name: str, known: Collection[str], otherwise: str) -> str:
    near = difflib.get_close_matches(name, sorted(known), 1)
    return f"did you mean '{near[0]}'?" if near else otherwise
