"""What was noted of calls and messages, as facts: each with its site."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

import msgspec

from boundary_lint.facts import program as facts
from boundary_lint.frameworks.remote.calls import REQUEST
from boundary_lint.frameworks.remote.effects import Requested
from boundary_lint.frameworks.remote.page import is_path
from boundary_lint.frameworks.remote.words import words_of
from boundary_lint.frameworks.site import Site
from boundary_lint.frameworks.world import World
from boundary_lint.graph.channels import meet

_Key: TypeAlias = tuple[str, str, str, int, int, str, str, str, tuple[str, ...]]

_HOST = re.compile(
    r"(?:[A-Za-z][\w.+-]*:)?//(?:[^/@]*@)?(?P<host>\[[\w:.]*\]|[^/:?#]*)(?::(?P<port>\d+))?(?P<path>[^?#]*)"
)
_PLAIN = re.compile(r"(?P<host>[\w.{}-]+|\[[\w:.]*\])(?::(?P<port>\d+))?(?P<path>/.*)?")


class Outgoing:
    """Gathers what leaves the process, one fact for each place, target and verb."""

    def __init__(self, world: World) -> None:
        self._pages, self._program = world.pages, world.program
        self._words: tuple[str, ...] | None = None
        self._calls: dict[_Key, facts.RemoteCall] = {}
        self._channels: dict[facts.ChannelUse, facts.ChannelUse] = {}
        self._bindings: dict[facts.Binding, None] = {}

    def calls(self) -> list[facts.RemoteCall]:
        """Return all calls."""
        return list(self._calls.values())

    def channel_uses(self) -> list[facts.ChannelUse]:
        """Return all messages sent and received."""
        return list(self._channels.values())

    def bindings(self) -> list[facts.Binding]:
        """Return what queues are bound to."""
        return list(self._bindings)

    def add(self, effect: Requested, site: Site) -> None:
        """Take note of one effect."""
        match effect.does:
            case "call":
                self._add_call(effect, site)
            case "bind":
                self._add_binding(effect, site)
            case _:
                self._add_use(effect, site)

    def _add_binding(self, effect: Requested, site: Site) -> None:
        binding = facts.Binding(
            root=site.module.root,
            module=site.module.name,
            function=site.name,
            library=effect.page,
            protocol=effect.over or self._pages[effect.page].protocol,
            queue=effect.queue,
            channel=_channel(effect.target, effect.over or self._pages[effect.page].protocol),
            file=site.module.file,
            line=site.line,
            dead_letters=effect.dead_letters,
            hops=effect.hops,
        )
        self._bindings[binding] = None

    def _add_use(self, effect: Requested, site: Site) -> None:
        module = site.module
        channel = _channel(effect.target, effect.over or self._pages[effect.page].protocol)
        use = facts.ChannelUse(
            root=module.root,
            module=module.name,
            function=site.name,
            side="publish" if effect.does == "publish" else "consume",
            library=effect.page,
            protocol=effect.over or self._pages[effect.page].protocol,
            channel=channel,
            file=module.file,
            line=site.line,
            handler=effect.handler,
            in_loop=site.per_element,
            transaction=site.transaction(),
            after_commit=effect.later or site.is_late,
            open=effect.open,
            sink_file=effect.sink[0] if effect.sink else "",
            sink_line=effect.sink[1] if effect.sink else 0,
            words=self._may_be() if effect.does == "consume" and (not channel or "{}" in channel) else (),
            hops=effect.hops,
        )
        self._channels.setdefault(msgspec.structs.replace(use, hops=()), use)

    def _may_be(self) -> tuple[str, ...]:
        if self._words is None:
            self._words = words_of(self._program.modules)
        return self._words

    def _add_call(self, effect: Requested, site: Site) -> None:
        module = site.module
        what = (effect.page, effect.method, effect.target, _variables(effect))
        key = (module.root, module.name, site.name, site.line, site.column, *what)
        if key in self._calls:
            return
        page = self._pages[effect.page]
        by_name = page.answers or effect.method == REQUEST
        host, port, path = ("", 0, effect.target) if by_name else split_address(effect.target)
        service, method = effect.service, effect.method
        if is_path(page.default):
            if service:
                path = path or page.default.format(service=service, name=method)
                service = service.rpartition(".")[2]
            elif path.count("/") == 2:
                method = path.rpartition("/")[2]
        self._calls[key] = facts.RemoteCall(
            root=module.root,
            module=module.name,
            function=site.name,
            library=effect.page,
            protocol=page.protocol,
            file=module.file,
            line=site.line,
            column=site.column,
            method=method,
            target=effect.target,
            host=host or service,
            port=port,
            path=path,
            sync=effect.sync,
            in_loop=site.per_element,
            transaction=site.transaction(),
            guarded=site.guarded,
            timeout=effect.timeout,  # type: ignore[arg-type]
            address="" if by_name else address_of(effect.hops, effect.target),
            open=effect.open,
            keyed=effect.keyed,
            sink_file=effect.sink[0] if effect.sink else "",
            sink_line=effect.sink[1] if effect.sink else 0,
            hops=tuple(_last_before(hop, site) for hop in effect.hops),
        )


def _last_before(hop: facts.Hop, site: Site) -> facts.Hop:
    """Return a step; one that is a text which its file writes several times, with the line that is the last before the call."""
    if hop.what != "literal" or hop.file != site.module.file:
        return hop
    lines = site.lines_of(hop.text)
    before = [line for line in lines if line <= site.line] or lines[:1]
    return msgspec.structs.replace(hop, line=before[-1]) if before else hop


def _variables(effect: Requested) -> tuple[str, ...]:
    """Return the variables that alone tell apart addresses of which the host is not known."""
    if not effect.target.startswith("{}"):
        return ()
    return tuple(hop.text for hop in effect.hops if hop.what in ("env", "setting"))


def split_address(text: str) -> tuple[str, int, str]:
    """Return host, port (0: not said) and path of an address; all of an address without a host is its path."""
    match = _HOST.match(text)
    if match is None and not text.startswith(("/", "{")):
        match = _PLAIN.fullmatch(text)
    if match is None:
        if text.startswith("{}"):
            return "", 0, text[2:]
        return "", 0, text
    port = match["port"]
    host = match["host"].strip("[]")
    return (
        ("" if "{" in host and not host.strip("{}") else host),
        int(port) if port and len(port) < 6 else 0,
        match["path"] or "",
    )


def address_of(hops: tuple[facts.Hop, ...], target: str) -> str:
    """Return where an address comes from: the surest of its hops."""
    kinds = {hop.what for hop in hops}
    for kind, told in (("env", "env"), ("setting", "config"), ("default", "config"), ("literal", "literal")):
        if kind in kinds:
            return told
    return "" if target == "{}" else "parameter" if target.startswith("{}") else "literal"


def as_sinks(
    calls: list[facts.RemoteCall], invocations: Iterable[facts.Invocation], world: World
) -> list[facts.RemoteCall]:
    """Return calls, those of the library marked as sinks where helpers tell what they do for their callers.

    A helper that nobody calls, and no framework may call, calls nobody.
    """
    sinks = {(call.sink_file, call.sink_line) for call in calls if call.sink_file}
    called = {(i.callee_root, i.callee_module, i.callee) for i in invocations}
    found = []
    for call in calls:
        if (call.file, call.line) in sinks and not call.sink_file:
            found.append(msgspec.structs.replace(call, sink=True))
        else:
            is_called = (call.root, call.module, call.function) in called
            reached = not call.open or is_called or not _only_a_helper(call, world)
            found.append(call if reached else msgspec.structs.replace(call, reached=False))
    return found


def _only_a_helper(call: facts.RemoteCall, world: World) -> bool:
    """Whether a function is plain: no framework calls it for a decorator or a base class, and no other class overrides it."""
    module = world.program.find(call.root, call.module)
    for function in module.functions if module is not None else ():
        if function.record.qualname == call.function:
            cls = function.cls
            is_plain = function.kinds <= {"staticmethod", "classmethod"} and function.parent is None
            is_plain = is_plain and not _is_handed_on(function.record.qualname.rpartition(".")[2], world)
            return is_plain and (cls is None or (not cls.record.bases and not cls.record.decorators))
    return False


def _is_handed_on(name: str, world: World) -> bool:
    """Whether a function is named somewhere without being called: whoever it is given may call it."""
    return any(name in module.mentioned for module in world.program.modules if not module.is_stub)


CLOUDS = frozenset({"sqs", "sns", "kinesis", "pubsub"})
"""Protocols in which a queue or topic is told by an address whose last part is its name."""


def _channel(target: str, protocol: str) -> str:
    """Return how a channel is called, "" where nothing is known of it."""
    if not target.strip("{}:"):
        return ""
    return re.split("[/:]", target)[-1] if protocol in CLOUDS else target


def told_once(uses: Iterable[facts.ChannelUse]) -> list[facts.ChannelUse]:
    """Return the uses of channels, without those of the library, and of helpers around it, below one that tells its callers' channels."""
    uses = list(uses)
    told: dict[tuple[str, int], list[facts.ChannelUse]] = {}
    for use in uses:
        if use.sink_file and not use.open:
            told.setdefault((use.sink_file, use.sink_line), []).append(use)
    sinks = {(use.sink_file, use.sink_line) for use in uses if use.sink_file}
    return [
        use
        for use in uses
        if (use.sink_file or (use.file, use.line) not in sinks)
        and not (use.open and any(meet(one, use) for one in told.get((use.sink_file, use.sink_line), ())))
    ]
