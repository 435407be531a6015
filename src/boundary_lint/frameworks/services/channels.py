"""What consumers take: messages to the exchanges that their queues are bound to, whichever service binds them, and those of topics that
only a deployment names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import msgspec

from boundary_lint.facts.program import Binding, ChannelUse, Hop, ProgramFacts, Service
from boundary_lint.frameworks.services.addresses import named_in
from boundary_lint.graph.channels import meet

LIST = "redis-list"
"""The protocol of lists of Redis: queues where one adds what another takes."""

_Queue: TypeAlias = tuple[str, str, str, str]
"""Protocol and name of a queue; one without a name is known by the file and function that bind it."""


def with_bindings(found: ProgramFacts) -> ProgramFacts:
    """Return facts in which every consumer of a bound queue takes what the queue is bound to."""
    found = _without_plain_lists(found)
    if not found.bindings:
        return found
    bound: dict[_Queue, list[Binding]] = defaultdict(list)
    handed_on = {(binding.protocol, binding.queue) for binding in found.bindings if binding.dead_letters}
    for binding in found.bindings:
        if binding.channel.strip("{}:"):
            bound[_queue_of(binding, binding.queue)].append(binding)
    sent = {(use.protocol, use.channel) for use in found.channel_uses if use.side == "publish"}
    uses: set[ChannelUse] = set()
    taken: set[_Queue] = set()
    for use in found.channel_uses:
        queue = _queue_of(use, use.channel)
        bindings = bound.get(queue, ()) if use.side == "consume" else ()
        taken.add(queue)
        uses.update(_taking(use, bindings))
        if not bindings or (use.channel and (use.protocol, use.channel) in sent):
            uses.add(use)
    for queue in bound.keys() - taken:
        uses.update(_as_consumers(bound[queue], found.channel_uses))
    told = (_handing_on(use, handed_on) for use in uses)
    return msgspec.structs.replace(found, channel_uses=sorted(told))


def with_words(uses: Sequence[ChannelUse]) -> list[ChannelUse]:
    """Return uses in which a consumer of channels that are known in part takes those messages whose rest its program gives a name to.

    One that names none of them may take them all.
    """
    sent = sorted({(use.protocol, use.channel) for use in uses if use.side == "publish" and "{" not in use.channel})
    found: set[ChannelUse] = set()
    for use in uses:
        words = set(use.words) if "{}" in use.channel else set()
        rest = re.compile("(.*)".join(map(re.escape, use.channel.split("{}")))) if words else None
        matches = (
            [(c, rest.fullmatch(c)) for protocol, c in sent if protocol == use.protocol] if rest is not None else []
        )
        named = [channel for channel, match in matches if match is not None and words.issuperset(match.groups())]
        plain = msgspec.structs.replace(use, words=())
        found.update([msgspec.structs.replace(plain, channel=channel) for channel in named] or [plain])
    return sorted(found)


def _handing_on(use: ChannelUse, queues: Collection[tuple[str, str]]) -> ChannelUse:
    is_so = use.side == "consume" and (use.protocol, use.queue or use.channel) in queues
    return msgspec.structs.replace(use, dead_letters=True) if is_so else use


def _without_plain_lists(found: ProgramFacts) -> ProgramFacts:
    """Return facts without the lists to which something is added that nobody takes, or the other way round: they hold data."""
    lists = [use for use in found.channel_uses if use.protocol == LIST]
    met = {
        one for a in lists if a.side == "publish" for b in lists if b.side == "consume" and meet(a, b) for one in (a, b)
    }
    uses = [use for use in found.channel_uses if use.protocol != LIST or use in met]
    return found if len(uses) == len(found.channel_uses) else msgspec.structs.replace(found, channel_uses=uses)


def _queue_of(where: Binding | ChannelUse, name: str) -> _Queue:
    known = name if name.strip("{}") else ""
    return (where.protocol, known, "", "") if known else (where.protocol, "", where.file, where.function)


def _taking(use: ChannelUse, bindings: Iterable[Binding]) -> Iterator[ChannelUse]:
    for binding in bindings:
        place = Hop(what="binding", text=binding.channel, file=binding.file, line=binding.line)
        hops = use.hops if (binding.file, binding.line) == (use.file, use.line) else (*use.hops, place)
        yield msgspec.structs.replace(use, channel=binding.channel, queue=use.channel, hops=hops)


def _as_consumers(bindings: Iterable[Binding], uses: Iterable[ChannelUse]) -> Iterator[ChannelUse]:
    """Yield who binds a queue that nobody is seen to consume: it does so itself, unless it is the one that fills it."""
    fills = {(use.file, use.channel.partition(":")[0]) for use in uses if use.side == "publish"}
    for binding in bindings:
        if (binding.file, binding.channel.partition(":")[0]) not in fills:
            yield ChannelUse(
                root=binding.root,
                module=binding.module,
                function=binding.function,
                side="consume",
                library=binding.library,
                protocol=binding.protocol,
                channel=binding.channel,
                file=binding.file,
                line=binding.line,
                confidence="medium",
                queue=binding.queue,
                hops=binding.hops,
            )


def with_guesses(
    uses: Sequence[ChannelUse], users: Mapping[str, Sequence[str]], services: Sequence[Service]
) -> list[ChannelUse]:
    """Return uses of channels in which a service that takes its topic from a variable nobody sets takes those named after it.

    A guess: only topics that others publish and that nobody is seen to consume, and that bear the name of no other service.
    """
    unknown = [u for u in uses if u.side == "consume" and not u.channel.strip("{}") and _is_configured(u)]
    if not unknown:
        return list(uses)
    taken = [use for use in uses if use.side == "consume"]
    found = set(uses)
    for sent in uses:
        if sent.side != "publish" or "{" in sent.channel or any(meet(sent, one) for one in taken):
            continue
        named = named_in(sent.channel, services)
        for use in unknown:
            if use.protocol == sent.protocol and list(users.get(use.file, ())) == sorted(named):
                hop = Hop(what="name", text=sent.channel, file=sent.file, line=sent.line)
                found.discard(use)
                found.add(msgspec.structs.replace(use, channel=sent.channel, confidence="low", hops=(*use.hops, hop)))
    return sorted(found)


def _is_configured(use: ChannelUse) -> bool:
    return any(hop.what in ("env", "setting") for hop in use.hops)
