"""Seams against the authors' own packages: mean AMI, ARI, MoJoFM and number of contexts, beside Louvain and Leiden on plain imports.

    python benchmarks/seams/bench.py --corpora DIR [--only NAME]... [--seeds 5] [--tuned | --tested]

The clustering sees no path. "as written" is the program as it is; "words removed" bans every word of every package path from what is read of words.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

sys.path.insert(0, os.path.dirname(__file__))

from labels import CORPORA, Corpus, labels

from boundary_lint.config.load import load_config
from boundary_lint.facts.vocabulary import Vocabulary, decode
from boundary_lint.graph.agreement import adjusted_mutual_information
from boundary_lint.pipeline.reading import read_tree
from boundary_lint.pipeline.run import Options, analyse
from boundary_lint.pipeline.words import WORDS
from boundary_lint.seams.clusters import consensus, find_clusters, leiden
from boundary_lint.seams.evidence import Evidence, collect
from boundary_lint.seams.levels import SEEDS
from boundary_lint.seams.network import build, imports_alone
from boundary_lint.seams.roles import file_roles
from boundary_lint.seams.words import Texts, stem

DROPPED = 0.05
"""Share of the modules that are left out to see how much the rest moves."""


def evidence_of(corpus: Corpus, folder: Path, cache: Path | None) -> Evidence:
    path = folder / corpus.folder
    options = Options(cache=cache)
    analysis = analyse(path, load_config(path), options)
    read = read_tree(analysis.tree, None, 1, extractor=WORDS)
    return collect(analysis.facts, {file: decode(blob) for file, blob in read.facts().items()})


def without_words(evidence: Evidence, truth: dict[str, str]) -> list[Vocabulary]:
    """Return the vocabularies without any word of a package path."""
    named = {word for name in truth for part in name.split(".")[:-1] for word in part.lower().split("_")}
    named |= {word for label in truth.values() for word in re.split(r"[._]", label.lower())}
    banned = named | {stem(word) for word in named}

    def kept(words: dict[str, int]) -> dict[str, int]:
        return {word: count for word, count in words.items() if word not in banned and stem(word) not in banned}

    return [
        Vocabulary(v.imports, v.stars, v.classes, v.functions, v.mentions, v.texts, kept(v.identifiers), kept(v.definitions), kept(v.strings))
        for v in evidence.vocabularies
    ]  # fmt: skip


def louvain(evidence: Evidence, seed: int) -> list[int]:
    import igraph

    network = imports_alone(evidence)
    igraph.set_random_number_generator(random.Random(seed))
    graph = igraph.Graph(n=network.size, edges=list(network.edges))
    return list(graph.community_multilevel(return_levels=False).membership)


def ours(evidence: Evidence) -> Callable[[int], list[int]]:
    """Return the answers as users get them, each from seeds that no other one has."""
    texts = Texts(evidence.vocabularies, file_roles(evidence))
    network = build(evidence, texts)

    def answer(number: int) -> list[int]:
        first = SEEDS * number
        return consensus(
            network, texts, [find_clusters(network, texts, seed=seed)[0] for seed in range(first, first + SEEDS)]
        )

    return answer


def part_of(evidence: Evidence, kept: Sequence[int]) -> Evidence:
    """Return the evidence of some of the modules."""
    new = {old: number for number, old in enumerate(kept)}
    part = Evidence([evidence.modules[n] for n in kept], [evidence.vocabularies[n] for n in kept])
    part.links.update({(new[a], new[b]): n for (a, b), n in evidence.links.items() if a in new and b in new})
    part.symbols.update(
        {(new[a], (new[b], s)): n for (a, (b, s)), n in evidence.symbols.items() if a in new and b in new}
    )
    part.accesses.update({(new[a], t): n for (a, t), n in evidence.accesses.items() if a in new})
    part.owners.update({t: new[m] for t, m in evidence.owners.items() if m in new})
    part.entities.update(evidence.entities)
    part.keys.update(evidence.keys)
    part.imports |= {(new[a], new[b]) for a, b in evidence.imports if a in new and b in new}
    return part


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--tuned", action="store_true", help="only those that weights were chosen on")
    parser.add_argument("--tested", action="store_true", help="only the others")
    asked = parser.parse_args()
    wanted = [
        name for name, corpus in CORPORA.items()
        if (not asked.only or name in asked.only) and not (asked.tuned and not corpus.tuned_on) and not (asked.tested and corpus.tuned_on)
    ]  # fmt: skip
    columns: dict[str, list[float]] = {}
    for name in wanted:
        evidence = evidence_of(CORPORA[name], asked.corpora, asked.cache)
        row = measure(evidence, labels(CORPORA[name], [m.module for m in evidence.modules]), asked.seeds)
        print(f"{name:10s}", "  ".join(f"{key} {value:.3f}" for key, value in row.items()), flush=True)
        for key, value in row.items():
            columns.setdefault(key, []).append(value)
    print(f"{'mean':10s}", "  ".join(f"{key} {mean(values):.3f}" for key, values in columns.items()))


def measure(evidence: Evidence, truth: dict[str, str], seeds: int) -> dict[str, float]:
    from boundary_lint.seams.figures.agreement import adjusted_rand_index, mojofm

    numbers = [n for n, module in enumerate(evidence.modules) if module.module in truth]
    true = [truth[evidence.modules[n].module] for n in numbers]

    def ami(members: Sequence[int]) -> float:
        return adjusted_mutual_information(true, [members[n] for n in numbers])

    bare = Evidence(**{**vars(evidence), "vocabularies": without_words(evidence, truth)})
    start = time.process_time()
    runs = [run(seed) for run in [ours(evidence)] for seed in range(seeds)]
    spent = (time.process_time() - start) / seeds
    kept = [n for n in range(len(evidence.modules)) if random.Random(n).random() >= DROPPED]
    dropped = ours(part_of(evidence, kept))(0)
    scored = [[run[n] for n in numbers] for run in runs]
    network = imports_alone(evidence)
    return {
        "AMI": mean(map(ami, runs)),
        "words removed": mean(ami(run(seed)) for run in [ours(bare)] for seed in range(seeds)),
        "Louvain imports": mean(ami(louvain(evidence, seed)) for seed in range(seeds)),
        "Leiden imports": mean(ami(leiden(network.size, network.edges, 1.0, seed)) for seed in range(seeds)),
        "ARI": mean(adjusted_rand_index(true, run) for run in scored),
        "MoJoFM": mean(mojofm(run, true) for run in scored),
        "k/truth": mean(len(set(run)) for run in scored) / len(set(true)),
        "seeds agree": mean(
            adjusted_mutual_information(runs[a], runs[b]) for a in range(seeds) for b in range(a)
        ) if seeds > 1 else 1.0,
        "5 % dropped": adjusted_mutual_information([runs[0][n] for n in kept], dropped[: len(kept)]),
        "CPU s": spent,
    }  # fmt: skip


if __name__ == "__main__":
    main()
