"""Every Dockerfile as a process of its own: many services have no other manifest."""

from __future__ import annotations

import posixpath

from boundary_lint.discover.deploy.builds import Builds, holds_images_alone
from boundary_lint.discover.deploy.commands import ports_in, shown_command, with_scripts
from boundary_lint.discover.deploy.dockerfile import Recipe, recipe_of
from boundary_lint.discover.deploy.environment import environment
from boundary_lint.discover.deploy.images import engine_of
from boundary_lint.discover.deploy.sources import Sources, joined
from boundary_lint.facts.deployment import Process


def dockerfile_processes(sources: Sources, builds: Builds) -> list[Process]:
    """Return a process for every Dockerfile and folder that it is used for; where no manifest uses it, that is its own."""
    return [process for path in sources.dockerfiles for process in _processes(sources, builds, path)]


def _processes(sources: Sources, builds: Builds, path: str) -> list[Process]:
    recipe = recipe_of(sources, path)
    if recipe is None:
        return []
    own = posixpath.dirname(path)
    guessed = own if _stands_alone(sources, own, recipe) else builds.code_folder(posixpath.dirname(own), path, recipe)
    found = []
    for folder in sorted(builds.used.get(path, {guessed})):
        command = with_scripts(sources, shown_command(recipe.starts), [folder, own])
        engine = "" if folder in sources.code else engine_of(recipe.base)
        found.append(
            Process(
                kind="dockerfile",
                name=posixpath.basename(folder),
                file=path,
                line=recipe.line,
                folder=folder,
                dockerfile=path,
                command=shown_command(command),
                environment=environment(sources, folder, recipe),
                ports=tuple(sorted({*recipe.ports, *ports_in(command)})),
                health=recipe.health,
                infrastructure=engine,
                language=recipe.language,
            )
        )
    return found


def _stands_alone(sources: Sources, own: str, recipe: Recipe) -> bool:
    """Whether a Dockerfile is built in its own folder, and not in the one above that holds the code."""
    if own in sources.code or posixpath.dirname(own) not in sources.code:
        return True
    named = (source for source, _ in recipe.copies if source.strip("./"))  # "." may be any folder
    above = (joined(posixpath.dirname(own), source) for source in named)
    return not holds_images_alone(posixpath.basename(own)) and not any(path in sources.code for path in above if path)
