"""Where routers come from, and what serves a route: what the examples of the pages do not show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from boundary_lint.config.model import Config
from boundary_lint.errors import CatalogError
from boundary_lint.facts.program import Route
from tests.helpers import analyse


def routes(files: Mapping[str, str]) -> list[Route]:
    return analyse(files).routes


def patterns(files: Mapping[str, str]) -> list[str]:
    return [f"{' '.join(route.methods)} {route.pattern}" for route in routes(files)]


def test_two_routers_made_by_equal_calls_are_two() -> None:
    assert patterns(
        {
            "app.py": """
            from fastapi import APIRouter, FastAPI

            first, second = APIRouter(), None
            second = APIRouter()
            app = FastAPI()
            app.include_router(first, prefix="/a")
            app.include_router(second, prefix="/b")

            @first.get("/x")
            def x():
                pass

            @second.get("/y")
            def y():
                pass
            """
        }
    ) == ["GET /a/x", "GET /b/y"]


def test_a_factory_makes_a_router_for_each_of_its_calls() -> None:
    assert patterns(
        {
            "app.py": """
            from fastapi import APIRouter, FastAPI

            def crud(name, view):
                router = APIRouter(prefix=f"/{name}")
                router.add_api_route("/", view)
                return router

            def orders():
                pass

            def users():
                pass

            app = FastAPI()
            app.include_router(crud("orders", orders))
            app.include_router(crud("users", users), prefix="/v2")
            """
        }
    ) == ["GET /orders/", "GET /v2/users/"]


def test_an_application_kept_on_self_is_one() -> None:
    assert patterns(
        {
            "app.py": """
            from flask import Blueprint, Flask

            health = Blueprint("health", __name__)

            @health.get("/health")
            def ok():
                return ""

            class Server:
                def __init__(self):
                    self.app = Flask(__name__)
                    self.register()

                def register(self):
                    self.app.register_blueprint(health, url_prefix="/internal")
                    self.app.add_url_rule("/ping", view_func=self.ping)

                def ping(self):
                    return ""
            """
        }
    ) == ["GET /internal/health", "GET /ping"]


def test_a_view_behind_wrappers_is_what_they_wrap() -> None:
    found = routes(
        {
            "views.py": """
            from functools import partial, wraps
            from flask import Flask
            from acme import audited

            app = Flask(__name__)

            def cached(view):
                @wraps(view)
                def inner(*args):
                    return view(*args)
                return inner

            def one():
                return ""

            def two():
                return ""

            def choose(a, b):
                def chosen():
                    return a() or b()
                return chosen

            app.add_url_rule("/partial", view_func=partial(one, 1))
            app.add_url_rule("/cached", view_func=cached(one))
            app.add_url_rule("/audited", view_func=audited(one))
            app.add_url_rule("/chosen", view_func=choose(one, two))
            """
        }
    )
    assert {route.pattern: route.view_name for route in found} == {
        "/audited": "one",
        "/cached": "one",
        "/chosen": "choose.<locals>.chosen",
        "/partial": "one",
    }


def test_what_is_not_known_of_a_path_is_left_open() -> None:
    assert patterns(
        {
            "app.py": """
            import os
            from fastapi import FastAPI
            from acme import tenant

            app = FastAPI()

            @app.get(f"/{tenant()}/orders" + os.environ["SUFFIX"])
            def orders():
                pass

            @app.get(os.getenv("ROOT", "/root") + "/x")
            def x():
                pass
            """
        }
    ) == ["GET /root/x", "GET /{}/orders{}"]


def test_a_wrapper_registers_where_it_is_called() -> None:
    (route,) = routes(
        {
            "web.py": """
            from flask import Flask

            app = Flask(__name__)

            def add(path, view):
                app.add_url_rule("/api" + path, view_func=view)
            """,
            "orders.py": """
            from web import add

            def orders():
                return ""

            add("/orders", orders)
            """,
        }
    )
    assert (route.file, route.line, route.pattern, route.view) == ("orders.py", 7, "/api/orders", "orders.orders")


def test_equal_module_names_of_two_services_do_not_mix() -> None:
    service = """
    from flask import Flask
    from routes import bp

    app = Flask(__name__)
    app.register_blueprint(bp, url_prefix="/{0}")
    """
    blueprint = """
    from flask import Blueprint

    bp = Blueprint("bp", __name__)

    @bp.get("/")
    def index():
        return ""
    """
    found = routes(
        {
            "orders/setup.py": "",
            "orders/app.py": service.replace("{0}", "orders"),
            "orders/routes.py": blueprint,
            "users/setup.py": "",
            "users/app.py": service.replace("{0}", "users"),
            "users/routes.py": blueprint,
        }
    )
    assert {(route.file, route.pattern) for route in found} == {
        ("orders/routes.py", "/orders/"),
        ("users/routes.py", "/users/"),
    }


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('[web.acme.routes]\nget = ["path 0"]\n', "did you mean 'route'?"),
        ('[web.acme.route]\nget = ["paht 0"]\n', "did you mean 'path'?"),
    ],
)
def test_a_page_with_an_unknown_word_says_what_was_meant(tmp_path: Path, text: str, hint: str) -> None:
    (tmp_path / "ours.toml").write_text(text)
    with pytest.raises(CatalogError, match=hint.replace("?", r"\?")):
        analyse({"app.py": ""}, config=Config(catalog=(str(tmp_path / "ours.toml"),)))


def test_a_name_of_the_module_is_what_it_was_when_the_route_was_registered() -> None:
    assert patterns(
        {
            "app.py": """
            from flask import Flask

            app = Flask(__name__)

            def view():
                return ""

            for kind, prefix in {"order": "/orders", "user": "/users"}.items():
                prefix = "/admin" + prefix
                app.add_url_rule(prefix + "/", view_func=view)

            for prefix in ["/a", "/b"]:
                if prefix == "/a":
                    prefix = "/x" + prefix
                else:
                    prefix = "/y" + prefix
                prefix += "/end"
                app.add_url_rule(prefix, view_func=view)
            """
        }
    ) == [
        "GET /admin/orders/",
        "GET /admin/users/",
        "GET /x/a/end",
        "GET /x/b/end",
        "GET /y/a/end",
        "GET /y/b/end",
    ]
