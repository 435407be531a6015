"""The configuration as the later stages see it: validated, with every default filled in."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Severity: TypeAlias = Literal["error", "warning", "info", "off"]
RuleOption: TypeAlias = str | int | float | bool | tuple[str, ...]


class ContextConfig(msgspec.Struct, frozen=True, kw_only=True):
    """One ``[[contexts]]`` entry. modules and public are patterns of dotted names ("shop.orders", "shop.*.api");
    a name without wildcard covers all below it. depends_on None: anything is allowed.
    """

    name: str
    kind: Literal["service", "context", "library"] = "context"
    modules: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    settings: str | None = None
    tables: tuple[str, ...] = ()
    public: tuple[str, ...] | None = None
    depends_on: tuple[str, ...] | None = None
    owner: str | None = None
    line: int = 0


class RuleConfig(msgspec.Struct, frozen=True):
    """Severity (None: the page's own) and options of one rule."""

    severity: Severity | None = None
    options: dict[str, RuleOption] = {}


class WaiverConfig(msgspec.Struct, frozen=True, kw_only=True):
    """One ``[[waivers]]`` entry: a rule is waived from one side to the other. Sides are names of contexts, or patterns of dotted names as of
    ``[[contexts]]``; target "": any. until: the last day on which it holds, as 2027-03-01 (None: it has no end).
    """

    rule: str
    source: str
    target: str = ""
    reason: str
    until: str | None = None
    line: int = 0


class SeamsConfig(msgspec.Struct, frozen=True, kw_only=True):
    """The table ``[seams]``: what an architect knows of the contexts. All are patterns of dotted names, as of ``[[contexts]]``.

    together: what one entry covers lies in one context; apart: what two patterns of one entry cover never does; belongs: pattern -> context.
    respect_packages: whether the packages of today are evidence, too.
    """

    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    belongs: dict[str, str] = {}
    respect_packages: bool = False


class FixConfig(msgspec.Struct, frozen=True, kw_only=True):
    """The table ``[fix]``: what ``check --fix`` puts in. timeout: seconds; attempts: how often something is tried; None: that is not mended."""

    timeout: int | float | None = None
    attempts: int | None = None


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """One run's configuration. file is the file it was read from ("" without one), relative paths in it start at ``base``.

    only: folders below the analysed one that were named, where several were; each is a service.
    """

    file: str = ""
    base: str = ""
    sources: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    settings: str | None = None
    contexts: tuple[ContextConfig, ...] = ()
    seams: SeamsConfig = SeamsConfig()
    shared_kernel: tuple[str, ...] = ()
    rules: dict[str, RuleConfig] = {}
    rule_folders: tuple[str, ...] = ()
    catalog: tuple[str, ...] = ()
    stubs: tuple[str, ...] = ()
    baseline: str | None = None
    waivers: tuple[WaiverConfig, ...] = ()
    waivers_need_reason: bool = False
    fix: FixConfig = FixConfig()
    name_convention: bool = True
    include_tests: bool = False
    only: tuple[str, ...] = ()
