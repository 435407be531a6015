"""What a division costs and how it measures: the cut list of every context, the order of extraction, the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.seams.cuts.chains import Chains
from boundary_lint.seams.cuts.cutlist import CutList, cut_of
from boundary_lint.seams.cuts.find import find_crossings
from boundary_lint.seams.cuts.order import Step, extraction_order
from boundary_lint.seams.figures.packages import LayerIndex, layer_index
from boundary_lint.seams.figures.table import Figure, decomposition, figures
from boundary_lint.seams.find import Seams
from boundary_lint.seams.functionalities import Functionality, find_functionalities


@dataclass(frozen=True)
class Judged:
    """cuts: by context; order: the steps of extraction, cheapest first; figures: of the division as a whole; layers: whether packages are cut by layer."""

    cuts: dict[str, CutList]
    order: tuple[Step, ...]
    figures: tuple[Figure, ...]
    layers: LayerIndex

    def place(self, context: str) -> int:
        """Return the position of a context in the order of extraction, from 1; 0 for one that nothing ties to the rest."""
        names = [step.context for step in self.order]
        return names.index(context) + 1 if context in names else 0


def judge(seams: Seams, facts: ProgramFacts) -> Judged:
    """Return what the recommended division costs and how it measures."""
    crossings = find_crossings(facts, seams.division)
    chains = Chains(facts)
    functionalities: Sequence[Functionality] = find_functionalities(facts)
    tables = decomposition(seams.division, functionalities)
    cuts = {name: cut_of(crossings, name, chains, tables.complexity_of(name)) for name in seams.division.names}
    layers = layer_index(facts, seams.division.modules)
    return Judged(
        cuts=cuts,
        order=extraction_order(crossings),
        figures=tuple(figures(seams.division, seams.evidence, seams.network, facts, functionalities, layers)),
        layers=layers,
    )
