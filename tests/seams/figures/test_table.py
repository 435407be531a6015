"""All figures of a division."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint.extract.vocabulary import vocabulary
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.facts.vocabulary import decode
from boundary_lint.seams.division import SHARED, Division, declared
from boundary_lint.seams.evidence import Evidence, collect
from boundary_lint.seams.figures.packages import layer_index, present_packages
from boundary_lint.seams.figures.table import Figure, figures
from boundary_lint.seams.network import Network, build
from tests.helpers import analyse

DOCS = Path(__file__).parents[3] / "docs" / "figures.md"

MODEL = "from django.db import models\n\nclass {name}(models.Model):\n    size = models.IntegerField()\n"
FILES = {
    "manage.py": "import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'site1.settings'\n",
    "site1/__init__.py": "",
    "site1/settings.py": "INSTALLED_APPS = ['shop', 'stock']\nROOT_URLCONF = 'site1.urls'\n",
    "site1/urls.py": "from django.urls import path\nfrom shop.views import pay\nurlpatterns = [path('pay/', pay)]\n",
    "shop/__init__.py": "",
    "shop/models.py": MODEL.format(name="Order"),
    "shop/views.py": "from shop.models import Order\nfrom stock.services import take\n\ndef pay(request):\n"
    "    order = Order.objects.get(pk=1)\n    take(order)\n    order.save()\n",
    "stock/__init__.py": "",
    "stock/models.py": MODEL.format(name="Item"),
    "stock/services.py": "from stock.models import Item\n\ndef take(order):\n    Item.objects.filter(size=1).update(size=0)\n",
}  # fmt: skip


def read(files: dict[str, str]) -> tuple[ProgramFacts, Evidence, Network]:
    facts = analyse(files)
    evidence = collect(facts, {path: decode(vocabulary(text.encode())) for path, text in files.items()})
    return facts, evidence, build(evidence, None)


@pytest.fixture(scope="module")
def shop() -> tuple[ProgramFacts, Evidence, Network]:
    return read(FILES)


def by_name(found: list[Figure]) -> dict[str, float | None]:
    return {one.name: one.value for one in found}


def measured(division: Division, of: tuple[ProgramFacts, Evidence, Network]) -> dict[str, float | None]:
    facts, evidence, network = of
    return by_name(figures(division, evidence, network, facts))


def test_figures_of_the_packages(shop: tuple[ProgramFacts, Evidence, Network]) -> None:
    found = measured(declared(shop[0]), shop)

    assert found["AMI with the packages"] == found["ARI with the packages"] == 1
    assert found["MoJoFM to the packages"] == 100
    assert found["MoJo to the packages"] == 0
    assert found["database purity"] == 0
    assert found["distributed functionalities"] == 1
    assert found["hops"] == 3
    assert found["complexity"] == 0  # there is only one
    assert found["cohesion"] == found["coupling"] == 1


def test_one_context(shop: tuple[ProgramFacts, Evidence, Network]) -> None:
    facts, evidence, _ = shop
    one = Division({m.file: "all" for m in evidence.modules}, {table.table: "all" for table in facts.tables})

    found = measured(one, shop)

    assert found["contexts"] == found["coverage"] == 1
    assert found["ICP"] == found["IFN"] == found["coupling"] == found["weighted modularity"] == 0
    assert found["ARI with the packages"] == 0
    assert found["hops"] == 1


def test_singletons(shop: tuple[ProgramFacts, Evidence, Network]) -> None:
    facts, evidence, _ = shop
    alone = Division({m.file: m.file for m in evidence.modules}, {table.table: table.table for table in facts.tables})

    found = measured(alone, shop)

    assert found["ICP"] == found["NED"] == 1
    assert found["TurboMQ"] == 0


def test_names_of_contexts_mean_nothing(shop: tuple[ProgramFacts, Evidence, Network]) -> None:
    division = declared(shop[0])
    names = {name: f"c{9 - number}" for number, name in enumerate(division.names)} | {SHARED: SHARED}
    renamed = Division(
        {file: names[name] for file, name in division.modules.items()},
        {table: names[name] for table, name in division.tables.items()},
    )

    assert measured(renamed, shop) == measured(division, shop)


@pytest.mark.parametrize(
    "files",
    [
        {"one.py": "def alone():\n    return 1\n"},
        {"a.py": "VALUE = 1\nOTHER = 2\nTHIRD = 3\n", "b.py": "def f():\n    return 2\n"},
        {"empty.py": ""},
    ],
)
def test_little_to_measure(files: dict[str, str]) -> None:
    of = read(files)
    everything = Division(dict.fromkeys(files, "all"))

    for division in (Division(), everything, declared(of[0])):
        for one in figures(division, of[1], of[2], of[0]):
            assert (one.value is None) == (one.over == 0)


def test_nothing_at_all() -> None:
    found = figures(Division(), Evidence([], []), Network(0, []), ProgramFacts())

    assert {one.value for one in found} == {None}


def test_every_figure_has_a_direction_a_range_and_a_source(shop: tuple[ProgramFacts, Evidence, Network]) -> None:
    facts, evidence, network = shop

    for one in figures(declared(facts), evidence, network, facts):
        assert one.between and one.source and one.of
        assert one.better in ("more", "less", "")


def test_every_figure_is_documented(shop: tuple[ProgramFacts, Evidence, Network]) -> None:
    facts, evidence, network = shop
    text = DOCS.read_text("utf-8")

    names = [one.name for one in figures(declared(facts), evidence, network, facts)]

    assert [name for name in names if f"| {name} |" not in text] == []
    assert len(names) == len(set(names))


def test_present_packages_lie_below_the_one_that_holds_most() -> None:
    paths = ("a/x.py", "a/y.py", "b/x.py", "b/y.py", "c/x.py", "lone.py")
    facts = analyse({f"shop/{path}": "a = 1\nb = 2\nc = 3\nd = 4\n" for path in paths})

    assert present_packages(facts) == {f"shop/{path}": f":{path[0]}" for path in paths[:-1]}


def test_packages_in_a_container_are_packages_themselves() -> None:
    paths = (
        "shop/x.py",
        "shop/y.py",
        "contrib/forms/x.py",
        "contrib/forms/y.py",
        "contrib/maps/x.py",
        "contrib/lone.py",
    )
    facts = analyse(
        {f"site1/{path}": "a = 1\nb = 2\nc = 3\nd = 4\n" for path in [*paths, "core/x.py", "core/y.py", "core/z.py"]}
    )

    found = present_packages(facts)

    assert [found[f"site1/{path}"] for path in paths] == [
        ":shop", ":shop", ":contrib.forms", ":contrib.forms", ":contrib.maps", ":contrib",
    ]  # fmt: skip


@pytest.mark.parametrize("layered", [True, False])
def test_layer_index(layered: bool) -> None:
    files = {}
    for domain in ("order", "stock", "parcel", "price", "refund"):
        for role, suffix in (("views", "View"), ("models", "Model"), ("forms", "Form")):
            path = f"shop/{role}/{domain}.py" if layered else f"shop/{domain}/{role}.py"
            files[path] = f"class {domain.title()}{suffix}:\n    pass\n\n\nVALUE = 1\n"
    facts = analyse(files)
    domains = {path: next(word for word in path.replace(".", "/").split("/") if word in ("order", "stock", "parcel", "price", "refund")) for path in files}  # fmt: skip

    found = layer_index(facts, domains)

    assert found.layered is layered
    assert found.modules == 15
