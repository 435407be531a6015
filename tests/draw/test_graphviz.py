"""svg and png: drawn by whichever program is there, in bounded time, the same in every run, and without anything that runs."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from boundary_lint.draw import dot, graphviz
from boundary_lint.draw.graphviz import PROGRAMS, CannotDraw, draw
from boundary_lint.draw.numbers import with_numbers
from tests.draw.samples import hostile, picture, tied

INSTALLED = [name for name in PROGRAMS if graphviz._installed(name)]

SVG = "{http://www.w3.org/2000/svg}"


def svg(program: str, **shown: str) -> ElementTree.Element:
    content = draw(picture(**shown), "svg", program).content
    assert isinstance(content, str)
    return ElementTree.fromstring(content)


@pytest.mark.parametrize("program", INSTALLED)
def test_every_name_and_number_is_in_the_picture(program: str) -> None:
    root = svg(program)
    texts = {text.text for text in root.iter(f"{SVG}text")}
    assert {"payments", "billing", "orders", "catalogue", "customers", "6 modules · 1 table", "6 / 3", "10"} <= texts
    titles = [title.text or "" for title in root.iter(f"{SVG}title")]
    assert any("shop/billing/services.py:" in title for title in titles)
    assert titles[0] == "shop_bad: contexts"


@pytest.mark.parametrize("program", INSTALLED)
def test_nothing_in_it_differs_between_runs_or_leads_out(program: str) -> None:
    shown = picture("shop_services_bad", "services")
    content = draw(shown, "svg", program).content
    assert isinstance(content, str)
    assert content == draw(shown, "svg", program).content
    assert not any(word in content for word in ("<!--", "<!DOCTYPE", "<a ", "xlink", "href"))
    image = draw(shown, "png", program).content
    assert isinstance(image, bytes)
    assert image.startswith(b"\x89PNG\r\n")
    assert image == draw(shown, "png", program).content


@pytest.mark.parametrize("program", INSTALLED)
def test_names_do_no_harm(program: str) -> None:
    content = draw(hostile(), "svg", program).content
    assert isinstance(content, str)
    root = ElementTree.fromstring(content)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg",
        "g",
        "title",
        "text",
        "path",
        "polygon",
        "polyline",
        "ellipse",
    }
    assert not any(name.startswith("on") or "href" in name for one in root.iter() for name in one.attrib)
    assert "\x1b" not in content
    assert "\u202e" not in content
    assert max(len(text.text or "") for text in root.iter(f"{SVG}text")) <= 300


@pytest.mark.parametrize("program", INSTALLED)
def test_names_stand_in_the_middle_of_their_boxes(program: str) -> None:
    """Where letters are wider than those that were measured, they grow to both sides, and there is room for a fifth more."""
    for node in svg(program).iter(f"{SVG}g"):
        bold = [text for text in node.findall(f"{SVG}text") if text.get("font-weight") == "bold"]
        shape = node.find(f"{SVG}path")
        if node.get("class") == "node" and bold and shape is not None:
            across = [float(number) for number in re.findall(r"-?[\d.]+", shape.attrib["d"])][::2]
            assert bold[0].get("text-anchor") == "middle"
            assert abs(float(bold[0].attrib["x"]) - (min(across) + max(across)) / 2) < 1
            assert max(across) - min(across) > 1.2 * 6.6 * len(bold[0].text or "")


def test_numbers_stand_on_their_lines_and_cover_no_box() -> None:
    if not INSTALLED:
        pytest.skip("nothing is installed that draws")
    shown = picture()
    tool = graphviz._installed(INSTALLED[0])
    assert tool
    whole = with_numbers(graphviz._layout(tool, shown, "LR"), dot.numbers(shown), dot.titles(shown))
    numbers = {
        found[1]: (float(found[2]), float(found[3]))
        for found in re.finditer(r'(n\d+_n\d+) \[.*pos="([\d.]+),([\d.]+)"', whole)
    }
    assert len(numbers) == len(dot.numbers(shown))
    from boundary_lint.draw.numbers import _read

    layout = _read(whole)
    for name, (x, y) in numbers.items():
        user, used = name.split("_")
        assert min((a - x) ** 2 + (b - y) ** 2 for a, b in layout.curves[user, used]) < 1
        assert not any(abs(box.x - x) * 2 < box.width and abs(box.y - y) * 2 < box.height for box in layout.boxes)


def test_without_a_program_there_is_a_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sysconfig.get_path", lambda name: "/nowhere")
    with pytest.raises(CannotDraw, match="apt install graphviz, brew install graphviz"):
        draw(picture(), "svg")


def test_a_program_in_the_analysed_folder_is_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "dot").write_text("#!/bin/sh\ntouch ran\n")
    (tmp_path / "dot").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sysconfig.get_path", lambda name: "/nowhere")
    for path in (".", str(tmp_path)):
        monkeypatch.setenv("PATH", path)
        with pytest.raises(CannotDraw):
            draw(picture(), "svg", "dot")
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(not INSTALLED, reason="nothing is installed that draws")
def test_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    laid: Callable[..., str] = graphviz._layout

    def slow(tool: str, shown: object, direction: object, *options: str) -> str:
        if options:
            return laid(tool, shown, direction, *options)
        raise subprocess.TimeoutExpired(tool, graphviz.SECONDS)

    with monkeypatch.context() as patch:
        patch.setattr(graphviz, "_layout", slow)
        drawn = draw(picture(), "svg", INSTALLED[0])
    assert drawn.notices == ("too much for the usual layout in 20 s: lines are straight (--max-nodes draws less)",)
    monkeypatch.setattr(graphviz, "SECONDS", 0.0001)
    with pytest.raises(CannotDraw, match=r"5 nodes and 9 edges are too much to be drawn.*--max-nodes 40"):
        draw(picture(), "svg", INSTALLED[0])


def test_what_closes_a_cycle_is_dashed_and_layers_follow_the_order() -> None:
    from boundary_lint.draw.marks import with_cycles
    from boundary_lint.draw.picture import Picture

    shown = tied(("a", "b", 5), ("b", "c", 5), ("c", "a", 1))
    marked = Picture(title="x", nodes=shown.nodes, edges=tuple(with_cycles(shown.edges)))
    (line,) = [line for line in dot.render(marked).splitlines() if "style=dashed" in line]
    assert line.startswith("  n0 -> n2 [")
    assert "dir=back" in line


def test_a_huge_picture_has_fewer_dots() -> None:
    assert graphviz._dots('graph [bb="0,0,800,600"') == 144
    assert graphviz._dots('graph [bb="0,0,63000,9e+03"') == 9
    assert graphviz._dots("graph") == 144
