"""Matrices: the order, what stands below the diagonal, forms that fit and do no harm."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from boundary_lint.draw.matrix import text
from boundary_lint.draw.matrix.access import access_matrix
from boundary_lint.draw.matrix.forms import FORMS
from boundary_lint.draw.matrix.model import Matrix, brief, matrix_of
from boundary_lint.draw.picture import Picture
from tests.draw.samples import checked, hostile, picture, tied


def test_users_come_first_and_cycles_stand_below_the_diagonal() -> None:
    matrix = matrix_of(tied(("ui", "core", 9), ("core", "db", 9), ("db", "ui", 2), ("ui", "db", 1)))
    assert [node.name for node in matrix.rows] == ["ui", "core", "db"]
    against = [place for place, cell in matrix.cells.items() if cell.mark == "against"]
    assert against == [(2, 0)]
    assert all(row != column for row, column in matrix.cells)


def test_packages_stand_with_their_contexts() -> None:
    boxes = [box for box, _, _ in matrix_of(picture(show="packages")).boxes()]
    assert len(boxes) == len({*boxes})


def test_who_touches_which_table() -> None:
    matrix = access_matrix(checked("shop_bad")[1].facts, "shop", 40)
    columns = [node.name for node in matrix.columns]
    cell = {(matrix.rows[row].name, columns[column]): cell for (row, column), cell in matrix.cells.items()}
    assert cell["orders_order", "billing"].mark == "against"
    assert cell["orders_order", "billing"].whole == "1w 3r"
    assert cell["orders_order", "orders"].mark == "own"
    assert cell["customers_customer", "orders"].mark == "along"
    few = access_matrix(checked("shop_bad")[1].facts, "shop", 2)
    assert len(few.rows) == 2
    assert few.notices[0].startswith("2 of 8 tables are shown")
    only = access_matrix(checked("shop_bad")[1].facts, "shop", 40, ["billing"])
    assert [node.name for node in only.columns] == ["billing"]


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0"), (999, "999"), (1_204, "1k2"), (1_000, "1k"), (12_345, "12k"), (1_250_000, "1M2")]
)
def test_numbers_are_short(count: int, told: str) -> None:
    assert brief(count) == told


@pytest.mark.parametrize("width", [24, 40, 80, 160])
@pytest.mark.parametrize("shown", ["shop", "hostile", "access"])
def test_text_is_as_wide_as_the_terminal(width: int, shown: str) -> None:
    matrix = _matrices()[shown]
    told = text.render(matrix, width)
    assert max(map(text.columns_of, told.splitlines())) <= width
    assert "\x1b" not in told
    if width == 24:
        assert "(-f csv has all)" in told.replace("\n", " ")
    assert text.render(matrix, width, color=True).count("\x1b") > 10


def _matrices() -> dict[str, Matrix]:
    facts = checked("shop_bad")[1].facts
    return {
        "shop": matrix_of(picture(show="packages")),
        "hostile": matrix_of(hostile()),
        "access": access_matrix(facts, "shop", 40),
    }


class _Page(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}


@pytest.mark.parametrize("name", ["shop", "hostile", "access"])
def test_names_do_no_harm(name: str) -> None:
    matrix = _matrices()[name]
    page = _Page(html := FORMS["html"](matrix))
    assert page.tags <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "p",
        "b",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "span",
        "i",
    }
    assert not {name for name in page.names if name.startswith("on") or name in ("href", "src", "style")}
    assert "default-src 'none'" in html
    assert "color-scheme: light dark" in html
    root = ElementTree.fromstring(FORMS["svg"](matrix))
    assert {one.tag.partition("}")[2] for one in root.iter()} <= {"svg", "g", "title", "text", "tspan", "path", "rect"}
    rows = list(csv.reader(io.StringIO(FORMS["csv"](matrix))))
    assert {len(row) for row in rows} == {len(matrix.columns) + 2}
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize(
    "matrix", [matrix_of(Picture(title="none", nodes=(), edges=())), matrix_of(tied(("a", "b", 1)))]
)
def test_little_to_show(matrix: Matrix) -> None:
    for form in FORMS.values():
        assert form(matrix)
    told = text.render(matrix, 80)
    assert ("nothing to show" in told) == (not matrix.rows)


def test_equal_programs_give_equal_matrices() -> None:
    shown = picture(show="packages")
    turned = Picture(title=shown.title, nodes=shown.nodes[::-1], edges=shown.edges[::-1])
    for form in FORMS.values():
        assert form(matrix_of(shown)) == form(matrix_of(turned))
