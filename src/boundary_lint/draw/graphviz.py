"""Pictures as SVG and PNG, drawn by Graphviz: by the program ``dot`` where it is installed, else by graphviz-pure, which pip installs.

Time and memory are bounded: Graphviz does not end on some graphs (300 nodes with 1,200 random edges: more than ten minutes).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from boundary_lint.draw import dot, svg
from boundary_lint.draw.numbers import with_numbers
from boundary_lint.draw.picture import Picture
from boundary_lint.errors import BoundaryLintError

Form: TypeAlias = Literal["svg", "png"]

PROGRAMS = ("dot", "graphviz-pure")
"""In the order in which they are looked for."""

SECONDS = 20.0
"""For one layout; after that it is tried again in the simple way, as long."""

MEMORY = 4 << 30
"""Bytes of address space of a layout, where the system can bound it."""

SIMPLE = ("-Gsplines=line", "-Gnslimit=1", "-Gnslimit1=1", "-Gmclimit=0.1")
"""Straight lines, and less search: 300 nodes with 1,200 random edges in six seconds."""

DOTS = 144
"""Dots per inch of a PNG: two for each point of a screen, fewer where a side would have more than `MOST_DOTS`."""

MOST_DOTS = 8_000
"""Dots of a side of a PNG."""

SCREEN = (1600.0, 1000.0)
"""Width and height that a picture is to fit as well as it can."""


class CannotDraw(BoundaryLintError):
    """No picture can be had: no program to draw it, or too much to draw."""


class Drawn(NamedTuple):
    """A picture: text in SVG, bytes in PNG. notices: what is to be said of how it was drawn."""

    content: str | bytes
    notices: tuple[str, ...] = ()


def draw(picture: Picture, form: Form, program: str | None = None) -> Drawn:
    """Return a picture as SVG or PNG. program: one of `PROGRAMS`; None for the first that is installed.

    Raises:
        CannotDraw: see there.
    """
    tool, notices = _tool(program)
    try:
        laid, simple = _laid(tool, picture)
        whole = with_numbers(laid, dot.numbers(picture), dot.titles(picture))
        dots = _dots(laid)
        content = _run([tool, "-Kneato", "-n2", f"-T{form}", *([f"-Gdpi={dots}"] if form == "png" else [])], whole)
    except subprocess.TimeoutExpired:
        size = f"{len(picture.nodes):,} nodes and {len(picture.edges):,} edges"
        raise CannotDraw(
            "graph",
            f"{size} are too much to be drawn: {Path(tool).name} was ended after {SECONDS:.0f} s",
            "draw less of it (--max-nodes 40, --focus, without --all-edges), or write another form (-f json, -f graphml)",
        ) from None
    if simple:
        notices.append(f"too much for the usual layout in {SECONDS:.0f} s: lines are straight (--max-nodes draws less)")
    if form == "png" and dots < DOTS // 2:
        notices.append(f"too large for a png to be read: {dots} dots per inch (svg has all of them)")
    return Drawn(svg.tidied(content, picture.title) if form == "svg" else content, tuple(notices))


def _tool(program: str | None) -> tuple[str, list[str]]:
    """Return the path of the program that draws, and a notice where it is not the first choice."""
    for name in [program] if program else PROGRAMS:
        if found := _installed(name):
            return found, [] if name in (program, PROGRAMS[0]) else [f"dot is not installed: {name} draws the picture"]
    raise CannotDraw(
        "graph",
        f"{program or 'Graphviz'} is not installed, so there is neither svg nor png",
        "install it (apt install graphviz, brew install graphviz) or 'pip install graphviz-pure'; all other forms need neither",
    )


def _installed(name: str) -> str | None:
    """Return where a program is: on the PATH, or where pip put it beside this Python. What lies in the current folder is no program of ours."""
    for path in (None, sysconfig.get_path("scripts")):
        found = shutil.which(name, path=path)
        if found and os.path.isabs(found) and os.path.dirname(found) != os.getcwd():
            return found
    return None


def _laid(tool: str, picture: Picture) -> tuple[str, bool]:
    """Return the layout that fits a screen best, and whether it is a simple one."""
    try:
        found = _layout(tool, picture, "LR")
    except subprocess.TimeoutExpired:
        return _layout(tool, picture, "LR", *SIMPLE), True
    with suppress(subprocess.TimeoutExpired):
        found = max(found, _layout(tool, picture, "TB"), key=_scale)
    return found, False


def _layout(tool: str, picture: Picture, direction: dot.Direction, *options: str) -> str:
    return _run([tool, "-Tdot", *options], dot.bare(picture, direction)).decode("utf-8")


def _size(laid: str) -> tuple[float, float]:
    """Return how large a layout is, in points."""
    box = re.search(r'\bbb="0,0,([\d.e+]+),([\d.e+]+)"', laid)
    return (max(1.0, float(box[1])), max(1.0, float(box[2]))) if box else (1.0, 1.0)


def _scale(laid: str) -> float:
    """Return how large a picture is when it fills a screen."""
    wide, high = _size(laid)
    return min(SCREEN[0] / wide, SCREEN[1] / high)


def _dots(laid: str) -> int:
    return max(1, min(DOTS, int(72 * MOST_DOTS / max(_size(laid)))))


def _run(command: Sequence[str], text: str) -> bytes:
    """Return what a program makes of a text, by the package that knows how to run it."""
    from graphviz.backend import execute

    try:
        done = execute.run_check(
            command, input=text.encode("utf-8"), capture_output=True, quiet=True, timeout=SECONDS, **_bounds()
        )
    except execute.CalledProcessError as error:
        reason = error.stderr.decode("utf-8", "replace").strip().splitlines()
        why = f": {reason[-1][:200]}" if reason else f" (exit code {error.returncode})"
        raise CannotDraw(
            "graph", f"{Path(command[0]).name} failed{why}", "draw less of it (--max-nodes), or write another form"
        ) from error
    content: bytes = done.stdout
    return content


def _bounds() -> dict[str, Callable[[], None]]:
    """Return what bounds the memory of a process that is started, where the system can."""
    if sys.platform == "win32":
        return {}
    import resource

    def bound() -> None:
        try:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        except (ValueError, OSError):  # macOS refuses, and a lower limit of the user stays
            pass

    return {"preexec_fn": bound}
