"""Names: re-exports, star imports, cycles, hierarchies; resolved without a call."""

from __future__ import annotations

from collections.abc import Mapping

from boundary_lint.extract import extract
from boundary_lint.facts.syntax import decode
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Module, Program
from boundary_lint.link.values import ClassValue, External, TextValue, attach


class Silent:
    """Frameworks that know nothing."""

    def resolve_call(self, path: str, call: object, module: Module) -> None:
        return None

    def external_name(self, root: str, path: str) -> None:
        return None

    def prefer(self, candidates: list[Class]) -> list[Class]:
        return candidates


def names_of(files: Mapping[str, str]) -> Names:
    """files: dotted name -> source; a name that has others below it is a package."""
    modules = [
        Module(
            root="",
            name=name,
            file=name + ".py",
            is_package=any(other.startswith(name + ".") for other in files),
            role="source",
            syntax=decode(extract(source.encode())),
        )
        for name, source in files.items()
    ]
    program = Program(modules, {}, {})
    attach(program)
    return Names(program, Silent())  # type: ignore[arg-type]


def class_named(names: Names, path: str) -> Class:
    (value,) = names.dotted("", path)
    assert isinstance(value, ClassValue)
    return value.cls


def test_a_class_is_found_through_re_exports_and_stars() -> None:
    names = names_of(
        {
            "shop": "from .api import *\n",
            "shop.api": "from shop.models import Order as PublicOrder\n",
            "shop.models": "class Order: ...\n",
        }
    )
    assert class_named(names, "shop.PublicOrder").id == "shop.models.Order"


def test_import_cycles_end() -> None:
    names = names_of({"a": "from b import X\n", "b": "from a import X\n"})
    assert not any(isinstance(value, ClassValue) for value in names.dotted("", "a.X"))


def test_hierarchy_follows_c3_and_keeps_external_bases() -> None:
    names = names_of(
        {"m": "import lib\nclass A(lib.Base): ...\nclass B(A): ...\nclass C(A): ...\nclass D(B, C): ...\n"},
    )
    order = [c if isinstance(c, str) else c.name for c in names.mro(class_named(names, "m.D"))]
    assert order == ["D", "B", "C", "A", "lib.Base"]
    assert names.isa(class_named(names, "m.D"), "lib.Base")
    assert [c.name for c in names.subclasses(class_named(names, "m.A"))] == ["B", "C", "D"]


def test_an_inconsistent_hierarchy_still_has_an_order() -> None:
    names = names_of({"m": "class A: ...\nclass B(A): ...\nclass C(A, B): ...\n"})
    assert [c.name for c in names.mro(class_named(names, "m.C")) if not isinstance(c, str)] == ["C", "A", "B"]


def test_constants_are_put_together() -> None:
    names = names_of({"m": "PREFIX = 'shop'\nNAME = PREFIX + '.orders'\nLONG = f'{PREFIX}_{unknown()}'\n"})
    assert names.dotted("", "m.NAME") == {TextValue("shop.orders")}
    assert names.dotted("", "m.LONG") == {TextValue("shop_{}")}


def test_what_is_outside_keeps_its_path() -> None:
    names = names_of({"m": "import requests\nsession = requests.Session()\n"})
    (value,) = names.dotted("", "m.session")
    assert isinstance(value, External)
    assert value.path == "requests.Session()"


def test_a_generated_module_of_a_package_is_outside_even_where_nobody_has_made_it_yet() -> None:
    names = names_of({"proto": "", "proto.client": "from . import rates_pb2_grpc\nstub = rates_pb2_grpc.RatesStub()\n"})
    (value,) = names.dotted("", "proto.client.stub")
    assert isinstance(value, External)
    assert value.path == "proto.rates_pb2_grpc.RatesStub()"
    assert not names.dotted("", "proto.missing")
