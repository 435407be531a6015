"""What a row of the catalogue says of a call: ``GET(url, *, timeout)`` - what it does, and which argument is which.

A parameter that the library calls otherwise than the catalogue is written ``url=uri``: the part it plays, then its name; of several that play
the same part, ``channel=topic|topics``, the first is the one that may be given by position. ``+channel`` stands for all positional arguments from there on. Behind what it does may stand ``over NAME``, another protocol than the page's, and ``later``: when
the transaction is over.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from boundary_lint.errors import CatalogError
from boundary_lint.facts import syntax
from boundary_lint.link.frame import CallSite
from boundary_lint.link.values import NOTHING, Values

_ROW = re.compile(r"(?P<does>[^()]*?)(?: over (?P<over>[\w-]+))?(?P<later> later)?\((?P<names>[^()]*)\)")


class Parameter(NamedTuple):
    """A parameter: its position, -1 where it is given by keyword alone, and its keyword; many: so are all positions behind it.
    others: keywords that play the same part."""

    position: int
    keyword: str
    many: bool = False
    others: tuple[str, ...] = ()


class Signature(NamedTuple):
    """does: the text before the parentheses. parameters: the part that a parameter plays -> which it is. over: the protocol, "" for the page's own."""

    does: str
    parameters: dict[str, Parameter]
    over: str = ""
    later: bool = False

    def node(self, part: str, site: CallSite) -> syntax.NodeId | None:
        """Return the syntax of an argument, None where it is not given or the call has no such parameter."""
        parameter = self.parameters.get(part)
        if parameter is None:
            return None
        found = site.argument_node(parameter.position, parameter.keyword)
        for other in parameter.others if found is None else ():
            found = site.argument_node(-1, other) if found is None else found
        return found

    def values(self, part: str, site: CallSite) -> Values:
        """Return what an argument is, or what all of many are."""
        node = self.node(part, site)
        found = NOTHING if node is None else site.frame.evaluate(node)
        parameter = self.parameters.get(part)
        if parameter is not None and parameter.many:
            return found.union(*map(site.frame.evaluate, site.node.args[parameter.position :]))
        return found


@lru_cache(maxsize=10_000)
def signature(row: str, place: str = "") -> Signature:
    """Return the signature that a row writes.

    Raises:
        CatalogError: it is not written as ``what(names)``.
    """
    match = _ROW.fullmatch(row.strip())
    if match is None:
        hint = "write what(a, b, *, c): parameters in order, * before those that are given by keyword"
        raise CatalogError(place or row, f"'{row}' is no signature", hint)
    parameters: dict[str, Parameter] = {}
    position = 0
    for name in filter(None, (name.strip() for name in match["names"].split(","))):
        if name == "*":
            position = -1
            continue
        part, _, keyword = name.lstrip("+").partition("=")
        first, *others = keyword.split("|") if keyword else (part,)
        parameters[part] = Parameter(position, first, name.startswith("+"), tuple(others))
        position = position + 1 if position >= 0 else -1
    return Signature(match["does"].strip(), parameters, match["over"] or "", bool(match["later"]))
