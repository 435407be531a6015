"""Find and read the configuration: ``boundary-lint.toml``, or ``[tool.boundary-lint]`` in ``pyproject.toml``, walking up."""

from __future__ import annotations

import difflib
import math
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, cast

from boundary_lint.config.model import Config, ContextConfig, FixConfig, RuleConfig, RuleOption, SeamsConfig, Severity
from boundary_lint.config.waivers import read_waivers
from boundary_lint.errors import ConfigError
from boundary_lint.facts.content import read_text

FILE = "boundary-lint.toml"

UNREADABLE = "make it a file that can be read, or name another with --config; nothing was checked"

SEVERITIES = ("error", "warning", "info", "off")

KINDS: tuple[Literal["service", "context", "library"], ...] = ("service", "context", "library")

_CONTEXT_HEAD = re.compile(r"""\s*\[\[\s*(?:tool\.["']?boundary-lint["']?\.)?["']?contexts["']?\s*\]\]""")

_SEAMS_HEAD = re.compile(r"""\s*\[\s*(?:tool\.["']?boundary-lint["']?\.)?["']?seams["']?\s*[\].]""")

_SEAMS_KEYS = ("together", "apart", "belongs", "respect_packages")

_CONTEXT_KEYS = frozenset({"name", "kind", "modules", "settings", "paths", "tables", "public", "depends-on", "owner"})


def find_config(start: Path) -> Path | None:
    """Return the nearest configuration file, walking up from a folder to the top of its repository.

    Raises:
        ConfigError: what is called so on the way is no file, or a pyproject.toml is not TOML.
    """
    folder = start if start.is_dir() else start.parent
    for here in (folder, *folder.parents):
        if os.path.lexists(here / FILE):
            return here / FILE
        pyproject = here / "pyproject.toml"
        if os.path.lexists(pyproject) and "boundary-lint" in _table(_toml(pyproject), "tool", str(pyproject)):
            return pyproject
        if (here / ".git").exists():
            return None
    return None


def load_config(start: Path, explicit: Path | None = None) -> Config:
    """Return the configuration in force for a path; without a file, the defaults.

    Raises:
        ConfigError: the file cannot be read, is not TOML, or says something that is not known.
    """
    start = start.resolve()
    path = explicit if explicit is not None else find_config(start)
    if path is None:
        return Config(base=str(start if start.is_dir() else start.parent))
    content = _toml(path)
    if path.name == "pyproject.toml":
        content = _table(_table(content, "tool", str(path)), "boundary-lint", str(path))
    return _Reader(path, read_text(path)).config(content)


def parse_config(text: str, path: Path) -> Config:
    """Return the configuration that a text means, as if it stood in a file already.

    Raises:
        ConfigError: it is not TOML, or says something that is not known.
    """
    return _Reader(path, text).config(_parsed(text, path))


def _toml(path: Path) -> dict[str, object]:
    try:
        return _parsed(read_text(path), path)
    except OSError as error:
        raise ConfigError(str(path), f"cannot be read: {error.strerror}", UNREADABLE) from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), f"is not TOML: {error}", "correct the file; nothing was checked") from error


def _parsed(text: str, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError(str(path), "is nested too deep", "correct the file; nothing was checked") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), f"is not TOML: {error}", "correct the file; nothing was checked") from error


def _table(content: Mapping[str, object], key: str, place: str) -> dict[str, object]:
    value = content.get(key, {})
    if not isinstance(value, dict):
        head = key if key == "tool" else f"tool.{key}"
        raise ConfigError(place, f"'{key}' is no table", f"write [{head}]")
    return value


class _Reader:
    """Checks one file key by key; every error names the line and what was meant."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()
        self._start = 0

    def config(self, content: Mapping[str, object]) -> Config:
        """Return the configuration that a table of keys means."""
        known: dict[str, Callable[[object], object]] = {
            "sources": lambda v: self._strings("sources", v),
            "exclude": lambda v: self._strings("exclude", v),
            "include": lambda v: self._strings("include", v),
            "settings": lambda v: self._string("settings", v),
            "contexts": self._contexts,
            "seams": self._seams,
            "shared-kernel": lambda v: self._strings("shared-kernel", v),
            "rules": lambda v: None,
            "rule-folders": lambda v: None,
            "catalog": lambda v: self._strings("catalog", v),
            "stubs": lambda v: self._strings("stubs", v),
            "baseline": lambda v: self._string("baseline", v),
            "waivers": lambda v: read_waivers(v, str(self._path), self._lines),
            "fix": self._fix,
            "waivers-need-reason": lambda v: self._bool("waivers-need-reason", v),
            "name-convention": lambda v: self._bool("name-convention", v),
            "include-tests": lambda v: self._bool("include-tests", v),
        }
        values: dict[str, Any] = {}
        for key, value in content.items():
            if key not in known:
                raise self._unknown(key, known)
            values[key.replace("-", "_")] = known[key](value)
        rules = content.get("rules", {})
        folders = self._strings("rules", rules) if isinstance(rules, list) else ()
        values["rule_folders"] = folders + self._strings("rule-folders", content.get("rule-folders", []))
        values["rules"] = self._rules(rules) if not isinstance(rules, list) else {}
        if values.get("waivers_need_reason"):
            values["rules"] = {"waiver-without-reason": RuleConfig("error")} | values["rules"]
        return Config(file=str(self._path), base=str(self._path.resolve().parent), **values)

    def place(self, key: str, value: str = "") -> str:
        """Return "file:line" of a key or the table it heads, or of a value where one is given; of the entry read, first."""
        name = re.escape(key)
        heads = re.compile(rf"""\s*(?:["']?{name}["']?\s*=|\[+(?:[^\]]*\.)?["']?{name}["']?\]+)""")
        for start in dict.fromkeys((self._start, 0)):
            for number, line in enumerate(self._lines[start:], start + 1):
                if f'"{value}"' in line or f"'{value}'" in line if value else heads.match(line):
                    return f"{self._path}:{number}"
        return str(self._path)

    def anywhere(self, word: str) -> str:
        """Return "file:line" of a value, else of a key."""
        found = self.place("", word)
        return found if found != str(self._path) else self.place(word)

    def _unknown(self, key: str, known: Iterable[str]) -> ConfigError:
        near = difflib.get_close_matches(key, list(known), 1)
        hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(sorted(known))}"
        if key == "tool":
            hint = f"in {FILE} keys stand at the top, without [tool.boundary-lint]"
        return ConfigError(self.place(key), f"unknown key '{key}'", hint)

    def _contexts(self, value: object) -> tuple[ContextConfig, ...]:
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise ConfigError(self.place("contexts"), "'contexts' is no list of tables", "write [[contexts]] for each")
        contexts = tuple(self._context(cast("dict[str, object]", entry), i) for i, entry in enumerate(value))
        self._start = 0
        names = [c.name for c in contexts]
        for context in contexts:
            if names.count(context.name) > 1:
                raise ConfigError(
                    self.place("name", context.name), f"two contexts are called '{context.name}'", "rename one"
                )
            for other in context.depends_on or ():
                if other not in names:
                    near = difflib.get_close_matches(other, names, 1)
                    hint = f"did you mean '{near[0]}'?" if near else f"declared are {', '.join(names)}"
                    raise ConfigError(
                        self.place("depends-on", other), f"'{context.name}' depends on unknown '{other}'", hint
                    )
        return contexts

    def _context(self, entry: Mapping[str, object], index: int) -> ContextConfig:
        heads = [number for number, line in enumerate(self._lines) if _CONTEXT_HEAD.match(line)]
        self._start = heads[index] if index < len(heads) else 0
        for key in entry:
            if key not in _CONTEXT_KEYS:
                raise self._unknown(key, _CONTEXT_KEYS)
        name = entry.get("name")
        if not isinstance(name, str) or not name.strip():
            raise ConfigError(self.place("contexts"), "a context has no name", 'write name = "orders"')
        kind = next((k for k in KINDS if k == entry.get("kind", "context")), None)
        if kind is None:
            told = str(entry.get("kind"))
            raise ConfigError(self.place("kind", told), f"'{told}' is no kind of context", f"one of {', '.join(KINDS)}")
        modules, paths = (
            self._strings("modules", entry.get("modules", [])),
            self._strings("paths", entry.get("paths", [])),
        )
        place = self.place("name", name)
        if not modules and not paths:
            raise ConfigError(
                place, f"context '{name}' has no modules", 'write modules = ["shop.orders"] or paths = [...]'
            )
        return ContextConfig(
            name=name,
            kind=kind,
            modules=modules,
            paths=paths,
            settings=self._string("settings", entry["settings"]) if "settings" in entry else None,
            tables=self._strings("tables", entry.get("tables", [])),
            public=self._strings("public", entry["public"]) if "public" in entry else None,
            depends_on=self._strings("depends-on", entry["depends-on"]) if "depends-on" in entry else None,
            owner=self._string("owner", entry["owner"]) if "owner" in entry else None,
            line=int(place.rpartition(":")[2]) if place.rpartition(":")[2].isdigit() else 0,
        )

    def to_seams(self) -> None:
        """Look for places from the table ``[seams]`` on."""
        self._start = next((number for number, line in enumerate(self._lines) if _SEAMS_HEAD.match(line)), 0)

    def _seams(self, value: object) -> SeamsConfig:
        if not isinstance(value, dict):
            raise ConfigError(self.place("seams"), "'seams' is no table", "write [seams]")
        self.to_seams()
        for key in value:
            if key not in _SEAMS_KEYS:
                raise self._unknown(key, _SEAMS_KEYS)
        found = SeamsConfig(
            together=self._lists("together", value.get("together", []), 1),
            apart=self._lists("apart", value.get("apart", []), 2),
            belongs=self._belongs(value.get("belongs", {})),
            respect_packages=self._bool("respect_packages", value.get("respect_packages", False)),
        )
        self._start = 0
        return found

    def _fix(self, value: object) -> FixConfig:
        if not isinstance(value, dict):
            raise ConfigError(self.place("fix"), "'fix' is no table", "write [fix]")
        for key in value:
            if key not in FixConfig.__struct_fields__:
                raise self._unknown(key, FixConfig.__struct_fields__)
        timeout, attempts = value.get("timeout"), value.get("attempts")
        if timeout is not None and (
            not isinstance(timeout, int | float) or isinstance(timeout, bool) or not 0 < timeout < math.inf
        ):
            raise ConfigError(self.place("timeout"), "'timeout' is no number of seconds above 0", "write timeout = 10")
        if attempts is not None and (not isinstance(attempts, int) or isinstance(attempts, bool) or attempts < 1):
            raise ConfigError(self.place("attempts"), "'attempts' is no whole number above 0", "write attempts = 5")
        return FixConfig(timeout=timeout, attempts=attempts)

    def _lists(self, key: str, value: object, least: int) -> tuple[tuple[str, ...], ...]:
        if not isinstance(value, list) or not all(isinstance(entry, list) for entry in value):
            hint = f'write {key} = [["shop.orders", "shop.cart"]]'
            raise ConfigError(self.place(key), f"'{key}' is no list of lists of strings", hint)
        found = tuple(self._strings(key, entry) for entry in value)
        if any(len(entry) < least for entry in found):
            raise ConfigError(self.place(key), f"an entry of '{key}' has too few patterns", f"write {least} or more")
        return found

    def _belongs(self, value: object) -> dict[str, str]:
        hint = 'write "shop.orders.tax" = "billing", the name in quotes'
        if not isinstance(value, dict):
            raise ConfigError(self.place("belongs"), "'belongs' is no table", hint)
        for pattern, context in value.items():
            if not isinstance(context, str) or not context.strip():
                raise ConfigError(self.place(pattern), f"'{pattern}' belongs to no name of a context", hint)
        return dict(value)

    def _rules(self, value: object) -> dict[str, RuleConfig]:
        if not isinstance(value, dict):
            raise ConfigError(self.place("rules"), "'rules' is neither a table nor a list of folders", "write [rules]")
        return {rule: self._rule(rule, settings) for rule, settings in value.items()}

    def _rule(self, rule: str, settings: object) -> RuleConfig:
        if isinstance(settings, str):
            settings = {"severity": settings}
        if not isinstance(settings, dict):
            raise ConfigError(
                self.place(rule),
                f"rule '{rule}' has neither a severity nor a table of options",
                f'write {rule} = "warning"',
            )
        severity = settings.get("severity")
        if severity is not None and severity not in SEVERITIES:
            raise ConfigError(self.place(rule), f"'{severity}' is no severity", f"one of {', '.join(SEVERITIES)}")
        options = {key: tuple(v) if isinstance(v, list) else v for key, v in settings.items() if key != "severity"}
        return RuleConfig(cast("Severity | None", severity), cast("dict[str, RuleOption]", options))

    def _strings(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ConfigError(self.place(key), f"'{key}' is no list of strings", f'write {key} = ["..."]')
        return tuple(value)

    def _string(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            raise ConfigError(self.place(key), f"'{key}' is no string", f'write {key} = "..."')
        return value

    def _bool(self, key: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise ConfigError(self.place(key), f"'{key}' is neither true nor false", f"write {key} = true")
        return value


def locate(config: Config, seams: bool = False) -> Callable[[str], str]:
    """Return a function from a value or key of the configuration file to the "file:line" where it stands. seams: in ``[seams]``, first.

    It is the file alone where nothing is said, or the file is not there yet.
    """

    def place(word: str) -> str:
        try:
            reader = _Reader(Path(config.file), read_text(config.file))
        except (OSError, UnicodeDecodeError):
            return config.file
        if seams:
            reader.to_seams()
        return reader.anywhere(word) if word else config.file

    return place
