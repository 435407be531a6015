"""What one call of a library does: where it goes, whether it waits, for how long; and what of this its callers decide."""

from __future__ import annotations

from itertools import product

from boundary_lint.facts import syntax
from boundary_lint.frameworks.remote.channels import MESSAGES, channels_of, joined, keys_of, queues_of
from boundary_lint.frameworks.remote.effects import Requested
from boundary_lint.frameworks.remote.page import RemotePage
from boundary_lint.frameworks.signatures import Parameter, Signature
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Function
from boundary_lint.link.values import (
    CLOSING,
    MAX_VALUES,
    NOTHING,
    OPENING,
    Bound,
    FunctionValue,
    TextValue,
    Values,
    in_order,
    text_of,
)

UNKNOWN = "{}"

REQUEST = "request"
"""What signatures do that send a message and wait for its answer."""

_TIMEOUT = Parameter(-1, "timeout")
_HEADERS = Signature("", {"headers": Parameter(-1, "headers")})


def note(
    page: RemotePage,
    how: Signature,
    site: CallSite,
    *,
    base: Values = NOTHING,
    service: str = "",
    timeout: str = "",
    name: str = "",
    waits: bool = True,
) -> None:
    """Note what a call does, once for every target it can have."""
    sink = site.frame.sink
    if sink is None:
        return
    does = how.does if how.does in MESSAGES else "call"
    asked = marked(site)
    is_open = asked is not None and _mentions(page, how, asked, base)
    keyed = does == "call" and is_keyed(site)
    is_waited_for = waits and does == "call" and (page.sync or how.does == REQUEST)
    limit = given_timeout(how, site) or timeout or page.timeout
    queues = _queues(how, site, base) if does == "bind" else [""]
    for target in in_order(targets_of(page, how, site, base)) or [TextValue(UNKNOWN)]:
        if isinstance(target, TextValue):
            for verb, queue in product(_verbs(how, site, name), queues):
                sink.add(
                    Requested(
                        page=page.name,
                        does=does,
                        method=verb,
                        target=target.text,
                        service=service,
                        hops=target.origin,
                        sync=is_waited_for,
                        timeout=limit if is_waited_for else "n/a",
                        open=is_open,
                        handler=_handler(how, site) if does == "consume" else "",
                        queue=queue,
                        over=how.over,
                        later=how.later,
                        keyed=keyed,
                    )
                )


def declared(page: RemotePage, queue: str) -> Requested:
    """Return what is noted of a queue that hands on what fails."""
    return Requested(
        page=page.name,
        does="bind",
        method="",
        target=UNKNOWN,
        service="",
        hops=(),
        sync=False,
        timeout="n/a",
        queue=queue,
        dead_letters=True,
    )


def targets_of(page: RemotePage, how: Signature, site: CallSite, base: Values) -> Values:
    """Return the texts that the target of a call can be: an address, or the name of a channel."""
    if how.does in MESSAGES or "channel" in how.parameters or "exchange" in how.parameters:
        return channels_of(page, how, site, base)
    before = base or how.values("base_url", site)
    if "host" in how.parameters:
        before = joined(how.values("host", site), _port(how, site), ":")
    return _under(before, _addresses(how.values("url", site)))


def _addresses(values: Values) -> Values:
    """Return addresses, those of requests among them: ``urlopen(Request(url))``."""
    return NOTHING.union(*(getattr(value, "base", ()) if hasattr(value, "verbs") else (value,) for value in values))


def _port(how: Signature, site: CallSite) -> Values:
    node = how.node("port", site)
    record = site.frame.nodes[node] if node is not None else None
    if isinstance(record, syntax.Const) and record.value.isdigit():
        return frozenset((TextValue(record.value),))
    return how.values("port", site)


def is_keyed(site: CallSite) -> bool:
    """Whether a header tells the other side which operation this is, so that it can leave out the second attempt."""
    return any("idempotency" in key.lower() for key in keys_of("headers", _HEADERS, site))


def given_timeout(how: Signature, site: CallSite) -> str:
    """Return what a call says of its timeout: "explicit", "none", "unknown" where it depends, "" where it says nothing."""
    parameter = how.parameters.get("timeout", _TIMEOUT)
    node = site.argument_node(parameter.position, parameter.keyword)
    nodes = site.frame.nodes
    if node is not None:
        record = nodes[node]
        if isinstance(record, syntax.Param):
            return _passed_on(site.frame.module.functions[record.function], record.name, nodes)
        return "none" if record == _NONE else "explicit"
    return "unknown" if any(keyword == "**" for keyword, _ in site.node.keywords) else ""


_NONE = syntax.Const("None")


def _passed_on(function: Function, name: str, nodes: list[syntax.Node]) -> str:
    parameter = function.parameters.get(name)
    has_none = parameter is None or parameter.default == syntax.NONE or nodes[parameter.default] == _NONE
    return "unknown" if has_none else "explicit"


def _under(before: Values, after: Values) -> Values:
    """Return addresses put together from a base and what lies under it; an address that is whole has no base."""
    found = []
    for value in in_order(after) or [TextValue("")]:
        if not isinstance(value, TextValue):
            continue
        if "://" in value.text[:12] or value.text.startswith("//"):
            found.append(value)
            continue
        for root in in_order(before):
            if isinstance(root, TextValue):
                text = root.text.rstrip("/") + "/" + value.text.lstrip("/") if value.text else root.text
                found.append(text_of(text, (*root.origin, *value.origin)))
        if not before and value.text:
            found.append(value)
    return frozenset(found[:MAX_VALUES])


def _verbs(how: Signature, site: CallSite, name: str) -> list[str]:
    """Return the verbs of a call: as written, as it is passed, or as the request says that it sends."""
    asked = {verb for value in how.values("url", site) for verb in getattr(value, "verbs", ())}
    if asked:
        return sorted(asked)
    texts = sorted({v.text.upper() for v in how.values("method", site) if isinstance(v, TextValue)})
    if texts or how.does == "{method}":
        return texts[:MAX_VALUES] or [""]
    if how.does == "GET" and "data" in how.parameters and _is_given("data", how, site):
        return ["POST"]
    return [name if how.does in ("procedure", "call") else "" if how.does in (*MESSAGES, "client") else how.does]


def verbs_of(how: Signature, site: CallSite) -> tuple[str, ...]:
    """Return the verbs that a request is made with, () for what is no request."""
    return tuple(filter(None, _verbs(how, site, ""))) if "method" in how.parameters else ()


def _is_given(part: str, how: Signature, site: CallSite) -> bool:
    node = how.node(part, site)
    return node is not None and site.frame.nodes[node] != _NONE


def _queues(how: Signature, site: CallSite, base: Values) -> list[str]:
    texts = [value.text for value in in_order(queues_of(how, site, base)) if isinstance(value, TextValue)]
    return ["" if text == UNKNOWN else text for text in texts] or [""]


def _handler(how: Signature, site: CallSite) -> str:
    """Return the function that is called for a message: the argument, or else the first function among all."""
    for values in (how.values("handler", site), *site.arguments()):
        for value in in_order(values):
            if isinstance(value, FunctionValue | Bound):
                return value.function.id
    return ""


# -- what callers decide


def marked(site: CallSite) -> CallSite | None:
    """Return the call as it is read where every parameter is a mark, None in a function without any."""
    function = site.frame.function
    names = [name for name in function.parameters if name != function.self_name]
    if not names or site.frame.arguments is not None:
        return None
    marks: dict[str, Values] = {name: frozenset((TextValue(f"{OPENING}{name}{CLOSING}"),)) for name in names}
    return CallSite(
        site.node, Frame(site.frame.link, function, site.frame.receiver, arguments=marks, depth=site.frame.depth)
    )


def _mentions(page: RemotePage, how: Signature, site: CallSite, base: Values) -> bool:
    """Whether the target, verb or handler of a call is put together from a parameter of the function around it."""
    base |= _base_of(site)
    texts = [value.text for value in targets_of(page, how, site, base) if isinstance(value, TextValue)]
    queues = _queues(how, site, base) if how.does == "bind" else []
    handlers = how.values("handler", site) if how.does == "consume" else NOTHING
    texts += [value.text for value in handlers if isinstance(value, TextValue)]
    return any(OPENING in text for text in (*texts, *queues, *_verbs(how, site, "")))


def _base_of(site: CallSite) -> Values:
    """Return what the client stands for whose method is called, read anew."""
    callee = site.frame.nodes[site.node.func]
    if not isinstance(callee, syntax.Attr):
        return NOTHING
    return NOTHING.union(*(getattr(value, "base", NOTHING) for value in site.frame.evaluate(callee.base)))
