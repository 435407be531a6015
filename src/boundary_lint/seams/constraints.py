"""What an architect knows of the contexts: modules that belong together, that are kept apart, that belong to a context; every division keeps it."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from boundary_lint.config.patterns import covers
from boundary_lint.errors import ConfigError
from boundary_lint.facts.program import Module, ProgramFacts
from boundary_lint.seams.division import SHARED
from boundary_lint.seams.network import Edges

NAMED = "the context"
"""The question to which every module of a named context has its own answer: contexts with names are apart from each other."""

TO_BE_SHARED = "whether it is shared"
"""The question that keeps every block that is asked for away from what is to be in no context."""


@dataclass(frozen=True)
class Wish:
    """One thing that is asked for. place: where, an option or "file:line"; context: of "belongs" alone."""

    kind: Literal["together", "apart", "belongs"]
    patterns: tuple[str, ...]
    place: str
    context: str = ""


@dataclass
class Block:
    """Modules that lie in one context. name: of that context, `SHARED` for none, None where any will do.

    sides: question -> on which side of it the block stands; two blocks with different answers to one question are apart.
    """

    modules: list[int]
    name: str | None = None
    sides: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Constraints:
    """What holds for the modules of a program, by their numbers. blocks: of the modules for which anything does, without overlap."""

    blocks: tuple[Block, ...] = ()

    @property
    def names(self) -> dict[int, str]:
        """Module -> the name of its context; `SHARED` where it is to be in none."""
        return {module: block.name for block in self.blocks if block.name is not None for module in block.modules}

    @property
    def together(self) -> frozenset[int]:
        """Modules that have company: none of them is taken for a tool."""
        return frozenset(m for b in self.blocks if b.name or (b.name is None and len(b.modules) > 1) for m in b.modules)

    @property
    def shared(self) -> frozenset[int]:
        """Modules that are to be in no context."""
        return frozenset(m for b in self.blocks if b.name == SHARED for m in b.modules)


NONE = Constraints()
"""Nothing is asked for."""


def resolve(wishes: Sequence[Wish], facts: ProgramFacts, modules: Sequence[Module]) -> Constraints:
    """Return what wishes and declared contexts mean for the modules that are divided.

    Raises:
        ConfigError: a pattern matches no module of the program, or two of the wishes contradict each other.
    """
    known = sorted({module.module for module in facts.modules})
    for wish in wishes:
        for pattern in wish.patterns:
            if not any(covers(pattern, module) for module in known):
                raise ConfigError(wish.place, f"'{pattern}' matches no module", _near(pattern, known))
    blocks: dict[int, Block] = {}
    names = _named(wishes, facts, modules)
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, (name, _) in sorted(names.items()):
        by_name[name].append(number)
    for name, numbers in by_name.items():
        _put(blocks, Block(numbers, name, {NAMED: name}))
    for wish in (w for w in wishes if w.kind == "together"):
        _join(blocks, sorted({n for n, m in enumerate(modules) if _covered(wish.patterns, m)}), wish, modules)
    for number, wish in enumerate(w for w in wishes if w.kind == "apart"):
        _part(blocks, f"apart {number}", wish, modules)
    for block in blocks.values():
        block.sides[TO_BE_SHARED] = str(block.name == SHARED)
    return Constraints(_each(blocks))


def _named(wishes: Sequence[Wish], facts: ProgramFacts, modules: Sequence[Module]) -> dict[int, tuple[str, str]]:
    """Return module -> the name of its context, and who says so. Of several patterns the longest decides."""
    kinds = {c.name: c.kind for c in facts.contexts if c.declared}
    found: dict[int, tuple[str, str]] = {}
    for number, module in enumerate(modules):
        said = [
            (len(p), w.context, w.place)
            for w in wishes
            if w.kind == "belongs"
            for p in w.patterns
            if covers(p, module.module)
        ]
        best = [(name, place) for length, name, place in said if length == max(said)[0]]
        if module.context in kinds:
            best.append((module.context, "the configuration"))
        if len({name for name, _ in best}) > 1:
            first, second = best[0], next(one for one in best if one[0] != best[0][0])
            raise ConfigError(
                first[1],
                f"module '{module.module}' belongs to two contexts: '{first[0]}' and, by {second[1]}, '{second[0]}'",
                "take one of them out",
            )
        if best:
            name, place = best[0]
            found[number] = (SHARED if kinds.get(name) == "library" else name), place
    return found


def _each(blocks: Mapping[int, Block]) -> tuple[Block, ...]:
    """Return every block once, that with the first module first."""
    return tuple({id(block): block for _, block in sorted(blocks.items(), key=lambda one: one[0])}.values())


def _put(blocks: dict[int, Block], block: Block) -> None:
    for module in block.modules:
        blocks[module] = block


def _join(blocks: dict[int, Block], numbers: Sequence[int], wish: Wish, modules: Sequence[Module]) -> None:
    """Make one block of modules and of the blocks that they lie in."""
    joined = Block([])
    by: dict[str, int] = {}
    seen: set[int] = set()
    for number in numbers:
        block = blocks.get(number) or Block([number])
        if id(block) in seen:
            continue
        seen |= {id(block)} if number in blocks else set()
        if joined.name is not None and block.name is not None and joined.name != block.name:
            one, other = modules[by[joined.name]].module, modules[number].module
            raise ConfigError(
                wish.place,
                f"'{one}' of {_context(joined.name)} and '{other}' of {_context(block.name)} cannot be kept together",
                "take one of the two out, or name the context of both",
            )
        if block.name is not None:
            joined.name = block.name
            by.setdefault(block.name, number)
        joined.sides |= block.sides
        joined.modules += block.modules
    joined.modules = sorted(set(joined.modules))
    _put(blocks, joined)


def _part(blocks: dict[int, Block], question: str, wish: Wish, modules: Sequence[Module]) -> None:
    """Put the modules of each pattern on a side of their own."""
    if twice := [pattern for pattern, count in Counter(wish.patterns).items() if count > 1]:
        raise ConfigError(wish.place, f"'{twice[0]}' is kept apart from itself", "name each pattern once")
    for pattern in wish.patterns:
        for number, module in enumerate(modules):
            if not covers(pattern, module.module):
                continue
            block = blocks.setdefault(number, Block([number]))
            side = block.sides.setdefault(question, pattern)
            if side != pattern:
                other = next(m for m in block.modules if covers(side, modules[m].module))
                same = "is" if other == number else f"and '{modules[other].module}' are held in one context and"
                said = f"'{module.module}' {same} kept apart by '{side}' and '{pattern}'"
                raise ConfigError(wish.place, said, "make the patterns narrower, or drop what holds them together")


def extended(constraints: Constraints, found: Mapping[str, Sequence[int]]) -> Constraints:
    """Return constraints that hold in each named context what was found under its name, too, unless that is asked for elsewhere."""
    blocks = {module: block for block in constraints.blocks for module in block.modules}
    for block in constraints.blocks:
        for number in found.get(block.name or "", ()):
            other = blocks.get(number) or Block([number])
            if other is not block and other.name is None and fits(other.sides, block.sides):
                block.modules = sorted({*block.modules, *other.modules})
                block.sides |= other.sides
                _put(blocks, block)
    return Constraints(_each(blocks))


def _covered(patterns: Iterable[str], module: Module) -> bool:
    return any(covers(pattern, module.module) for pattern in patterns)


def _context(name: str) -> str:
    return f"'{name}'" if name else "a library"


def _near(pattern: str, modules: Sequence[str]) -> str:
    parts = (module.split(".") for module in modules)
    names = sorted({".".join(part[:end]) for part in parts for end in range(1, len(part) + 1)})
    near = difflib.get_close_matches(pattern, names, 1)
    return f"did you mean '{near[0]}'?" if near else "module names are as the program imports them"


def without_shared(edges: Edges, constraints: Constraints) -> Edges:
    """Return edges without those of modules that are to be in no context: what all may use ties nobody."""
    out = constraints.shared
    return {pair: weight for pair, weight in edges.items() if not out.intersection(pair)} if out else edges


def contracted(size: int, edges: Edges, constraints: Constraints) -> tuple[list[int], Edges]:
    """Return node -> the node that stands for its block, numbered anew, and the edges between these; those between what is kept apart are left out."""
    block_of = {module: block for block in constraints.blocks for module in block.modules}
    head = [block_of[node].modules[0] if node in block_of else node for node in range(size)]
    number = {node: index for index, node in enumerate(sorted(set(head)))}
    found: Edges = {}
    for (a, b), weight in edges.items():
        one, other = block_of.get(a), block_of.get(b)
        if one is None or other is None or fits(one.sides, other.sides):
            x, y = number[head[a]], number[head[b]]
            pair = (x, y) if x < y else (y, x)
            found[pair] = found.get(pair, 0.0) + weight
    return [number[node] for node in head], found


def fits(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two may lie in one context: no question has them on different sides."""
    return all(other.get(question, side) == side for question, side in one.items())


def held(members: Sequence[int], edges: Edges, constraints: Constraints) -> list[int]:
    """Return clusters that keep the constraints: a block goes where most of it lies; a cluster of what is kept apart is parted,
    and each part takes with it what is tied to it most. Named blocks choose first, then the larger ones.
    """
    if not constraints.blocks:
        return list(members)
    result, fresh = list(members), max(members, default=0) + 1
    around: dict[int, dict[int, float]] = defaultdict(dict)
    for (a, b), weight in edges.items():
        around[a][b] = around[b][a] = weight
    parts: dict[int, list[tuple[int, dict[str, str]]]] = defaultdict(list)
    order = sorted(constraints.blocks, key=lambda b: (b.name is None, -len(b.modules), b.modules[0]))
    placed: set[int] = set()
    for block in order:
        count = Counter(members[module] for module in block.modules)
        home = min(count, key=lambda cluster: (-count[cluster], cluster))
        fitting = [(cluster, sides) for cluster, sides in parts[home] if fits(block.sides, sides)]
        if fitting:
            ties = _ties(block.modules, around, result, placed)
            cluster, sides = max(fitting, key=lambda one: (ties[one[0]], -one[0]))
            sides |= block.sides
        else:
            cluster, fresh = (fresh, fresh + 1) if parts[home] else (home, fresh)
            parts[home].append((cluster, dict(block.sides)))
        for module in block.modules:
            result[module] = cluster
        placed.update(block.modules)
    for node, cluster in enumerate(members):
        if node not in placed and len(parts.get(cluster, ())) > 1:
            ties = _ties([node], around, result, placed)
            result[node] = max((one for one, _ in parts[cluster]), key=lambda one: (ties[one], -one))
    _leave_shared(result, around, constraints)
    return result


def _leave_shared(members: list[int], around: Mapping[int, Mapping[int, float]], constraints: Constraints) -> None:
    """Move what words alone put beside shared modules to what it is tied to most; what is tied to nothing stays."""
    shared = constraints.shared
    clusters = {members[module] for module in shared}
    everywhere = set(range(len(members))) - shared
    for node in [n for n in everywhere if members[n] in clusters] if clusters else ():
        ties = _ties([node], around, members, everywhere)
        if best := [cluster for cluster in ties if cluster not in clusters]:
            members[node] = max(best, key=lambda one: (ties[one], -one))


def _ties(
    nodes: Iterable[int], around: Mapping[int, Mapping[int, float]], members: Sequence[int], placed: set[int]
) -> Counter[int]:
    """Return how much nodes are tied to what each cluster has been given."""
    found: Counter[int] = Counter()
    for node in nodes:
        for other, weight in around.get(node, {}).items():
            if other in placed:
                found[members[other]] += weight  # type: ignore[assignment]  # weights are no whole numbers
    return found
