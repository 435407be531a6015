"""``check --fix`` and ``check --diff``: what is told is mended, or it is shown how."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeAlias

from boundary_lint.cli.output import warn
from boundary_lint.report.text import plural

if TYPE_CHECKING:
    from boundary_lint.pipeline.fix import Checked, Mended

Fixing: TypeAlias = Literal["no", "yes", "diff"]
"""Whether findings are mended, or it is shown how."""

MAX_LEFT = 20
"""Places told that are not mended; the rest is counted."""


def mended(checked: Callable[[], Checked]) -> tuple[Checked, list[str]]:
    """Mend what a check tells, and return what it tells then, and what to say of it."""
    from boundary_lint.pipeline.fix import mend

    last, done = mend(checked, write=True)
    left = f"{plural(len(last[0].findings), 'finding')} left"
    return last, [f"{_count(done, 'mended')}; {left}", *_left(done)]


def show_diff(checked: Callable[[], Checked]) -> int:
    """Print what mending would change, and return the exit code: 1 if that is anything."""
    from boundary_lint.pipeline.fix import mend

    (result, _, _), done = mend(checked, write=False)
    sys.stdout.write(done.diff.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))
    for message in [_count(done, "would be mended"), *_left(done), *result.errors]:
        warn(message)
    return 2 if result.errors else int(bool(done.diff))


def _count(done: Mended, what: str) -> str:
    if not done.rules:
        return f"nothing {'could be mended' if what == 'mended' else 'would be mended'}"
    rules = ", ".join(f"{count:,} {rule}" for rule, count in sorted(done.rules.items()))
    return f"{plural(done.rules.total(), 'place')} {what} in {plural(len(done.files), 'file')} ({rules})"


def _left(done: Mended) -> list[str]:
    told = [f"{place} {reason}" for place, reason in sorted(done.left.items())]
    more = [f"... and {len(told) - MAX_LEFT:,} more places not mended"] if len(told) > MAX_LEFT else []
    return [*told[:MAX_LEFT], *more]
