"""Contexts where no framework names them: packages that are domains by their content, and the layers that hold data of no domain.

Each top-level package is looked at alone. Where it has no domains, it is one context as a whole if it declares entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from boundary_lint.discover.words import (
    BESIDE,
    EXAMPLES,
    GROUPS,
    LAYERS,
    OFTEN_DOMAINS,
    STEREOTYPES,
    STORES,
    TECHNICAL,
    is_technical,
    key_of,
)
from boundary_lint.facts.program import Module

MIN_DOMAINS = 2
"""The packages of a program are taken for its contexts if at least this many of them are domains."""


_DOMAIN = re.compile(r"(?!v\d)[a-zA-Z]\w*")
"""What a domain may be called: neither by a version nor by what is no name."""


OF_NO_DOMAIN = "declares entities of no domain"
"""Why a layer is a context: it owns what no domain does."""


class Part(NamedTuple):
    """A module prefix that belongs to a context: the context's name, and why."""

    prefix: str
    label: str
    reason: str


def find_parts(modules: Sequence[Module], declaring: Set[str]) -> list[Part]:
    """Return what belongs to which context. declaring: modules that declare entities."""
    tops: dict[str, list[Module]] = {}
    for module in modules:
        if module.role in ("source", "settings"):
            tops.setdefault(module.module.split(".", 1)[0], []).append(module)
    found: list[Part] = []
    for top, inside in sorted(tops.items()):
        parts = _Package(top, inside, {m for m in declaring if m == top or m.startswith(top + ".")}).parts()
        taken = {part.label for part in found}
        found += [part._replace(label=f"{top}.{part.label}") if part.label in taken else part for part in parts]
    return [*found, *_beside(tops, {part.prefix.split(".", 1)[0] for part in found})] if found else _only_package(tops)


def _beside(tops: Mapping[str, Sequence[Module]], known: Set[str]) -> list[Part]:
    """Return the top-level packages that declare nothing, but hold two roles: ``reports/`` beside ``orders/``."""
    found = []
    for top, inside in sorted(tops.items()):
        roles = sorted({m.module.split(".")[1] for m in inside if "." in m.module} & STEREOTYPES)
        if top not in known | BESIDE | EXAMPLES and not is_technical(top) and len(roles) >= MIN_DOMAINS:
            found.append(Part(top, top, f"domain package: holds {', '.join(roles[:3])}"))
    return found


def _only_package(tops: Mapping[str, Sequence[Module]]) -> list[Part]:
    """Return the only package of a program as one context: nothing tells its parts apart, but somebody owns what it uses."""
    packages = [top for top, inside in tops.items() if len(inside) > 1 and top not in BESIDE | EXAMPLES]
    return [Part(top, top, "the only package") for top in packages] if len(packages) == 1 else []


class _Package:
    """One top-level package."""

    def __init__(self, top: str, modules: Sequence[Module], declaring: Set[str]) -> None:
        self._top, self._declaring = top, declaring
        self._members: dict[str, list[str]] = {}
        for module in modules:
            for name in upwards(module.module.rpartition(".")[0]):
                self._members.setdefault(name, []).append(module.module)
        self._packages = sorted(self._members.keys() | {m.module for m in modules if m.is_package})
        self._modules = sorted({m.module for m in modules if not m.is_package})
        self._holding = {prefix for module in declaring for prefix in upwards(module)}
        self._layers: dict[str, set[str]] = {}
        for name in (*self._packages, *self._modules):
            above, _, last = name.rpartition(".")
            is_package = name in self._members and _may_hold_domains(above)
            if above and (above.rpartition(".")[2] in LAYERS or is_package):
                self._layers.setdefault(key_of(last), set()).add(above)
        self._keys = {key_of(m.rpartition(".")[2]) for m in declaring if _in_layer(m)}

    def parts(self) -> list[Part]:
        """Return the domains, the modules of layers that bear a domain's name, and the layers that declare entities of none."""
        found = self._domains()
        labels = {key: label for key, (label, _) in found.items()}
        if len(labels) < MIN_DOMAINS:
            reason = OF_NO_DOMAIN if self._top in STORES else "declares entities"
            return [Part(self._top, self._top, reason)] if self._declaring else []
        parts = [Part(p, label, reason) for label, packages in found.values() for p, reason in packages.items()]
        known = {part.prefix for part in parts}
        for module in self._modules:
            label = _named_after(module.rpartition(".")[2], labels) if _in_layer(module) else ""
            if label and not known.intersection(upwards(module)):
                parts.append(Part(module, label, "named as the domain"))
        known = {part.prefix for part in parts}
        rest = {self._layer(m) for m in self._declaring if not known.intersection(upwards(m))}
        return [
            *parts,
            *(Part(p, _name(p, set(labels.values())), OF_NO_DOMAIN) for p in sorted(rest)),
        ]

    def _domains(self) -> Mapping[str, tuple[str, dict[str, str]]]:
        """Return key -> (label, package -> reason). The outermost package of a key gives the label."""
        found: dict[str, tuple[str, dict[str, str]]] = {}
        taken: set[str] = set()
        for package in sorted(self._packages, key=lambda p: (p.count("."), p)):
            above, _, name = package.rpartition(".")
            if not above or package not in self._members or not taken.isdisjoint(upwards(package)):
                continue
            reason = self._reason(package, above, name) if _may_hold_domains(above) else ""
            if reason:
                taken.add(package)
                found.setdefault(key_of(name), (name, {}))[1][package] = reason
        return found

    def _reason(self, package: str, above: str, name: str) -> str:
        declares = package in self._holding
        roles = sorted({m[len(package) + 1 :].split(".", 1)[0] for m in self._members[package]} & STEREOTYPES)
        if self._is_no_domain(package, name, declares):
            return ""
        if declares:
            return "domain package: declares entities"
        if key_of(name) in self._keys and ("." not in above or above.rpartition(".")[2] in LAYERS | GROUPS):
            return "domain package: a layer declares its entities"
        if len(roles) >= 2:
            return f"domain package: holds {', '.join(roles[:3])}"
        if len(self._members[package]) < 2:
            return ""
        layers = self._layers.get(key_of(name), set())
        if len(layers) >= 2 and not is_technical(key_of(name)):
            return f"domain package: in {len(layers)} layers"
        in_group = above.rpartition(".")[2] in GROUPS
        if not in_group and ("." in above or is_technical(name)):
            return ""
        return "domain package"

    def _is_no_domain(self, package: str, name: str, declares: bool) -> bool:
        """Whether a package is a layer, or holds others, or shows how they are used; by its name, unless its content says more."""
        if not _DOMAIN.fullmatch(name) or (name.split("_", 1)[0] in EXAMPLES and not declares):
            return True
        known_as_domain = name in OFTEN_DOMAINS and (declares or (key_of(name) in self._keys and name != "core"))
        if name in GROUPS:
            return not any(
                m in self._declaring for m in self._members[package] if m.count(".") == package.count(".") + 1
            )
        return name in TECHNICAL and not known_as_domain

    def _layer(self, module: str) -> str:
        """Return what a module that belongs to no domain is part of: the nearest layer around it, else what is no group or helpers."""
        parts = module.split(".")
        layers = [at for at in range(1, len(parts) - 1) if parts[at] in LAYERS]
        if layers:
            return ".".join(parts[: layers[-1] + 1])
        end = 2
        while end < len(parts) and parts[end - 1] in GROUPS | (TECHNICAL - LAYERS):
            end += 1
        return ".".join(parts[:end])


def _named_after(name: str, labels: Mapping[str, str]) -> str:
    """Return the domain whose name a module's is, or begins with (``order_line``: the domain ``orders``), "" where there is none."""
    words = name.split("_")
    keys = (key_of("_".join(words[:end])) for end in range(len(words), 0, -1))
    return next((labels[key] for key in keys if key in labels), "")


def _in_layer(module: str) -> bool:
    """Whether a module lies directly in a layer: ``models/order.py``."""
    parts = module.split(".")
    return len(parts) > 2 and parts[-2] in LAYERS


def _may_hold_domains(package: str) -> bool:
    """Domains lie below the top-level package, or below technical packages and folders that only group them."""
    return all(part in TECHNICAL or part in GROUPS for part in package.split(".")[1:])


def _name(prefix: str, taken: Set[str]) -> str:
    name = prefix.rpartition(".")[2]
    return prefix if name in taken else name


def upwards(name: str) -> Iterator[str]:
    """Yield a dotted name, then every prefix of it, the longest first."""
    while name:
        yield name
        name = name.rpartition(".")[0]
