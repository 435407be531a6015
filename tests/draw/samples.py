"""Pictures that tests draw: of the bad shop, and of names that want to be more than names."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path

from boundary_lint.config.load import load_config
from boundary_lint.draw.picture import Edge, Node, Picture
from boundary_lint.findings.result import Result
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.picture import Asked, picture_of
from boundary_lint.pipeline.run import Analysis, Options

FIXTURES = Path(__file__).parents[2] / "fixtures"

HOSTILE = (
    '"]; a -> b ["', "</script><script>alert(1)</script>", 'a"]\nclick n0 href "javascript:alert(1)"', "\\", "%% x", "x\u202ey", "end",
    "@enduml\n!include /etc/passwd", "ノード名", "x" * 10_000, "&quot;", "\x00\x1b[31m", "]]>", "a:b", "", "=1+1", "@SUM(A1)", "-x", "+x",
    "\\N\\G\\E", '<b onload="alert(1)">', "عقدة", "🦄" * 40, 'tip"\n\tpos="9,9"', "<![CDATA[x", "表" * 30,
)  # fmt: skip


@cache
def checked(project: str) -> tuple[Result, Analysis]:
    """Return what is found in one of the bundled projects."""
    base = FIXTURES / project
    result, analysis, _ = check(base, load_config(base), Options(jobs=1))
    return result, analysis


def picture(project: str = "shop_bad", show: str = "contexts") -> Picture:
    """Return a picture of one of the bundled projects."""
    result, analysis = checked(project)
    return picture_of(analysis, result.findings, Asked(show))


def hostile() -> Picture:
    """Return a picture in which every name wants to be more than a name."""
    nodes = tuple(
        sorted(
            (Node(kind="module", name=f"{n}{i}", label=n, detail=n, inside=n, file=n) for i, n in enumerate(HOSTILE)),
            key=lambda n: n.id,
        )
    )
    edges = tuple(Edge(source=a.id, target=b.id, weights={"imports": 2}) for a, b in itertools.pairwise(nodes))
    return Picture(title=HOSTILE[0], nodes=nodes, edges=edges, notices=HOSTILE)


def tied(*edges: tuple[str, str, int]) -> Picture:
    """Return a picture of contexts. edges: user, used, places."""
    nodes = {f"context:{name}" for edge in edges for name in edge[:2]}
    return Picture(
        title="tied",
        nodes=tuple(
            Node(kind="context", name=id.partition(":")[2], label=id.partition(":")[2]) for id in sorted(nodes)
        ),
        edges=tuple(
            Edge(source=f"context:{user}", target=f"context:{used}", weights={"imports": places})
            for user, used, places in sorted(edges)
        ),
    )
