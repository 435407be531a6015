"""What a variable of the environment is: what the manifests of the program's processes set, else its default."""

from __future__ import annotations

from collections.abc import Iterable

from boundary_lint.discover.deploy.secrets import HIDDEN, shown
from boundary_lint.facts.deployment import EnvironmentValue, Process
from boundary_lint.facts.program import Hop
from boundary_lint.link.values import MAX_VALUES, TextValue, Values, text_of


class Environment:
    """The variables that manifests set for the processes of one program."""

    def __init__(self, processes: Iterable[Process] = ()) -> None:
        self._set: dict[str, list[EnvironmentValue]] = {}
        for process in processes:
            for value in process.environment:
                known = self._set.setdefault(value.name, [])
                if value not in known:
                    known.append(value)

    def values(self, name: str, read: Hop, default: Values) -> Values:
        """Return what a variable is, with the way to it; ``{}`` where it is set, or must be, but to what is not known."""
        given = self._set.get(name, ())
        if given:
            return frozenset(_given(value, read) for value in given[:MAX_VALUES])
        texts = [value for value in default if isinstance(value, TextValue)]
        if texts:
            return frozenset(_default(name, text, read) for text in texts)
        return frozenset((text_of("{}", (read,)),))


def _given(value: EnvironmentValue, read: Hop) -> TextValue:
    source = "" if value.value and value.source.startswith("environment/") else value.source
    told = " from ".join(filter(None, (f"{value.name}={value.value}" if value.value else value.name, source)))
    return text_of(value.value or "{}", (read, Hop(what="manifest", text=told, file=value.file, line=value.line)))


def _default(name: str, text: TextValue, read: Hop) -> TextValue:
    line = next((hop.line for hop in text.origin if hop.file == read.file), read.line)
    is_hidden = bool(text.text) and shown(name, text.text)[1]
    told = HIDDEN if is_hidden else text.text
    return text_of(told, (read, Hop(what="default", text=told, file=read.file, line=line)))
