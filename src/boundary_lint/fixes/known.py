"""What a fix may look at: the facts by place, the catalogue, and what the configuration says of fixes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from functools import cached_property
from pathlib import Path

from boundary_lint.config.model import Config
from boundary_lint.facts.program import Invocation, RemoteCall, Retry
from boundary_lint.facts.program import ProgramFacts as Facts
from boundary_lint.frameworks.catalog import Catalog, load_catalog
from boundary_lint.frameworks.remote import page as remote
from boundary_lint.frameworks.remote.page import RemotePage
from boundary_lint.frameworks.resilience import page as retries
from boundary_lint.frameworks.resilience.page import RetryPage


class Known:
    """What is known of a program. rules: gives the ids of all rules; read: the content of a file below the analysed folder.

    Raises:
        CatalogError: a page of the catalogue cannot be read.
    """

    def __init__(
        self, facts: Facts, config: Config, rules: Callable[[], Collection[str]], read: Callable[[str], bytes]
    ) -> None:
        self.facts, self.config, self.read = facts, config, read
        self._ids = rules

    @cached_property
    def rules(self) -> frozenset[str]:
        """The ids of all rules."""
        return frozenset(self._ids())

    @cached_property
    def catalog(self) -> Catalog:
        """The catalogue."""
        return load_catalog([Path(self.config.base) / page for page in self.config.catalog])

    @cached_property
    def remote(self) -> dict[str, RemotePage]:
        """Libraries that call others, by name."""
        return remote.read_pages(self.catalog)

    @cached_property
    def retries(self) -> dict[str, RetryPage]:
        """Libraries that try again, by name."""
        return {page.how: page for page in retries.read_pages(self.catalog)}

    def calls_at(self, file: str, line: int) -> list[RemoteCall]:
        """Return the calls of libraries that begin on a line."""
        return self._calls.get((file, line), [])

    def invocations_at(self, file: str, line: int) -> list[Invocation]:
        """Return the calls of functions of the program that begin on a line."""
        return self._invocations.get((file, line), [])

    def retries_at(self, file: str, line: int) -> list[Retry]:
        """Return what is tried again on a line."""
        return self._retries.get((file, line), [])

    @cached_property
    def _calls(self) -> dict[tuple[str, int], list[RemoteCall]]:
        found = defaultdict(list)
        for call in self.facts.calls:
            if call.sink or not call.sink_file:
                found[call.file, call.line].append(call)
        return found

    @cached_property
    def _invocations(self) -> dict[tuple[str, int], list[Invocation]]:
        found = defaultdict(list)
        for one in self.facts.invocations:
            found[one.file, one.line].append(one)
        return found

    @cached_property
    def _retries(self) -> dict[tuple[str, int], list[Retry]]:
        found = defaultdict(list)
        for one in self.facts.retries:
            found[one.file, one.line].append(one)
        return found
