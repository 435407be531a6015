"""Which YAML files are manifests, and of what kind: told by name, place and the first lines."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator

from boundary_lint.discover.deploy.expressions import UNKNOWN
from boundary_lint.discover.deploy.sources import Sources, is_of_tests
from boundary_lint.facts.content import read_file

MAX_HEAD = 4_096
"""Bytes at the beginning of a file that tell what it is."""

MAX_LOOKED_AT = 20_000
"""Files of which the beginning is looked at."""

NAMED = re.compile(r"(docker-)?compose([._-].*)?\.ya?ml", re.IGNORECASE)
"""Names of compose files."""

_SKAFFOLD = re.compile(r"skaffold[^/]*\.ya?ml", re.IGNORECASE)
_KUSTOMIZATION = re.compile(r"kustomization(\.ya?ml)?", re.IGNORECASE)
_HEAD = re.compile(rb"^(apiVersion|kind|services|openapi|swagger)[\"']?\s*:", re.MULTILINE)
_JSON_HEAD = re.compile(rb"^\s*\{\s*\"(openapi|swagger)\"|\"(openapi|swagger)\"\s*:\s*\"[23]\.")
_FILES_OF_CHARTS = frozenset({"Chart.yaml", "Chart.yml", "values.yaml", "requirements.yaml"})

_UNFILLED = re.compile(r"\{\{[^\n{}]{0,300}\}\}|\{%[^\n]{0,300}?%\}")
_DEPLOYS = re.compile(
    r"^\s*(?:services:|kind:\s*[\"']?(?:Deployment|StatefulSet|DaemonSet|Job|CronJob|Pod|Service|ConfigMap|Secret|List)\b)",
    re.MULTILINE,
)
"""What is read of a manifest; others may be templates of what they like."""

_BARE = re.compile(r"^[^\"'#\n|>]*(\{\{|\{%)", re.MULTILINE)


class Yamls:
    """The YAML files of a tree by what they are, each list in a stable order."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self.compose: list[str] = []
        self.skaffold: list[str] = []
        self.kustomizations: list[str] = []
        self.objects: list[str] = []
        self.openapi: list[str] = []
        self.charts: frozenset[str] = frozenset()
        known = [path for path in sources.tree.manifests if path.endswith((".yaml", ".yml"))]
        found = sorted({*known, *sources.tree.documents})
        self.charts = frozenset(
            posixpath.dirname(path) for path in found if posixpath.basename(path) in ("Chart.yaml", "Chart.yml")
        )
        manifests = frozenset(known)
        for path in found[:MAX_LOOKED_AT]:
            if not is_of_tests(path):
                self._place(path, path in manifests)

    def _place(self, path: str, known: bool) -> None:
        name = posixpath.basename(path)
        if name in _FILES_OF_CHARTS:
            return
        if NAMED.fullmatch(name):
            self.compose.append(path)
        elif _SKAFFOLD.fullmatch(name):
            self.skaffold.append(path)
        elif _KUSTOMIZATION.fullmatch(name):
            self.kustomizations.append(path)
        else:
            self._by_content(path, known)

    def _by_content(self, path: str, known: bool) -> None:
        words = set(self._words(path, known))
        if {"apiVersion", "kind"} <= words:
            self.objects.append(path)
        elif "services" in words:
            self.compose.append(path)
        elif words & {"openapi", "swagger"}:
            self.openapi.append(path)

    def _words(self, path: str, known: bool) -> Iterator[str]:
        """Return the keys at the beginning of a file by which its kind is told. known: a file that cannot be read there is a gap."""
        if known:
            content = (self._sources.text(path) or "")[:MAX_HEAD].encode("utf-8", "replace")
        else:
            try:
                content = read_file(os.path.join(self._sources.tree.base, path), MAX_HEAD)
            except OSError:
                return
        pattern = _JSON_HEAD if path.endswith(".json") else _HEAD
        for match in pattern.finditer(content):
            yield next(group for group in match.groups() if group).decode()


def without_actions(sources: Sources, file: str) -> str | None:
    """Return the text of a file that is not a chart's, with actions of a template language as unknown values; a gap tells of them."""
    text = sources.text(file)
    if text is None or ("{{" not in text and "{%" not in text):
        return text
    bare = _BARE.search(text)
    if bare is None:
        return text
    line = text.count("\n", 0, bare.start(1)) + 1
    if _DEPLOYS.search(text):
        sources.gap(file, "is a template whose {{ }} nothing here fills in", line)
    return "\n".join(_unfilled(line) for line in text.split("\n"))


def _unfilled(line: str) -> str:
    """Return a line with its actions as unknown values; one that holds nothing else says nothing."""
    return "" if not _UNFILLED.sub("", line).strip(" -") else _UNFILLED.sub(UNKNOWN, line)
