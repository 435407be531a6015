"""Apps of a project: those a manage.py calls from within its folder, and forks that take the place of another app."""

from __future__ import annotations

from boundary_lint.facts.program import ProgramFacts
from tests.helpers import analyse

MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n'

MODEL = "from django.db import models\nclass {}(models.Model): ...\n"


def owners(found: ProgramFacts) -> dict[str, str]:
    return {table.table: table.owner for table in found.tables}


def test_apps_that_a_manage_py_inside_of_a_package_calls_by_less_than_their_whole_name() -> None:
    found = analyse(
        {
            "site/__init__.py": "",
            "site/manage.py": MANAGE,
            "site/settings.py": 'INSTALLED_APPS = ["orders", "people.apps.PeopleConfig"]\nAUTH_USER_MODEL = "people.Person"\n',
            "site/orders/__init__.py": "",
            "site/orders/models.py": (
                "from django.conf import settings\nfrom django.db import models\nfrom people.models import Person\n"
                "class Order(models.Model):\n    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)\n"
            ),
            "site/people/__init__.py": "",
            "site/people/apps.py": 'from django.apps import AppConfig\nclass PeopleConfig(AppConfig):\n    name = "people"\n    label = "people"\n',
            "site/people/models.py": MODEL.format("Person"),
            "site/left/__init__.py": "",
            "site/left/models.py": MODEL.format("NotInstalled"),
        },
        settings="site.settings",
    )
    assert owners(found) == {"orders_order": "orders", "people_person": "people"}
    assert {(i.importer, i.imported, i.kind) for i in found.imports} == {
        ("site.orders.models", "site.people.models", "runtime"),
        ("site.settings", "site.orders", "dynamic"),
        ("site.settings", "site.people.apps", "dynamic"),
        ("site.settings", "site.people", "dynamic"),
    }
    assert [(k.from_table, k.to_table) for k in found.foreign_keys] == [("orders_order", "people_person")]


FORKED = {
    "shop/__init__.py": "",
    "shop/partner/__init__.py": "",
    "shop/partner/apps.py": 'from django.apps import AppConfig\nclass PartnerConfig(AppConfig):\n    label = "partner"\n    name = "shop.partner"\n',
    "shop/partner/abstract_models.py": (
        "from django.db import models\nclass AbstractPartner(models.Model):\n    class Meta:\n        abstract = True\n"
        "        app_label = 'partner'\n    def close(self):\n        self.save()\n"
    ),
    "shop/partner/models.py": "from .abstract_models import AbstractPartner\nclass Partner(AbstractPartner): ...\n",
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": MODEL.format("Order"),
    "site/__init__.py": "",
    "site/partner/__init__.py": "",
    "site/partner/apps.py": 'from shop.partner import apps\nclass PartnerConfig(apps.PartnerConfig):\n    name = "site.partner"\n',
    "site/partner/models.py": "from shop.partner.abstract_models import AbstractPartner\nclass Partner(AbstractPartner): ...\n",
    "site/settings.py": 'INSTALLED_APPS = ["site.partner.apps.PartnerConfig", "shop.orders"]\n',
}


def test_a_fork_and_the_app_whose_place_it_takes_are_one_context() -> None:
    found = analyse(FORKED, settings="site.settings")
    assert owners(found) == {"partner_partner": "partner", "orders_order": "orders"}
    contexts = {c.name: c.modules for c in found.contexts if c.kind == "context"}
    assert contexts == {"orders": ("shop.orders",), "partner": ("shop.partner", "site.partner")}
    assert {m.context for m in found.modules if ".partner" in m.module} == {"partner"}


def test_forks_are_one_context_without_settings_too() -> None:
    found = analyse({path: text for path, text in FORKED.items() if path != "site/settings.py"})
    assert owners(found) == {"partner_partner": "partner", "orders_order": "orders"}


def test_apps_of_one_label_that_inherit_nothing_from_each_other_stay_apart() -> None:
    config = 'from django.apps import AppConfig\nclass PartnerConfig(AppConfig):\n    label = "partner"\n    name = "site.partner"\n'
    apart = {**FORKED, "site/partner/apps.py": config}
    del apart["site/settings.py"]
    found = analyse(apart)
    assert {m.context for m in found.modules if ".partner" in m.module} == {"shop.partner", "site.partner"}
