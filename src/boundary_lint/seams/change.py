"""What an assumption changes: what crosses between contexts, cycles of contexts, and tables that two contexts write; before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boundary_lint.errors import BoundaryLintError
from boundary_lint.facts.program import Access, ProgramFacts
from boundary_lint.findings.finding import Finding
from boundary_lint.graph.cycles import find_cycles, find_dependencies
from boundary_lint.graph.ids import Ids
from boundary_lint.seams.assume import Assumption, Ground, UnknownContextError, applied
from boundary_lint.seams.cuts.find import find_crossings
from boundary_lint.seams.cuts.price import price
from boundary_lint.seams.divided import with_division
from boundary_lint.seams.division import SHARED, Division, declared
from boundary_lint.seams.find import Seams

KINDS = ("imports", "calls", "accesses")
"""What is counted: import statements (those for type checkers aside), places that call, places that read, write, delete or lock."""


@dataclass(frozen=True)
class Measures:
    """Figures of a division. crossings: kind -> places; pairs: (from, to) -> places of all kinds; cycles: each begins with its first name.
    price: points of cutting all contexts apart, see `boundary_lint.seams.cuts.price`.
    """

    contexts: tuple[str, ...]
    crossings: dict[str, int]
    pairs: dict[tuple[str, str], int]
    cycles: tuple[tuple[str, ...], ...]
    two_writers: tuple[str, ...]
    price: float


@dataclass(frozen=True)
class FindingsChange:
    """Findings of a division against those of another. before, after: how many; new, gone: worst first; errors: of rules that could not be run."""

    before: int
    after: int
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    errors: tuple[str, ...] = ()

    @property
    def by_rule(self) -> dict[str, tuple[int, int]]:
        """Rule -> new and gone findings, of the rules that have any."""
        new, gone = (Counter(finding.rule for finding in found) for found in (self.new, self.gone))
        return {rule: (new[rule], gone[rule]) for rule in sorted({*new, *gone})}


def findings_change(before: Sequence[Finding], after: Sequence[Finding], errors: Sequence[str] = ()) -> FindingsChange:
    """Return what is new and gone: a finding is the same where rule and key are."""
    old, now = ({finding.fingerprint for finding in found} for found in (before, after))
    return FindingsChange(
        len(before), len(after),
        tuple(finding for finding in after if finding.fingerprint not in old),
        tuple(finding for finding in before if finding.fingerprint not in now),
        tuple(errors),
    )  # fmt: skip


@dataclass(frozen=True)
class Change:
    """What assumptions change. start: "today" (contexts of the configuration, else of apps or packages) or "found"; division: after them, was: before.

    findings: what the rules find then and did not before, and the other way round; None where they were not asked.
    """

    start: str
    assumptions: tuple[str, ...]
    before: Measures
    after: Measures
    division: Division
    was: Division
    findings: FindingsChange | None = None


def what_if(texts: Sequence[str], assumptions: Sequence[Assumption], facts: ProgramFacts, seams: Seams) -> Change:
    """Return what assumptions change against today's contexts; where these have not all the names, against those that were found.

    Raises:
        BoundaryLintError: a context, module or table does not exist in either.
    """
    today = declared(facts)
    ground = Ground(facts, seams.evidence, seams.network, [*today.names, *seams.division.names])
    try:
        start, before, after = "today", today, applied(today, assumptions, ground)
    except BoundaryLintError as error:
        try:
            start, before, after = "found", seams.division, applied(seams.division, assumptions, ground)
        except BoundaryLintError as other:
            got_further = isinstance(error, UnknownContextError) and not isinstance(other, UnknownContextError)
            raise (other if got_further else error) from None
    return Change(start, tuple(texts), measure(facts, before), measure(facts, after), after, before)


def measure(facts: ProgramFacts, division: Division) -> Measures:
    """Return the figures of a division. What is shared crosses nothing."""
    counts = {kind: Counter(pairs) for kind, pairs in zip(KINDS, _crossings(facts, division), strict=True)}
    pairs = Counter[tuple[str, str]]()
    for count in counts.values():
        pairs.update(count)
    return Measures(
        tuple(division.names),
        {kind: count.total() for kind, count in counts.items()},
        dict(sorted(pairs.items())),
        _cycles(facts, division),
        _two_writers(facts, division),
        price(find_crossings(facts, division)).total,
    )


def _crossings(facts: ProgramFacts, division: Division) -> tuple[Iterator[tuple[str, str]], ...]:
    file_of = {(module.root, module.module): module.file for module in facts.modules}
    checked = {module.file for module in facts.modules if module.checked}

    def crossing(found: set[tuple[str, int, str, str]]) -> Iterator[tuple[str, str]]:
        for file, _, _, target in found:
            source = division.of_file(file)
            if source != target and SHARED not in (source, target) and file in checked:
                yield source, target

    def home(root: str, module: str) -> str:
        return division.of_file(file_of.get((root, module), ""))

    imports = {
        (i.file, i.line, i.imported, home(i.imported_root, i.imported)) for i in facts.imports if i.kind != "type_checking"
    }  # fmt: skip
    calls = {
        (i.file, i.line, f"{i.callee_module}:{i.callee}", home(i.callee_root, i.callee_module))
        for i in facts.invocations
    }
    accesses = {
        (a.file, a.line, f"{a.op} {a.table}", division.of_table(a.table))
        for a in facts.accesses
        if a.confidence != "low" and _acting(a, division) != division.of_table(a.table)
    }
    return crossing(imports), crossing(calls), crossing(accesses)


def _acting(access: Access, division: Division) -> str:
    """Return the context for which a function acts: that of its file, or of the classes alone that inherit it."""
    own = division.of_file(access.file)
    heirs = {division.of_file(heir) for heir in access.runs_for}
    if own in heirs or not heirs:
        return own
    owner = division.of_table(access.table)
    return owner if owner in heirs else min(heirs)


def _two_writers(facts: ProgramFacts, division: Division) -> tuple[str, ...]:
    """Return the tables that several contexts write; those of the shared kernel aside."""
    kernel = {table.table for table in facts.tables if table.shared_kernel}
    writers: dict[str, set[str]] = {}
    for access in facts.accesses:
        if access.op in ("write", "delete") and access.confidence != "low" and access.table not in kernel:
            writers.setdefault(access.table, set()).add(_acting(access, division))
    return tuple(sorted(table for table, contexts in writers.items() if len(contexts - {SHARED}) > 1))


def _cycles(facts: ProgramFacts, division: Division) -> tuple[tuple[str, ...], ...]:
    """Return the cycles of contexts as the rule about them sees them."""
    assumed = with_division(facts, division)
    dependencies = find_dependencies(assumed, Ids(assumed))
    found = find_cycles({pair: len(places) for pair, places in dependencies.items()})
    return tuple(sorted((*c[c.index(min(c)) :], *c[: c.index(min(c))]) for c in found))
