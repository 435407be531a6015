"""Names of contexts from their own words, and the reasons why their members belong together."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from boundary_lint.facts.vocabulary import words as split
from boundary_lint.graph.layers import TECHNICAL
from boundary_lint.seams.evidence import Evidence
from boundary_lint.seams.words import counted, stem

WORDS = 6
"""Words told of a context."""

ENTITY = 3.0
"""A word in the name of a table's class that a context owns counts as much as this many in its definitions."""

STOP = frozenset(stem(word) for word in TECHNICAL) | frozenset(stem(word) for word in (
    "abstract", "add", "args", "attr", "base", "bool", "build", "class", "clean", "context", "copy", "create", "current", "data", "default", "delete",
    "detail", "dict", "django", "edit", "exclude", "false", "field", "file", "filter", "first", "flag", "for", "form", "from", "func", "generate",
    "generic", "get", "has", "html", "http", "index", "info", "init", "instance", "int", "internal", "item", "items", "json", "key", "kwargs",
    "label", "last", "len", "line", "list", "load", "main", "make", "map", "meta", "method", "name", "new", "none", "not", "now", "num", "obj", "old", "option", "order_by",
    "out", "param", "parent", "path", "pre", "post", "process", "property", "query", "raw", "related", "remove", "request", "response", "result", "return", "run", "save", "self",
    "send", "set", "setup", "show", "size", "state", "status", "str", "string", "sub", "super", "the", "this", "title", "true", "type",
    "update", "url", "use", "uuid", "valid", "validate", "value", "verbose", "with", "write", "you", "your", "and", "are", "will",
))  # fmt: skip
"""Words that name no domain: technical roles, and what any program says."""


def describe(evidence: Evidence, members: Sequence[int], contexts: Sequence[int]) -> dict[int, list[str]]:
    """Return for each context its own words, the most telling first.

    A word counts by how often the context says it, most where it defines something or names a table it owns, and by how few other contexts do
    (c-TF-IDF: Grootendorst, BERTopic, 2022).
    """
    said: dict[int, Counter[str]] = defaultdict(Counter)
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for module, vocabulary in enumerate(evidence.vocabularies):
        for word in (*vocabulary.definitions, *vocabulary.identifiers):
            spelt[stem(word)][word] += 1
        for word, count in counted(vocabulary).items():
            said[members[module]][word] += 1 + math.log(max(1.0, count))  # type: ignore[assignment]  # weights are no whole numbers
    for table, module in evidence.owners.items():
        for word in split(evidence.entities[table]):
            spelt[stem(word)][word] += 1
            said[members[module]][stem(word)] += ENTITY * (1 + math.log(1 + len(said[members[module]])))  # type: ignore[assignment]
    wanted = set(contexts)
    spread = Counter(word for context, counts in said.items() if context in wanted for word in counts)
    described = {}
    for context in contexts:
        weights = {
            word: count * math.log(1 + len(contexts) / spread[word])
            for word, count in said[context].items()
            if word not in STOP and len(word) > 2
        }
        best = sorted(weights, key=lambda word: (-weights[word], word))[:WORDS]
        described[context] = [_common(spelt[word], word) for word in best]
    return described


def _common(spellings: Counter[str], word: str) -> str:
    return min(spellings, key=lambda one: (-spellings[one], one)) if spellings else word


def names(described: Mapping[int, Sequence[str]], known: Mapping[int, str] | None = None) -> dict[int, str]:
    """Return a name for each context: its first word, with the next ones where another has the same. known: names of those that have one."""
    given: dict[int, str] = dict(known or {})
    for context, own in described.items():
        if context in given:
            continue
        for length in range(1, len(own) + 1):
            name = "-".join(own[:length])
            if name not in given.values():
                given[context] = name
                break
        else:
            base = own[0] if own else "context"
            given[context] = next(
                f"{base}-{n}" for n in range(2, len(described) + len(given) + 3) if f"{base}-{n}" not in given.values()
            )
    return given
