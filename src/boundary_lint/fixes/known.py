"""What a fix may look at: the facts by place, the catalogue, and what the configuration says of fixes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from boundary_lint.config.model import Config
from boundary_lint.facts.deployment import RemoteProcedure
from boundary_lint.facts.program import Import, Invocation, Module, RemoteCall, Retry
from boundary_lint.facts.program import ProgramFacts as Facts
from boundary_lint.fixes.bindings import Bindings
from boundary_lint.fixes.loading import Loading
from boundary_lint.fixes.source import Declined

if TYPE_CHECKING:  # a run in which nothing is to be mended does without
    from boundary_lint.frameworks.catalog import Catalog
    from boundary_lint.frameworks.remote.page import RemotePage
    from boundary_lint.frameworks.resilience.page import RetryPage
    from boundary_lint.graph.boundaries import Boundaries


class Known:
    """What is known of a program. procedures: those that its interface definitions declare; rules: gives the ids of all rules; read: the content of a file below the analysed folder.

    Raises:
        CatalogError: a page of the catalogue cannot be read.
    """

    def __init__(
        self, facts: Facts, config: Config, procedures: Iterable[RemoteProcedure], rules: Callable[[], Collection[str]],
        read: Callable[[str], bytes],
    ) -> None:  # fmt: skip
        self.facts, self.config, self.read = facts, config, read
        self._procedures, self._ids = procedures, rules
        self._bindings: dict[tuple[str, str], Bindings | None] = {}

    @cached_property
    def rules(self) -> frozenset[str]:
        """The ids of all rules."""
        return frozenset(self._ids())

    @cached_property
    def catalog(self) -> Catalog:
        """The catalogue."""
        from boundary_lint.frameworks.catalog import load_catalog

        return load_catalog([Path(self.config.base) / page for page in self.config.catalog])

    @cached_property
    def remote(self) -> dict[str, RemotePage]:
        """Libraries that call others, by name."""
        from boundary_lint.frameworks.remote.page import read_pages

        return read_pages(self.catalog)

    @cached_property
    def retries(self) -> dict[str, RetryPage]:
        """Libraries that try again, by name."""
        from boundary_lint.frameworks.resilience.page import read_pages

        return {page.how: page for page in read_pages(self.catalog)}

    @cached_property
    def streams(self) -> dict[str, bool]:
        """Name of every procedure that is declared = whether one of that name streams."""
        found: dict[str, bool] = {}
        for one in self._procedures:
            found[one.method] = found.get(one.method, False) or one.streams
        return found

    @cached_property
    def boundaries(self) -> Boundaries:
        """What the configuration calls public."""
        from boundary_lint.graph.boundaries import Boundaries
        from boundary_lint.graph.ids import Ids

        return Boundaries(Ids(self.facts))

    @cached_property
    def loading(self) -> Loading:
        """What is loaded with what."""
        return Loading(self.facts.modules, self.facts.imports)

    def bindings(self, root: str, module: str) -> Bindings | None:
        """Return the names of a module, None where the program has no such one.

        Raises:
            Declined: it cannot be read.
        """
        key = (root, module)
        if key not in self._bindings:
            found = self._modules.get(key)
            try:
                self._bindings[key] = Bindings(module, found.is_package, self.read(found.file)) if found else None
            except (OSError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
                raise Declined(f"{module} cannot be read") from error
        return self._bindings[key]

    def context_of(self, root: str, module: str) -> str:
        """Return the context of a module, "" where there is none."""
        found = self._modules.get((root, module))
        return found.context if found is not None else ""

    def module_at(self, file: str) -> Module:
        """Return the module of a file of the program."""
        return self._files[file]

    def is_private(self, one: Import) -> bool:
        """Whether a name is imported from another context, which does not call it public."""
        source, target = self._files[one.file].context, self.context_of(one.imported_root, one.imported)
        return self.boundaries.private(one, source, target) == "not public"

    def imports_at(self, file: str, line: int) -> list[Import]:
        """Return the imports of modules of the program on a line."""
        return self._imports.get((file, line), [])

    def importing(self, name: str) -> list[Import]:
        """Return the imports of what bears a name."""
        return self._importing.get(name, [])

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
    def _modules(self) -> dict[tuple[str, str], Module]:
        return {(module.root, module.module): module for module in self.facts.modules}

    @cached_property
    def _files(self) -> dict[str, Module]:
        return {module.file: module for module in self.facts.modules}

    @cached_property
    def _imports(self) -> dict[tuple[str, int], list[Import]]:
        found = defaultdict(list)
        for one in self.facts.imports:
            found[one.file, one.line].append(one)
        return found

    @cached_property
    def _importing(self) -> dict[str, list[Import]]:
        found = defaultdict(list)
        for one in self.facts.imports:
            if one.name:
                found[one.name].append(one)
        return found

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
