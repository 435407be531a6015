"""What a file is for, by name and place; how far it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint.config.model import Config
from boundary_lint.discover.roles import role_of
from boundary_lint.discover.settings import settings_hints
from boundary_lint.discover.walk import discover, promote

from .trees import by_path, found, write

REVISION = '"""x"""\nfrom alembic import op\n\nrevision: str = "1"\ndown_revision = None\n'

FILES = {
    "shop/__init__.py": "",
    "shop/tests.py": "test",
    "shop/test_models.py": "test",
    "shop/models_test.py": "test",
    "shop/connection_test.py": "source",
    "shop/conftest.py": "test",
    "shop/contest.py": "source",
    "shop/testing/factories.py": "source",
    "shop/latest.py": "source",
    "tests/deep/helpers.py": "test",
    "unit/test/helpers.py": "test",
    "unit/test/test_a.py": "test",
    "cms/test/models.py": "source",
    "cms/test/app/tests.py": "test",
    "shop/migrations/0001_initial.py": "migration",
    "shop/migrations/__init__.py": "migration",
    "named/migrations/first.py": "migration",
    "blocks/migrations/operations.py": "source",
    "db/migrations/env.py": "migration",
    "db/migrations/versions/abc_x.py": "migration",
    "db/migrations/helpers.py": "migration",
    "alembic/env.py": "migration",
    "alembic/versions/1_x.py": "migration",
    "other/versions/1_x.py": "migration",
    "api/versions/v1.py": "source",
    "shop/settings.py": "settings",
    "shop/settings_local.py": "settings",
    "shop/test_settings.py": "test",
    "shop/prod_settings.py": "settings",
    "conf/base.py": "settings",
    "config/settings/base.py": "settings",
    "contrib/settings/models.py": "source",
    "contrib/settings/views.py": "source",
    "manage.py": "source",
}

CONTENTS = {
    "named/migrations/first.py": "from django.db import migrations\n\n\nclass Migration(migrations.Migration): ...\n",
    "other/versions/1_x.py": REVISION,
    "shop/models_test.py": "def test_order(): ...\n",
    "shop/connection_test.py": "class ConnectionTest: ...\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path, dict.fromkeys(FILES, "") | CONTENTS)


def test_roles(base: Path) -> None:
    files = by_path(discover(base, Config()))
    assert {path: files[path].role for path in FILES if FILES[path]} == {p: r for p, r in FILES.items() if r}


def test_tests_are_read_for_imports_unless_asked_for(base: Path) -> None:
    depths = {(f.role, f.depth) for f in discover(base, Config()).files}
    assert depths == {("source", "full"), ("settings", "full"), ("migration", "full"), ("test", "imports")}
    assert {f.depth for f in discover(base, Config(include_tests=True)).files} == {"full"}


def test_what_settings_reach_is_no_test(tmp_path: Path) -> None:
    below = ["tests/site/__init__.py", "tests/site/models.py"]
    tree = found(tmp_path, ["a.py", "tests/__init__.py", "tests/sites.py", *below])
    promoted = by_path(promote(tree, ["tests.site"]))
    assert [p for p, f in promoted.items() if (f.role, f.depth) == ("source", "full")] == ["a.py", *below]
    assert promoted["tests/sites.py"].depth == "imports"
    assert promote(tree, []) == tree


@pytest.mark.parametrize(
    ("path", "role"),
    [("db/schema.sql", "source"), ("a/migrations/1.sql", "migration"), ("tests/x.sql", "test"), ("x.sql", "source")],
)
def test_roles_of_sql_files(path: str, role: str) -> None:
    assert role_of(path) == role


def test_settings_that_the_project_names(tmp_path: Path) -> None:
    tree = found(
        tmp_path,
        {
            "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.dev")\n',
            "shop/wsgi.py": "os.environ['DJANGO_SETTINGS_MODULE'] = 'shop.settings.prod'\n",
            "shop/asgi.py": 'os.environ.setdefault(\n    "DJANGO_SETTINGS_MODULE",\n    "shop.settings.dev",\n)\n',
            "shop/other.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.no")\n',
        },
    )
    assert settings_hints(tree) == ["shop.settings.dev", "shop.settings.prod"]


def test_no_settings_named(tmp_path: Path) -> None:
    assert settings_hints(found(tmp_path, {"manage.py": "SETTINGS = compute()\n", "a.py": ""})) == []


def test_an_application_in_force_does_not_make_its_tests_source(tmp_path: Path) -> None:
    tree = found(tmp_path, ["shop/__init__.py", "shop/models.py", "shop/tests/__init__.py", "shop/tests/test_it.py"])
    assert promote(tree, ["shop"]) == tree
