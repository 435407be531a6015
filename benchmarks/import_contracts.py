"""Compares verdicts and chains of contracts with those of import-linter itself, on real packages, five contracts each.

    python benchmarks/import_contracts.py --corpora DIR [--only NAME ...]

Ends with 1 where they differ. Both sides read the same `.importlinter`, laid beside a copy of the package; theirs builds its own graph.
`lint-imports` tells, of chains that are equally short, now this one and now that: its graph is put together in the order of a set. So it is
run twice, the second time with the graph that it built put in the order of names, and chains are compared with that.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.contracts.both import ours, theirs

CONTRACTS = {
    "oscar": (
        "oscar/src/oscar",
        "",
        {
            "the core above all": "type = layers\nlayers =\n  oscar.core\n  oscar.apps.catalogue\n  oscar.apps.basket\n  oscar.apps.checkout\n  oscar.apps.dashboard",
            "apps are independent": "type = independence\nmodules =\n  oscar.apps.order\n  oscar.apps.voucher\n  oscar.apps.wishlists\n  oscar.apps.communication",
            "core knows no app": "type = forbidden\nsource_modules = oscar.core\nforbidden_modules =\n  oscar.apps\n  django",
            "models of orders": "type = protected\nprotected_modules = oscar.apps.order.abstract_models\nallowed_importers = oscar.apps.dashboard",
            "no cycles": "type = acyclic_siblings\nancestors = oscar",
        },
    ),
    "wagtail": (
        "wagtail/wagtail",
        "",
        {
            "admin above contents": "type = layers\nlayers =\n  wagtail.contrib\n  wagtail.admin\n  wagtail.images | wagtail.documents\n  wagtail.search\n  wagtail.coreutils",
            "contents are independent": "type = independence\nmodules =\n  wagtail.images\n  wagtail.documents\n  wagtail.snippets\n  wagtail.embeds",
            "models know no views": "type = forbidden\nsource_modules = wagtail.models\nforbidden_modules =\n  wagtail.admin.views\n  willow",
            "models of images": "type = protected\nprotected_modules = wagtail.*.models\nallowed_importers =\n  wagtail.admin\n  wagtail.contrib",
            "no cycles": "type = acyclic_siblings\nancestors = wagtail\ndepth = 2",
        },
    ),
}
"""Name -> the folder of its package, more of the session, its contracts."""


def main() -> int:
    """Print the table; return 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("CORPORA"), help="folder of unpacked projects")
    parser.add_argument("--only", nargs="*", default=list(CONTRACTS))
    options = parser.parse_args()
    if options.corpora is None:
        parser.error("say where the projects lie: --corpora DIR or CORPORA=DIR")
    print("| package | contract | lint-imports | here | its chains | its chains, in order | ours | the same |")
    print("|---|---|---|---|---|---|---|---|")
    differing = 0
    for name in options.only:
        package, more, contracts = CONTRACTS[name]
        with tempfile.TemporaryDirectory() as work:
            _lay_out(Path(work), Path(options.corpora) / package, more, contracts)
            plain, expected, found = theirs(Path(work)), theirs(Path(work), ordered=True), ours(Path(work))
        for told, left, right in zip(plain["verdicts"], expected["verdicts"], found["verdicts"], strict=True):
            differing += left != right or told[1] != right[1]
            counts = (len(told[2]), len(left[2]), len(right[2]), sum(chain in right[2] for chain in left[2]))
            print(f"| {name} | {told[0]} | {told[1]} | {right[1]} | {' | '.join(f'{count:,}' for count in counts)} |")
        for what in ("modules", "edges"):
            one, other = ({str(item) for item in side[what]} for side in (expected, found))
            print(
                f"{name}: {what}: {len(one & other):,} same, only theirs {len(one - other)}, only ours {len(other - one)}",
                file=sys.stderr,
            )
            for item in sorted(one ^ other)[:20]:
                print(f"  {'theirs' if item in one else 'ours'} {item}", file=sys.stderr)
    return int(differing > 0)


def _lay_out(work: Path, package: Path, more: str, contracts: dict[str, str]) -> None:
    """Lay a package out with a configuration of its contracts."""
    shutil.copytree(package, work / package.name)
    (work / ".git").mkdir()
    head = f"[importlinter]\nroot_package = {package.name}\ninclude_external_packages = True\n{more}"
    texts = [
        f"[importlinter:contract:{n}]\nname = {title}\n{text}\n" for n, (title, text) in enumerate(contracts.items())
    ]
    (work / ".importlinter").write_text("\n".join([head, *texts]))


if __name__ == "__main__":
    sys.exit(main())
