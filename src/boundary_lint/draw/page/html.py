"""The page as one HTML file: no network, nothing beside it, and no script but its own may run."""

from __future__ import annotations

import base64
import hashlib
import html
from functools import cache
from pathlib import Path

import msgspec

from boundary_lint.draw.page.data import Page
from boundary_lint.draw.words import label

_HERE = Path(__file__).parent


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
<script type="application/json" id="data">{_embedded(page)}</script>
<script>{script}</script>
</body>
</html>
"""


def _embedded(page: Page) -> str:
    """Return the data as JSON that cannot end the element in which it stands, or be read as anything else."""
    text = msgspec.json.encode(page).decode("utf-8")
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@cache
def _built(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
