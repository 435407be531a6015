"""What only the tree can tell of a configuration: patterns that match nothing, modules in two contexts, rules that do not exist."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Sequence
from fnmatch import fnmatchcase

from boundary_lint.config.model import Config, ContextConfig
from boundary_lint.errors import ConfigError
from boundary_lint.facts.files import Tree

Place = Callable[[str], str]
"""A value of the configuration -> "file:line" where it stands."""


def check_config(config: Config, tree: Tree, rules: Collection[str], place: Place) -> None:
    """Check a configuration against the tree it is for.

    Raises:
        ConfigError: a pattern matches nothing, a module is in two contexts, or a rule is not known.
    """
    modules = sorted({file.module for file in tree.files})
    paths = [file.path for file in tree.files]
    for source in config.sources:
        if source != "." and not any(p.startswith(source.strip("/") + "/") for p in paths):
            raise ConfigError(
                place(source), f"no Python file lies in the source root '{source}'", "check the key 'sources'"
            )
    for context in config.contexts:
        _check_context(context, modules, paths, place)
    _check_overlap(config.contexts, modules, place)
    for rule in config.rules:
        if rule not in rules:
            near = difflib.get_close_matches(rule, list(rules), 1)
            raise ConfigError(
                place(rule),
                f"there is no rule '{rule}'",
                f"did you mean '{near[0]}'?" if near else "see boundary-lint rules list",
            )


def _check_context(context: ContextConfig, modules: Sequence[str], paths: Sequence[str], place: Place) -> None:
    for pattern in context.modules:
        if not any(covers(pattern, module) for module in modules):
            raise ConfigError(
                place(pattern), f"'{pattern}' of context '{context.name}' matches no module", _near(pattern, modules)
            )
    for pattern in context.paths:
        if not any(p == pattern.strip("/") or p.startswith(pattern.strip("/") + "/") for p in paths):
            raise ConfigError(
                place(pattern), f"'{pattern}' of context '{context.name}' matches no file", "check the key 'paths'"
            )
    for pattern in context.public or ():
        if not any(covers(pattern, module) or covers(pattern.rpartition(".")[0], module) for module in modules):
            raise ConfigError(
                place(pattern),
                f"public '{pattern}' of context '{context.name}' matches no module",
                _near(pattern, modules),
            )


def _check_overlap(contexts: Iterable[ContextConfig], modules: Sequence[str], place: Place) -> None:
    """A module may be covered twice only if one pattern is longer than the other: the longest wins."""
    patterns = [(pattern, context.name) for context in contexts for pattern in context.modules]
    for module in modules:
        found = [(len(pattern), pattern, name) for pattern, name in patterns if covers(pattern, module)]
        best = [entry for entry in found if entry[0] == max(length for length, _, _ in found)]
        names = sorted({name for _, _, name in best})
        if len(names) > 1:
            raise ConfigError(
                place(best[0][1]),
                f"module '{module}' is in two contexts: {' and '.join(names)}",
                "make one pattern longer",
            )


def covers(pattern: str, module: str) -> bool:
    """Whether a pattern means a module: the name itself, all below it, or a glob."""
    return (
        module == pattern
        or module.startswith(pattern + ".")
        or fnmatchcase(module, pattern)
        or fnmatchcase(module, pattern + ".*")
    )


def _near(pattern: str, modules: Sequence[str]) -> str:
    parts = (module.split(".") for module in modules)
    names = {".".join(part[:end]) for part in parts for end in range(1, len(part) + 1)}
    near = difflib.get_close_matches(pattern, sorted(names), 1)
    return f"did you mean '{near[0]}'?" if near else "module names are as the program imports them"
