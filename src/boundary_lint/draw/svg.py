"""What Graphviz writes as SVG, made the same from run to run, small, and readable with a mouse or a screen reader."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_NUMBER = re.compile(r"-?[\d.]+(?:e[-+]?\d+)?")

_SVG, _LINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}title"


FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
"""Letters of one width."""


def tidied(content: bytes, title: str) -> str:
    """Return an SVG without comments (they tell the release of Graphviz), document type and links; every ``<title>`` tells what its thing is.

    Browsers show a ``<title>`` beside the mouse. Graphviz puts the names of the graph there, and ours around the thing as a link that leads nowhere.
    """
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(content)
    for group in list(root.iter(f"{{{_SVG}}}g")):
        _with_title(group)
    for text in root.iter(f"{{{_SVG}}}text"):
        text.set("font-family", FONT)
    for node in root.iter(f"{{{_SVG}}}g"):
        if node.get("class") == "node":
            _center(node)
    root.set("role", "img")
    root.set("aria-label", title)
    root.insert(0, named := ElementTree.Element(f"{{{_SVG}}}title"))
    named.text = title
    written: str = ElementTree.tostring(root, encoding="unicode")
    return written + "\n"


def _with_title(group: ElementTree.Element) -> None:
    """Put what a link around the parts of a thing says into the title of the thing, and the parts in place of the link."""
    own = group.find(f"{{{_SVG}}}title")
    links = [(holder, link) for holder in group for link in holder if link.get(_LINK)]
    if own is not None and links:
        own.text = links[0][1].get(_LINK)
    elif own is not None:
        group.remove(own)
    for holder, link in links:
        group.remove(holder)
        group.extend(list(link))


def _center(node: ElementTree.Element) -> None:
    """Have the lines of a node begin at both sides of its middle: where letters are wider than those that were measured, they stay inside."""
    shape = next((part for part in node if part.get("d") or part.get("points")), None)
    numbers = (
        [float(found) for found in _NUMBER.findall(shape.get("d", shape.get("points", "")))]
        if shape is not None
        else []
    )
    if not numbers:
        return
    across = numbers[::2]
    for text in node.iter(f"{{{_SVG}}}text"):
        text.set("text-anchor", "middle")
        text.set("x", f"{(min(across) + max(across)) / 2:.2f}")
