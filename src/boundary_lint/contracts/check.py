"""Contracts read and checked by import-linter itself, through its public classes, on a graph that it did not build.

Its own runner is not used: that would locate the analysed packages on the import path, and import contract types of theirs.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import grimp

from boundary_lint.contracts.chains import Chain, chains_of
from boundary_lint.errors import ConfigError

EXTRA = "pip install 'boundary-lint[contracts]'"

TYPES = {
    "layers": "LayersContract",
    "independence": "IndependenceContract",
    "forbidden": "ForbiddenContract",
    "protected": "ProtectedContract",
    "private_modules": "PrivateModulesContract",
    "acyclic_siblings": "AcyclicSiblingsContract",
}
"""Contract type, which is also the name of its module -> class."""

OWN = "boundary_lint.importlinter."
"""Our own contract types: what they check is checked by the rules anyway."""


class NotInstalled(Exception):
    """import-linter cannot be imported."""


@dataclass(frozen=True)
class Settings:
    """What a configuration says. options: of the session, as import-linter names them; contracts: one table of options each."""

    file: Path
    options: dict[str, Any]
    contracts: tuple[dict[str, Any], ...]

    @property
    def packages(self) -> list[str]:
        """The packages that contracts are about."""
        return list(self.options["root_packages"])

    def says(self, option: str) -> bool:
        """Tell whether an option of the session is on."""
        return str(self.options.get(option)) in ("True", "true")


@dataclass(frozen=True)
class Verdict:
    """What became of one contract. outcome: kept, broken, unchecked, or invalid; reason: why it was not checked."""

    name: str
    kind: str
    outcome: str
    reason: str = ""
    chains: tuple[Chain, ...] = ()
    warnings: tuple[str, ...] = ()
    guidance: str = ""


def read(file: Path) -> Settings:
    """Return what a configuration says.

    Raises:
        NotInstalled: import-linter cannot be imported.
        ConfigError: it cannot read the file.
    """
    try:
        from importlinter import api
    except ImportError as error:
        raise NotInstalled from error
    try:
        told = api.read_configuration(str(file))
        options, contracts = told["session_options"], told["contracts_options"]
        packages = options["root_packages"]
        options["root_packages"] = [packages] if isinstance(packages, str) else list(packages)
        return Settings(file, options, tuple(dict(one) for one in contracts))
    except KeyError as error:
        raise ConfigError(str(file), f"says nothing of {error} to import-linter", "write root_package = ...") from error
    except Exception as error:  # whatever the library raises: its own command prints it, too
        raise ConfigError(str(file), f"import-linter cannot read it: {error}") from error


def check(settings: Settings, graph: grimp.ImportGraph) -> list[Verdict]:
    """Return what becomes of every contract on a graph."""
    custom = _custom_types(settings)
    return [_check(settings, options, graph, custom) for options in settings.contracts]


def _custom_types(settings: Settings) -> dict[str, str]:
    """Return name -> class of the contract types that the project brings along. They are its code: none is imported."""
    told = settings.options.get("contract_types", ())
    pairs = (str(one).partition(":") for one in ([told] if isinstance(told, str) else told))
    return {name.strip(): path.strip() for name, _, path in pairs}


def _check(settings: Settings, options: dict[str, Any], graph: grimp.ImportGraph, custom: dict[str, str]) -> Verdict:
    name, kind = str(options.get("name", options.get("id", ""))), str(options.get("type", ""))
    if kind in custom:
        if custom[kind].startswith(OWN):
            return Verdict(name, kind, "kept")
        return Verdict(name, kind, "unchecked", f"its type is {custom[kind]}, code of the project, which is never run")
    contract_type = _class(kind)
    if contract_type is None:
        return Verdict(name, kind, "unchecked", f"the installed import-linter knows no contract type '{kind}'")
    guidance = options.get("broken_contract_guidance", "")
    guidance = " ".join(guidance if isinstance(guidance, list) else [str(guidance)]).strip()
    try:
        contract = contract_type(name=name, session_options=settings.options, contract_options=options)
        found = contract.check(deepcopy(graph), verbose=False)
        if found.kept:
            return Verdict(name, kind, "kept", warnings=tuple(found.warnings))
        chains = tuple(chains_of(kind, found.metadata, graph))
        return Verdict(name, kind, "broken", "", chains, tuple(found.warnings), guidance)
    except Exception as error:  # invalid options, modules that do not exist, ignored imports that match nothing
        told = getattr(error, "errors", None)
        reason = "; ".join(f"{key}: {text}" for key, text in told.items()) if isinstance(told, dict) else str(error)
        return Verdict(name, kind, "invalid", " ".join(reason.split()) or type(error).__name__)


def _class(kind: str) -> Any:
    if kind not in TYPES:
        return None
    try:
        return getattr(import_module(f"importlinter.contracts.{kind}"), TYPES[kind], None)
    except ImportError:
        return None
