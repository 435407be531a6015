"""Every way to import: one case each, as the edges that it makes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from boundary_lint.config.model import Config, ContextConfig
from boundary_lint.facts.program import ProgramFacts
from tests.helpers import analyse

BASE = {
    "shop/__init__.py": "",
    "shop/low.py": "x = 1\n",
    "shop/a/__init__.py": "",
    "shop/a/one.py": "",
    "shop/a/two.py": "thing = 1\n",
    "shop/b/__init__.py": "",
    "shop/b/deep.py": "",
    "shop/plain/mod.py": "",
    "other/__init__.py": "",
    "other/low.py": "",
}


def edges(files: Mapping[str, str]) -> set[tuple[str, str, str, str]]:
    """Return (importer, imported, kind, name) of a tree that is the base and more."""
    found = analyse({**BASE, **files})
    return {(i.importer, i.imported, i.kind, i.name) for i in found.imports}


CASES: Mapping[str, tuple[str, str, set[str]]] = {
    "a module": ("shop/x.py", "import shop.a.one", {"shop.a.one"}),
    "a module by another name": ("shop/x.py", "import shop.a.one as o, shop.b.deep as d", {"shop.a.one", "shop.b.deep"}),
    "a name out of a module": ("shop/x.py", "from shop.a.two import thing", {"shop.a.two thing"}),
    "a submodule out of a package": ("shop/x.py", "from shop.a import one", {"shop.a.one"}),
    "a name out of a package": ("shop/x.py", "from shop.a import thing", {"shop.a thing"}),
    "a folder without __init__": ("shop/x.py", "from shop.plain import mod\nimport shop.plain.mod", {"shop.plain.mod"}),
    "a star": ("shop/x.py", "from shop.a.two import *", {"shop.a.two"}),
    "relative, one dot, out of a module": ("shop/a/x.py", "from . import one\nfrom .two import thing", {"shop.a.one", "shop.a.two thing"}),
    "relative, one dot, out of __init__": ("shop/a/__init__.py", "from . import one\nfrom .two import thing", {"shop.a.one", "shop.a.two thing"}),
    "relative, two dots, out of a module": ("shop/a/x.py", "from .. import low\nfrom ..b import deep", {"shop.low", "shop.b.deep"}),
    "relative, two dots, out of __init__": ("shop/a/__init__.py", "from .. import low\nfrom ..b.deep import d", {"shop.low", "shop.b.deep d"}),
    "relative, beyond the top": ("shop/a/x.py", "from .... import low\nfrom ....other import low\nfrom .....shop import low", set()),
    "for type checkers": ("shop/x.py", "import typing as t\nif t.TYPE_CHECKING:\n    import shop.low\nelse:\n    import other.low", {"shop.low type_checking", "other.low"}),
    "inside a function": ("shop/x.py", "def f():\n    async def g():\n        import shop.low\n", {"shop.low lazy"}),
    "inside a method and a class": ("shop/x.py", "class A:\n    import shop.low\n    def f(self):\n        import other.low\n", {"shop.low", "other.low lazy"}),
    "alternatives": ("shop/x.py", "try:\n    import shop.a.one as i\nexcept ImportError:\n    import shop.b.deep as i\n", {"shop.a.one", "shop.b.deep"}),
    "under a condition": ("shop/x.py", "import sys\nif sys.version_info > (3, 9):\n    import shop.low\nelif x:\n    import shop.b\nelse:\n    import other\n", {"shop.low", "shop.b", "other"}),
    "by a constant": ("shop/x.py", "import importlib\nimportlib.import_module('shop.a.one')\n__import__('shop.low')", {"shop.a.one dynamic", "shop.low dynamic"}),
    "by a constant, relative": ("shop/a/x.py", "import importlib\nimportlib.import_module('.one', __package__)\nimportlib.import_module('..low', package='shop.a')", {"shop.a.one dynamic", "shop.low dynamic"}),
    "by a constant, relative to another package": ("other/x.py", "import importlib\nimportlib.import_module('.one', 'shop.a')", {"shop.a.one dynamic"}),
    "by a constant and a level": ("shop/a/x.py", "__import__('one', globals(), locals(), ['y'], 1)\n__import__('low', level=2)", {"shop.a.one dynamic", "shop.low dynamic"}),
    "by another name of import_module": ("shop/x.py", "from importlib import import_module as load\nload('shop.low')", {"shop.low dynamic"}),
    "by the name of a constant": ("shop/x.py", "import importlib\nNAME = 'shop.' + 'low'\ndef f():\n    importlib.import_module(NAME)", {"shop.low dynamic"}),
    "by a constant of another module": ("shop/x.py", "import importlib\nfrom shop.a.names import NAME\nimportlib.import_module(NAME)", {"shop.a.names NAME", "shop.low dynamic"}),
    "by a name of which a part is known": ("shop/x.py", "import importlib\ndef f(n):\n    importlib.import_module(f'shop.a.{n}')", {"shop.a.one dynamic", "shop.a.two dynamic", "shop.a.names dynamic"}),
    "by a name of which a part is known, percent": ("shop/x.py", "import importlib\ndef f(n):\n    importlib.import_module('shop.%s.one' % n)", {"shop.a.one dynamic"}),
    "by a name of which a part is known, format": ("shop/x.py", "import importlib\ndef f(n):\n    importlib.import_module('shop.{0}.one'.format(n))", {"shop.a.one dynamic"}),
    "by a name of which too little is known": ("shop/x.py", "import importlib\ndef f(n):\n    importlib.import_module(f'shop.{n}')\n    importlib.import_module(n)", set()),
    "by each of a list": ("shop/x.py", "import importlib\nfor n in ('shop.low', 'shop.b'):\n    importlib.import_module(n)", {"shop.low dynamic", "shop.b dynamic"}),
    "by a table": ("shop/x.py", "import importlib\nT = {'a': 'shop.low', 'b': 'shop.b'}\ndef f(n):\n    importlib.import_module(T[n])\n    importlib.import_module(T.get(n))", {"shop.low dynamic", "shop.b dynamic"}),
    "an object by a string": ("shop/x.py", "from django.utils.module_loading import import_string\nimport_string('shop.b.deep.Class')\nimport_string('shop.low')", {"shop.b.deep dynamic", "shop.low dynamic"}),
    "an object by a string with a colon": ("shop/x.py", "import pkgutil\npkgutil.resolve_name('shop.b.deep:Class.method')", {"shop.b.deep dynamic"}),
    "urls by a string": ("shop/x.py", "from django.urls import include\ninclude('shop.low')\ninclude('shop.low.none')\ninclude('page.html')", {"shop.low dynamic"}),
    "settings": ("shop/x.py", "INSTALLED_APPS = ['shop.a', 'other', 'django.contrib.auth']\nMIDDLEWARE = ['shop.b.deep.Class']", {"shop.a dynamic", "other dynamic", "shop.b.deep dynamic"}),
    "strings that only look like modules": ("shop/x.py", "import logging\nlogging.getLogger('shop.low')\nNAME = 'shop.a.one'", set()),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_import(case: str) -> None:
    path, source, expected = CASES[case]
    importer = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    found = edges({path: source + "\n", "shop/a/names.py": "NAME = 'shop.low'\n"})
    told = {
        " ".join(part for part in (imported, "" if kind == "runtime" else kind, name) if part)
        for who, imported, kind, name in found
        if who == importer
    }
    assert told == expected


def test_what_is_imported_by_a_name_that_cannot_be_known_is_told() -> None:
    found = analyse({**BASE, "shop/x.py": "import importlib\ndef f(n):\n    importlib.import_module(n)\n"})
    assert [(g.kind, g.file, g.line) for g in found.gaps] == [("import", "shop/x.py", 3)]
    assert found.coverage.imports_unresolved == 1


def models(files: Mapping[str, str]) -> ProgramFacts:
    return analyse(
        {
            "shop/__init__.py": "",
            "shop/orders/models.py": "from django.db import models\nclass Order(models.Model): ...\n",
            "shop/api/use.py": "from shop.orders import Order\ndef f():\n    Order.objects.first()\n",
            **files,
        }
    )


@pytest.mark.parametrize(
    "offer",
    [
        "from .models import Order\n",
        "from .models import *\n",
        "from .between import *\n",
        "def __getattr__(name):\n    if name == 'Order':\n        from .models import Order\n        return Order\n",
        "T = {'Order': '.models'}\ndef __getattr__(name):\n    return load(T[name], name)\n",
        "T = {'Order': 'shop.orders.models'}\ndef __getattr__(name):\n    return load(T[name], name)\n",
        "T = {'Order': ('shop.orders.models', 'Order')}\ndef __getattr__(name):\n    return load(*T[name])\n",
        "T = {'Order': 'shop.orders.models.Order'}\ndef __getattr__(name):\n    return load(T[name])\n",
        "T = {'models': ['Order']}\ndef __getattr__(name):\n    return load(T, name)\n",
        "import lazy\n__getattr__, __dir__, __all__ = lazy.attach(__name__, submod_attrs={'models': ['Order']})\n",
        "try:\n    from .models import Order\nexcept ImportError:\n    Order = None\n",
        "import sys\nif sys.platform == 'win32':\n    from shop.orders.models import Order\nelse:\n    Order = None\n",
    ],
)
def test_a_model_that_a_package_offers_is_found(offer: str) -> None:
    found = models({"shop/orders/__init__.py": offer, "shop/orders/between.py": "from .models import *\n"})
    assert {(a.module, a.table) for a in found.accesses} == {("shop.api.use", "orders_order")}


def test_a_star_gives_no_private_names_and_the_last_one_wins() -> None:
    order = "from django.db import models\nclass {}(models.Model): ...\n"
    found = models(
        {
            "shop/orders/models.py": order.format("Old"),
            "shop/orders/newer.py": order.format("New") + "Order = _Hidden = New\n",
            "shop/orders/older.py": "from .models import Old as Order, Old as _Hidden\n",
            "shop/orders/__init__.py": "from .older import *\nfrom .newer import *\n",
            "shop/api/use.py": "from shop.orders import Order, _Hidden\ndef f():\n    Order.objects.first()\n    _Hidden.objects.last()\n",
        }
    )
    assert {(a.table, a.line) for a in found.accesses} == {("orders_new", 3)}


def test_a_file_that_is_read_for_imports_alone_has_those_by_constants_too() -> None:
    source = (
        "import importlib\nimportlib.import_module('shop.low')\n# importlib.import_module('shop.b')\n"
        "def f():\n    return __import__('other.low')\nimportlib.import_module('.one', package=__package__)\n"
    )
    contexts = (ContextConfig(name="shop", modules=("shop",)),)
    found = analyse({**BASE, "shop/a/test_x.py": source}, config=Config(contexts=contexts))
    assert {(i.imported, i.kind, i.line) for i in found.imports} == {
        ("shop.low", "dynamic", 2),
        ("other.low", "dynamic", 5),
        ("shop.a.one", "dynamic", 6),
    }
