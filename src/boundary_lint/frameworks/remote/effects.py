"""What is noted of calls that leave the process."""

from __future__ import annotations

import msgspec

from boundary_lint.facts.program import Hop


class Requested(msgspec.Struct, frozen=True):
    """Another process is called, or a message is sent or awaited.

    page: library. does: "call", "publish", "consume" or "bind". method: verb or procedure. target: address, service or channel, ``{}`` for what is not known.
    open: it depends on what callers pass. sink: file and line of the library's call where a helper was called for it.
    queue: the one that is bound; "" where not known. over: another protocol than that of the page. later: when the transaction is over.
    dead_letters: what fails is handed on. keyed: a key goes with it by which the other side knows a second attempt.
    """

    page: str
    does: str
    method: str
    target: str
    service: str
    hops: tuple[Hop, ...]
    sync: bool
    timeout: str
    open: bool = False
    sink: tuple[str, int] | None = None
    handler: str = ""
    queue: str = ""
    over: str = ""
    later: bool = False
    dead_letters: bool = False
    keyed: bool = False
