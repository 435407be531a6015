"""The variables of one process, of all who set them: the code's own ``.env`` least, the manifest most."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping

from boundary_lint.discover.deploy.dockerfile import Recipe
from boundary_lint.discover.deploy.dotenv import Setting, environment_of, settings_of
from boundary_lint.discover.deploy.sources import Sources
from boundary_lint.facts.deployment import EnvironmentValue

_EXAMPLE = re.compile(r"example|sample|template|dist|test", re.IGNORECASE)


def environment(
    sources: Sources,
    folder: str | None,
    recipe: Recipe | None = None,
    files: Mapping[str, Setting] = {},
    own: Iterable[EnvironmentValue] = (),
) -> tuple[EnvironmentValue, ...]:
    """Return the variables of a process, sorted by name.

    folder: where its code lies. files: what ``env_file`` sets. own: what the manifest itself sets.
    """
    settings = {**_beside(sources, folder), **dict(recipe.settings if recipe else ()), **files}
    found = {value.name: value for value in environment_of(settings)}
    found.update((value.name, value) for value in own)
    return tuple(found[name] for name in sorted(found))


def _beside(sources: Sources, folder: str | None) -> dict[str, Setting]:
    """Return what the ``.env`` of the code sets; where there is none but an example, what that shows."""
    if folder is None:
        return {}
    names = sources.dotenvs.get(folder, ())
    ranked = sorted(names, key=lambda name: (name != ".env", bool(_EXAMPLE.search(name)), name))
    return settings_of(sources, posixpath.join(folder, ranked[0])) if ranked else {}
