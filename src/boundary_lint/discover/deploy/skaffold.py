"""Skaffold files: which image is built from which folder."""

from __future__ import annotations

from boundary_lint.discover.deploy.builds import Builds
from boundary_lint.discover.deploy.images import name_of
from boundary_lint.discover.deploy.nodes import documents
from boundary_lint.discover.deploy.origins import Origins
from boundary_lint.discover.deploy.sources import Sources

MAX_ARTIFACTS = 500
"""Images of one file."""


def learn_artifacts(sources: Sources, builds: Builds, origins: Origins, file: str) -> None:
    """Take note of the images that a skaffold file builds."""
    for document in documents(sources, file):
        for artifact in document.at("build", "artifacts").elements()[:MAX_ARTIFACTS]:
            image, context = artifact.at("image"), artifact.at("context")
            dockerfile = artifact.at("docker", "dockerfile").text
            build = builds.build(file, (context or image).line, context.text or ".", dockerfile, subject=image.text)
            origins.learn(name_of(image.text), build)
