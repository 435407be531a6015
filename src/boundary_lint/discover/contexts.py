"""Contexts: which part of the code each module belongs to. Declared ones first, then Django apps, then packages that are domains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from boundary_lint.config.model import ContextConfig
from boundary_lint.config.patterns import covers, is_glob
from boundary_lint.discover.domains import MIN_DOMAINS, find_parts, upwards
from boundary_lint.discover.words import GROUPS, PLUGINS, TECHNICAL
from boundary_lint.facts.program import Context, Module

MIN_GROUP = 3
"""Apps without entities that lie side by side in one package are one context if there are at least this many."""


@dataclass(frozen=True)
class Assignment:
    """Which context every module belongs to, and how the contexts were found ("configured", "Django apps", "packages")."""

    contexts: tuple[Context, ...]
    of_module: Mapping[tuple[str, str], str]
    how: str


def find_contexts(
    modules: Sequence[Module],
    *,
    apps: Mapping[str, str],
    entity_modules: Iterable[str],
    declared: Sequence[ContextConfig],
    forks: Mapping[str, str] = MappingProxyType({}),
) -> Assignment:
    """Return the contexts of a program.

    apps: module prefix of every Django app of the program -> its label. forks: prefix of every app that takes another's
    place -> the other's; they are one context. entity_modules: modules that declare entities.
    """
    if declared:
        prefixes = _Prefixes(
            {pattern: c.name for c in declared for pattern in c.modules}, {p: c.name for c in declared for p in c.paths}
        )
        contexts = {c.name: _declared(c) for c in declared}
        return _assign(modules, contexts, prefixes, "configured")
    roots = _roots(modules)
    apps = {prefix: label for prefix, label in apps.items() if prefix in roots}
    apps = _in_groups(_without_library(apps, set(entity_modules)), set(entity_modules))
    if len(apps) >= MIN_DOMAINS:
        labels = _unique_labels({prefix: label for prefix, label in apps.items() if forks.get(prefix) not in apps})
        labels |= {fork: labels[_original(fork, forks, labels)] for fork in apps.keys() - labels.keys()}
        contexts = {
            label: Context(
                name=label, kind="context", root=roots[packages[0]], modules=tuple(packages), evidence="Django app"
            )
            for label, packages in _by_label(dict(sorted(labels.items()))).items()
        }
        return _assign(modules, contexts, _Prefixes(labels, {}), "Django apps")
    parts = {part.prefix: part for part in find_parts(modules, set(entity_modules))}
    labels = {prefix: part.label for prefix, part in parts.items()}
    contexts = {
        label: Context(
            name=label,
            kind="context",
            root=roots[prefixes[0]],
            modules=tuple(prefixes),
            evidence=parts[prefixes[0]].reason,
        )
        for label, prefixes in _by_label(labels).items()
    }
    return _assign(modules, contexts, _Prefixes(labels, {}), "packages")


def _original(fork: str, forks: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """Return the app whose place a fork takes, through forks of forks."""
    while fork not in labels:
        fork = forks[fork]
    return fork


def _without_library(apps: Mapping[str, str], entity_modules: set[str]) -> dict[str, str]:
    """Return the apps without those that are library: they declare no entity, and only hold others or bear a technical name."""
    declaring = _declaring(apps, entity_modules)

    def is_library(prefix: str) -> bool:
        holds_others = "." not in prefix and any(p.startswith(prefix + ".") for p in apps)
        return prefix not in declaring and (holds_others or prefix.rpartition(".")[2] in TECHNICAL)

    return {prefix: label for prefix, label in apps.items() if not is_library(prefix)}


def _in_groups(apps: Mapping[str, str], entity_modules: set[str]) -> dict[str, str]:
    """Return the apps, those without entities that lie side by side in a package of their own taken together as that package.

    ``integrations.slack``, ``integrations.sms``, ...: each is an app to be switched on and off, together they are one context.
    """
    declaring = _declaring(apps, entity_modules)
    beside: dict[str, list[str]] = {}
    for prefix in apps:
        above = prefix.rpartition(".")[0]
        if (
            prefix not in declaring
            and (above in apps or "." in above)
            and above.rpartition(".")[2] not in GROUPS | PLUGINS
        ):
            beside.setdefault(above, []).append(prefix)
    together = {
        above: apps.get(above, above.rpartition(".")[2]) for above, many in beside.items() if len(many) >= MIN_GROUP
    }
    kept = {prefix: label for prefix, label in apps.items() if prefix not in beside.get(prefix.rpartition(".")[0], ())}
    alone = {prefix: apps[prefix] for above, many in beside.items() if above not in together for prefix in many}
    return {**kept, **alone, **together}


def _declaring(apps: Mapping[str, str], entity_modules: set[str]) -> set[str]:
    prefixes = _Prefixes(apps, {})
    return {prefixes.longest(module) for module in entity_modules}


def _declared(config: ContextConfig) -> Context:
    return Context(
        name=config.name,
        kind=config.kind,
        root="",
        modules=config.modules or config.paths,
        declared=True,
        evidence=f"configuration:{config.line}" if config.line else "configuration",
        public=config.public,
        depends_on=config.depends_on,
        owner=config.owner,
    )


class _Prefixes:
    """Finds the context of a module: the longest prefix wins, patterns with wildcards count by their length."""

    def __init__(self, modules: Mapping[str, str], paths: Mapping[str, str]) -> None:
        self._plain = {p: name for p, name in modules.items() if not is_glob(p)}
        self._globs = {p: name for p, name in modules.items() if is_glob(p)}
        self._paths = {p.strip("/"): name for p, name in paths.items()}

    def longest(self, module: str) -> str:
        """Return the longest prefix without wildcard that covers a module, "" where there is none."""
        while module and module not in self._plain:
            module = module.rpartition(".")[0]
        return module

    def find(self, module: Module) -> str:
        """Return the context of a module, "" where it is in none."""
        plain = self.longest(module.module)
        best, length = (self._plain[plain], len(plain)) if plain else ("", -1)
        for pattern, context in self._globs.items():
            if len(pattern) > length and covers(pattern, module.module):
                best, length = context, len(pattern)
        if length < 0:
            under = [p for p in self._paths if module.file == p or module.file.startswith(p + "/")]
            return self._paths[max(under, key=len)] if under else ""
        return best


def _assign(modules: Sequence[Module], contexts: dict[str, Context], prefixes: _Prefixes, how: str) -> Assignment:
    of_module: dict[tuple[str, str], str] = {}
    for module in modules:
        name = prefixes.find(module)
        if not name:
            name = module.module.split(".", 1)[0]
            if name in contexts and contexts[name].kind != "library":
                name = f"{name} (library)"
            if name not in contexts:
                contexts[name] = Context(
                    name=name,
                    kind="library",
                    root=module.root,
                    modules=(name.split(" ", 1)[0],),
                    evidence="in no context",
                )
        of_module[(module.root, module.module)] = name
    used = set(of_module.values())
    kept = tuple(sorted(c for c in contexts.values() if c.name in used or c.declared))
    return Assignment(kept, of_module, how)


def _unique_labels(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return prefix -> label, equal labels told apart by the package before them."""
    count: dict[str, int] = {}
    for label in prefixes.values():
        count[label] = count.get(label, 0) + 1
    return {
        prefix: label if count[label] == 1 else ".".join(prefix.split(".")[-2:]) or prefix
        for prefix, label in sorted(prefixes.items())
    }


def _by_label(named: Mapping[str, str]) -> dict[str, list[str]]:
    """Return label -> its packages, in order."""
    packages: dict[str, list[str]] = {}
    for package, label in named.items():
        packages.setdefault(label, []).append(package)
    return packages


def _roots(modules: Sequence[Module]) -> dict[str, str]:
    """Return the root of every module and of every package above one; of several roots the first."""
    roots: dict[str, str] = {}
    for module in modules:
        for prefix in upwards(module.module):
            roots.setdefault(prefix, module.root)
    return roots
