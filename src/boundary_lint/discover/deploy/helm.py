"""Helm charts: their templates filled in with the chart's own values."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from boundary_lint.discover.deploy.expressions import Data
from boundary_lint.discover.deploy.images import engine_of
from boundary_lint.discover.deploy.nodes import NOTHING, Item, documents
from boundary_lint.discover.deploy.sources import Sources
from boundary_lint.discover.deploy.templates import TemplateError, Templates
from boundary_lint.facts.deployment import Process

MAX_VALUES = 20_000
"""Values of one chart."""


class Charts:
    """The charts of a tree, by their folders."""

    def __init__(self, sources: Sources, folders: frozenset[str]) -> None:
        self._sources = sources
        self._folders = folders
        self._charts: dict[str, Templates] = {}

    def folder_of(self, file: str) -> str | None:
        """Return the folder of the chart whose template a file is."""
        folder, _, rest = file.rpartition("/templates/")
        while rest:
            if folder in self._folders:
                return folder
            folder, _, rest = folder.rpartition("/templates/")
        return "" if file.startswith("templates/") and "" in self._folders else None

    def documents(self, file: str) -> list[Item]:
        """Return the documents of a template."""
        folder = self.folder_of(file) or ""
        text = self._sources.text(file)
        if text is None:
            return []
        chart = self._chart(folder)
        try:
            filled, lines = chart.render(text)
        except TemplateError as error:
            self._sources.gap(file, f"is a template that cannot be filled in: {error}")
            return []
        if chart.unknown:
            line, expression = chart.unknown[0]
            more = f" and {len(chart.unknown) - 1} more" if len(chart.unknown) > 1 else ""
            self._sources.gap(
                file,
                f"{{{{ {_told(expression)} }}}}{more}: the chart's values do not say what it is",
                line,
            )
        return documents(self._sources, file, filled, lines)

    def brought(self) -> Iterator[Process]:
        """Return what charts bring along: engines that they depend on, under the name of the release."""
        for folder in sorted(self._folders):
            chart = self._first(posixpath.join(folder, "Chart.yaml"))
            needed = [
                *chart.at("dependencies").elements(),
                *self._first(posixpath.join(folder, "requirements.yaml")).at("dependencies").elements(),
            ]
            for item in needed[:50]:
                name = item.at("alias").text or item.at("name").text
                engine = engine_of(item.at("name").text)
                if engine:
                    hosts = tuple(sorted({name, f"{self._release(folder, chart)}-{name}"}))
                    yield Process(
                        "kubernetes",
                        name,
                        item.file,
                        item.line,
                        image=item.at("name").text,
                        hosts=hosts,
                        infrastructure=engine,
                    )

    def _chart(self, folder: str) -> Templates:
        if folder not in self._charts:
            self._charts[folder] = templates = Templates(self._root(folder))
            text = self._sources.text(posixpath.join(folder, "templates/_helpers.tpl"), optional=True)
            try:
                templates.define(text or "")
            except TemplateError as error:
                self._sources.gap(posixpath.join(folder, "templates/_helpers.tpl"), f"cannot be read: {error}")
        return self._charts[folder]

    def _root(self, folder: str) -> dict[str, Data]:
        chart = self._first(posixpath.join(folder, "Chart.yaml"))
        fields = {key[:1].upper() + key[1:]: item.text for key, item in chart.fields().items() if item.text}
        return {
            "Values": self._values(folder),
            "Chart": {"Name": posixpath.basename(folder), "Version": "0", "AppVersion": "0", **fields},
            "Release": {
                "Name": self._release(folder, chart),
                "Namespace": "default",
                "Service": "Helm",
                "Revision": "1",
            },
        }

    def _release(self, folder: str, chart: Item) -> str:
        """Return the name of the release: charts are installed under their own name, as far as anybody can tell."""
        return chart.at("name").text or posixpath.basename(folder)

    def _values(self, folder: str) -> dict[str, Data]:
        """Return a chart's values, those above that its parent gives it."""
        own = _data(self._first(posixpath.join(folder, "values.yaml")), [MAX_VALUES])
        values: dict[str, Data] = own if isinstance(own, dict) else {}
        parent, _, name = folder.rpartition("/charts/")
        if parent in self._folders and "/" not in name and (parent or folder.startswith("charts/")):
            given = self._values(parent)
            for part in ({"global": given.get("global")}, given.get(name)):
                if isinstance(part, dict):
                    values = _over(values, {key: value for key, value in part.items() if value is not None})
        return values

    def _first(self, file: str) -> Item:
        if not self._sources.is_file(file):
            return NOTHING
        return next(iter(documents(self._sources, file)), NOTHING)


def _told(expression: str) -> str:
    """Return an expression as a gap tells it: without the texts in it, which may be secret."""
    return re.sub(r"\"[^\"]*\"|`[^`]*`", '"..."', " ".join(expression.split()))[:80]


def _over(low: dict[str, Data], high: dict[str, Data], depth: int = 0) -> dict[str, Data]:
    merged = dict(low)
    for key, value in high.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict) and depth < 20:
            merged[key] = _over(below, value, depth + 1)
        else:
            merged[key] = value
    return merged


def _data(item: Item, left: list[int], depth: int = 0) -> Data:
    """Return an item without places. left: how many more values may be taken, so that shared ones do not multiply."""
    left[0] -= 1
    if left[0] < 0 or depth > 60:
        return None
    if isinstance(item.value, dict):
        return {key: _data(value, left, depth + 1) for key, value in item.value.items()}
    if isinstance(item.value, list):
        return [_data(value, left, depth + 1) for value in item.value]
    return item.value
