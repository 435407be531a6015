"""Who owns which file, as CODEOWNERS says it for GitHub and GitLab.

The last pattern that fits a file decides - in every section of its own, where there are sections. A line that cannot be understood is told and left
out, as GitHub does. Source: "About code owners" (docs.github.com), "Code Owners syntax" (docs.gitlab.com). What a pattern means is asked of the
library ``codeowners``; sections, default owners and broken lines are read here, since it does not know them.
"""

from __future__ import annotations

import os
import posixpath
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from boundary_lint.facts.content import read_text

if TYPE_CHECKING:
    from codeowners import CodeOwners

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where the file may lie below the top of a repository; the first one counts."""

MAX_WILD, MAX_WILD_IN_NAME = 6, 3
"""Wildcards of one pattern, and of one name in it: what has more would take long to be compared, and none is real."""

_SECTION = re.compile(r"\^?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?P<owners>(?:\s.*)?)")
_OWNER = re.compile(r"@{1,2}[\w.-]+(?:/[\w.-]+)*|[^\s@]+@[^\s@]+\.[^\s@]+")
_WORD = re.compile(r"(?:\\.|\S)+")
_WILD = re.compile(r"\*+")
_PLAIN = re.compile(r"[^*?\[\\]*")


@dataclass(frozen=True)
class Rule:
    """One line: its pattern, who owns what it fits (nobody, where none is named), and in which section ("" for none)."""

    pattern: str
    owners: tuple[str, ...]
    section: str

    @cached_property
    def fits(self) -> CodeOwners:
        """The pattern, understood; files have thousands of lines, and few of them are asked.

        Raises:
            ValueError, re.error: it is none.
        """
        from codeowners import CodeOwners

        with warnings.catch_warnings(action="ignore"):  # of what a class of characters may mean in a later Python
            return CodeOwners(self.pattern)

    @property
    def start(self) -> str:
        """How every path begins that it fits: "" where that may lie in any folder."""
        is_anchored = "/" in self.pattern.rstrip("/")
        return _PLAIN.match(self.pattern.lstrip("/"))[0] if is_anchored else ""  # type: ignore[index]


class FileOwners:
    """The owners of files. names: all that are named; said: what of CODEOWNERS was not understood, with its line."""

    def __init__(self, rules: Sequence[Rule] = (), prefix: str = "", said: Sequence[str] = ()) -> None:
        """prefix: where the analysed folder lies below the top of the repository."""
        self.names = frozenset(owner for rule in rules for owner in rule.owners)
        self.said = tuple(said)
        self._prefix = prefix
        self._by_start: dict[str, list[tuple[int, Rule]]] = {}
        for number, rule in enumerate(rules):
            self._by_start.setdefault(rule.start, []).append((number, rule))
        self._lengths = sorted({len(start) for start in self._by_start})
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, file: str) -> tuple[str, ...]:
        """Return the owners of a file of the analysed folder, as they are written; of several sections in their order."""
        known = self._known.get(file)
        if known is None:
            path = posixpath.normpath(posixpath.join(self._prefix, file))
            starts = [path[:length] for length in self._lengths if length <= len(path)]
            near = sorted(one for start in starts for one in self._by_start.get(start, ()))
            last = {rule.section: rule.owners for _, rule in near if any(rule.fits.matching_lines(path))}
            known = self._known[file] = tuple(dict.fromkeys(owner for owners in last.values() for owner in owners))
        return known


def places_of(base: str) -> list[str]:
    """Return the files that may say who owns what in a folder, and what tells the top of its repository; the first that exists counts."""
    top = _top(base)
    return [os.path.join(top, place) for place in PLACES]


def read_owners(base: str) -> FileOwners:
    """Return who owns the files of a folder, nobody where no CODEOWNERS says it. Never raises: what cannot be read is told."""
    for place in places_of(base):
        if os.path.lexists(place):
            prefix = os.path.relpath(os.path.realpath(base), os.path.realpath(_top(base))).replace(os.sep, "/")
            name = os.path.relpath(place, base).replace(os.sep, "/")
            try:
                text = read_text(place)
            except OSError as error:
                return FileOwners(said=(f"{name}: cannot be read: {error.strerror}; nothing is known of owners",))
            except UnicodeDecodeError:
                return FileOwners(said=(f"{name}: is not UTF-8; nothing is known of owners",))
            return parse_owners(text, name, "" if prefix == "." else prefix)
    return FileOwners()


def parse_owners(text: str, name: str = "CODEOWNERS", prefix: str = "") -> FileOwners:
    """Return what a CODEOWNERS file says. name: of the file, for what is told."""
    reader = _Reader()
    rules = tuple(reader.rules(text))
    return FileOwners(rules, prefix, tuple(f"{name}:{number}: {reason}" for number, reason in reader.said))


class _Reader:
    """Reads line by line: a section gives its owners to the lines below it."""

    def __init__(self) -> None:
        self.said: list[tuple[int, str]] = []
        self._section, self._default = "", ()  # type: tuple[str, tuple[str, ...]]
        self._number = 0

    def rules(self, text: str) -> Iterator[Rule]:
        """Yield the lines that can be understood."""
        for self._number, line in enumerate(text.split("\n"), 1):
            line = line.strip()
            section = _SECTION.fullmatch(line)
            if section:
                self._section = section["name"].strip().lower()
                self._default = self._owners(section["owners"].split())[0]
            elif line and not line.startswith("#"):
                yield from self._rule(_WORD.findall(line))

    def _rule(self, words: list[str]) -> Iterator[Rule]:
        pattern = words[0]
        owners, are_right = self._owners(words[1:])
        reason = _why_not(pattern)
        if reason:
            self._tell(f"'{pattern}' {reason}; the line is left out")
        elif owners or are_right:
            rule = Rule(pattern, owners or self._default, self._section)
            if _is_sound(rule):
                yield rule
            else:
                self._tell(f"'{pattern}' is no pattern; the line is left out")

    def _owners(self, words: list[str]) -> tuple[tuple[str, ...], bool]:
        """Return owners, and whether nothing else stands there; what follows "#" is a comment."""
        end = next((at for at, word in enumerate(words) if word.startswith("#")), len(words))
        right = [word for word in words[:end] if _OWNER.fullmatch(word)]
        wrong = [word for word in words[:end] if word not in right]
        if wrong:
            self._tell(f"'{wrong[0]}' is no owner: write @name, @group/team or an address of mail")
        return tuple(dict.fromkeys(right)), not wrong

    def _tell(self, reason: str) -> None:
        self.said.append((self._number, reason))


def _why_not(pattern: str) -> str:
    if pattern.startswith("!"):
        return "begins with '!', and nothing can be taken out again"
    counts = [len(_WILD.findall(name)) for name in pattern.split("/")]
    if sum(counts) > MAX_WILD or max(counts) > MAX_WILD_IN_NAME:
        return "has too many wildcards"
    return ""


def _is_sound(rule: Rule) -> bool:
    """Whether a pattern can be understood: only one with a class of characters may be wrong."""
    try:
        return "[" not in rule.pattern or bool(rule.fits)
    except (ValueError, re.error):
        return False


def _top(base: str) -> str:
    """Return the top of the repository that a folder lies in, the folder itself where there is none."""
    folder = os.path.realpath(base)
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return base
        folder = above
    return folder
