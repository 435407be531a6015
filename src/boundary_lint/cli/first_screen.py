"""What ``boundary-lint init`` says: what was found, what was written, what to look at twice, and what to do next."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from boundary_lint.config.model import Config
from boundary_lint.pipeline.begin import Begun
from boundary_lint.report.begun import File, Found, render
from boundary_lint.report.text import plural


@dataclass(frozen=True)
class Files:
    """The files of a project, and which of them this run writes."""

    configuration: Path
    baseline: Path
    writes_configuration: bool
    writes_baseline: bool

    @property
    def new(self) -> list[Path]:
        """Those that this run writes."""
        chosen = ((self.configuration, self.writes_configuration), (self.baseline, self.writes_baseline))
        return [file for file, is_new in chosen if is_new]

    @property
    def there(self) -> list[Path]:
        """Those that were there before."""
        return [file for file in (self.configuration, self.baseline) if file not in self.new and file.exists()]


def screen(path: Path, begun: Begun, files: Files, beside: Path | None, *, would: bool) -> str:
    """Return what is said of a program. beside: the file that says how git merges the baseline, if it was written; would: nothing was written."""
    facts = begun.analysis.facts
    found = Found(
        contexts=sorted(context.name for context in facts.contexts if context.kind == "context"),
        services=sorted(service.name for service in facts.services),
        doubts=_doubts(begun),
    )
    rows = [File(shown(files.configuration), _of_contexts(begun, found), files.writes_configuration)]
    if files.writes_baseline:
        rows.append(File(shown(files.baseline), _of_debt(begun), True))
    elif files.baseline in files.there:
        rows.append(File(shown(files.baseline), "accepts what it accepted before", False))
    if beside is not None:
        rows.append(File(shown(beside), "branches merge their baselines without conflicts", True))
    return render(begun.result, found, rows, list(_steps(path, begun, files)), would)


def _of_contexts(begun: Begun, found: Found) -> str:
    """Return what the configuration says of contexts."""
    if count := len(begun.config.contexts):
        about = ", each with where it was found: correct names, modules, owners" if begun.text else ""
        return f"{plural(count, 'entry', 'entries')} under [[contexts]]{about}"
    if not found.contexts and not found.services:
        return "an example of [[contexts]]: declare those that you know" if begun.text else "it declares no contexts"
    anew = "they are found anew in each run"
    return f"contexts as comments: {anew}" if begun.text else f"it declares no contexts: {anew}"


def _of_debt(begun: Begun) -> str:
    """Return what the baseline accepts."""
    about = (
        "what is wrong today is debt, and nothing of it is allowed" if begun.entries else "there is nothing to accept"
    )
    return f"{plural(len(begun.entries), 'entry', 'entries')}: {about}"


def _doubts(begun: Begun) -> list[str]:
    """Return what a reader must look at twice: contexts that are layers."""
    if not begun.layers:
        return []
    hint = "boundary-lint seams shows contexts by links and words"
    if begun.config.contexts:
        hint += "; to take those, drop [[contexts]] from the configuration, then: boundary-lint seams --write"
    else:
        hint += ", and --write saves them"
    return [*(f"{message}. Contexts that are layers prove little" for message in begun.layers), hint]


def _steps(path: Path, begun: Begun, files: Files) -> Iterator[tuple[str, str]]:
    """Yield commands, each with what it is for."""
    has_debt = files.writes_baseline or files.baseline in files.there
    if files.writes_baseline:
        what = "passes now, and fails with what is new: put it into CI (docs/ci.md)"
        yield command("check", path, begun.config), what
    elif has_debt:
        yield command("check", path, begun.config), "fails with what the baseline does not accept"
    else:
        what = "accepts what is wrong today as debt: check then fails with what is new"
        yield command("baseline write", path, begun.config), what
    worst = [one.rule for one in begun.result.findings if one.severity == "error"]
    rules = worst or [one.rule for one in begun.result.findings]
    if rules:
        yield (
            f"boundary-lint explain {max(sorted(set(rules)), key=rules.count)}",
            "why it matters, and how to pay it off",
        )
    if has_debt:
        yield command("baseline prune", path, begun.config), "takes out of the baseline what is paid off"
    yield command("seams", path, begun.config), "where contexts could part, and what each costs to cut"


def command(name: str, path: Path, config: Config) -> str:
    """Return a command for the same code."""
    paths = [shown(path / one) for one in config.only] or ([] if path.resolve() == Path.cwd() else [shown(path)])
    return " ".join(["boundary-lint", name, *map(shlex.quote, paths)])


def shown(path: Path) -> str:
    """Return a path as seen from here, if it lies below."""
    return os.path.relpath(path) if os.path.realpath(path).startswith(os.getcwd() + os.sep) else str(path)
