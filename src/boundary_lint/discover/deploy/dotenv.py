"""Files of variables: ``.env`` and what ``env_file`` names."""

from __future__ import annotations

import re
from typing import NamedTuple

from boundary_lint.discover.deploy.secrets import shown
from boundary_lint.discover.deploy.sources import Sources
from boundary_lint.discover.deploy.variables import filled, lookup_in
from boundary_lint.facts.deployment import EnvironmentValue

MAX_VARIABLES = 500
"""Variables of one file or process; the largest real one has 300."""

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s*(.*)")
_EXAMPLES = (".example", ".sample", ".template", ".dist", ".default")
_COMMENT = re.compile(r"\s#.*$")


class Setting(NamedTuple):
    """A variable as a file sets it. value may be secret: it is for filling in references alone, and shown by `environment_of`."""

    value: str
    file: str
    line: int


def settings_of(sources: Sources, file: str, *, optional: bool = True) -> dict[str, Setting]:
    """Return the variables of a file; of one that is set twice the last. Where it is kept out of the repository, its example tells."""
    if optional and not sources.is_file(file):
        file = _example_of(sources, file)
    text = sources.text(file, optional=optional)
    found: dict[str, Setting] = {}
    lines = (text or "").split("\n")
    number = 0
    while number < len(lines) and len(found) < MAX_VARIABLES:
        match = _LINE.fullmatch(lines[number])
        number += 1
        if match is None:
            continue
        name, written, line = match[1], match[2].strip(), number
        quote = written[:1]
        if quote in ("'", '"'):
            while written.find(quote, 1) < 0 and number < len(lines) and number - line < 100:
                written += "\n" + lines[number]
                number += 1
            end = written.find(quote, 1)
            value = written[1:end] if end > 0 else written[1:]
        else:
            value = _COMMENT.sub("", " " + written).strip()
        if quote != "'":
            value = filled(
                value, lookup_in({key: setting.value for key, setting in found.items()}) if "$" in value else _nothing
            )
        found[name] = Setting(value, file, line)
    return found


def _example_of(sources: Sources, file: str) -> str:
    """Return the example that lies beside a file which is absent (``.env.example``), the file itself where none does."""
    return next((file + end for end in _EXAMPLES if sources.is_file(file + end)), file)


def environment_of(settings: dict[str, Setting]) -> tuple[EnvironmentValue, ...]:
    """Return variables as they may be shown."""
    return tuple(variable(name, setting.value, setting.file, setting.line) for name, setting in settings.items())


def variable(
    name: str, value: str, file: str, line: int, source: str = "", *, only_places: bool = False
) -> EnvironmentValue:
    """Return a variable as it may be shown; what is not known at all has no value."""
    text, secret = shown(name, value, only_places=only_places)
    return EnvironmentValue(name, "" if text == "{}" else text, file, line, secret, source)


def _nothing(name: str) -> None:
    return None
