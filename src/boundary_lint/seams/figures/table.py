"""All figures of a division, as records that reports print. What each means, and what not to compare, is in docs/figures.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from boundary_lint.facts.program import Access, ProgramFacts
from boundary_lint.seams.clusters import RESOLUTION
from boundary_lint.seams.division import SHARED, Division
from boundary_lint.seams.evidence import Evidence
from boundary_lint.seams.figures import agreement, interfaces, modularity
from boundary_lint.seams.figures.complexity import Decomposition
from boundary_lint.seams.figures.data import database_purity
from boundary_lint.seams.figures.packages import LayerIndex, layer_index, present_packages
from boundary_lint.seams.functionalities import Functionality, find_functionalities
from boundary_lint.seams.network import Edges, Network

DIGITS = 6
"""To which values are rounded, so that they are the same on every machine."""

_FSE = "Kalia et al., ESEC/FSE 2021, doi 10.1145/3468264.3473915"
_INESC = "Santos, Rito Silva, ICSA 2020, doi 10.1109/ICSA47634.2020.00024"
_INESC_CODE = "Mono2Micro (INESC-ID), its code"
_NEWMAN = "Newman, Girvan 2004; Reichardt, Bornholdt 2006"
_BUNCH = "Mancoridis, Mitchell (Bunch)"
_MOJO = "Wen, Tzerpos 2003, 2004"
_OURS = "boundary-lint"

Better = Literal["more", "less", ""]


class Figure(NamedTuple):
    """One figure. value: None where there was nothing to measure; better: whether more or less of it is, "" for neither.

    between: the range; unit: what one of it is, "" for none; over: how many things were measured, and which; source: who defined it.
    """

    name: str
    value: float | None
    better: Better
    between: str
    unit: str
    over: int
    of: str
    source: str


def figures(
    division: Division,
    evidence: Evidence,
    network: Network,
    facts: ProgramFacts,
    functionalities: Sequence[Functionality] | None = None,
    layers: LayerIndex | None = None,
) -> list[Figure]:
    """Return all figures of a division, in a fixed order. functionalities and layers: those of the program, if they are known already."""
    if functionalities is None:
        functionalities = find_functionalities(facts)
    measured = Measured(division, evidence, network)
    return [
        *_shape(measured),
        *_modularity(measured),
        *_interfaces(measured, functionalities),
        _purity(division, facts),
        *_complexity(decomposition(division, functionalities), len(functionalities)),
        *_agreement(measured, facts, layers or layer_index(facts, division.modules)),
    ]


def decomposition(division: Division, functionalities: Sequence[Functionality]) -> Decomposition:
    """Return the tables of a division over functionalities; shared tables belong to no cluster."""
    clusters = {table: context for table, context in sorted(division.tables.items()) if context != SHARED}
    return Decomposition({one.name: one.trace for one in functionalities}, clusters)


@dataclass
class Measured:
    """What the figures look at: the modules with a context, numbered anew, and what ties them."""

    division: Division
    evidence: Evidence
    network: Network

    @cached_property
    def files(self) -> list[str]:
        """The files of the modules with a context."""
        return [module.file for module in self.evidence.modules if self.division.of_file(module.file) != SHARED]

    @cached_property
    def labels(self) -> list[str]:
        """The context of each of these modules."""
        return [self.division.of_file(file) for file in self.files]

    @cached_property
    def calls(self) -> dict[tuple[int, int], int]:
        """(user, used) -> links between these modules: imports, mentions, base classes and dynamic references, counted."""
        links = self.evidence.links.items()
        return {pair: count for (a, b), count in links if (pair := self._pair(a, b)) is not None and count > 0}

    @cached_property
    def imports(self) -> list[tuple[int, int]]:
        """The pairs of these modules that an import ties, each once."""
        return sorted(pair for a, b in self.evidence.imports if (pair := self._pair(a, b)) is not None)

    @cached_property
    def edges(self) -> tuple[list[str], Edges]:
        """The context of every node of the network, and its edges between nodes with a context."""
        files = [module.file for module in self.evidence.modules]
        labels = [*map(self.division.of_file, files), *map(self.division.of_table, self.network.tables)]
        edges = self.network.edges.items()
        return labels, {(a, b): w for (a, b), w in edges if SHARED not in (labels[a], labels[b])}

    @cached_property
    def _position(self) -> dict[int, int]:
        kept = [i for i, module in enumerate(self.evidence.modules) if self.division.of_file(module.file) != SHARED]
        return {old: new for new, old in enumerate(kept)}

    def _pair(self, a: int, b: int) -> tuple[int, int] | None:
        position = self._position
        return (position[a], position[b]) if a in position and b in position else None


def _figure(
    name: str, value: float, better: Better, between: str, over: tuple[int, str], source: str, unit: str = ""
) -> Figure:
    known = round(value, DIGITS) + 0.0 if over[0] else None
    return Figure(name, known, better, between, unit, *over, source)


def _shape(measured: Measured) -> Iterator[Figure]:
    modules = (len(measured.evidence.modules), "modules")
    yield _figure("contexts", len(set(measured.labels)), "", ">= 0", modules, _OURS, "contexts")
    yield _figure("coverage", len(measured.labels) / (modules[0] or 1), "more", "0..1", modules, "HyDec; Sellami et al., ICSOC 2022")  # fmt: skip


def _modularity(measured: Measured) -> Iterator[Figure]:
    labels, edges = measured.edges
    weighted, imports = (len(edges), "edges"), (len(measured.imports), "imports")
    plain = dict.fromkeys(measured.imports, 1.0)
    count = len(set(measured.labels)) or 1
    both = modularity.turbo_mq(measured.labels, measured.imports)
    out = modularity.turbo_mq(measured.labels, measured.imports, outgoing=True)
    yield _figure("weighted modularity", modularity.modularity(labels, edges), "more", "-0.5..1", weighted, _NEWMAN)
    yield _figure(
        f"weighted modularity, resolution {RESOLUTION}", modularity.modularity(labels, edges, RESOLUTION), "more", "<= 1",
        weighted, _NEWMAN,
    )  # fmt: skip
    yield _figure("modularity of imports", modularity.modularity(measured.labels, plain), "more", "-0.5..1", imports, _NEWMAN)  # fmt: skip
    yield _figure("TurboMQ", both, "more", "0..contexts", imports, _BUNCH)
    yield _figure("TurboMQ / contexts", both / count, "more", "0..1", imports, f"{_BUNCH}; ARCADE")
    yield _figure("TurboMQ, outgoing", out, "more", "0..contexts", imports, _FSE)
    yield _figure("TurboMQ, outgoing / contexts", out / count, "more", "0..1", imports, _FSE)
    yield _figure("BasicMQ", modularity.basic_mq(measured.labels, measured.imports), "more", "-1..1", imports, _BUNCH)


def _interfaces(measured: Measured, functionalities: Sequence[Functionality]) -> Iterator[Figure]:
    labels, calls = measured.labels, measured.calls
    links = (len(calls), "links")
    yield _figure("SM", interfaces.structural_modularity(labels, calls), "more", "-1..1", links, _FSE)
    yield _figure("ICP", interfaces.inter_call_percentage(labels, calls), "less", "0..1", links, _FSE)
    yield _figure("IFN", interfaces.interface_number(labels, calls), "less", ">= 0", links, _FSE, "pairs of modules")
    yield _figure("NED", interfaces.non_extreme_distribution(labels), "less", "0..1", (len(labels), "modules"), _FSE)
    serves: dict[str, list[str]] = {}
    for one in functionalities:
        for file in one.files:
            serves.setdefault(file, []).append(one.name)
    purity = interfaces.business_context_purity(labels, [serves.get(file, []) for file in measured.files])
    yield _figure("BCP", purity, "less", ">= 0", (len(functionalities), "functionalities"), _FSE, "nats")


def _purity(division: Division, facts: ProgramFacts) -> Figure:
    users: dict[str, set[tuple[str, str]]] = {}
    for access in facts.accesses:
        if access.confidence != "low":
            users.setdefault(access.table, set()).update(
                (user, division.of_file(user)) for user in _acting(access, division)
            )
    clusters = {table: [context for _, context in sorted(pairs)] for table, pairs in users.items()}
    purity = database_purity(clusters)
    source = "Nitin et al., CARGO, ASE 2022, arXiv 2207.11784"
    return _figure("database purity", purity, "less", ">= 0", (len(clusters), "tables"), source, "nats")


def _acting(access: Access, division: Division) -> Sequence[str]:
    """Return the files for which a function accesses a table: those of the classes alone that inherit it, else its own."""
    heirs = [heir for heir in access.runs_for if heir in division.modules]
    own = division.of_file(access.file)
    return [access.file] if not heirs or own in map(division.of_file, heirs) else heirs


def _complexity(tables: Decomposition, count: int) -> Iterator[Figure]:
    work = (len(tables.touching), "functionalities")
    clusters = (len(tables.sizes) if count else 0, "contexts with tables")
    yield _figure("complexity", tables.complexity, "less", ">= 0", work, _INESC, "functionalities")
    yield _figure("uniform complexity", tables.uniform_complexity, "less", "0..1", work, _INESC_CODE)
    yield _figure("distributed functionalities", len(tables.distributed) / (count or 1), "less", "0..1", work, _OURS)
    yield _figure("hops", tables.hops, "less", ">= 0", work, f"{_INESC_CODE} (performance)", "local transactions")
    yield _figure("cohesion", tables.cohesion, "more", "0..1", clusters, _INESC_CODE)
    yield _figure("coupling", tables.coupling, "less", "0..1", clusters, _INESC_CODE)


def _agreement(measured: Measured, facts: ProgramFacts, index: LayerIndex) -> Iterator[Figure]:
    packages = present_packages(facts)
    pairs = [(context, packages[file]) for file, context in zip(measured.files, measured.labels, strict=True) if file in packages]  # fmt: skip
    found, authors = [context for context, _ in pairs], [package for _, package in pairs]
    both = (len(pairs), "modules in a context and a package")
    ami, ari = agreement.adjusted_mutual_information(found, authors), agreement.adjusted_rand_index(found, authors)
    yield _figure("packages", len(set(authors)), "", ">= 0", both, _OURS, "packages")
    yield _figure("contexts / packages", len(set(found)) / (len(set(authors)) or 1), "", "> 0", both, _OURS)
    yield _figure("AMI with the packages", ami, "more", "<= 1", both, "Vinh et al. 2010")
    yield _figure("ARI with the packages", ari, "more", "-0.5..1", both, "Hubert, Arabie 1985")
    yield _figure(
        "MoJo to the packages", agreement.mojo(found, authors), "less", ">= 0", both, _MOJO, "moves and joins"
    )
    yield _figure("MoJoFM to the packages", agreement.mojofm(found, authors), "more", "0..100", both, _MOJO, "percent")
    yield _figure("layer index", index.value, "", ">= 0", (index.modules, "modules"), _OURS)
