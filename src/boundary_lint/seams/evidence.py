"""What ties the modules and tables of a program together, as counts; the only thing that the clustering looks at beside words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from boundary_lint.facts.program import Module, ProgramFacts
from boundary_lint.facts.vocabulary import Vocabulary
from boundary_lint.seams.support import support_of_tests
from boundary_lint.seams.symbols import Symbol, Symbols

MIN_WORDS = 3
"""A file with fewer identifiers and no definition says nothing: an empty ``__init__.py``, a licence."""

Pair = tuple[int, int]
"""Two modules by their numbers: who uses, and who is used."""


@dataclass
class Evidence:
    """Links between modules, by their number in ``modules`` (sorted by file).

    links: imports, dynamic references, calls, base classes and mentions, counted. symbols: (user, (module, name)) -> mentions of one class
    or function. accesses: (module, table) -> places that read, write or name it. owners: table -> the module that declares it; entities: table -> the class.
    keys: (table, table) -> foreign keys from the first to the second. imports: the pairs of modules that plain imports tie; heirs: those where a class of the first inherits one of the second. vocabularies: of each module.
    """

    modules: list[Module]
    vocabularies: list[Vocabulary]
    links: Counter[Pair] = field(default_factory=Counter)
    symbols: Counter[tuple[int, tuple[int, str]]] = field(default_factory=Counter)
    accesses: Counter[tuple[int, str]] = field(default_factory=Counter)
    owners: dict[str, int] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)
    keys: Counter[tuple[str, str]] = field(default_factory=Counter)
    imports: set[Pair] = field(default_factory=set)
    heirs: set[Pair] = field(default_factory=set)

    @property
    def tables(self) -> list[str]:
        """All tables, sorted."""
        return sorted({*self.owners, *(table for _, table in self.accesses)})


def collect(facts: ProgramFacts, vocabularies: Mapping[str, Vocabulary]) -> Evidence:
    """Return the evidence of a program. vocabularies: by file."""
    support = support_of_tests(facts)
    modules = [
        module
        for module in sorted(facts.modules, key=lambda m: m.file)
        if module.file not in support and _says_something(module, vocabularies)
    ]
    evidence = Evidence(modules, [vocabularies[module.file] for module in modules])
    number = {module.file: index for index, module in enumerate(modules)}
    symbols = Symbols(facts.modules, vocabularies)
    _take_tables(evidence, facts, number)
    entities = {(m.file, m.model.rpartition(".")[2]): m.table for m in facts.models if m.table in evidence.owners}
    for index, module in enumerate(modules):
        _take_module(evidence, index, module.file, number, symbols, entities)
    by_name = {(module.root, module.module): index for index, module in enumerate(modules)}
    for one in facts.imports:
        user, used = number.get(one.file), by_name.get((one.imported_root, one.imported))
        if user is not None and used is not None and user != used:
            evidence.imports.add((user, used))
            if one.kind == "dynamic":
                evidence.links[user, used] += 1
    for call in facts.invocations:
        user, used = number.get(call.file), by_name.get((call.callee_root, call.callee_module))
        if user is not None and used is not None and user != used:
            evidence.links[user, used] += 1
            evidence.symbols[user, (used, call.callee.partition(".")[0])] += 1
    return evidence


def _says_something(module: Module, vocabularies: Mapping[str, Vocabulary]) -> bool:
    vocabulary = vocabularies.get(module.file)
    if vocabulary is None or module.role != "source":
        return False
    defines = vocabulary.classes or vocabulary.functions or vocabulary.imports or vocabulary.stars
    return bool(defines) or sum(vocabulary.identifiers.values()) >= MIN_WORDS


def _take_tables(evidence: Evidence, facts: ProgramFacts, number: Mapping[str, int]) -> None:
    for model in sorted(facts.models, key=lambda m: (m.proxy, m.file, m.line)):
        if model.table and not model.third_party and model.file in number:
            evidence.owners.setdefault(model.table, number[model.file])
            evidence.entities.setdefault(model.table, model.model.rpartition(".")[2])
    known = {table.table for table in facts.tables}
    for access in facts.accesses:
        if access.file in number and access.table in known:
            evidence.accesses[number[access.file], access.table] += 1
    for key in facts.foreign_keys:
        if key.from_table in known and key.to_table in known and key.from_table != key.to_table:
            evidence.keys[key.from_table, key.to_table] += 1


def _take_module(
    evidence: Evidence, index: int, file: str, number: Mapping[str, int], symbols: Symbols, entities: Mapping[tuple[str, str], str]
) -> None:  # fmt: skip
    vocabulary = evidence.vocabularies[index]

    def take(symbol: Symbol | None, count: int) -> None:
        if symbol is None:
            return
        used = number.get(symbol.file)
        if used is not None and used != index:
            evidence.links[index, used] += count
            if symbol.name:
                evidence.symbols[index, (used, symbol.name)] += count
        if (table := entities.get(symbol)) is not None:
            evidence.accesses[index, table] += count

    for local in vocabulary.imports:
        take(symbols.bound(file, local), 1)
    for star in symbols.starred(file):
        take(star, 1)
    for name, count in vocabulary.mentions.items():
        take(symbols.mentioned(file, name), count)
    for bases in vocabulary.classes.values():
        for base in bases:
            take(found := symbols.mentioned(file, base), 1)
            if found is not None and found.file in number:
                evidence.heirs.add((index, number[found.file]))
    for text, beside in vocabulary.texts:
        take(symbols.texted(file, text, beside), 1)
