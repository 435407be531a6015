"""Where seams moved between two revisions of a program: contexts that are new, gone, split or merged, and modules that changed sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.seams.change import Measures, measure
from boundary_lint.seams.division import SHARED, Division
from boundary_lint.seams.figures.agreement import adjusted_mutual_information
from boundary_lint.seams.figures.table import Figure
from boundary_lint.seams.find import Seams
from boundary_lint.seams.judged import judge


@dataclass(frozen=True)
class Moment:
    """What is kept of the seams of one revision. name: as it was asked for; commit: its hash.

    modules: file -> dotted name of those that were divided; unsure: files whose context seeds disagree on; prices: context -> points of cutting it out.
    """

    name: str
    commit: str
    modules: Mapping[str, str]
    unsure: frozenset[str]
    division: Division
    measures: Measures
    figures: tuple[Figure, ...]
    prices: Mapping[str, float]

    def sizes(self) -> Counter[str]:
        """Return the number of modules of each context; of what is shared, too."""
        return Counter(self.division.of_file(file) for file in self.modules)


@dataclass(frozen=True)
class Move:
    """A module or table that changed sides. name: today; was: its name before; file: today, "" of a table; source, target: contexts, `SHARED` for none.

    sure: whether seeds agree on it, before and after.
    """

    kind: str
    name: str
    was: str
    file: str
    source: str
    target: str
    sure: bool


@dataclass(frozen=True)
class Origin:
    """A context that is new, or gone. shares: context of the other revision -> modules in both; alone: modules that only its own revision has."""

    name: str
    modules: int
    shares: Mapping[str, int]
    alone: int


@dataclass(frozen=True)
class History:
    """What moved. Contexts are called as they are after; one that has no successor as before.

    same: name before -> name after, of contexts that are the same one. split: context -> (part, modules); merged: context -> (what it was, modules).
    both: file before -> file after, of modules in both revisions. agreement: AMI of the two divisions over these. measures: before, in today's names.
    """

    before: Moment
    after: Moment
    both: Mapping[str, str]
    same: Mapping[str, str]
    came: tuple[Origin, ...]
    went: tuple[Origin, ...]
    split: Mapping[str, tuple[tuple[str, int], ...]]
    merged: Mapping[str, tuple[tuple[str, int], ...]]
    moves: tuple[Move, ...]
    agreement: float
    measures: Measures


def moment(name: str, commit: str, found: Seams, facts: ProgramFacts) -> Moment:
    """Return what is to be kept of the seams of a revision."""
    unsure = {module for context in found.contexts for module in context.unsure}
    modules = {m.file: m.module for m in facts.modules if m.file in found.division.modules}
    judged = judge(found, facts)
    return Moment(
        name,
        commit,
        modules,
        frozenset(file for file, module in modules.items() if module in unsure),
        found.division,
        measure(facts, found.division),
        judged.figures,
        {context: cut.price.total for context, cut in judged.cuts.items()},
    )


def compare(before: Moment, after: Moment, moved: Mapping[str, str]) -> History:
    """Return what moved between two revisions. moved: file before -> file after, of those that were renamed."""
    both = paired(before.modules, after.modules, moved)
    flows = Counter((before.division.of_file(old), after.division.of_file(new)) for old, new in both.items())
    kin = _Kin(flows, before.sizes(), after.sizes())
    labels = {name: kin.same.get(name) or _free(name, after) for name in before.division.names}
    labels[SHARED] = SHARED
    pairs = list(both.items())
    return History(
        before,
        after,
        both,
        kin.same,
        came=tuple(_origin(n, kin.new, {labels[o]: k for (o, to), k in flows.items() if to == n}) for n in kin.came),
        went=tuple(_origin(o, kin.old, {n: k for (of, n), k in flows.items() if of == o}, labels[o]) for o in kin.went),
        split={labels[o]: tuple((n, flows[o, n]) for n in parts) for o, parts in kin.split.items()},
        merged={n: tuple((labels[o], flows[o, n]) for o in parts) for n, parts in kin.merged.items()},
        moves=(*_moves(before, after, both, kin, labels), *_table_moves(before, after, kin, labels)),
        agreement=adjusted_mutual_information(
            [before.division.of_file(old) for old, _ in pairs], [after.division.of_file(new) for _, new in pairs]
        ),
        measures=_renamed(before.measures, labels),
    )


def paired(before: Mapping[str, str], after: Mapping[str, str], moved: Mapping[str, str]) -> dict[str, str]:
    """Return file before -> file after of every module in both: renamed, in the same place, else alone in bearing its dotted name."""
    pairs = {old: new for old, new in moved.items() if old in before and new in after}
    taken = {*pairs.values()}
    pairs.update({file: file for file in before if file in after and file not in pairs and file not in taken})
    taken = {*pairs.values()}
    left = [file for file in before if file not in pairs]
    free = [file for file in after if file not in taken]
    old_names, new_names = Counter(before[f] for f in left), Counter(after[f] for f in free)
    by_name = {after[file]: file for file in free if new_names[after[file]] == 1}
    pairs.update(
        {file: by_name[before[file]] for file in left if old_names[before[file]] == 1 and before[file] in by_name}
    )
    return dict(sorted(pairs.items()))


class _Kin:
    """Which contexts come from which. All rests on one rule: a context is a part of another one if more than half of its modules were, or are, there.

    Of contexts so related those with the most in common (Jaccard: modules in both, of all that either has) are the same one, each once; as in Greene,
    Doyle, Cunningham, Tracking the evolution of communities in dynamic social networks, 2010, with half in place of their threshold, so that nobody
    has to choose one.
    """

    def __init__(self, flows: Mapping[tuple[str, str], int], old: Mapping[str, int], new: Mapping[str, int]) -> None:
        self.old, self.new = old, new
        real = {(a, b): count for (a, b), count in flows.items() if SHARED not in (a, b)}
        self.into = {a: b for (a, b), count in real.items() if 2 * count > old[a]}
        self.out_of = {b: a for (a, b), count in real.items() if 2 * count > new[b]}
        self.same = self._same(real)
        self.back = {b: a for a, b in self.same.items()}
        self.came = [
            b
            for b in sorted(new, key=lambda b: (-new[b], b))
            if b != SHARED and b not in self.back and b not in self.out_of
        ]
        self.went = [
            a
            for a in sorted(old, key=lambda a: (-old[a], a))
            if a != SHARED and a not in self.same and a not in self.into
        ]
        self.split = self._several({a: self.same[a] for a in self.same}, self.out_of)
        self.merged = self._several({b: self.back[b] for b in self.back}, self.into)

    def _same(self, flows: Mapping[tuple[str, str], int]) -> dict[str, str]:
        def likeness(pair: tuple[str, str]) -> float:
            return flows[pair] / (self.old[pair[0]] + self.new[pair[1]] - flows[pair])

        related = [(a, b) for a, b in flows if self.into.get(a) == b or self.out_of.get(b) == a]
        found: dict[str, str] = {}
        for a, b in sorted(related, key=lambda pair: (-likeness(pair), pair[0] != pair[1], pair)):
            if a not in found and b not in found.values():
                found[a] = b
        return found

    @staticmethod
    def _several(own: Mapping[str, str], parts: Mapping[str, str]) -> dict[str, list[str]]:
        """Return whole -> its parts, where there are several. own: the part that is the whole one itself; parts: part -> whole."""
        found: dict[str, list[str]] = {whole: [part] for whole, part in own.items()}
        for part, whole in sorted(parts.items()):
            if part not in found.setdefault(whole, []):
                found[whole].append(part)
        return {whole: some for whole, some in sorted(found.items()) if len(some) > 1}

    def explains(self, source: str, target: str) -> bool:
        """Whether a module that was in one context and is in another needs no word of its own."""
        if source == target == SHARED:
            return True
        return target in (self.same.get(source), self.into.get(source)) or self.out_of.get(target) == source


def _free(name: str, after: Moment) -> str:
    return f"{name} (before)" if name in after.division.names else name


def _origin(name: str, sizes: Mapping[str, int], shares: Mapping[str, int], label: str = "") -> Origin:
    ordered = dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))
    return Origin(label or name, sizes[name], ordered, sizes[name] - sum(shares.values()))


def _moves(
    before: Moment, after: Moment, both: Mapping[str, str], kin: _Kin, labels: Mapping[str, str]
) -> list[Move]:  # fmt: skip
    found = []
    for old, new in both.items():
        source, target = before.division.of_file(old), after.division.of_file(new)
        if not kin.explains(source, target):
            sure = old not in before.unsure and new not in after.unsure
            names = after.modules[new], before.modules[old]
            found.append(Move("module", *names, new, labels[source], target, sure))
    return sorted(found, key=lambda move: (not move.sure, move.source, move.target, move.file))


def _table_moves(before: Moment, after: Moment, kin: _Kin, labels: Mapping[str, str]) -> list[Move]:
    return [
        Move("table", table, table, "", labels[source], after.division.of_table(table), True)
        for table, source in sorted(before.division.tables.items())
        if table in after.division.tables and not kin.explains(source, after.division.of_table(table))
    ]


def _renamed(measures: Measures, labels: Mapping[str, str]) -> Measures:
    return Measures(
        tuple(sorted(labels.get(name, name) for name in measures.contexts)),
        measures.crossings,
        {(labels.get(a, a), labels.get(b, b)): count for (a, b), count in measures.pairs.items()},
        tuple(sorted(_turned([labels.get(name, name) for name in cycle]) for cycle in measures.cycles)),
        measures.two_writers,
        measures.price,
    )


def _turned(cycle: list[str]) -> tuple[str, ...]:
    first = cycle.index(min(cycle))
    return (*cycle[first:], *cycle[:first])
