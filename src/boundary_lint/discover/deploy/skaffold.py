"""Skaffold files: which image is built from which folder."""

from __future__ import annotations

import posixpath

from boundary_lint.discover.deploy.builds import Build, Builds
from boundary_lint.discover.deploy.dockerfile import Recipe
from boundary_lint.discover.deploy.images import name_of
from boundary_lint.discover.deploy.nodes import documents
from boundary_lint.discover.deploy.origins import Origins
from boundary_lint.discover.deploy.sources import Sources

_MADE_FOR = {"jib": "java", "ko": "go"}
"""Builders that need no Dockerfile, and the languages they are for."""

MAX_ARTIFACTS = 500
"""Images of one file."""


def learn_artifacts(sources: Sources, builds: Builds, origins: Origins, file: str) -> None:
    """Take note of the images that a skaffold file builds."""
    for document in documents(sources, file):
        plans = [document, *document.at("profiles").elements()]
        artifacts = [artifact for plan in plans for artifact in plan.at("build", "artifacts").elements()]
        for artifact in artifacts[:MAX_ARTIFACTS]:
            image, context = artifact.at("image"), artifact.at("context")
            line = (context or image).line
            if made := next((key for key in _MADE_FOR if artifact.at(key)), ""):
                folder = posixpath.join(context.text or ".", artifact.at(made, "project").text)
                found = builds.existing(posixpath.dirname(file), folder)
                build = Build(found, "", Recipe(file, line, language=_MADE_FOR[made]))
            else:
                dockerfile = artifact.at("docker", "dockerfile").text
                build = builds.build(file, line, context.text or ".", dockerfile, subject=image.text)
            origins.learn(name_of(image.text), build)
