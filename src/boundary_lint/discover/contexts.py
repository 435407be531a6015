"""Contexts: which part of the code each module belongs to. Declared ones first, then Django apps, then packages that are domains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType

from boundary_lint.config.model import ContextConfig
from boundary_lint.facts.program import Context, Module

TECHNICAL = frozenset(
    [
        "admin",
        "api",
        "apis",
        "app",
        "apps",
        "async",
        "auth",
        "authentication",
        "backend",
        "base",
        "business",
        "cache",
        "celery",
        "cli",
        "client",
        "clients",
        "cmd",
        "commands",
        "common",
        "compat",
        "conf",
        "config",
        "configs",
        "configuration",
        "connectors",
        "constants",
        "contrib",
        "controllers",
        "core",
        "cron",
        "daemon",
        "dal",
        "dao",
        "data",
        "database",
        "databases",
        "db",
        "decorators",
        "dependencies",
        "deps",
        "dto",
        "endpoints",
        "errors",
        "events",
        "exceptions",
        "ext",
        "extensions",
        "factories",
        "fixtures",
        "forms",
        "framework",
        "frontend",
        "gateway",
        "graphql",
        "handlers",
        "helpers",
        "http",
        "hooks",
        "i18n",
        "infra",
        "infrastructure",
        "integrations",
        "interfaces",
        "internal",
        "jobs",
        "lib",
        "libs",
        "locale",
        "log",
        "logging",
        "main",
        "management",
        "managers",
        "mappers",
        "metrics",
        "middleware",
        "middlewares",
        "migrations",
        "mixins",
        "model",
        "models",
        "monitoring",
        "objects",
        "orm",
        "permissions",
        "persistence",
        "plugins",
        "providers",
        "queries",
        "receivers",
        "registry",
        "repositories",
        "repository",
        "routers",
        "routes",
        "rpc",
        "scheduler",
        "schema",
        "schemas",
        "scripts",
        "sdk",
        "security",
        "serializers",
        "server",
        "service",
        "services",
        "settings",
        "shared",
        "signals",
        "sql",
        "static",
        "storage",
        "support",
        "system",
        "tasks",
        "template",
        "templates",
        "templatetags",
        "test",
        "testing",
        "tests",
        "testutils",
        "tools",
        "translations",
        "types",
        "typing",
        "ui",
        "urls",
        "util",
        "utils",
        "utilities",
        "vendor",
        "version",
        "views",
        "web",
        "webapp",
        "workers",
        "wsgi",
        "asgi",
        "examples",
        "example_dags",
        "bases",
        "revisions",
        "legacy",
        "sqlalchemy",
        "flask",
    ]
)
"""Names of packages that hold a technical layer or helpers, not a domain.

Source: role words counted over 12 monoliths (knowledge of seams), and the layer names of Taibi's "wrong cuts".
"""

OFTEN_DOMAINS = frozenset(
    [
        "auth",
        "authentication",
        "core",
        "events",
        "plugins",
        "tasks",
        "jobs",
        "logging",
        "log",
        "permissions",
        "support",
        "system",
        "security",
        "storage",
        "translations",
        "registry",
        "integrations",
        "version",
        "static",
        "cron",
    ]
)
"""Technical names that are a domain all the same where the package declares entities of its own."""

STEREOTYPES = frozenset(
    [
        "models",
        "model",
        "schemas",
        "schema",
        "views",
        "api",
        "service",
        "services",
        "forms",
        "tasks",
        "admin",
        "urls",
        "routes",
        "repository",
        "handlers",
        "events",
    ]
)
"""Module names that show a package to hold a domain of its own: data, behaviour or an entry point."""

MIN_DOMAINS = 2
"""A level of packages is taken for the contexts if at least this many of them are domains."""


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
    apps = _without_holder(apps, set(entity_modules))
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
    domains = find_domains(modules, set(entity_modules))
    named = _domain_labels(domains)
    contexts = {
        label: Context(
            name=label,
            kind="context",
            root=roots[packages[0]],
            modules=tuple(packages),
            evidence=domains[packages[0]],
        )
        for label, packages in _by_label(named).items()
    }
    return _assign(modules, contexts, _Prefixes(named, {}), "packages")


def _original(fork: str, forks: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """Return the app whose place a fork takes, through forks of forks."""
    while fork not in labels:
        fork = forks[fork]
    return fork


def _without_holder(apps: Mapping[str, str], entity_modules: set[str]) -> dict[str, str]:
    """Return the apps without a root package that is one only to hold the others: what else lies in it is library."""
    prefixes = _Prefixes(apps, {})
    declaring = {prefixes.longest(module) for module in entity_modules}

    def is_holder(prefix: str) -> bool:
        return "." not in prefix and prefix not in declaring and any(p.startswith(prefix + ".") for p in apps)

    return {prefix: label for prefix, label in apps.items() if not is_holder(prefix)}


def find_domains(modules: Sequence[Module], entity_modules: set[str]) -> dict[str, str]:
    """Return the packages that are domains by their content, each with the reason.

    The level below the root package is tried first; where it is technical, the packages inside the technical ones.
    """
    packages = sorted({m.module for m in modules if m.is_package and m.role != "test"})
    members: dict[str, list[str]] = {}
    for module in modules:
        if module.role in ("source", "settings"):
            for name in _upwards(module.module.rpartition(".")[0]):
                members.setdefault(name, []).append(module.module)
    declaring = {prefix for module in entity_modules for prefix in _upwards(module)}
    found: dict[str, str] = {}
    for package in packages:
        if "." not in package or package not in members:
            continue
        above = package.rpartition(".")[0]
        if any(known in found for known in _upwards(package)) or not _may_hold_domains(above):
            continue
        reason = _domain_reason(package, members[package], package in declaring)
        if reason:
            found[package] = reason
    return found if len(found) >= MIN_DOMAINS else {}


def _may_hold_domains(package: str) -> bool:
    """Domains lie below the root package, or below folders that only group them (``modules``, ``apps``, ``components``)."""
    inner = package.split(".")[1:]
    return all(part in TECHNICAL or part in _GROUPS for part in inner)


_GROUPS = frozenset(
    {"apps", "modules", "components", "domains", "domain", "features", "contexts", "plugins", "contrib", "services"}
)


def _domain_reason(package: str, members: Sequence[str], declares: bool) -> str:
    name = package.rsplit(".", 1)[-1]
    if (name in TECHNICAL and not (name in OFTEN_DOMAINS and declares)) or name in _GROUPS or name.startswith("_"):
        return ""
    inside = {m[len(package) + 1 :].split(".", 1)[0] for m in members}
    roles = sorted(inside & STEREOTYPES)
    if declares:
        return "domain package: declares entities"
    if len(roles) >= 2:
        return f"domain package: holds {', '.join(roles[:3])}"
    return "domain package" if len(members) >= 2 and not roles else ""


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
        self._plain = {p: name for p, name in modules.items() if not _is_glob(p)}
        self._globs = {p: name for p, name in modules.items() if _is_glob(p)}
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
            if len(pattern) > length and (
                fnmatchcase(module.module, pattern) or fnmatchcase(module.module, pattern + ".*")
            ):
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


def _domain_labels(domains: Iterable[str]) -> dict[str, str]:
    """Return package -> label: ``chart`` in one layer and ``charts`` in another are one domain, named as the outermost spells it."""
    labels: dict[str, str] = {}
    named: dict[str, str] = {}
    for package in sorted(domains, key=lambda p: (p.count("."), p)):
        name = package.rsplit(".", 1)[-1]
        named[package] = labels.setdefault(name.removesuffix("s"), name)
    return named


def _roots(modules: Sequence[Module]) -> dict[str, str]:
    """Return the root of every module and of every package above one; of several roots the first."""
    roots: dict[str, str] = {}
    for module in modules:
        for prefix in _upwards(module.module):
            roots.setdefault(prefix, module.root)
    return roots


def _upwards(name: str) -> Iterator[str]:
    """Yield a dotted name, then every prefix of it, the longest first."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def _is_glob(pattern: str) -> bool:
    return any(c in pattern for c in "*?[")
