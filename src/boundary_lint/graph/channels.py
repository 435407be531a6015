"""Who consumes what somebody publishes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from boundary_lint.facts.program import ChannelUse, ProgramFacts

TASKS = frozenset({"celery", "dramatiq", "rq", "arq", "huey", "taskiq", "django-q", "django-tasks"})
"""Protocols by which functions are called by their names: who has one of that name calls its own."""


def channel_links(facts: ProgramFacts) -> Iterator[tuple[int, int]]:
    """Yield the positions of every publisher and consumer that meet."""
    service_of = {module.file: module.service for module in facts.modules}
    publishers = [(i, u) for i, u in enumerate(facts.channel_uses) if u.side == "publish"]
    consumers = [(i, u) for i, u in enumerate(facts.channel_uses) if u.side == "consume"]
    for i, sent in publishers:
        met = [(j, service_of.get(taken.file, "")) for j, taken in consumers if meet(sent, taken)]
        here = service_of.get(sent.file, "")
        own = [j for j, service in met if service == here] if sent.protocol in TASKS else []
        yield from ((i, j) for j in own or (j for j, _ in met))


def meet(sent: ChannelUse, taken: ChannelUse) -> bool:
    """Tell whether messages of a publisher reach a consumer, as far as their channels' names say."""
    if sent.protocol != taken.protocol or not sent.channel.strip("{}:") or not taken.channel.strip("{}:"):
        return False
    takes = _pattern(taken.channel, taken.protocol)
    return bool(takes.fullmatch(sent.channel) or _pattern(sent.channel, "").fullmatch(taken.channel))


_WILDCARDS = {
    "amqp": {"*": r"[^.:]*", ":#": "(?::.*)?", ".#": r"(?:\..*)?", "#.": r"(?:.*\.)?", "#": ".*"},
    "nats": {"*": r"[^.]*", ">": ".+"},
    "redis": {"*": ".*", "?": "."},
    "mqtt": {"+": "[^/]*", "/#": "(?:/.*)?", "#": ".*"},
}
"""What stands for others in the names that consumers give. Sources: the specifications of AMQP 0-9-1 and MQTT 5, the manuals of NATS and Redis."""


@cache
def _pattern(channel: str, protocol: str) -> re.Pattern[str]:
    """Return what a name stands for: ``{}`` is anything, the rest is as its protocol has it; a name of Kafka with a "^" is an expression."""
    if protocol == "kafka" and channel.startswith("^"):
        try:
            return re.compile(channel)
        except re.error:
            return re.compile(re.escape(channel))
    parts = {"{}": ".*", **_WILDCARDS.get(protocol, {})}
    between = "|".join(map(re.escape, sorted(parts, key=len, reverse=True)))
    return re.compile("".join(parts.get(p, re.escape(p)) for p in re.split(f"({between})", channel)), re.DOTALL)
