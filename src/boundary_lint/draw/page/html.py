"""The page as one HTML file: no network, nothing beside it, and no script but its own may run."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
from functools import cache
from pathlib import Path

import msgspec

from boundary_lint.draw.page.data import Page
from boundary_lint.draw.words import label

_HERE = Path(__file__).parent

MAX_PLAIN = 4_000_000
"""Bytes of data up to which they stand in the page as text; more of them would make it slow to pass on."""


def render(page: Page) -> str:
    """Return the page."""
    script, style = _built("page.js"), _built("page.css")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = html.escape(label(page.project))
    summary = page.summary
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="boundary-lint {html.escape(page.version)}">
<title>{title} - boundary-lint</title>
<style>{style}</style>
</head>
<body>
<div id="page">
<main>
<h1>{title}</h1>
<p>{summary.contexts:,} contexts, {summary.services:,} services, {summary.modules:,} modules, {summary.tables:,} tables, {len(page.findings):,} findings.</p>
<noscript><p>Everything else on this page needs JavaScript, which this browser has switched off. <code>boundary-lint check</code> and
<code>boundary-lint graph</code> show the same in a terminal.</p></noscript>
</main>
</div>
{_embedded(page)}
<script>{script}</script>
</body>
</html>
"""


def _embedded(page: Page) -> str:
    """Return the element that holds the data: JSON that cannot end it or be read as anything else; much of it is packed."""
    encoded = msgspec.json.encode(page)
    if len(encoded) > MAX_PLAIN:
        packed = base64.b64encode(gzip.compress(encoded, compresslevel=6, mtime=0)).decode()
        return f'<script type="application/gzip" id="data">{packed}</script>'
    text = encoded.decode("utf-8").replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'<script type="application/json" id="data">{text}</script>'


@cache
def _built(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
