"""Which folder an image is built from: the context, or the part of it that the Dockerfile is for."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from boundary_lint.discover.deploy.dockerfile import Recipe, recipe_of
from boundary_lint.discover.deploy.sources import Sources, joined, spelt

ALIKE = 0.85
"""Share of letters that two paths must have in common (difflib's ratio) for one to be a slip of the other."""

MAX_OTHERS = 50
"""Other Dockerfiles that one is compared with."""

_OF_IMAGES = frozenset({
    "docker", "dockerfiles", "deploy", "deployment", "build", "compose", "container", "containers", "images", "infra",
})  # fmt: skip

_REMOTE = re.compile(r"[a-z+]+://|git@|github\.com/")


class Build(NamedTuple):
    """What is built, and from where. folder is None where it is not known."""

    folder: str | None = None
    dockerfile: str = ""
    recipe: Recipe | None = None


class Builds:
    """Finds the folders of builds, and remembers for which folders each Dockerfile is used."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self.used: dict[str, set[str]] = {}

    def build(
        self,
        file: str,
        line: int,
        context: str,
        dockerfile: str = "",
        target: str = "",
        arguments: Mapping[str, str] = {},
        subject: str = "",
    ) -> Build:
        """Return what a manifest builds. context: as written there, relative to the manifest."""
        if _REMOTE.match(context) or "{}" in context:
            if "{}" in context:
                self._sources.gap(
                    file, f"the folder {context} that {subject or 'it'} is built from is not known", line, subject
                )
            return Build()
        found = self.existing(posixpath.dirname(file), context)
        if found is None:
            found = self._meant(posixpath.dirname(file), context)
            self._miss(file, line, context, subject, found)
            if found is None:
                return Build()
        path = self._dockerfile(found, file, dockerfile or "Dockerfile")
        if path is None:
            if dockerfile:
                self._sources.gap(
                    file, f"the Dockerfile {dockerfile} of {subject or 'it'} does not exist", line, subject
                )
            return Build(found)
        recipe = recipe_of(self._sources, path, target, arguments)
        folder = self.code_folder(found, path, recipe)
        self.used.setdefault(path, set()).add(folder)
        return Build(folder, path, recipe)

    def _miss(self, file: str, line: int, context: str, subject: str, meant: str | None) -> None:
        path = joined(posixpath.dirname(file), context)
        what = "is left out of what is read" if path and self._sources.is_left_out(path) else "does not exist"
        words = f"; {meant} is taken for it" if meant else ""
        self._sources.gap(
            file, f"the folder {context} that {subject or 'it'} is built from {what}{words}", line, subject
        )

    def in_folder(self, folder: str) -> Build:
        """Return what the Dockerfile of a folder builds; the folder alone where there is none."""
        path = f"{folder}/Dockerfile" if folder else "Dockerfile"
        if not self._sources.is_file(path):
            return Build(folder)
        self.used.setdefault(path, set()).add(folder)
        return Build(folder, path, recipe_of(self._sources, path))

    def code_folder(self, context: str, dockerfile: str, recipe: Recipe | None) -> str:
        """Return the folder in a context that a Dockerfile is for.

        Where the context holds several, that is the Dockerfile's own if it holds code, else what this one copies and others do not;
        where there is one, its code is the context's.
        """
        own, code = posixpath.dirname(dockerfile), self._sources.code
        others = [path for path in self._sources.dockerfiles if path != dockerfile and _below(path, context)]
        copied = self._copied(context, recipe)
        if own != context and _below(own, context) and any(posixpath.dirname(path) != own for path in others):
            if own in code or (recipe and not holds_images_alone(own) and self._is_of_another_language(recipe, copied)):
                return own
        elif own != context and own in code:
            return context
        if context not in code or context in copied or not copied:
            return context
        if len(copied) > 1 and recipe is not None:
            words = f"{recipe.starts} {dockerfile}"
            named = {path for path in copied if re.search(rf"\b{re.escape(posixpath.basename(path))}\b", words)}
            copied = frozenset(named) or copied
        if len(copied) > 1:
            return context
        theirs = (self._copied(context, recipe_of(self._sources, path)) for path in others[:MAX_OTHERS])
        return min(copied) if any(other and not other & copied for other in theirs) else context

    def _is_of_another_language(self, recipe: Recipe, copied: frozenset[str]) -> bool:
        """Whether an image has nothing to do with the Python code of its context."""
        return recipe.language not in ("python", "") or not copied

    def _copied(self, context: str, recipe: Recipe | None) -> frozenset[str]:
        """Return the folders with code that an image copies from its context."""
        paths = {joined(context, source.lstrip("/") or ".") for source, _ in (recipe.copies if recipe else ())}
        return frozenset(path for path in paths if path is not None and path in self._sources.code)

    def existing(self, folder: str, path: str) -> str | None:
        """Return a folder as seen from another one, or from one above: commands are often run at the top."""
        for above in _up(folder):
            found = joined(above, path)
            if found is not None and self._sources.is_folder(found):
                return found
            if path.startswith(".."):
                break
        return None

    def _meant(self, folder: str, path: str) -> str | None:
        """Return the only folder with code that a path is a slip of."""
        last = spelt(posixpath.basename(path.rstrip("/")))
        wanted = [whole for above in _up(folder) if (whole := joined(above, path))]
        alike = {
            other
            for other in self._sources.by_name.get(last, ())
            for whole in wanted
            if whole.count("/") == other.count("/") and difflib.SequenceMatcher(None, whole, other).ratio() >= ALIKE
        }
        return alike.pop() if len(alike) == 1 else None

    def _dockerfile(self, context: str, file: str, written: str) -> str | None:
        """Return the path of a Dockerfile, which is relative to the context and often written relative to the manifest."""
        for folder in (context, *_up(posixpath.dirname(file))):
            path = joined(folder, written)
            if path and self._sources.is_file(path):
                return path
            if written == "Dockerfile":
                break
        return None


def holds_images_alone(folder: str) -> bool:
    """Whether a folder is one of those that hold Dockerfiles, and not what these are for."""
    return not _OF_IMAGES.isdisjoint(part.lower() for part in folder.split("/"))


def _up(folder: str) -> Iterator[str]:
    yield folder
    while folder:
        folder = posixpath.dirname(folder)
        yield folder


def _below(path: str, folder: str) -> bool:
    return not folder or path.startswith(folder + "/")
