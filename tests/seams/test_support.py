"""Modules that only help tests."""

from __future__ import annotations

from boundary_lint.facts.program import Import, Module, ProgramFacts
from boundary_lint.seams.support import support_of_tests as support


def _program(*imports: tuple[str, str]) -> ProgramFacts:
    names = ("shop.orders", "shop.test.factories", "shop.test.base", "shop.test.client", "tests.test_orders")
    return ProgramFacts(
        modules=[
            Module(root="", module=n, file=_file(n), role="test" if n.startswith("tests") else "source", context="", depth="full")
            for n in names
        ],
        imports=[
            Import(root="", importer=a, file=_file(a), line=1, imported_root="", imported=b, kind="runtime") for a, b in imports
        ],
    )  # fmt: skip


def _file(module: str) -> str:
    return module.replace(".", "/") + ".py"


def test_what_tests_alone_import_is_support() -> None:
    facts = _program(("tests.test_orders", "shop.test.factories"), ("shop.test.factories", "shop.orders"))
    assert support(facts) == {"shop/test/factories.py", "shop/test/base.py", "shop/test/client.py"}


def test_what_other_source_imports_is_none_and_what_that_imports_neither() -> None:
    facts = _program(("shop.orders", "shop.test.client"), ("shop.test.client", "shop.test.base"))
    assert support(facts) == {"shop/test/factories.py"}
