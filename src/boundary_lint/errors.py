"""The errors a user may see: each tells the place, the reason and the next step."""

from __future__ import annotations


class BoundaryLintError(Exception):
    """Base of all errors that end a run with exit code 2: nobody's fault but the input's.

    place is "file:line", a file, an option or a configuration key; hint says what to do next ("" where it is obvious).
    """

    def __init__(self, place: str, reason: str, hint: str = "") -> None:
        self.place, self.reason, self.hint = place, reason, hint
        super().__init__(f"{place}: {reason}" + (f" - {hint}" if hint else ""))


class ConfigError(BoundaryLintError):
    """The configuration cannot be used as it is."""


class RuleError(BoundaryLintError):
    """A rule page cannot be read or its query cannot be run."""


class CatalogError(BoundaryLintError):
    """A catalogue page or stub cannot be used as it is."""


class QueryError(BoundaryLintError):
    """A user's query cannot be run."""


class RevisionError(BoundaryLintError):
    """A revision of a git repository cannot be had."""


class BaselineError(BoundaryLintError):
    """The baseline cannot be read or written as it is."""
