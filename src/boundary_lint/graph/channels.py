"""Who consumes what somebody publishes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from boundary_lint.facts.program import ChannelUse, ProgramFacts


def channel_links(facts: ProgramFacts) -> Iterator[tuple[int, int]]:
    """Yield the positions of every publisher and consumer that meet."""
    publishers = [(i, u) for i, u in enumerate(facts.channel_uses) if u.side == "publish"]
    consumers = [(i, u) for i, u in enumerate(facts.channel_uses) if u.side == "consume"]
    yield from ((i, j) for i, sent in publishers for j, taken in consumers if meet(sent, taken))


def meet(sent: ChannelUse, taken: ChannelUse) -> bool:
    """Tell whether messages of a publisher reach a consumer, as far as their channels' names say."""
    if sent.protocol != taken.protocol or not sent.channel.strip("{}") or not taken.channel.strip("{}"):
        return False
    return bool(_pattern(taken.channel).fullmatch(sent.channel) or _pattern(sent.channel).fullmatch(taken.channel))


@cache
def _pattern(channel: str) -> re.Pattern[str]:
    """Return what a name stands for: ``{}`` is anything, ``*`` one word and ``#`` several (as AMQP has them)."""
    parts = {"{}": ".*", "*": r"[^.]*", "#": ".*"}
    return re.compile("".join(parts.get(p, re.escape(p)) for p in re.split(r"(\{\}|\*|#)", channel)), re.S)
