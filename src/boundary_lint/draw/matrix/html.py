"""A matrix as one HTML file: a table, light and dark, with nothing that runs."""

from __future__ import annotations

import html
from collections.abc import Iterator

from boundary_lint.draw.matrix.colors import DARK, DARK_FROM, LIGHT, shade
from boundary_lint.draw.matrix.model import Cell, Matrix
from boundary_lint.draw.words import FINDING, label

_STYLE = """
:root { color-scheme: light dark; --ground: #fff; --text: #1f2933; --faint: #5b6673; --line: #e3e7eb; --diagonal: #c3ccd6; --strong: #fff; }
body { margin: 1.5rem; background: var(--ground); color: var(--text); font: 14px/1.4 Helvetica, Arial, sans-serif; }
h1 { font-size: 1.3rem; margin: 0 0 .3rem; } p { margin: .2rem 0; color: var(--faint); }
.wide { overflow: auto; max-height: 85vh; margin: 1rem 0; }
table { border-collapse: separate; border-spacing: 0; font-size: 12px; }
td, thead th { border: solid var(--line); border-width: 0 1px 1px 0; min-width: 2.4em; text-align: center; padding: .25em .3em; }
th { background: var(--ground); font-weight: normal; white-space: nowrap; }
thead th { position: sticky; top: 0; z-index: 1; vertical-align: bottom; }
thead th span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 16em; overflow: hidden; text-overflow: ellipsis; }
tbody th { position: sticky; left: 0; text-align: right; padding: .25em .6em; max-width: 24em; overflow: hidden; text-overflow: ellipsis; }
tbody th.box { text-align: left; font-weight: bold; color: var(--faint); }
thead td { position: sticky; left: 0; top: 0; background: var(--ground); z-index: 2; border: 0; }
tr:hover th, tr:hover td { box-shadow: inset 0 1px var(--faint), inset 0 -1px var(--faint); }
i { font-style: normal; color: var(--faint); padding-inline-start: .4em; }
b { display: inline-block; width: 1em; height: 1em; margin-right: .5em; vertical-align: -.15em; }
.self { background: var(--diagonal); }
"""


def render(matrix: Matrix) -> str:
    """Return the matrix as a page that needs nothing else."""
    title = _escaped(matrix.title, 200)
    legend = zip(("along", "against"), matrix.legend, strict=True)
    words = [f"<p>{_escaped(line, 300)}</p>" for line in matrix.notices]
    words += [f'<p><b class="{mark}2"></b>{_escaped(line, 300)}</p>' for mark, line in legend]
    if not matrix.cells:
        words = [*words[: len(matrix.notices)], "<p>Nothing is tied to anything here.</p>"]
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>{_STYLE}{_colors()}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>",
            *words,
            f'<div class="wide" tabindex="0" role="region" aria-label="{title}"><table>',
            *_head(matrix),
            *_rows(matrix),
            "</table></div>\n</main>\n</body>\n</html>\n",
        ]
    )


def _escaped(text: str, most: int = 60) -> str:
    return html.escape(label(text, most))


def _colors() -> str:
    lines = [
        f".{mark}{step} {{ background: {color}; }}"
        for mark, colors in LIGHT.items()
        for step, color in enumerate(colors)
    ]
    lines += [
        f".{mark}{step} {{ color: var(--strong); }}" for mark in ("along", "against") for step in range(DARK_FROM, 5)
    ]
    lines += [f".{severity} {{ box-shadow: inset 0 0 0 2px {color}; }}" for severity, color in FINDING.items()]
    dark = [
        f".{mark}{step} {{ background: {color}; }}"
        for mark, colors in DARK.items()
        for step, color in enumerate(colors)
    ]
    ground = ":root { --ground: #15181c; --text: #e4e8ec; --faint: #9aa5b1; --line: #2a2f35; --diagonal: #3a424b; }"
    return "\n".join([*lines, "@media (prefers-color-scheme: dark) {", ground, *dark, "}", ""])


def _head(matrix: Matrix) -> Iterator[str]:
    yield "<thead><tr><td></td>"
    for position, node in enumerate(matrix.columns):
        yield f'<th scope="col" title="{_escaped(node.name, 500)}"><span>{_escaped(node.name)}<i>{position + 1}</i></span></th>'
    yield "</tr></thead>"


def _rows(matrix: Matrix) -> Iterator[str]:
    yield "<tbody>"
    for box, first, behind in matrix.boxes():
        if box:
            yield f'<tr><th scope="rowgroup" class="box" colspan="{len(matrix.columns) + 1}">{_escaped(box)}</th></tr>'
        for row in range(first, behind):
            node = matrix.rows[row]
            cells = "".join(_cell(matrix, row, column) for column in range(len(matrix.columns)))
            head = f'<th scope="row" title="{_escaped(node.name, 500)}">{_escaped(node.name)}<i>{row + 1}</i></th>'
            yield f"<tr>{head}{cells}</tr>"
    yield "</tbody>"


def _cell(matrix: Matrix, row: int, column: int) -> str:
    cell: Cell | None = matrix.cells.get((row, column))
    if cell is None:
        return '<td class="self"></td>' if matrix.square and row == column else "<td></td>"
    found = f" {cell.severity}" if cell.severity else ""
    return f'<td class="{cell.mark}{shade(cell)}{found}" title="{html.escape(cell.tip)}">{html.escape(cell.text)}</td>'
