"""Names of contexts from their own words: a name is what most modules of a context speak of, and few others make."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from boundary_lint.facts.vocabulary import Vocabulary
from boundary_lint.facts.vocabulary import words as split
from boundary_lint.graph.layers import TECHNICAL
from boundary_lint.seams.evidence import Evidence
from boundary_lint.seams.words import stem

WORDS = 6
"""Words told of a context."""

CLASS, DEFINED, USED, TEXT = 4.0, 1.0, 0.5, 0.2
"""Weight of a word in the name of a class or function of a module, in any definition, in an identifier, and in a text. Twice or half of each
changes one name in fifty."""

TOGETHER = 0.4
"""Share of the names with a context's first word that have another one beside it: then both are one term (``GiftCard``)."""

STOP = frozenset(stem(word) for word in TECHNICAL) | frozenset(stem(word) for word in (
    "abstract", "add", "all", "any", "argument", "args", "attr", "base", "bool", "build", "class", "clean", "context", "copy", "create", "current", "data", "default", "delete",
    "detail", "dict", "django", "each", "edit", "empty", "exclude", "false", "field", "file", "filter", "first", "flag", "for", "form", "from", "func", "generate",
    "generic", "get", "handle", "has", "help", "html", "http", "implement", "include", "index", "info", "init", "instance", "int", "internal", "item", "items", "json", "key", "kwargs",
    "label", "last", "len", "line", "list", "load", "logger", "logging", "main", "make", "map", "meta", "method", "name", "new", "none", "not", "now", "null", "num", "obj", "old", "only", "option", "order_by",
    "out", "param", "parent", "path", "pre", "post", "process", "property", "query", "raise", "raw", "read", "related", "remove", "request", "require", "response", "result", "return", "run", "save", "self",
    "send", "set", "setup", "show", "size", "state", "status", "str", "string", "sub", "super", "the", "this", "title", "true", "type",
    "update", "url", "use", "uuid", "valid", "validate", "value", "verbose", "with", "write", "yes", "you", "your", "and", "are", "will",
))  # fmt: skip
"""Words that name no domain: technical roles, and what any program says."""


@dataclass(frozen=True)
class _Module:
    """What one module says. said: stem -> how much it speaks of it, 1 for its first word; made: how often it stands in what the module defines.

    named: stem -> classes and functions with it in their name; pairs: two stems beside each other there.
    """

    said: Mapping[str, float]
    made: Mapping[str, float]
    named: Counter[str]
    pairs: Counter[tuple[str, str]]


@dataclass
class _Speech:
    """What the modules of a context say: of said and made the average over them, of named and pairs the sum."""

    said: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    made: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    named: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, module: _Module, share: float) -> None:
        """Count a module. share: its part of the context. No module counts for more than another, however long it is."""
        for word, said in module.said.items():
            self.said[word] += share * said
            self.made[word] += share * module.made[word]
        self.named.update(module.named)
        self.pairs.update(module.pairs)


class Language:
    """What every module of a program says, and how words are spelt in it; read once, for any division into contexts."""

    def __init__(self, evidence: Evidence) -> None:
        self.modules = [_module(vocabulary) for vocabulary in evidence.vocabularies]
        self.spelt = _spellings(evidence)

    def describe(self, members: Sequence[int], contexts: Sequence[int]) -> dict[int, list[str]]:
        """Return for each context its own words, the most telling first; the first may be a term of two words ("gift card").

        A word counts by the square of how much the context's modules speak of it, and by the root of its share of all that contexts say and define
        with it. What many modules share so comes before what a few long ones repeat, and "order" belongs to those who define orders, not to all who
        have one.
        """
        size = Counter(members[: len(self.modules)])
        speech = {context: _Speech() for context in contexts}
        for member, module in zip(members, self.modules, strict=False):
            if member in speech:
                speech[member].add(module, 1 / size[member])
        total: defaultdict[str, float] = defaultdict(float)
        for one in speech.values():
            for word, said in one.said.items():
                total[word] += said + one.made[word]
        best = {}
        for context, one in speech.items():
            weight = {
                word: said**2 * math.sqrt((said + one.made[word]) / total[word]) for word, said in one.said.items()
            }
            best[context] = sorted(weight, key=lambda word: (-weight[word], word))[:WORDS]
        terms = _terms(speech, best)
        return {
            context: [
                *([" ".join(_common(self.spelt[word]) for word in terms[context])] if context in terms else []),
                *(_common(self.spelt[word]) for word in words if word not in terms.get(context, ())),
            ]
            for context, words in best.items()
        }


def _module(vocabulary: Vocabulary) -> _Module:
    spoken, defined = defaultdict[str, float](float), Counter[str]()
    named, pairs = Counter[str](), Counter[tuple[str, str]]()
    for name in (*vocabulary.classes, *vocabulary.functions):
        stems = [stem(word) for word in split(name)]
        named.update({*stems})
        pairs.update({*pairwise(stems)})
        for one in stems:
            spoken[one] += CLASS
            defined[one] += 1
    for weight, words in (
        (DEFINED, vocabulary.definitions),
        (USED, vocabulary.identifiers),
        (TEXT, vocabulary.strings),
    ):
        for word, count in words.items():
            spoken[stem(word)] += weight * count
    for word, count in vocabulary.definitions.items():
        defined[stem(word)] += count
    telling = {word: count for word, count in spoken.items() if word not in STOP and len(word) > 2}
    most = math.log1p(max(telling.values(), default=1.0))
    return _Module(
        said={word: math.log1p(weight) / most for word, weight in telling.items()},
        made={word: math.log1p(defined[word]) for word in telling},
        named=named,
        pairs=pairs,
    )


def _terms(speech: Mapping[int, _Speech], best: Mapping[int, Sequence[str]]) -> dict[int, tuple[str, str]]:
    """Return context -> its first word with the one that stands beside it in most names, in their order, where one often does.

    What stands so beside the first words of several contexts tells them from nothing (``OrderStep``, ``InvoiceStep``) and makes no term.
    """
    terms = {}
    for context, words in best.items():
        beside = {
            pair: count
            for pair, count in speech[context].pairs.items()
            if words and words[0] in pair and pair[0] != pair[1] and {*pair} <= {*words}
        }
        pair = min(beside, key=lambda pair: (-beside[pair], pair), default=("", ""))
        if beside.get(pair, 0) >= max(2, TOGETHER * speech[context].named[words[0] if words else ""]):
            terms[context] = pair
    companions = Counter(word for context, pair in terms.items() for word in pair if word != best[context][0])
    return {c: pair for c, pair in terms.items() if all(companions[word] < 2 for word in pair if word != best[c][0])}


def _spellings(evidence: Evidence) -> dict[str, Counter[str]]:
    """Return stem -> how it is spelt in identifiers, in texts where no identifier has it."""
    code: dict[str, Counter[str]] = defaultdict(Counter)
    text: dict[str, Counter[str]] = defaultdict(Counter)
    for vocabulary in evidence.vocabularies:
        for words, found in (
            (vocabulary.definitions, code),
            (vocabulary.identifiers, code),
            (vocabulary.strings, text),
        ):
            for word, count in words.items():
                found[stem(word)][word] += count
        for name in (*vocabulary.classes, *vocabulary.functions):
            for word in split(name):
                code[stem(word)][word] += 1
    return {**text, **code}


def _common(spellings: Counter[str]) -> str:
    """Return the most common spelling; its singular where that is written, too."""
    word = min(spellings, key=lambda one: (-spellings[one], one))
    for plural, singular in (("ies", "y"), ("s", "")):
        if word.endswith(plural) and (one := word[: -len(plural)] + singular) in spellings:
            return one
    return word


def names(described: Mapping[int, Sequence[str]], known: Mapping[int, str] | None = None) -> dict[int, str]:
    """Return a name for each context: its first word, with the next ones where another has the same. known: names of those that have one."""
    given: dict[int, str] = dict(known or {})
    for context, own in described.items():
        if context in given:
            continue
        for length in range(1, len(own) + 1):
            name = "-".join(own[:length]).replace(" ", "-")
            if name not in given.values():
                given[context] = name
                break
        else:
            base = own[0].replace(" ", "-") if own else "context"
            given[context] = next(
                f"{base}-{n}" for n in range(2, len(described) + len(given) + 3) if f"{base}-{n}" not in given.values()
            )
    return given
