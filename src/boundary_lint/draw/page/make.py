"""What is known of a program, as the page wants it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from boundary_lint.draw.order import order_of
from boundary_lint.draw.page import data
from boundary_lint.draw.page import links as ties
from boundary_lint.draw.page.links import Link, finest, links_of
from boundary_lint.draw.picture import Edge, Node
from boundary_lint.draw.services import services_and_places
from boundary_lint.draw.ties import edge_kind
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.findings.finding import Finding
from boundary_lint.findings.result import Result
from boundary_lint.seams.cuts.crossing import KINDS, ORDER, WAITS
from boundary_lint.seams.cuts.find import LEAST
from boundary_lint.seams.cuts.price import LOOPED, PLACE, TWO_WRITERS
from boundary_lint.seams.cuts.remedies import MANY_READERS, REMEDIES
from boundary_lint.seams.cuts.sides import Sides
from boundary_lint.seams.cuts.transactions import regions
from boundary_lint.seams.division import Division, declared
from boundary_lint.seams.find import Seams
from boundary_lint.seams.judged import Judged

MAX_EVIDENCE = 100
"""Places that the page has of one finding; the others are counted."""

MAX_GAPS = 2_000
"""Gaps that the page lists; the others are counted."""

MAX_LINE = 160
"""Characters of a line of code."""

OPS = {"read": 0, "write": 1, "delete": 2, "lock": 3}

BEYOND = ("remote calls that wait for another", "complexity")
"""Risks that only the whole program tells: the page takes them as they are."""

_REMEDY = {remedy.name: number for number, remedy in enumerate(REMEDIES)} | {"": -1}
_KIND = {kind: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Known:
    """What the page is made of. seams, judged: None where they were not asked for; assumed: what was not configured and what else is to be said."""

    version: str
    facts: ProgramFacts
    result: Result
    seams: Seams | None
    judged: Judged | None
    assumed: Sequence[str]


class Numbers:
    """Gives every text a number, in the order in which they come."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        """Return the number of a text."""
        return self._known.setdefault(text, len(self._known))

    @property
    def texts(self) -> list[str]:
        """All texts by number."""
        return list(self._known)


def page_of(known: Known, line_of: Callable[[str, int], str]) -> data.Page:
    """Return what the page knows. line_of: the text of a line, harmless to show."""
    return _Maker(known).page(line_of)


class _Maker:
    """Numbers everything once; each method makes one part."""

    def __init__(self, known: Known) -> None:
        self.known, self.facts = known, known.facts
        self.files, self.texts = Numbers(), Numbers()
        self.finest = finest(self.facts)
        self.homes = self.finest.tables
        self.modules = [module for module in self.facts.modules if module.checked]
        self.module_files = [module.file for module in self.modules]
        self.module = {file: number for number, file in enumerate(self.module_files)}
        self.table = {table.table: number for number, table in enumerate(self.facts.tables)}
        self.divisions = [("today", "contexts of today", declared(self.facts))]
        if known.seams is not None:
            self.divisions.append(("proposed", "proposed contexts", known.seams.division))

    def page(self, line_of: Callable[[str, int], str]) -> data.Page:
        result = self.known.result
        links = [
            link
            for link in links_of(self.facts, [division for _, _, division in self.divisions])
            if self._number(link.source) >= 0 and self._number(link.target) >= 0
        ]
        parts = {
            "modules": self._modules(), "tables": self._tables(), "links": self._links(links), "transactions": self._transactions(), "uses": self._uses(),
            "divisions": [self._division(place, links) for place in range(len(self.divisions))],
            "findings": self._findings(), "seams": self._seams(), "services": self._services(), "gaps": self._gaps(),
        }  # fmt: skip
        return data.Page(
            project=result.summary.project,
            version=self.known.version,
            summary=result.summary,
            assumed=list(self.known.assumed),
            coverage=self.facts.coverage,
            debt=result.debt,
            waived=result.waived,
            errors=list(result.errors),
            blind=result.blind,
            kinds=list(KINDS),
            edges=[edge_kind(kind) for kind in KINDS],
            prices=_prices(),
            rules=list(result.rules),
            all_gaps=len(self.facts.gaps),
            files=self.files.texts,
            texts=self.texts.texts,
            sources=self._sources(parts, line_of),
            **parts,  # type: ignore[arg-type]
        )

    def _number(self, node: ties.Node) -> int:
        kind, name = node
        if kind == "file":
            return self.module.get(name, -1)
        return len(self.module_files) + self.table[name] if name in self.table else -1

    def _modules(self) -> data.Modules:
        modules = self.modules
        return data.Modules(
            names=[module.module or module.file for module in modules],
            files=[self.files(module.file) for module in modules],
            packages=[int(module.is_package) for module in modules],
        )

    def _tables(self) -> data.Tables:
        tables = self.facts.tables
        return data.Tables(
            names=[table.table for table in tables],
            homes=[self.module.get(self.homes.get(table.table, ""), data.SHARED) for table in tables],
            files=[self.files(table.file) for table in tables],
            lines=[table.line for table in tables],
        )

    def _division(self, place: int, links: Sequence[Link]) -> data.Division:
        name, title, division = self.divisions[place]
        contexts = division.names
        number = {context: position for position, context in enumerate(contexts)}
        places = {
            (_side(link.source, division), _side(link.target, division), edge_kind(link.kind), link.file, link.line)
            for link in links
            if link.remedies[place]
        }
        between = Counter((source, target) for source, target, *_ in places)
        nodes = [Node(kind="context", name=context) for context in contexts]
        order = order_of(
            nodes,
            [
                Edge(source=f"context:{source}", target=f"context:{target}", weights={"imports": count})
                for (source, target), count in sorted(between.items())
                if source in number and target in number and source != target
            ],
        )
        of_id = {node.id: number[node.name] for node in nodes}
        return data.Division(
            id=name,
            title=title,
            contexts=contexts,
            modules=[number.get(division.of_file(file), data.SHARED) for file in self.module_files],
            tables=[number.get(division.of_table(table.table), data.SHARED) for table in self.facts.tables],
            order=[of_id[id] for id in order],
        )

    def _links(self, links: Sequence[Link]) -> data.Links:
        return data.Links(
            sources=[self._number(link.source) for link in links],
            targets=[self._number(link.target) for link in links],
            kinds=[_KIND[link.kind] for link in links],
            files=[self.files(link.file) for link in links],
            lines=[link.line for link in links],
            whats=[self.texts(link.what) for link in links],
            functions=[self.texts(link.subject) if link.kind == "read" else -1 for link in links],
            loops=[int(link.loop) for link in links],
            alone=[_REMEDY[link.alone] for link in links],
            remedies=[[_REMEDY[link.remedies[place]] for link in links] for place in range(len(self.divisions))],
        )

    def _transactions(self) -> list[data.Transaction]:
        found = []
        for region in regions(self.facts, Sides(self.facts, self.finest)):
            writes = {write for some in region.written.values() for write in some}
            tables = {write.table for write in writes if ORDER[write.confidence] <= ORDER[LEAST]}
            numbers = sorted(self.table[table] for table in tables if table in self.table)
            module = self.module.get(region.module.file, data.SHARED)
            if numbers and module != data.SHARED:
                found.append(
                    data.Transaction(file=self.files(region.file), line=region.line, module=module, tables=numbers)
                )
        return found

    def _uses(self) -> data.Uses:
        found = sorted(
            {
                (
                    self.table[one.table],
                    self.module.get(one.file, data.SHARED),
                    OPS[one.op],
                    self.files(one.file),
                    one.line,
                )
                for one in self.facts.accesses
                if one.table in self.table and one.via != "cascade"
            }
        )
        columns = [list(column) for column in zip(*found, strict=True)] or [[], [], [], [], []]
        tables, modules, ops, files, lines = columns
        return data.Uses(tables=tables, modules=modules, ops=ops, files=files, lines=lines)

    def _findings(self) -> list[data.Finding]:
        result = self.known.result
        told = [(one, False) for one in result.findings] + [(one, True) for one in result.accepted]
        return [self._finding(one, accepted) for one, accepted in told]

    def _finding(self, one: Finding, accepted: bool) -> data.Finding:
        evidence = [
            data.Evidence(file=self.files(place.file), line=place.line, note=place.note, function=place.function)
            for place in one.evidence[:MAX_EVIDENCE]
        ]
        return data.Finding(
            id=one.fingerprint, rule=one.rule, severity=one.severity, message=one.message, fix=one.fix, source=one.source, target=one.target,
            between=one.between, owner=one.owner, places=len(one.evidence), accepted=accepted, evidence=evidence,
        )  # fmt: skip

    def _seams(self) -> data.Seams | None:
        seams, judged = self.known.seams, self.known.judged
        if seams is None or judged is None:
            return None
        number = {context: position for position, context in enumerate(seams.division.names)}
        found = []
        for one in seams.contexts:
            cut = judged.cuts.get(one.name)
            if cut is None or one.name not in number:
                continue
            found.append(
                data.Seam(
                    context=number[one.name],
                    words=list(one.words),
                    reasons=list(one.reasons),
                    sure=round(one.confidence, 4),
                    points=cut.price.total,
                    beyond=round(sum(risk.points for risk in cut.price.risks if risk.name in BEYOND), 1),
                    crossings=len(cut.crossings),
                    step=judged.place(one.name),
                )
            )
        misplaced = [
            data.Misplaced(
                kind=one.kind,
                name=one.name,
                file=self.files(one.file),
                now=one.now,
                better=one.better,
                reasons=list(one.reasons),
            )
            for one in seams.misplaced
        ]
        figures = [
            data.Figure(name=one.name, value=one.value, better=one.better, between=one.between, source=one.source)
            for one in judged.figures
        ]
        return data.Seams(contexts=found, misplaced=misplaced, figures=figures)

    def _services(self) -> data.Services:
        nodes, places = services_and_places(self.facts)
        number = {node.id: position for position, node in enumerate(nodes)}
        return data.Services(
            nodes=[
                data.Running(
                    kind=one.kind,
                    name=one.name,
                    label=one.label,
                    detail=one.detail,
                    file=self.files(one.file),
                    line=one.line,
                )
                for one in nodes
            ],
            places=sorted(
                {
                    (number[source], number[target], kind, self.files(file), line)
                    for source, target, kind, file, line in places
                }
            ),
        )

    def _gaps(self) -> list[data.Gap]:
        return [
            data.Gap(kind=gap.kind, reason=gap.reason, file=self.files(gap.file), line=gap.line, subject=gap.subject)
            for gap in self.facts.gaps[:MAX_GAPS]
        ]

    def _sources(self, parts: dict[str, object], line_of: Callable[[str, int], str]) -> dict[str, dict[str, str]]:
        """Return the text of every line that the page names, by number of file and of line."""
        wanted: set[tuple[int, int]] = set()
        for name in ("links", "uses", "tables"):
            part = parts[name]
            wanted.update(zip(part.files, part.lines, strict=True))  # type: ignore[attr-defined]
        for finding in parts["findings"]:  # type: ignore[attr-defined]
            wanted.update((place.file, place.line) for place in finding.evidence)
        wanted.update((place[3], place[4]) for place in parts["services"].places)  # type: ignore[attr-defined]
        wanted.update((node.file, node.line) for node in parts["services"].nodes)  # type: ignore[attr-defined]
        files = self.files.texts
        found: dict[str, dict[str, str]] = {}
        for file, line in sorted(wanted):
            text = line_of(files[file], line)[:MAX_LINE] if files[file] and line else ""
            if text:
                found.setdefault(str(file), {})[str(line)] = text
        return found


def _side(node: ties.Node, division: Division) -> str:
    kind, name = node
    return division.of_table(name) if kind == "table" else division.of_file(name)


def _prices() -> data.Prices:
    return data.Prices(
        remedies=[data.Remedy(name=one.name, weight=one.weight, effort=one.effort) for one in REMEDIES],
        waits=sorted(WAITS), library="share as a library", call="call the owner's interface", batch="ask once for all", copy="keep a read model",
        split="split the table", saga="saga instead of a transaction", move="move", many_readers=MANY_READERS, place=PLACE, two_writers=TWO_WRITERS, looped=LOOPED,
    )  # fmt: skip
