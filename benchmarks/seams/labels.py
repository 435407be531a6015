"""Which domain each module of a code base belongs to by its authors' own packages: the truth that the benchmark compares with.

A label is only used to score. Modules without one (infrastructure, what lies directly in the root package) stay in the graph and are not scored.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

IsPackage = Callable[[str], bool]
Label = Callable[[str, IsPackage], str | None]
"""Dotted name of a module, and what tells packages -> its domain."""

NOT_SCORED = frozenset({
    "tests", "test", "migrations", "testing", "testutils", "locale", "node_modules", "dist", "fixtures", "test_utils",
    "sampledata", "south_migrations", "legacy_migrations",
})  # fmt: skip
"""Parts of dotted names of what is no source."""


@dataclass(frozen=True)
class Corpus:
    """A code base: the folder to analyse below that of all corpora, its root packages, and the rule of its labels."""

    folder: str
    roots: tuple[str, ...]
    label: Label
    tuned_on: bool


def _top(root: str, apart: Collection[str] = (), fold: Collection[str] = (), sub: Collection[str] = ()) -> Label:
    """Return the rule: the first part below ``root``. apart: infrastructure; fold: packages whose children repeat names of domains;
    sub: packages whose children are the domains."""
    depth = len(root.split("."))

    def label(module: str, is_package: IsPackage) -> str | None:
        parts = module.split(".")
        if parts[:depth] != root.split("."):
            return None
        below = parts[depth:]
        if not below or (len(below) == 1 and not is_package(module)) or below[0] in apart:
            return None
        if below[0] in fold or below[0] in sub:
            is_child = len(below) >= 2 and is_package(".".join(parts[: depth + 2]))
            if not is_child:
                return None if below[0] in fold else below[0]
            if below[1] in apart:
                return None
            return below[1] if below[0] in fold else f"{below[0]}.{below[1]}"
        return below[0]

    return label


def _mayan(module: str, is_package: IsPackage) -> str | None:
    parts = module.split(".")
    return parts[2] if parts[:2] == ["mayan", "apps"] and len(parts) > 2 else None


def _indico(module: str, is_package: IsPackage) -> str | None:
    parts = module.split(".")
    if parts[:2] != ["indico", "modules"] or len(parts) < 3:
        return None
    inner = parts[2] == "events" and len(parts) > 3 and is_package(".".join(parts[:4]))
    if inner and parts[3] not in ("models", "controllers", "util", "views"):
        return f"events.{parts[3]}"
    return parts[2]


def _kolibri(module: str, is_package: IsPackage) -> str | None:
    parts = module.split(".")
    if len(parts) < 3 or parts[1] not in ("core", "plugins") or not is_package(".".join(parts[:3])):
        return None
    return None if parts[2] in ("utils", "sqlite") else f"{parts[1]}.{parts[2]}"


_WAGTAIL_APART = {
    "utils",
    "management",
    "templatetags",
    "project_template",
    "test",
    "actions",
    "coreutils",
    "wagtail_hooks",
}


def _wagtail(module: str, is_package: IsPackage) -> str | None:
    parts = module.split(".")
    if len(parts) < 2:
        return None
    if parts[1] == "contrib" and len(parts) > 2:
        return f"contrib.{parts[2]}"
    return None if not is_package(".".join(parts[:2])) or parts[1] in _WAGTAIL_APART else parts[1]


def _netbox(module: str, is_package: IsPackage) -> str | None:
    first = module.partition(".")[0]
    return None if first in ("utilities", "netbox") else first


_NETBOX = (
    "account",
    "circuits",
    "core",
    "dcim",
    "extras",
    "ipam",
    "netbox",
    "tenancy",
    "users",
    "utilities",
    "virtualization",
    "vpn",
    "wireless",
)

CORPORA = {
    "oscar": Corpus("oscar/src", ("oscar",), _top("oscar.apps"), True),
    "dispatch": Corpus(
        "dispatch/src", ("dispatch",), _top("dispatch", {"database", "common", "data", "cli", "scripts", "static"}), True
    ),
    "saleor": Corpus(
        "saleor", ("saleor",),
        _top("saleor", {"core", "utils", "settings", "tests", "graphql_core", "management"}, fold={"graphql"}), True,
    ),
    "taiga": Corpus(
        "taiga-back", ("taiga",), _top("taiga", {"base", "locale", "mixins", "management", "services"}, sub={"projects"}), True
    ),
    "netbox": Corpus("netbox/netbox", _NETBOX, _netbox, True),
    "mayan": Corpus("mayan", ("mayan",), _mayan, True),
    "warehouse": Corpus("warehouse", ("warehouse",), _top("warehouse", {"utils", "cli", "migrations", "i18n"}), True),
    "lemur": Corpus(
        "lemur", ("lemur",), _top("lemur", {"common", "migrations", "static", "tests", "deployment"}, sub={"plugins"}), True
    ),
    "polar": Corpus(
        "polar/server", ("polar",), _top("polar", {"models", "kit", "migrations", "observability"}, sub={"integrations"}), True
    ),
    "shuup": Corpus("shuup", ("shuup",), _top("shuup", {"utils", "testing"}, sub={"admin", "front", "core"}), True),
    "geonode": Corpus("geonode", ("geonode",), _top("geonode", {"locale", "static", "templates"}), True),
    "nautobot": Corpus("nautobot", ("nautobot",), _top("nautobot", {"core", "apps", "ui"}), True),
    "wagtail": Corpus("wagtail", ("wagtail",), _wagtail, False),
    "weblate": Corpus("weblate", ("weblate",), _top("weblate", {"utils", "examples"}), False),
    "indico": Corpus("indico", ("indico",), _indico, False),
    "kolibri": Corpus("kolibri", ("kolibri",), _kolibri, False),
    "pretix": Corpus("pretix", ("pretix",), _top("pretix", {"helpers", "testutils", "static", "locale"}, sub={"plugins"}), False),
}  # fmt: skip
"""Those tuned on, and those that are only tested on."""


def labels(corpus: Corpus, modules: Collection[str]) -> dict[str, str]:
    """Return the domain of each module that is scored. modules: dotted names."""
    packages = {".".join(parts[:n]) for name in modules for parts in [name.split(".")] for n in range(1, len(parts))}
    found = {}
    for name in modules:
        inside = any(name == root or name.startswith(root + ".") for root in corpus.roots)
        if inside and NOT_SCORED.isdisjoint(name.split(".")) and (label := corpus.label(name, packages.__contains__)):
            found[name] = label
    return found
