"""The cut list of one context: what crosses its boundary, grouped by what to do, with the price."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.seams.cuts.chains import Chains
from boundary_lint.seams.cuts.crossing import Crossing, named
from boundary_lint.seams.cuts.find import find_crossings, find_unsure
from boundary_lint.seams.cuts.price import Price, price
from boundary_lint.seams.cuts.remedies import REMEDIES
from boundary_lint.seams.division import Division


class CutList(msgspec.Struct, frozen=True, kw_only=True):
    """context: what is to be taken out. crossings: all that ties it to the rest, by place. price: of all of them. unsure: crossings that are left
    out because they are not sure enough."""

    context: str
    crossings: tuple[Crossing, ...]
    price: Price
    unsure: int = 0

    @property
    def outward(self) -> tuple[Crossing, ...]:
        """What the context needs of the rest."""
        return tuple(one for one in self.crossings if one.source == self.context)

    @property
    def inward(self) -> tuple[Crossing, ...]:
        """What the rest needs of the context."""
        return tuple(one for one in self.crossings if one.target == self.context)

    def by_remedy(self) -> dict[str, tuple[Crossing, ...]]:
        """Return the crossings by what to do, in the order of the remedies: the lightest first."""
        groups = {remedy.name: tuple(c for c in self.crossings if c.remedy == remedy.name) for remedy in REMEDIES}
        return {name: group for name, group in groups.items() if group}

    def by_other(self) -> dict[str, tuple[Crossing, ...]]:
        """Return the crossings by the context on the other side, the one with most first; "" is what is shared."""
        groups: dict[str, list[Crossing]] = {}
        for one in self.crossings:
            groups.setdefault(one.other(self.context), []).append(one)
        return {name: tuple(groups[name]) for name in sorted(groups, key=lambda name: (-len(groups[name]), name))}

    def headline(self) -> str:
        """Return the list in one line: how much crosses, to whom, at which price."""
        if not self.crossings:
            return f"{self.context}: nothing crosses"
        others = self.by_other()
        most = next(iter(others))
        ties = f"{_counted(len(self.crossings), 'crossing')} ({len(self.outward)} out, {len(self.inward)} in)"
        return f"{self.context}: {ties} to {_counted(len(others), 'other')}, most to {named(most)}; {self.price.total:g} points"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def cut_list(facts: ProgramFacts, division: Division, context: str, complexity: float | None = None) -> CutList:
    """Return the cut list of a context in a division. A name that is in no crossing has an empty one. complexity: mean INESC complexity of the cut."""
    found = cut_of(find_crossings(facts, division), context, Chains(facts), complexity)
    unsure = sum(context in (one.source, one.target) for one in find_unsure(facts, division))
    return msgspec.structs.replace(found, unsure=unsure)


def cut_of(
    crossings: Iterable[Crossing], context: str, chains: Chains | None = None, complexity: float | None = None
) -> CutList:
    """Return the cut list of a context out of all crossings of a division, as `find_crossings` gives them."""
    mine = tuple(one for one in crossings if context in (one.source, one.target))
    return CutList(context=context, crossings=mine, price=price(mine, chains, complexity))
