"""Verdicts and chains are those of the real `lint-imports`, on everything that its contracts and imports can look like."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.contracts.both import exit_code, ours, theirs

SHOP = {
    "shop/__init__.py": "",
    "shop/web/__init__.py": "from shop.web import views\n",
    "shop/web/views.py": "from ..orders.api import (\n    place,\n    Order,\n)\nimport django.http, os.path\nfrom requests import get as fetch\n",
    "shop/web/admin.py": "def show():\n    from shop.orders.models import Order\n    import shop.billing\n",
    "shop/orders/__init__.py": "",
    "shop/orders/api.py": "from .models import *\nfrom shop.texts import say\nfrom shop.orders import _private\n",
    "shop/orders/models.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shop.billing.models import Bill\n",
    "shop/orders/_private.py": "import shop.orders.models\n",
    "shop/billing/__init__.py": "try:\n    from shop.orders import models, api\nexcept ImportError:\n    models = None\n",
    "shop/billing/models.py": "import importlib\nimportlib.import_module('shop.web.views')\nfrom shop.orders._private import x\nimport shop.texts\n",
    "shop/texts.py": "from shop import web\nimport shop.texts\nimport shop.gone, shop.gone.further\nfrom shop.gone import nothing\n",
    "shop/migrations/__init__.py": "",
    "shop/migrations/0001_initial.py": "from shop.orders import models\n",
    "shop/orders/tests/__init__.py": "",
    "shop/orders/tests/test_api.py": "from shop.web.views import View\n",
    "shop/orphans/one.py": "import shop.web\n",
    "shop/not-a-name/two.py": "import shop.web\n",
    "shop/orders/some.dotted.py": "import shop.web\n",
    "shop/my-script.py": "import shop.billing.models\n",
}

HEAD = "[importlinter]\nroot_package = shop\n"

EXTERNAL = HEAD + "include_external_packages = True\n"

WITHOUT_TYPES = HEAD + "exclude_type_checking_imports = True\n"

CONTRACTS = {
    "layers": (HEAD, "layers =\n  shop.web\n  shop.orders | shop.billing\n  shop.texts"),
    "layers, closed by siblings": (HEAD, "layers =\n  web\n  orders : billing\n  (none)\n  texts\ncontainers = shop"),
    "layers that are exhaustive": (
        HEAD,
        "layers =\n  web\n  orders\n  texts\ncontainers = shop\nexhaustive = True\nexhaustive_ignores = migrations",
    ),
    "layers with what is ignored": (
        HEAD,
        "layers =\n  shop.web\n  shop.orders\nignore_imports =\n  shop.texts -> shop.web\n  shop.orders.tests.* -> shop.web.**",
    ),
    "independence": (HEAD, "type = independence\nmodules =\n  shop.orders\n  shop.billing\n  shop.web"),
    "independence without types": (WITHOUT_TYPES, "type = independence\nmodules =\n  shop.orders\n  shop.billing"),
    "independence of all": (HEAD, "type = independence\nmodules = shop.*"),
    "forbidden": (HEAD, "type = forbidden\nsource_modules = shop.orders\nforbidden_modules = shop.web"),
    "forbidden, direct alone": (
        HEAD,
        "type = forbidden\nsource_modules =\n  shop.orders\n  shop.texts\nforbidden_modules =\n  shop.web\n  shop.billing\nallow_indirect_imports = True",
    ),
    "forbidden outside": (
        EXTERNAL,
        "type = forbidden\nsource_modules = shop\nforbidden_modules =\n  django\n  requests\n  os\n  numpy",
    ),
    "forbidden outside, of some": (
        EXTERNAL,
        "type = forbidden\nsource_modules =\n  shop.orders\nforbidden_modules = django",
    ),
    "protected": (HEAD, "type = protected\nprotected_modules = shop.orders.models\nallowed_importers = shop.orders"),
    "protected, by wildcard": (
        HEAD,
        "type = protected\nprotected_modules = shop.*.models\nallowed_importers =\n  shop.migrations\n  shop.billing",
    ),
    "acyclic": (HEAD, "type = acyclic_siblings\nancestors = shop"),
    "acyclic, kept": (HEAD, "type = acyclic_siblings\nancestors = shop.billing"),
    "private": (HEAD, "type = private_modules"),
}


def lay_out(folder: Path, files: dict[str, str]) -> None:
    (folder / ".git").mkdir()
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract(name: str, tmp_path: Path) -> None:
    head, contract = CONTRACTS[name]
    kind = "" if "type =" in contract else "type = layers\n"
    text = f"{head}\n[importlinter:contract:one]\nname = One\n{kind}{contract}\n"
    lay_out(tmp_path, {**SHOP, ".importlinter": text})
    expected, found = theirs(tmp_path), ours(tmp_path)
    assert found["modules"] == expected["modules"]
    assert found["edges"] == expected["edges"]
    assert found["verdicts"] == expected["verdicts"]
    assert exit_code(tmp_path) == int(found["verdicts"][0][1] == "broken")


@pytest.mark.parametrize("file", ["setup.cfg", "pyproject.toml"])
def test_several_packages_below_src(file: str, tmp_path: Path) -> None:
    files = {f"src/{path}": text for path, text in SHOP.items()}
    files |= {
        "src/tools/__init__.py": "import shop.web.views\n",
        "src/company/tools/__init__.py": "import company.other\n",
        "boundary-lint.toml": 'sources = ["src"]\n',
    }
    ini = """
        [importlinter]
        root_packages =
            shop
            tools
            company.tools
        include_external_packages = True
        [importlinter:contract:a]
        name = A
        type = forbidden
        source_modules = tools
        forbidden_modules = shop.web
        [importlinter:contract:b]
        name = B
        type = forbidden
        source_modules = company.tools
        forbidden_modules = django
    """
    toml = """
        [tool.importlinter]
        root_packages = ["shop", "tools", "company.tools"]
        include_external_packages = true
        [[tool.importlinter.contracts]]
        name = "A"
        type = "forbidden"
        source_modules = ["tools"]
        forbidden_modules = ["shop.web"]
        [[tool.importlinter.contracts]]
        name = "B"
        type = "forbidden"
        source_modules = ["company.tools"]
        forbidden_modules = ["django"]
    """
    lay_out(tmp_path, {**files, file: dedent(toml if file.endswith(".toml") else ini)})
    expected, found = theirs(tmp_path, tmp_path / "src"), ours(tmp_path)
    assert found == expected
    assert [verdict[:2] for verdict in found["verdicts"]] == [["A", "broken"], ["B", "kept"]]
