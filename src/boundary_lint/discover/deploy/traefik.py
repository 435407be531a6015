"""Labels by which Traefik hands requests on to the service that bears them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boundary_lint.discover.deploy.ingress import forward, of_rule
from boundary_lint.discover.deploy.nodes import Item
from boundary_lint.discover.deploy.rewrites import UNCHANGED, Rewrite
from boundary_lint.facts.deployment import Forward

MAX_KEY = 300
"""Characters of the name of a label."""

_KEY = re.compile(r"traefik\.http\.(routers|middlewares|services)\.([\w.@-]+?)\.([\w.]+)")


def forwards_to(name: str, service: Item) -> Iterator[Forward]:
    """Yield what the labels of a compose service let through to it."""
    labels = service.at("labels")
    pairs = dict(labels.fields())
    for item in labels.elements():
        key, _, text = item.text.partition("=")
        pairs[key.strip()] = Item(text, item.file, item.line)
    said: dict[tuple[str, str], dict[str, Item]] = {}
    for key, item in pairs.items():
        match = _KEY.fullmatch(key.lower()) if len(key) <= MAX_KEY else None
        if match is not None:
            said.setdefault((match[1], match[2]), {})[match[3]] = item
    port = next((_number(s.get("loadbalancer.server.port")) for (k, _), s in said.items() if k == "services"), 0)
    cuts = {n: _prefixes(s) for (kind, n), s in said.items() if kind == "middlewares"}
    for (kind, _), router in said.items():
        rule = router.get("rule")
        if kind == "routers" and rule is not None:
            hosts, paths = of_rule(rule.text)
            names = [m.strip().partition("@")[0] for m in router.get("middlewares", Item("")).text.split(",")]
            stripped = [cut for one in names for cut in cuts.get(one.lower(), ())]
            for path, exact in paths or [("/", False)]:
                change = next((Rewrite(cut, "") for cut in stripped if path.startswith(cut)), UNCHANGED)
                yield forward(hosts, path, (name, port), rule, change, exact)


def _prefixes(middleware: dict[str, Item]) -> list[str]:
    text = middleware.get("stripprefix.prefixes", Item("")).text
    return [part.strip() for part in text.split(",") if part.strip()]


def _number(item: Item | None) -> int:
    text = item.text if item is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
