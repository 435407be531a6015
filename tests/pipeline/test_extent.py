"""Rules about imports alone are answered without reading data, and find the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint.config.load import load_config
from boundary_lint.pipeline.extent import extent_for, views_read
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.run import Options
from boundary_lint.rules.catalogue import load_pages

FIXTURES = Path(__file__).parents[2] / "fixtures"

IMPORT_RULES = ("cyclic-context-imports", "undeclared-dependency", "private-import")

FILES = {
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "",
    "shop/orders/api.py": "from shop.billing.api import pay\n",
    "shop/billing/__init__.py": "",
    "shop/billing/api.py": "def pay():\n    from shop.orders import api\n",
}

CONTEXTS = """
[[contexts]]
name = "orders"
modules = ["shop.orders"]
[[contexts]]
name = "billing"
modules = ["shop.billing"]
"""


def findings(path: Path, rules: tuple[str, ...]) -> list[str]:
    result, _, _ = check(path, load_config(path), Options(jobs=1, select=rules))
    return [repr(finding) for finding in result.findings if finding.rule in IMPORT_RULES]


@pytest.mark.parametrize("shop", ["shop_bad", "shop_good"])
def test_import_rules_alone_find_what_they_find_among_all_others(shop: str) -> None:
    alone = findings(FIXTURES / shop, IMPORT_RULES)
    assert alone == findings(FIXTURES / shop, ())
    assert bool(alone) == (shop == "shop_bad")


def test_configured_contexts_need_no_definitions(tmp_path: Path) -> None:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    (tmp_path / "boundary-lint.toml").write_text(CONTEXTS)
    result, analysis, _ = check(tmp_path, load_config(tmp_path), Options(jobs=1, select=("cyclic-context-imports",)))
    assert result.summary.extent == "imports"
    assert {module.depth for module in analysis.facts.modules} == {"imports"}
    assert [f.rule for f in result.findings] == ["cyclic-context-imports"]
    assert findings(tmp_path, ("cyclic-context-imports",)) == findings(tmp_path, ())


def test_imports_by_strings_are_found_among_imports_alone(tmp_path: Path) -> None:
    by_name = "import importlib\nNAME = 'shop.orders.api'\ndef pay():\n    importlib.import_module(NAME)\n"
    tests = "from shop.orders import api\nfrom shop.billing import api as other\n"
    files = {**FILES, "shop/billing/api.py": by_name, "shop/billing/test_api.py": tests}
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    for more in ("", "include-tests = true\n"):
        (tmp_path / "boundary-lint.toml").write_text(more + CONTEXTS)
        alone = findings(tmp_path, ("cyclic-context-imports",))
        assert len(alone) == 1
        assert alone == findings(tmp_path, ())


def test_tests_that_are_included_are_checked_among_imports_alone(tmp_path: Path) -> None:
    files = {**FILES, "shop/billing/api.py": "", "shop/billing/test_api.py": "from shop.orders import api\n"}
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    for more, count in (("", 0), ("include-tests = true\n", 1)):
        (tmp_path / "boundary-lint.toml").write_text(f"{more}{CONTEXTS}depends-on = []\n")
        alone = findings(tmp_path, ("undeclared-dependency",))
        assert len(alone) == count
        assert alone == findings(tmp_path, ())


def test_how_much_rules_ask_for(tmp_path: Path) -> None:
    plain = load_config(tmp_path)
    (tmp_path / "boundary-lint.toml").write_text(CONTEXTS)
    configured = load_config(tmp_path)
    pages = {page.id: page for page in load_pages([])}
    cycles = [pages["cyclic-context-imports"]]
    assert extent_for(views_read(cycles), configured) == "imports"
    assert extent_for(views_read(cycles), plain) == "names"
    assert extent_for(views_read([*cycles, pages["foreign-table-access"]]), configured) == "all"
    assert extent_for(views_read(pages.values()), plain) == "all"
