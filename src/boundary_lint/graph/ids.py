"""Numbers for files, tables and models: facts name each of them hundreds of times."""

from __future__ import annotations

from boundary_lint.facts.program import Context, Module, ProgramFacts, Table


class Ids:
    """The modules, tables and models of a program, numbered from 0 in a stable order.

    A fact names its module by its file, because a file belongs to one module only and is quicker to look up than the
    pair of root and name. Files and tables that only facts mention (an .sql file, a table only used) follow at the end.
    """

    def __init__(self, facts: ProgramFacts) -> None:
        self.contexts: dict[str, Context] = {c.name: c for c in facts.contexts}
        self.modules: list[Module] = [*facts.modules, *_other_files(facts)]
        self.of_file: dict[str, int] = {m.file: i for i, m in enumerate(self.modules)}
        self.of_module: dict[tuple[str, str], int] = {(m.root, m.module): i for i, m in enumerate(facts.modules)}
        self.tables: list[Table] = [*facts.tables, *_other_tables(facts)]
        self.of_table: dict[str, int] = {t.table: i for i, t in enumerate(self.tables)}
        self._model: dict[tuple[str, str], int] = {}
        for index, model in enumerate(facts.models):
            self._model.setdefault((model.root, model.model), index)
            self._model.setdefault(("", model.model), index)

    def model_at(self, model: str, root: str) -> int | None:
        """Return the model that a fact in a source root means by a name: its own root's before another's."""
        found = self._model.get((root, model))
        return found if found is not None else self._model.get(("", model))

    def kind(self, context: str) -> str:
        """Return the kind of a context; code that is in none counts as library."""
        found = self.contexts.get(context)
        return found.kind if found is not None else "library"

    def service_of_context(self, context: str) -> str:
        """Return the service that a context is a part of, "" where there is none."""
        found = self.contexts.get(context)
        return found.service if found is not None else ""

    def service_of(self, root: str, module: str) -> str:
        """Return the service of a module, "" where there is none, or where several share it."""
        index = self.of_module.get((root, module))
        return self.modules[index].service if index is not None else ""

    def service_at(self, file: str) -> str:
        """Return the service of a file."""
        return self.modules[self.of_file[file]].service

    def context_of(self, root: str, module: str) -> str:
        """Return the context of a module, "" where there is none."""
        index = self.of_module.get((root, module))
        return self.modules[index].context if index is not None else ""

    def context_at(self, file: str) -> str:
        """Return the context of a file."""
        return self.modules[self.of_file[file]].context

    def acting(self, file: str, runs_for: tuple[str, ...], table: str) -> str:
        """Return the context for which a function acts: that of its file, or of the classes alone that inherit it (runs_for)."""
        own = self.context_at(file)
        heirs = {self.context_at(heir) for heir in runs_for if heir in self.of_file}
        if own in heirs or not heirs:
            return own
        owner = self.tables[self.of_table[table]].owner
        return owner if owner in heirs else min(heirs)


def _other_files(facts: ProgramFacts) -> list[Module]:
    """Return a module without role for every file that is none, with the context of the module that its facts name."""
    known = {m.file for m in facts.modules}
    own = {(m.root, m.module): m for m in facts.modules}
    kinds = (
        facts.accesses, facts.joins, facts.models, facts.relations, facts.foreign_keys, facts.routes, facts.imports,
        facts.model_references, facts.invocations, facts.model_returns, facts.migrations, facts.calls,
        facts.channel_uses, facts.config_reads, facts.retries, facts.signs, facts.records,
    )  # fmt: skip
    found: dict[str, Module] = {}
    for facts_of_kind in kinds:
        for fact in facts_of_kind:
            if fact.file not in known:
                known.add(fact.file)
                module = getattr(fact, "module", "")
                home = own.get((fact.root, module))
                context, service = (home.context, home.service) if home is not None else ("", "")
                found[fact.file] = Module(
                    root=fact.root, module=module, file=fact.file, context=context, role="", service=service
                )
    return [found[file] for file in sorted(found)]


def _other_tables(facts: ProgramFacts) -> list[Table]:
    used = {a.table for a in facts.accesses}
    for join in facts.joins:
        used |= {join.from_table, join.to_table}
    for key in facts.foreign_keys:
        used |= {key.from_table, key.to_table}
    used.update(m.table for m in facts.migrations)
    used.update(m.table for m in facts.models if m.table)
    return [Table(table=name) for name in sorted(used - {t.table for t in facts.tables})]
