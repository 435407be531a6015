"""Pictures of programs: what is in them, what is marked, and that no name can be anything but text."""

from __future__ import annotations

import io
import json
from pathlib import Path

import networkx
import pytest

from boundary_lint.config.load import load_config
from boundary_lint.draw import mermaid, plantuml
from boundary_lint.draw.dot import quoted
from boundary_lint.draw.forms import FORMS
from boundary_lint.draw.marks import with_cycles
from boundary_lint.draw.narrow import NoSuchNode
from boundary_lint.draw.picture import Edge, Picture
from boundary_lint.draw.words import label
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.picture import SHOWN, Asked, picture_of
from boundary_lint.pipeline.run import Options
from tests.draw.samples import HOSTILE, hostile

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture(scope="module")
def shop() -> dict[str, Picture]:
    """Return every picture of the bad shop."""
    return _pictures("shop_bad")


def _pictures(project: str) -> dict[str, Picture]:
    base = FIXTURES / project
    result, analysis, _ = check(base, load_config(base), Options(jobs=1))
    return {show: picture_of(analysis, result.findings, Asked(show)) for show in SHOWN}


def test_contexts_are_tied_by_what_stands_in_the_code(shop: dict[str, Picture]) -> None:
    picture = shop["contexts"]
    assert [node.name for node in picture.nodes] == ["billing", "catalogue", "customers", "orders", "payments"]
    (edge,) = [e for e in picture.edges if (e.source, e.target) == ("context:billing", "context:orders")]
    assert {*edge.weights} >= {"data", "imports"}
    assert edge.severity == "error"
    assert edge.file.startswith("shop/billing/")


def test_modules_and_tables_stand_in_the_boxes_of_their_contexts(shop: dict[str, Picture]) -> None:
    assert {node.inside for node in shop["tables"].nodes} >= {node.name for node in shop["contexts"].nodes}
    assert all(node.inside == "orders" for node in shop["modules"].nodes if node.name.startswith("shop.orders."))
    assert any(node.kind == "package" and node.name == "shop.orders" for node in shop["packages"].nodes)


def test_access_shows_who_touches_the_tables_of_others(shop: dict[str, Picture]) -> None:
    owner = {node.id: node.inside for node in shop["access"].nodes if node.kind == "table"}
    assert shop["access"].edges
    assert all(owner[edge.target] != edge.source.partition(":")[2] for edge in shop["access"].edges)


def test_services_with_channels_databases_and_who_calls_whom() -> None:
    picture = _pictures("shop_services_bad")["services"]
    kinds = {node.kind for node in picture.nodes}
    assert kinds >= {"service", "channel", "database"}
    assert {("service:web", "service:orders"), ("service:orders", "service:stock")} <= {
        (e.source, e.target) for e in picture.edges
    }


def test_around_one_thing_and_between_two(shop: dict[str, Picture]) -> None:
    base = FIXTURES / "shop_bad"
    result, analysis, _ = check(base, load_config(base), Options(jobs=1))
    near = picture_of(analysis, result.findings, Asked(focus=("catalogue",)))
    assert {node.name for node in near.nodes} == {"catalogue", "orders", "payments"}
    path = picture_of(analysis, result.findings, Asked(start="payments", end="catalogue"))
    assert {"payments", "catalogue"} <= {node.name for node in path.nodes}
    with pytest.raises(NoSuchNode, match="did you mean 'billing'"):
        picture_of(analysis, result.findings, Asked(focus=("biling",)))
    few = picture_of(analysis, result.findings, Asked(most=2))
    assert len(few.nodes) == 2
    assert few.notices == ("2 of 5 contexts are shown, those with the most ties (--max-nodes)",)


def test_without_the_marked_edges_no_cycle_is_left() -> None:
    edges = [
        Edge(source=a, target=b, weights={"imports": w}) for a, b, w in (("a", "b", 5), ("b", "c", 5), ("c", "a", 1))
    ]
    marked = with_cycles(edges)
    assert [(e.source, e.target) for e in marked if e.cycle] == [("c", "a")]


@pytest.mark.parametrize("form", FORMS)
def test_equal_programs_give_equal_pictures(form: str, shop: dict[str, Picture]) -> None:
    again = _pictures("shop_bad")
    assert all(FORMS[form](again[show]) == FORMS[form](shop[show]) for show in SHOWN)


def test_names_are_text_and_nothing_else() -> None:
    picture = hostile()
    assert len(json.loads(FORMS["json"](picture))["nodes"]) == len(HOSTILE)
    graph = networkx.read_graphml(io.BytesIO(FORMS["graphml"](picture).encode("utf-8")))
    assert len(graph) == len(HOSTILE)
    for form in ("mermaid", "plantuml-c4", "dot"):
        text = FORMS[form](picture)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert max(map(len, text.splitlines())) < 5_000
    for text in (FORMS["mermaid"](picture), FORMS["plantuml-c4"](picture)):
        assert not any(word in text for word in ("<script", "javascript:", "!include /"))
        assert not any(line.lstrip().startswith(("click", "end ", "@enduml ")) for line in text.splitlines())
    assert quoted('a\\"b') == '"a\\\\\\"b"'
    assert mermaid.escaped('"') == "#34;"
    assert plantuml.escaped("!include") == "<U+0021>include"
    assert len(label("x" * 10_000)) <= 60
