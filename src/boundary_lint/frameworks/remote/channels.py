"""Names of channels: what a message is sent to or taken from, put together from exchanges, keys, queues and topics.

A channel is called as its library calls it. Where an exchange stands before a key, both are joined by a colon ("shop:order.paid"); a
message to AMQP's default exchange goes to the queue that its key names.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_lint.facts import syntax
from boundary_lint.frameworks.remote.page import RemotePage
from boundary_lint.frameworks.signatures import Signature
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.values import (
    MAX_VALUES,
    NOTHING,
    Bound,
    DictOf,
    FunctionValue,
    Items,
    ListOf,
    TextValue,
    Value,
    Values,
    in_order,
    text_of,
)

MESSAGES = ("publish", "consume", "bind")
"""What signatures do that are about messages: a bound queue is given what is sent to an exchange with a key."""

_MAX_DEEP = 3


def channels_of(page: RemotePage, how: Signature, site: CallSite, base: Values) -> Values:
    """Return the channels that a call is about; base: what the client stands for, a queue or an exchange."""
    exchange, channel = _given("exchange", how, site), _given("channel", how, site) | _keys(how, site)
    if page.within and not exchange:
        exchange = _owner(page.within, how, site)
    if how.does == "publish" and base:
        exchange = exchange or base
    if how.does == "bind" and exchange and not channel:
        channel = frozenset((TextValue("#"),))
    found = joined(exchange, channel, ":")
    if not found and not base and page.default and "{" not in page.default and how.node("channel", site) is None:
        return frozenset((TextValue(page.default),))
    return found if found or how.does == "bind" else base


def _given(part: str, how: Signature, site: CallSite) -> Values:
    """Return the names that an argument gives: ``{}`` where it is given but not known."""
    found = names_of(how.values(part, site))
    node = how.node(part, site)
    if found or node is None:
        return found
    unknown = not isinstance(site.frame.nodes[node], syntax.Const | syntax.Dictionary | syntax.Text)
    return frozenset((TextValue("{}"),)) if unknown else NOTHING


def _keys(how: Signature, site: CallSite) -> Values:
    """Return the keys of a dictionary of channels that are no constants: ``xread({STREAM: "$"})``."""
    node = how.node("channel", site)
    record = site.frame.nodes[node] if node is not None else None
    if not isinstance(record, syntax.Dictionary):
        return NOTHING
    return names_of(NOTHING.union(*(site.frame.evaluate(key) for key in record.keys)))


DEAD_LETTERS = frozenset({"x-dead-letter-exchange", "x-delivery-limit", "RedrivePolicy"})
"""Arguments of a queue that hands on what fails, or drops it after some attempts. Sources: the documentation of RabbitMQ and SQS."""


def hands_on(how: Signature, site: CallSite) -> bool:
    """Whether a queue is declared so that failing messages leave it."""
    return not keys_of("arguments", how, site).isdisjoint(DEAD_LETTERS)


def keys_of(part: str, how: Signature, site: CallSite) -> set[str]:
    """Return the keys of the dictionary that an argument is."""
    node = how.node(part, site)
    if node is None:
        return set()
    record = site.frame.nodes[node]
    keys = {key for key, _ in record.items} if isinstance(record, syntax.Dictionary) else set()
    for value in how.values(part, site):
        keys |= {key for key, _ in value.items} if isinstance(value, DictOf) else set()
    return {key for key in keys if key}


def queues_of(how: Signature, site: CallSite, base: Values) -> Values:
    """Return the queues that a call binds."""
    return names_of(how.values("queue", site)) or base


def names_of(values: Values, deep: int = 0) -> Values:
    """Return the names that values are or stand for: texts, those in lists, keys of dictionaries, and the names of clients and functions."""
    found: set[Value] = set()
    for value in in_order(values):
        match value:
            case TextValue():
                found.add(value)
            case Items() | ListOf() if deep < _MAX_DEEP:
                found.update(name for inner in value.holds for name in names_of(inner, deep + 1))
            case DictOf():
                found.update(TextValue(key) for key, _ in value.items if key)
            case FunctionValue() | Bound():
                found.add(TextValue(f"{value.function.module.name}.{value.function.record.qualname}"))
            case _:
                found.update(getattr(value, "base", NOTHING))
    return frozenset(in_order(frozenset(found))[:MAX_VALUES])


def joined(before: Values, after: Values, between: str) -> Values:
    """Return every pair of texts joined; of one where the other says nothing."""
    left = [v for v in in_order(before) if isinstance(v, TextValue) and v.text]
    right = [v for v in in_order(after) if isinstance(v, TextValue) and v.text]
    if not left or not right:
        return frozenset(left or right)
    both = [text_of(f"{a.text}{between}{b.text}", (*a.origin, *b.origin)) for a in left for b in right]
    return frozenset(both[:MAX_VALUES])


def _owner(within: str, how: Signature, site: CallSite) -> Values:
    """Return what stands before a channel: "{name}.events", with the service that is named, or the attribute of the class around."""
    names = _given("service", how, site) or frozenset(TextValue(name) for name in names_of_class(site.frame))
    return frozenset(text_of(within.replace("{name}", n.text), n.origin) for n in names if isinstance(n, TextValue))


def names_of_class(frame: Frame) -> Iterator[str]:
    """Yield what the class attribute ``name`` of the class around a call is, as far as known."""
    method = frame.function.method
    cls = frame.cls or (
        frame.receiver.python_class if frame.receiver is not None else method.cls if method is not None else None
    )
    for value in in_order(frame.link.names.class_values(cls, "name")) if cls is not None else ():
        if isinstance(value, TextValue):
            yield value.text
