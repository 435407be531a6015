"""Which folder a file is imported from, and so what its module is called: one small tree per layout seen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from boundary_lint.config.model import Config
from boundary_lint.discover.settings import settings_hints
from boundary_lint.discover.walk import discover

from .trees import found, modules, write

LAYOUTS: dict[str, tuple[Mapping[str, str], Mapping[str, tuple[str, str]]]] = {
    "a package beside its tests": (
        {"shop/__init__.py": "", "shop/orders/__init__.py": "", "shop/orders/models.py": "", "tests/test_shop.py": ""},
        {
            "shop/__init__.py": ("", "shop"),
            "shop/orders/models.py": ("", "shop.orders.models"),
            "tests/test_shop.py": ("", "tests.test_shop"),
        },
    ),
    "src layout": (
        {"pyproject.toml": "", "src/shop/__init__.py": "", "src/shop/models.py": "import shop.orders"},
        {"src/shop/models.py": ("src", "shop.models")},
    ),
    "src that is imported by name": (
        {
            "src/app/__init__.py": "",
            "src/app/db.py": "",
            "src/app/main.py": "from src.app.db import x",
            "src/run.py": "",
        },
        {"src/app/main.py": ("", "src.app.main"), "src/app/db.py": ("", "src.app.db")},
    ),
    "a folder without __init__ inside a package": (
        {"pkg/__init__.py": "", "pkg/inner/mod.py": "", "pkg/inner/deep/__init__.py": "", "pkg/inner/deep/a.py": ""},
        {"pkg/inner/mod.py": ("", "pkg.inner.mod"), "pkg/inner/deep/a.py": ("", "pkg.inner.deep.a")},
    ),
    "a program in a folder of a repository, without __init__": (
        {
            "back/db.py": "",
            "back/orders/models.py": "from db import Base",
            "back/billing/models.py": "from db import Base",
            "back/billing/services.py": "from orders.models import Order",
            "front/package.json": "",
        },
        {
            "back/db.py": ("back", "db"),
            "back/orders/models.py": ("back", "orders.models"),
            "back/billing/services.py": ("back", "billing.services"),
        },
    ),
    "siblings, of which one alone says where they are imported from": (
        {"back/orders/models.py": "", "back/billing/models.py": "", "back/billing/views.py": "import orders.models"},
        {"back/orders/models.py": ("back", "orders.models"), "back/billing/models.py": ("back", "billing.models")},
    ),
    "a namespace that one package alone names": (
        {
            "back/db.py": "",
            "back/orders/__init__.py": "",
            "back/orders/models.py": "",
            "back/billing/__init__.py": "from back.orders.models import Order",
        },
        {
            "back/db.py": ("", "back.db"),
            "back/orders/models.py": ("", "back.orders.models"),
            "back/billing/__init__.py": ("", "back.billing"),
        },
    ),
    "what is named elsewhere by the same name says nothing": (
        {"src/shared/tools.py": "", "src/agent/run.py": "import src.agents.one", "src/agent/src/agents/one.py": ""},
        {
            "src/shared/tools.py": ("src", "shared.tools"),
            "src/agent/src/agents/one.py": ("src/agent", "src.agents.one"),
        },
    ),
    "a namespace above packages": (
        {
            "src/google/cloud/queue/__init__.py": "from google.cloud.queue import client",
            "src/google/cloud/queue/client.py": "",
            "src/google/cloud/store/__init__.py": "from google.cloud import queue",
        },
        {
            "src/google/cloud/queue/client.py": ("src", "google.cloud.queue.client"),
            "src/google/cloud/store/__init__.py": ("src", "google.cloud.store"),
        },
    ),
    "an unpacked wheel": (
        {"shop/__init__.py": "", "shop/a.py": "", "shop-1.0.dist-info/METADATA": ""},
        {"shop/a.py": ("", "shop.a")},
    ),
    "a Django project in a folder of a repository": (
        {
            "site/manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_conf.settings")',
            "site/site_conf/__init__.py": "",
            "site/site_conf/settings.py": "",
            "site/orders/__init__.py": "",
            "site/orders/models.py": "",
        },
        {
            "site/manage.py": ("site", "manage"),
            "site/site_conf/settings.py": ("site", "site_conf.settings"),
            "site/orders/models.py": ("site", "orders.models"),
        },
    ),
    "a manage.py inside a package: the package wins": (
        {
            "demo/__init__.py": "",
            "demo/manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")',
            "demo/settings.py": "",
            "demo/apps/__init__.py": "",
            "demo/urls.py": "from apps import x",
        },
        {"demo/settings.py": ("", "demo.settings"), "demo/apps/__init__.py": ("", "demo.apps")},
    ),
    "a project template inside a package": (
        {
            "cms/__init__.py": "",
            "cms/models.py": "",
            "cms/template/requirements.txt": "",
            "cms/template/home/__init__.py": "",
            "cms/template/home/models.py": "from cms.models import Page\nfrom home import x",
        },
        {"cms/models.py": ("", "cms.models"), "cms/template/home/models.py": ("cms/template", "home.models")},
    ),
    "services with equal names, Django": (
        {
            f"{service}/{path}": content
            for service in ("users", "orders")
            for path, content in {
                "Dockerfile": "",
                "manage.py": 'setdefault("DJANGO_SETTINGS_MODULE", "app.settings")',
                "app/__init__.py": "",
                "app/settings.py": "",
                "core/__init__.py": "",
                "core/models.py": "",
                "core/migrations/0001_initial.py": "",
            }.items()
        },
        {
            "users/app/settings.py": ("users", "app.settings"),
            "orders/core/models.py": ("orders", "core.models"),
            "orders/core/migrations/0001_initial.py": ("orders", "core.migrations.0001_initial"),
        },
    ),
    "services that are packages by mistake, one of their names is imported": (
        {
            "backend/__init__.py": "",
            "backend/stock/__init__.py": "",
            "backend/stock/Dockerfile": "",
            "backend/stock/main.py": "from src.settings import settings\nfrom fastapi import FastAPI",
            "backend/stock/src/__init__.py": "",
            "backend/stock/src/settings.py": "",
        },
        {
            "backend/stock/main.py": ("backend/stock", "main"),
            "backend/stock/src/settings.py": ("backend/stock", "src.settings"),
        },
    ),
    "services without __init__ and without manifests, by their imports": (
        {
            "services/orders/app/main.py": "from app.models import Order\nfrom app import db",
            "services/orders/app/models.py": "from app.db import Base",
            "services/orders/app/db.py": "",
            "services/orders/app/api/routes.py": "from app.models import Order",
            "services/users/app/main.py": "import app.models",
            "services/users/app/models.py": "",
        },
        {
            "services/orders/app/main.py": ("services/orders", "app.main"),
            "services/orders/app/db.py": ("services/orders", "app.db"),
            "services/orders/app/api/routes.py": ("services/orders", "app.api.routes"),
            "services/users/app/models.py": ("services/users", "app.models"),
        },
    ),
    "services that are imported by their whole path": (
        {
            "services/orders/Dockerfile": "",
            "services/orders/main.py": "from services.orders.db import get",
            "services/orders/db.py": "",
            "services/users/main.py": "from services.users.db import get",
            "services/users/db.py": "",
        },
        {"services/orders/db.py": ("", "services.orders.db"), "services/users/main.py": ("", "services.users.main")},
    ),
    "src and proto folders of a service that runs from its own folder": (
        {
            "services/geo/Dockerfile": "",
            "services/geo/main.py": "from src.geo import serve",
            "services/geo/src/geo.py": "from proto import geo_pb2",
            "services/geo/proto/geo_pb2.py": "",
            "services/rate/Dockerfile": "",
            "services/rate/main.py": "from src.rate import serve",
            "services/rate/src/rate.py": "",
        },
        {
            "services/geo/main.py": ("services/geo", "main"),
            "services/geo/src/geo.py": ("services/geo", "src.geo"),
            "services/rate/src/rate.py": ("services/rate", "src.rate"),
        },
    ),
    "a service with a stray __init__": (
        {
            "orders/__init__.py": "",
            "orders/Dockerfile": "",
            "orders/main.py": "from models import Order\nfrom api.routes import r",
            "orders/models.py": "",
            "orders/api/__init__.py": "",
            "orders/api/routes.py": "from models import Order",
        },
        {"orders/models.py": ("orders", "models"), "orders/api/routes.py": ("orders", "api.routes")},
    ),
    "a stray __init__ in a folder that no import can name": (
        {
            "api-gateway/__init__.py": "",
            "api-gateway/main.py": "from config import settings",
            "api-gateway/config.py": "",
            "api-gateway/app/__init__.py": "",
            "api-gateway/app/views.py": "from app import models",
        },
        {
            "api-gateway/config.py": ("api-gateway", "config"),
            "api-gateway/app/views.py": ("api-gateway", "app.views"),
        },
    ),
    "a package that holds its own manifest": (
        {
            "shop/__init__.py": "",
            "shop/pyproject.toml": "",
            "shop/celery.py": "from celery import Celery",
            "shop/orders/__init__.py": "",
            "shop/orders/models.py": "from shop import celery",
        },
        {"shop/celery.py": ("", "shop.celery"), "shop/orders/models.py": ("", "shop.orders.models")},
    ),
    "layers as folders, joined by sys.path": (
        {
            "GateWay.py": "from Controllers.Book import x",
            "Controllers/Book.py": "from Services.BookService import y",
            "Services/BookService.py": "from Data.BookData import z",
            "Data/BookData.py": "",
        },
        {
            "GateWay.py": ("", "GateWay"),
            "Controllers/Book.py": ("", "Controllers.Book"),
            "Services/BookService.py": ("", "Services.BookService"),
        },
    ),
    "services as modules of one folder": (
        {"services/movies.py": "from services import root_dir", "services/__init__.py": "", "services/users.py": ""},
        {"services/movies.py": ("", "services.movies")},
    ),
    "services with setup.py": (
        {
            "orders/setup.py": "",
            "orders/orders/__init__.py": "",
            "orders/orders/service.py": "from orders.models import a",
        },
        {"orders/orders/service.py": ("orders", "orders.service"), "orders/setup.py": ("orders", "setup")},
    ),
    "scripts that import each other": (
        {"shop/__init__.py": "", "scripts/load.py": "import common_things", "scripts/common_things.py": "import shop"},
        {"scripts/load.py": ("scripts", "load"), "scripts/common_things.py": ("scripts", "common_things")},
    ),
    "several top-level packages in a project folder": (
        {
            "netbox/manage.py": "",
            "netbox/dcim/__init__.py": "",
            "netbox/ipam/__init__.py": "",
            "netbox/ipam/models.py": "",
        },
        {"netbox/ipam/models.py": ("netbox", "ipam.models"), "netbox/dcim/__init__.py": ("netbox", "dcim")},
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_modules_are_named_as_the_program_imports_them(layout: str, tmp_path: Path) -> None:
    files, expected = LAYOUTS[layout]
    actual = modules(found(tmp_path, files))
    assert {path: actual[path] for path in expected} == expected


def test_declared_sources_come_first(tmp_path: Path) -> None:
    files = ["code/python/shop/__init__.py", "code/python/shop/models.py", "lib/x/__init__.py"]
    tree = found(tmp_path, files, Config(sources=("code/python/shop",), base=str(tmp_path)))
    assert modules(tree)["code/python/shop/models.py"] == ("code/python/shop", "models")
    assert modules(tree)["lib/x/__init__.py"] == ("lib", "x")


@pytest.mark.parametrize(
    ("part", "module"),
    [("shop", "shop.orders.models"), ("shop/orders", "shop.orders.models"), (".", "shop.orders.models")],
)
def test_a_part_of_a_package_keeps_its_name(tmp_path: Path, part: str, module: str) -> None:
    write(tmp_path, ["shop/__init__.py", "shop/orders/__init__.py", "shop/orders/models.py", "shop/orders/api/v1.py"])
    tree = discover(tmp_path / part, Config())
    assert {f.module for f in tree.files if f.path.endswith("models.py")} == {module}
    assert {f.module for f in tree.files if f.path.endswith("v1.py")} == {"shop.orders.api.v1"}
    assert {f.module for f in tree.files if f.is_package} <= {"shop", "shop.orders"}


def test_the_top_of_a_project_is_no_package_for_its_init(tmp_path: Path) -> None:
    tree = found(tmp_path / "repo", ["__init__.py", "manage.py", "orders/__init__.py", "orders/models.py"])
    assert modules(tree)["orders/models.py"] == ("", "orders.models")


def test_declared_source_above_the_analysed_folder(tmp_path: Path) -> None:
    write(tmp_path, ["src/shop/orders/models.py"])
    config = Config(base=str(tmp_path), sources=("src",))
    assert modules(discover(tmp_path / "src/shop", config)) == {"orders/models.py": ("", "shop.orders.models")}
    assert modules(discover(tmp_path / "src", config)) == {"shop/orders/models.py": ("", "shop.orders.models")}


def test_a_single_file_is_a_tree_of_one(tmp_path: Path) -> None:
    write(tmp_path, ["shop/__init__.py", "shop/models.py"])
    tree = discover(tmp_path / "shop/models.py", Config())
    assert [(f.path, f.module, f.size) for f in tree.files] == [("models.py", "shop.models", 0)]


def test_a_package_hides_the_module_beside_it(tmp_path: Path) -> None:
    tree = found(tmp_path, ["shop/__init__.py", "shop/orders.py", "shop/orders/__init__.py"])
    assert [f.path for f in tree.files if f.module == "shop.orders"] == ["shop/orders/__init__.py"]
    assert [(g.kind, g.file) for g in tree.gaps] == [("import", "shop/orders.py")]
    assert tree.skipped == {"hidden by a package": 1}


def test_a_package_with_a_manage_py_that_starts_in_it_is_a_root_too(tmp_path: Path) -> None:
    manage = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{}")'
    files = {
        "site/__init__.py": "",
        "site/manage.py": manage.format("settings"),
        "site/settings.py": "",
        "site/apps/user/models.py": "",
        "demo/__init__.py": "",
        "demo/manage.py": manage.format("demo.settings"),
        "demo/settings.py": "",
    }
    tree = found(tmp_path, files)
    assert tree.projects == (("", "site"),)
    assert tree.also_called()["apps.user.models"] == "site.apps.user.models"
    assert settings_hints(tree) == ["demo.settings", "site.settings"]
