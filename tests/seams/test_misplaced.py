"""A module or a table that sits in the wrong context is told, with what ties it to the right one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from boundary_lint.config.load import load_config
from boundary_lint.facts.program import Module
from boundary_lint.facts.vocabulary import Vocabulary
from boundary_lint.pipeline.run import Options
from boundary_lint.pipeline.seams import Asked, seams
from boundary_lint.seams.division import Division
from boundary_lint.seams.evidence import Evidence
from boundary_lint.seams.misplaced import MARGIN, Misplaced, misplaced

from .programs import lay_out, two_domains


def found(base: Path, invoice: list[str], parcel: list[str]) -> dict[str, Misplaced]:
    """Return what is misplaced in a program whose modules the configuration gives to two contexts."""
    lay_out(base, two_domains(6))
    told = [
        f'[[contexts]]\nname = "{name}"\nmodules = [{", ".join(repr(m) for m in modules)}]\n'
        for name, modules in (("invoices", invoice), ("parcels", parcel))
    ]
    (base / "boundary-lint.toml").write_text("\n".join(told), "utf-8")
    result, _ = seams(base, load_config(base), Options(jobs=1), Asked(seeds=1))
    return {one.name: one for one in result.misplaced}


def modules(domain: str, numbers: range) -> list[str]:
    return [f"app.m{n}_{domain}" for n in numbers]


def test_where_all_is_at_home_nothing_is_misplaced(tmp_path: Path) -> None:
    assert found(tmp_path, modules("invoice", range(7)), modules("parcel", range(7))) == {}


def test_a_module_among_strangers_is_misplaced_and_the_reasons_are_told(tmp_path: Path) -> None:
    wrong = "app.m3_invoice"
    home = [module for module in modules("invoice", range(7)) if module != wrong]
    one = found(tmp_path, home, [*modules("parcel", range(7)), wrong])[wrong]
    assert (one.kind, one.now, one.better, one.file) == ("module", "parcels", "invoices", "app/m3_invoice.py")
    assert one.by >= MARGIN
    assert "links lead to invoices" in one.reasons[0]
    assert any("app/m2_invoice.py" in reason or "app/m4_invoice.py" in reason for reason in one.reasons)


def test_a_table_that_others_use_is_misplaced(tmp_path: Path) -> None:
    tables = found(tmp_path, modules("invoice", range(1, 7)), [*modules("parcel", range(7)), "app.m0_invoice"])
    one = tables["invoice"]
    assert (one.kind, one.now, one.better) == ("table", "parcels", "invoices")
    assert one.reasons[1].startswith("invoices uses it ")


def test_with_one_context_there_is_no_wrong_one(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.py": "def f(): ...\n", "b.py": "import a\n\na.f()\n"})
    assert seams(tmp_path, load_config(tmp_path), Options(jobs=1), Asked())[0].misplaced == ()


HOMES = {"a": "xyz", "b": "pqr", "c": "stu"}
"""Contexts and their modules, which are all tied to each other; the module ``m`` of context a is what is looked at."""

INSIDE = [(one, other) for names in HOMES.values() for one in names for other in names if one < other]


def told(links: Sequence[str], heirs: Sequence[str] = (), layers: tuple[str, ...] = (), home: str = "a") -> list[str]:
    """Return where ``m`` belongs by links such as "mp" (m uses p), words aside."""
    names = sorted({"m", *"".join(HOMES.values())})
    number = {name: index for index, name in enumerate(names)}
    modules = [Module(root="", module=name, file=f"{name}.py", context="") for name in names]
    evidence = Evidence(modules, [Vocabulary()] * len(names))
    for user, used in (*INSIDE, *((link[0], link[1]) for link in links)):
        evidence.links[number[user], number[used]] += 1
        evidence.symbols[number[user], (number[used], "f")] += 1
    evidence.heirs = {(number[pair[0]], number[pair[1]]) for pair in heirs}
    homes = {f"{name}.py": context for context, inside in HOMES.items() for name in inside}
    found = misplaced(evidence, None, Division({**homes, "m.py": home}), layers=layers)
    return [one.better for one in found if one.name == "m"]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        (["mp", "mq", "mr"], ["b"]),
        (["mp", "qm", "rm", "xm"], ["b"]),
        (["mp", "mx", "my"], []),
        (["mp"], []),
        (["mp", "mq", "mr", "ms", "mt"], []),
        (["pm", "qm", "rm"], ["b"]),
        (["pm", "qm", "rm", "sm", "xm"], []),
    ],
    ids=["uses", "uses and used", "at home", "one link", "two contexts", "used there alone", "a tool of many"],
)
def test_what_makes_a_module_misplaced(links: list[str], expected: list[str]) -> None:
    assert told(links) == expected


def test_what_is_all_of_its_context_stays() -> None:
    assert told(["mp", "mq", "mr"], home="d") == []


def test_adapters_stay_and_nothing_is_moved_to_what_is_left_of_a_layer() -> None:
    links = ["mp", "mq", "mr"]
    assert told(links, heirs=["mp"]) == []
    assert told(links, heirs=["mx", "pm"]) == ["b"]
    assert told(links, layers=("b",)) == []
