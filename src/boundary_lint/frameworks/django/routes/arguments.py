"""The arguments of a call, each read when it is asked for: most of what a view is given says nothing of its route."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes.things import Listing, Scope, Table, Things, options
from boundary_lint.frameworks.routes import texts

Read: TypeAlias = Callable[[syntax.NodeId, Scope], Things]


class Arguments:
    """Arguments by position and by keyword: nodes that are read in the scope of the call, or what they are already."""

    __slots__ = ("_keywords", "_known", "_open", "_positional", "_read", "_scope")

    def __init__(
        self,
        positional: Sequence[syntax.NodeId | Things] = (),
        keywords: dict[str, syntax.NodeId | Things] | None = None,
        *,
        read: Read | None = None,
        scope: Scope | None = None,
        rest: Sequence[syntax.NodeId] = (),
    ) -> None:
        """rest: the ``**mappings`` among the arguments."""
        self._positional, self._keywords, self._open = positional, keywords or {}, rest
        self._read, self._scope = read, scope
        self._known: dict[syntax.NodeId, Things] = {}

    @classmethod
    def of(cls, call: syntax.Call, scope: Scope, read: Read) -> Arguments:
        """Return the arguments of a call."""
        if scope.bound:
            scope = replace(scope, bound=dict(scope.bound), known={})
        positional: list[syntax.NodeId | Things] = []
        for node in call.args:
            record = scope.module.nodes[node]
            if isinstance(record, syntax.Star):
                lists = (thing for thing in read(record.base, scope) if isinstance(thing, Listing))
                positional += (item for one in lists for item in one.items)
            else:
                positional.append(node)
        keywords: dict[str, syntax.NodeId | Things] = {name: node for name, node in call.keywords if name != "**"}
        rest = [node for name, node in call.keywords if name == "**"]
        return cls(positional, keywords, read=read, scope=scope, rest=rest)

    def __len__(self) -> int:
        return len(self._positional) + len(self._keywords)

    def at(self, position: int) -> Things | None:
        """Return a positional argument, None where it is not given."""
        return self._value(self._positional[position]) if position < len(self._positional) else None

    def named(self, name: str) -> Things | None:
        """Return a keyword argument, None where no keyword says it."""
        return self._value(self._keywords[name]) if name in self._keywords else None

    def get(self, position: int, name: str) -> Things:
        """Return an argument by keyword or position, nothing where it is not given."""
        found = self.named(name)
        if found is None:
            found = self.at(position)
        return found or ()

    def within(self, name: str) -> Things | None:
        """Return what the ``**mappings`` hold under a name, None where none does."""
        for table in self._tables():
            if any(key == name for key, _ in table.items):
                return table.get(name)
        return None

    @property
    def positional(self) -> Iterator[Things]:
        """All positional arguments."""
        return (self._value(one) for one in self._positional)

    def mapping(self, without: frozenset[str]) -> Table:
        """Return the keyword arguments as one dictionary, but those of some names."""
        own = [(name, self._value(one)) for name, one in self._keywords.items() if name not in without]
        others = [item for table in self._tables() for item in table.items if item[0] not in without]
        return Table((*others, *own))

    def as_texts(self) -> texts.Given:
        """Return what a method of a text is given."""

        def one(place: int | str) -> str | None:
            found = self.at(place) if isinstance(place, int) else self.named(place)
            return options(found)[0] if found is not None else None

        def items() -> Iterator[str]:
            lists = (thing for thing in self.at(0) or () if isinstance(thing, Listing))
            return (item if isinstance(item, str) else texts.UNKNOWN for one in lists for item in one.elements)

        return texts.Given(one, items)

    def _tables(self) -> Iterator[Table]:
        for node in self._open:
            yield from (thing for thing in self._value(node) if isinstance(thing, Table))

    def _value(self, one: syntax.NodeId | Things) -> Things:
        if not isinstance(one, int):
            return one
        known = self._known.get(one)
        if known is None:
            self._known[one] = ()
            found = self._read(one, self._scope) if self._read is not None and self._scope is not None else ()
            known = self._known[one] = found
        return known
