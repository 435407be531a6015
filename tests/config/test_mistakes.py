"""Mistakes in a configuration: exit code 2, with the place, what is wrong, and what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint.config.load import load_config
from boundary_lint.config.model import Config
from boundary_lint.errors import BoundaryLintError
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.run import Options

FILES = {
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "from shop.orders.services import place\n",
    "shop/orders/models.py": (
        "from django.db import models\n\n\nclass Order(models.Model):\n    class Meta:\n        app_label = 'orders'\n"
    ),
    "shop/orders/services.py": "def place(): ...\n",
    "shop/billing/__init__.py": "",
    "shop/billing/services.py": "from shop.orders import place\n",
    "shop/settings.py": "ROOT_URLCONF = 'shop.urls'\n",
}

ORDERS = '[[contexts]]\nname = "orders"\nmodules = ["shop.orders"]\n'
BILLING = '[[contexts]]\nname = "billing"\nmodules = ["shop.billing"]\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / ".git").mkdir()
    return tmp_path


def run(project: Path, file: str, text: str, path: str = ".") -> None:
    (project / file).write_text(text, "utf-8")
    config = load_config(project / path)
    check(project / path, config, Options(jobs=1))


MISTAKES = {
    "unknown key": ('sorces = ["."]', 1, "unknown key 'sorces' - did you mean 'sources'?"),
    "no list": ('\nsources = "."', 2, "'sources' is no list of strings - write sources = [\"...\"]"),
    "root without files": (
        'sources = ["src"]',
        1,
        "no Python file lies in the source root 'src' - check the key 'sources'",
    ),
    "exclude of nothing": (
        'exclude = ["nothing"]',
        1,
        "'nothing' of the key 'exclude' matches nothing - correct or drop it",
    ),
    "include of nothing": (
        'include = ["nothing"]',
        1,
        "'nothing' of the key 'include' matches nothing - correct or drop it",
    ),
    "unknown settings": (
        'settings = "shop.setings"',
        1,
        "there is no module 'shop.setings' - did you mean 'shop.settings'?",
    ),
    "settings of a context": (ORDERS + 'settings = "x"', 4, "there is no module 'x' - there are shop.settings"),
    "no bool": ('include-tests = "yes"', 1, "'include-tests' is neither true nor false - write include-tests = true"),
    "unknown key of a context": (ORDERS + "nam = 1", 4, "unknown key 'nam' - did you mean 'name'?"),
    "unknown key of the second": (ORDERS + BILLING + "modles = 1", 7, "unknown key 'modles' - did you mean 'modules'?"),
    "underscore": (ORDERS + "depends_on = []", 4, "unknown key 'depends_on' - did you mean 'depends-on'?"),
    "no name": (ORDERS + '[[contexts]]\nmodules = ["shop"]', 4, 'a context has no name - write name = "orders"'),
    "no modules": ('[[contexts]]\nname = "orders"', 2, "context 'orders' has no modules"),
    "empty modules": ('[[contexts]]\nname = "orders"\nmodules = []', 2, "context 'orders' has no modules"),
    "unknown kind": (
        ORDERS + 'kind = "contxt"',
        4,
        "'contxt' is no kind of context - one of service, context, library",
    ),
    "unknown module": (
        '[[contexts]]\nname = "orders"\nmodules = ["shop.order"]',
        3,
        "'shop.order' of context 'orders' matches no module - did you mean 'shop.orders'?",
    ),
    "unknown path": (
        '[[contexts]]\nname = "orders"\npaths = ["shop/order"]',
        3,
        "'shop/order' of context 'orders' matches no file - did you mean 'shop/orders'?",
    ),
    "same name": (ORDERS + ORDERS, 2, "two contexts are called 'orders' - rename one"),
    "two contexts": (
        ORDERS + '[[contexts]]\nname = "billing"\nmodules = ["shop.billing", "shop.orders"]',
        3,
        "module 'shop.orders' is in two contexts: billing and orders",
    ),
    "left without modules": (
        ORDERS + '[[contexts]]\nname = "all"\npaths = ["shop/orders"]',
        5,
        "context 'all' is left without modules",
    ),
    "unknown dependency": (
        ORDERS + 'depends-on = ["biling"]\n' + BILLING,
        4,
        "'orders' depends on unknown 'biling' - did you mean 'billing'?",
    ),
    "unknown public module": (
        ORDERS + 'public = ["shop.orders.service"]',
        4,
        "public 'shop.orders.service' of context 'orders' matches no module, and no name in one",
    ),
    "unknown table": (
        ORDERS + 'tables = ["order_order"]',
        4,
        "'order_order' of context 'orders' matches no table - did you mean 'orders_order'?",
    ),
    "unknown shared table": (
        'shared-kernel = ["audit_*"]',
        1,
        "'audit_*' of the key 'shared-kernel' matches no table and no model - there are orders_order, shop.orders.models.Order",
    ),
    "one context": ('[contexts]\nname = "orders"', 1, "'contexts' is no list of tables - write [[contexts]] for each"),
    "unknown rule": (
        '[rules]\nforeign-table-acces = "off"',
        2,
        "there is no rule 'foreign-table-acces' - did you mean 'foreign-table-access'?",
    ),
    "unknown severity": ('[rules]\nunread-file = "of"', 2, "'of' is no severity - one of error, warning, info, off"),
    "rule without severity": (
        "[rules]\nunread-file = true",
        2,
        "rule 'unread-file' has neither a severity nor a table of options",
    ),
    "unknown option": (
        "[rules.layer-based-package]\nmin-index = 3",
        2,
        "'layer-based-package' has no option 'min-index' - did you mean 'min_index'?",
    ),
    "option of another kind": (
        '[rules.layer-based-package]\nmin_index = "x"',
        2,
        "'min_index' of 'layer-based-package' is not a number - its default is 0.25",
    ),
    "no catalogue page": (
        'catalog = ["no.toml"]',
        1,
        "'no.toml' of the key 'catalog' does not exist - a path is taken from",
    ),
    "no stubs": ('stubs = ["a", "no"]', 1, "'a' of the key 'stubs' does not exist"),
    "no rule pages": ('\nrules = [\n"no",\n]', 3, "'no' of the key 'rules' does not exist"),
    "no rule folder": (f'rule-folders = ["{"x" * 5_000}"]', 1, "of the key 'rules' does not exist"),
    "no name of a file": ('catalog = ["\\u0000"]', 1, "of the key 'catalog' does not exist"),
    "the other file's table": ("[tool.boundary-lint]", 0, "in boundary-lint.toml keys stand at the top"),
    "no TOML": ("sources = [", 0, "is not TOML"),
}


@pytest.mark.parametrize(("text", "line", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(project: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(BoundaryLintError) as error:
        run(project, "boundary-lint.toml", text)
    place = f"{project / 'boundary-lint.toml'}{f':{line}' if line else ''}: "
    assert str(error.value).startswith(place)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('catalog = ["shop"]', "shop", "cannot be read: is a folder, not a file - check the key 'catalog'"),
        ('stubs = ["shop/settings.py"]', "shop/settings.py", "is no folder of stubs - check the key 'stubs'"),
        ('rules = ["shop/settings.py"]', "shop/settings.py", "is no folder of rule pages - check the key 'rules'"),
        ('rules = ["shop"]', "shop", "holds no rule page - boundary-lint rules new NAME writes one"),
    ],
)
def test_files_that_a_configuration_names_must_be_what_they_should(
    project: Path, text: str, place: str, said: str
) -> None:
    with pytest.raises(BoundaryLintError) as error:
        run(project, "boundary-lint.toml", text)
    assert str(error.value) == f"{project / place}: {said}"


def test_lines_of_pyproject_are_told_too(project: Path) -> None:
    text = '[project]\nname = "orders"\n\n[[tool.boundary-lint.contexts]]\nname = "orders"\nmodules = ["shop.order"]\n'
    with pytest.raises(
        BoundaryLintError, match=r"pyproject.toml:6: 'shop.order' of context 'orders' matches no module"
    ):
        run(project, "pyproject.toml", text)


def test_a_part_of_the_program_is_not_held_to_patterns_about_the_rest(project: Path) -> None:
    run(project, "boundary-lint.toml", ORDERS + 'tables = ["orders_*"]\n' + BILLING, "shop/billing")


def test_what_is_right_is_accepted(project: Path) -> None:
    orders = ORDERS + 'public = ["shop.orders.place", "shop.orders.services.place"]\ntables = ["orders_*"]\n'
    text = f'shared-kernel = ["shop.orders.models.Order"]\nsettings = "shop.settings"\n{orders}{BILLING}depends-on = ["orders"]\n'
    run(project, "boundary-lint.toml", text)


def test_nothing_is_configured_without_a_file(project: Path) -> None:
    assert load_config(project) == Config(base=str(project.resolve()))
