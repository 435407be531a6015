"""What is not sure enough is left out, counted, and tells nothing of what is sure."""

from __future__ import annotations

from typing import Any

from boundary_lint.facts.program import Access, Confidence, Invocation, Join, Module, ProgramFacts, Table
from boundary_lint.seams.cuts.cutlist import CutList, cut_list
from boundary_lint.seams.division import Division

DIVISION = Division({"orders.py": "orders", "stock.py": "stock"}, {"orders_order": "orders", "stock_item": "stock"})


def place(module: str, line: int) -> dict[str, Any]:
    return {"root": "", "module": module, "function": "place", "file": f"{module}.py", "line": line}


def access(line: int, confidence: Confidence, module: str = "orders", **more: Any) -> Access:
    given: dict[str, Any] = {"table": "stock_item", "op": "read", "via": "query", "in_loop": False, "transaction": ""}
    return Access(**place(module, line), confidence=confidence, **given | more)


def cut(**facts: Any) -> CutList:
    modules = [Module(root="", module=name, file=f"{name}.py", context="") for name in ("orders", "stock")]
    tables = [Table(table=name) for name in ("orders_order", "stock_item")]
    return cut_list(ProgramFacts(modules=modules, tables=tables, **facts), DIVISION, "orders")


def test_guesses_are_counted() -> None:
    found = cut(accesses=[access(1, "low"), access(2, "medium"), access(3, "certain")])
    assert [one.line for one in found.crossings] == [2, 3]
    assert found.unsure == 1


def test_of_two_reasons_at_one_place_the_surer_counts() -> None:
    found = cut(accesses=[access(1, "certain"), access(1, "low")])
    assert [one.confidence for one in found.crossings] == ["certain"]


def test_a_guessed_join_tells_no_read() -> None:
    def kinds(confidence: Confidence) -> list[str]:
        join = Join(
            **place("orders", 1), from_table="orders_order", to_table="stock_item", path="item", via="join", confidence=confidence,
        )  # fmt: skip
        return [one.kind for one in cut(accesses=[access(1, "high", via="join")], joins=[join]).crossings]

    assert kinds("high") == ["join"]
    assert kinds("low") == ["read"]


def test_a_transaction_is_as_sure_as_the_less_sure_of_its_sides() -> None:
    own = access(2, "certain", table="orders_order", op="write", transaction="orders.py:1")
    other = access(9, "low", "stock", op="write")
    call = Invocation(
        **place("orders", 3), callee_root="", callee_module="stock", callee="place", transaction="orders.py:1"
    )
    found = cut(accesses=[own, other], invocations=[call])
    assert [one.kind for one in found.crossings] == ["call"] and found.unsure == 1
    surer = cut(accesses=[own, access(9, "medium", "stock", op="write")], invocations=[call])
    assert [one.confidence for one in surer.crossings if one.kind == "transaction"] == ["medium"]
