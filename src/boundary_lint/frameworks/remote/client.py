"""Clients as values: what is made once and called many times, with the address and the timeout it was made with."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

import msgspec

from boundary_lint.frameworks.remote.calls import declared, given_timeout, note, targets_of, verbs_of
from boundary_lint.frameworks.remote.channels import MESSAGES, hands_on, queues_of
from boundary_lint.frameworks.remote.page import RemotePage
from boundary_lint.frameworks.signatures import Signature
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.values import NOTHING, TextValue, Value, Values, in_order

ASYNCHRONOUS = frozenset({"call_async", "future", "cast", "send_async"})
"""What may stand behind a procedure so that nobody waits for it (nameko, gRPC, oslo.messaging)."""


class Client(Value, msgspec.Struct, frozen=True):
    """A client of a library. base: the texts that its address can be; service: the name by which it knows the other side;
    timeout: as in facts, "" where it was not given one. verbs: of a request that is yet to be sent, () for a client proper."""

    page: RemotePage
    base: Values = NOTHING
    service: str = ""
    timeout: str = ""
    verbs: tuple[str, ...] = ()
    travels: ClassVar[bool] = True
    reaches: ClassVar[bool] = True

    def attribute(self, name: str, frame: Frame) -> Values:
        if name in self.page.same:
            return frozenset((self,))
        if self.page.many and not self.service and not name.startswith("_"):
            return frozenset((Client(self.page, self.base, name, self.timeout),))
        if name in self.page.methods or (self.page.procedures and not name.startswith("_")):
            return frozenset((ClientMethod(self, name),))
        return NOTHING

    def call(self, site: CallSite) -> Values:
        return call(self, "__call__", site) if "__call__" in self.page.methods else NOTHING

    def item(self, key: str | int, frame: Frame) -> Values:
        return self.attribute(key, frame) if isinstance(key, str) else NOTHING

    def sort_key(self) -> tuple[str, ...]:
        base = (part for value in in_order(self.base) for part in value.sort_key())
        return ("client", self.page.name, self.service, self.timeout, *self.verbs, *base)

    def kinship(self) -> Hashable:
        return Client, self.page.name

    def joined_with(self, others: Sequence[Value]) -> Client:
        kin = [self, *(other for other in others if isinstance(other, Client))]
        base = frozenset(value for one in kin for value in one.base)
        alike = {one.timeout for one in kin}
        verbs = tuple(sorted({verb for one in kin for verb in one.verbs}))
        return Client(self.page, base, self.service, alike.pop() if len(alike) == 1 else "", verbs)


class ClientMethod(Value, msgspec.Struct, frozen=True):
    """A method of a client; asynchronous: called so that nobody waits."""

    client: Client
    name: str
    asynchronous: bool = False

    def attribute(self, name: str, frame: Frame) -> Values:
        if self.client.page.procedures:
            return frozenset((ClientMethod(self.client, self.name, name in ASYNCHRONOUS),))
        return NOTHING

    def call(self, site: CallSite) -> Values:
        return call(self.client, self.name, site, self.asynchronous)

    def sort_key(self) -> tuple[str, ...]:
        return ("client method", self.name, str(self.asynchronous), *self.client.sort_key())


def made(page: RemotePage, how: Signature, site: CallSite, service: str = "", around: Values = NOTHING) -> Values:
    """Return the client that a call makes; one that is made for a channel binds or consumes it. around: the address of the client that is asked for it."""
    connected = [value for value in in_order(how.values("connection", site)) if isinstance(value, Client)]
    before = around.union(*(one.base for one in connected))
    base = targets_of(page, how, site, before if "url" in how.parameters else NOTHING)
    if how.does in MESSAGES and base:
        note(page, how, site)
    if site.frame.sink is not None and "arguments" in how.parameters and hands_on(how, site):
        for queue in in_order(base):
            if isinstance(queue, TextValue):
                site.frame.sink.add(declared(page, queue.text))
    if how.does == "bind":
        base = queues_of(how, site, NOTHING)
    if "url" not in how.parameters:
        base = base.union(*(one.base for one in connected))
    names = [v.text for v in how.values("service", site) if isinstance(v, TextValue)]
    known = service or (names[0] if len(names) == 1 else "")
    verbs = verbs_of(how, site) or tuple(v for one in connected for v in one.verbs)
    return frozenset((Client(page, base, known, given_timeout(how, site), verbs),))


def call(client: Client, name: str, site: CallSite, asynchronous: bool = False) -> Values:
    """Return what a call of a client's method is, and note what it does."""
    page = client.page
    how = page.methods.get(name)
    if how is None:
        how = PROCEDURE
    if how.does == "client":
        inner = made(page.gives or page, how, site, client.service, client.base)
        return frozenset(
            Client(
                one.page,
                one.base or client.base,
                one.service or client.service,
                one.timeout or client.timeout,
                one.verbs or client.verbs,
            )
            for one in inner
            if isinstance(one, Client)
        )
    note(
        page,
        how,
        site,
        base=client.base,
        service=client.service,
        timeout=client.timeout,
        name=name,
        waits=not asynchronous,
    )
    if page.gives is None or not (asynchronous or how.does == "publish"):
        return NOTHING
    base = targets_of(page, how, site, client.base) if how.does == "publish" else NOTHING
    return frozenset((Client(page.gives, base, client.service),))


PROCEDURE = Signature("procedure", {})
"""What is known of a procedure that no row names: nothing but its name."""
