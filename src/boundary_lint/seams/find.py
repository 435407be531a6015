"""The contexts of a program: clusters with a name, their tables, how sure they are and why their members belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from boundary_lint.discover.domains import OF_NO_DOMAIN
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.facts.vocabulary import Vocabulary
from boundary_lint.seams.clusters import RESOLUTION
from boundary_lint.seams.constraints import Constraints, Wish, extended, resolve, without_shared
from boundary_lint.seams.division import SHARED, Division, declared, tables_follow
from boundary_lint.seams.evidence import Evidence, collect
from boundary_lint.seams.levels import SEEDS, Level, affordable, find_ladder, find_level, parents
from boundary_lint.seams.misplaced import Misplaced, misplaced
from boundary_lint.seams.naming import Language, names
from boundary_lint.seams.network import Network, build
from boundary_lint.seams.reasons import Reasons
from boundary_lint.seams.roles import file_roles, utilities
from boundary_lint.seams.words import Texts


@dataclass(frozen=True)
class Context:
    """A context that was found. words: its own, the most telling first; modules: dotted names; files of these; tables: those it would own.

    confidence: how often seeds agree on its modules, on average, 0 to 1; unsure: dotted names of those that are elsewhere in more than a
    quarter of the seeds. reasons: why its members belong together, in words.
    """

    name: str
    words: tuple[str, ...]
    modules: tuple[str, ...]
    files: tuple[str, ...]
    tables: tuple[str, ...]
    confidence: float
    unsure: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A level of the ladder. contexts: name -> dotted names of its modules; within: name -> context of the next coarser level."""

    resolution: float
    contexts: Mapping[str, tuple[str, ...]]
    within: Mapping[str, str]


@dataclass(frozen=True)
class Seams:
    """What was found. levels: coarse to fine; utilities: dotted names; division: of files and tables by the recommended level.

    wishes, respect_packages: what was asked for. misplaced: what sits in the wrong one of today's contexts: of the configuration, else of apps or packages.
    """

    contexts: tuple[Context, ...]
    levels: tuple[Step, ...]
    utilities: tuple[str, ...]
    division: Division
    misplaced: tuple[Misplaced, ...]
    evidence: Evidence
    network: Network
    resolution: float
    seeds: int
    wishes: tuple[Wish, ...] = ()
    respect_packages: bool = False


def find_seams(
    facts: ProgramFacts, vocabularies: Mapping[str, Vocabulary], resolution: float = RESOLUTION, seeds: int = SEEDS,
    wishes: Sequence[Wish] = (), respect_packages: bool = False,
) -> Seams:  # fmt: skip
    """Return the contexts of a program. vocabularies: by file; wishes: what an architect knows of them. Equal input gives equal output.

    respect_packages: the packages of today are evidence, too; else no name of a package, module or folder is.

    Raises:
        ConfigError: a wish means nothing, or contradicts another.
    """
    evidence = collect(facts, vocabularies)
    seeds = affordable(seeds, len(evidence.modules))
    texts = Texts(evidence.vocabularies, file_roles(evidence)) if evidence.modules else None
    network = build(evidence, texts, respect_packages)
    language = Language(evidence)
    constraints = _constraints(facts, evidence, network, texts, language, resolution, wishes)
    network.edges = without_shared(network.edges, constraints)
    ladder = find_ladder(network, texts, resolution, seeds, constraints)
    level = next(one for one in ladder if one.resolution == resolution)
    tools = _tools(evidence, level.members, constraints)
    named = [_named(evidence, language, one.members, tools, constraints) for one in ladder]
    of_level = named[ladder.index(level)]
    modules = {
        module.file: SHARED if number in tools else of_level[level.members[number]][0]
        for number, module in enumerate(evidence.modules)
        if number in tools or level.members[number] in of_level
    }
    held = {context.name for context in facts.contexts if context.declared and context.kind != "library"}
    for one in facts.modules:
        if one.context in held and one.checked:
            modules.setdefault(one.file, one.context)
    division = tables_follow(facts, modules)
    return Seams(
        contexts=_contexts(evidence, network, level, of_level, tools, division),
        levels=_steps(evidence, ladder, named, tools),
        utilities=tuple(sorted(evidence.modules[number].module for number in tools)),
        division=division,
        misplaced=misplaced(evidence, texts, declared(facts), constraints, _layers(facts)),
        evidence=evidence,
        network=network,
        resolution=resolution,
        seeds=seeds,
        wishes=tuple(wishes),
        respect_packages=respect_packages,
    )


def find_misplaced(
    facts: ProgramFacts, vocabularies: Mapping[str, Vocabulary], wishes: Sequence[Wish] = ()
) -> tuple[Misplaced, ...]:
    """Return what sits in the wrong one of today's contexts, as `find_seams` tells it, without looking for others.

    Raises:
        ConfigError: see `find_seams`.
    """
    evidence = collect(facts, vocabularies)
    texts = Texts(evidence.vocabularies, file_roles(evidence)) if evidence.modules else None
    asked = resolve(wishes, facts, evidence.modules)
    return misplaced(evidence, texts, declared(facts), asked, _layers(facts))


def _layers(facts: ProgramFacts) -> frozenset[str]:
    """Return the contexts that are what domains left over of a layer."""
    return frozenset(context.name for context in facts.contexts if context.evidence == OF_NO_DOMAIN)


def _constraints(
    facts: ProgramFacts, evidence: Evidence, network: Network, texts: Texts | None, language: Language, resolution: float,
    wishes: Sequence[Wish],
) -> Constraints:  # fmt: skip
    """Return what holds for the modules. A name that no configuration declares means the context that is found under it without the wish."""
    asked = resolve(wishes, facts, evidence.modules)
    known = {context.name for context in facts.contexts if context.declared}
    if all(wish.context in known for wish in wishes if wish.kind == "belongs"):
        return asked
    without = resolve([wish for wish in wishes if wish.kind != "belongs"], facts, evidence.modules)
    level = find_level(network, texts, resolution, 1, without)
    tools = _tools(evidence, level.members, without)
    found: dict[str, list[int]] = defaultdict(list)
    names = _named(evidence, language, level.members, tools, without)
    for number in sorted({*range(len(evidence.modules))} - tools):
        found[names[level.members[number]][0]].append(number)
    return extended(asked, found)


def _tools(evidence: Evidence, members: Sequence[int], constraints: Constraints) -> frozenset[int]:
    """Return the modules of no context: utilities, what the configuration shares, and what is tied to that alone."""
    shared = {members[module] for module in constraints.shared}
    beside = {module for module in range(len(evidence.modules)) if members[module] in shared}
    return frozenset(utilities(evidence, members)) - constraints.together | constraints.shared | beside


def _named(
    evidence: Evidence, language: Language, members: Sequence[int], tools: frozenset[int], constraints: Constraints
) -> dict[int, tuple[str, list[str]]]:
    """Return cluster -> its name and words, the largest first; those of utilities alone are none."""
    clusters = sorted({members[number] for number in range(len(evidence.modules)) if number not in tools})
    words = language.describe(members, clusters)
    known = {members[module]: name for module, name in constraints.names.items() if name}
    given = names(words, known)
    return {cluster: (given[cluster], words[cluster]) for cluster in clusters}


def _contexts(
    evidence: Evidence, network: Network, level: Level, named: Mapping[int, tuple[str, list[str]]], tools: frozenset[int],
    division: Division,
) -> tuple[Context, ...]:  # fmt: skip
    found = []
    reasons = Reasons(evidence, network)
    for cluster, (name, words) in named.items():
        numbers = [n for n in range(len(evidence.modules)) if level.members[n] == cluster and n not in tools]
        tables = tuple(sorted(table for table, owner in division.tables.items() if owner == name))
        found.append(
            Context(
                name=name,
                words=tuple(words),
                modules=tuple(sorted(evidence.modules[n].module for n in numbers)),
                files=tuple(sorted(evidence.modules[n].file for n in numbers)),
                tables=tables,
                confidence=round(sum(level.confidence[n] for n in numbers) / len(numbers), 3),
                unsure=tuple(sorted(evidence.modules[n].module for n in numbers if level.confidence[n] < 0.75)),
                reasons=tuple(reasons.of(numbers, tables, words)),
            )
        )
    return tuple(found)


def _steps(
    evidence: Evidence, ladder: Sequence[Level], named: Sequence[Mapping[int, tuple[str, list[str]]]], tools: frozenset[int]
) -> tuple[Step, ...]:  # fmt: skip
    steps = []
    count = len(evidence.modules)
    for position, level in enumerate(ladder):
        members: dict[str, list[str]] = {name: [] for name, _ in named[position].values()}
        for number, module in enumerate(evidence.modules):
            if number not in tools:
                members[named[position][level.members[number]][0]].append(module.module)
        within: dict[str, str] = {}
        if position:
            above = parents(level.members, ladder[position - 1].members, count)
            for cluster, (name, _) in named[position].items():
                if above[cluster] in named[position - 1]:
                    within[name] = named[position - 1][above[cluster]][0]
        steps.append(Step(level.resolution, {name: tuple(sorted(of)) for name, of in members.items()}, within))
    return tuple(steps)
