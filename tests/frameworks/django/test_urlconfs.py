"""Routes of urlconfs: patterns, includes, lists that grow, apps built of classes, and what a resolver calls the view."""

from __future__ import annotations

from tests.helpers import analyse

SETTINGS = 'ROOT_URLCONF = "shop.urls"\nINSTALLED_APPS = ["shop.orders.apps.OrdersConfig"]\n'

VIEWS = """
from django.views.generic import View

class Orders(View):
    def get(self, request): ...
    def post(self, request): ...

class Order(View):
    def delete(self, request, pk): ...

def index(request): ...
"""


def routes(files: dict[str, str]) -> dict[str, str]:
    """Return pattern -> view of a project ``shop`` with an app ``orders``."""
    base = {"manage.py": "", "shop/__init__.py": "", "shop/settings.py": SETTINGS, "shop/orders/__init__.py": ""}
    facts = analyse({**base, "shop/orders/views.py": VIEWS, **files}, settings="shop.settings")
    return {route.pattern: route.view for route in facts.routes}


def test_includes_add_their_prefixes() -> None:
    found = routes(
        {
            "shop/urls.py": """
            from django.urls import include, path, re_path
            from shop.orders import urls
            from shop.orders.views import index

            urlpatterns = [
                path("", index, name="index"),
                path("a/", include("shop.orders.urls")),
                path("b/", include(urls)),
                path("c/", include((urls, "orders"), namespace="c")),
                re_path(r"^d/(?P<slug>[\\w-]+)/", include([path("x/", index), path("y/", index)])),
                path("e/", ([path("z/", index)], "app", "name")),
            ]
            """,
            "shop/orders/urls.py": """
            from django.urls import path
            from . import views

            urlpatterns = [path("orders/<int:pk>/", views.Order.as_view())]
            """,
        }
    )
    assert found == {
        "": "shop.orders.views.index",
        "a/orders/<int:pk>/": "shop.orders.views.Order",
        "b/orders/<int:pk>/": "shop.orders.views.Order",
        "c/orders/<int:pk>/": "shop.orders.views.Order",
        "^d/(?P<slug>[\\w-]+)/x/": "shop.orders.views.index",
        "^d/(?P<slug>[\\w-]+)/y/": "shop.orders.views.index",
        "e/z/": "shop.orders.views.index",
    }


def test_methods_lines_and_definitions() -> None:
    files = {
        "manage.py": "",
        "shop/__init__.py": "",
        "shop/settings.py": SETTINGS,
        "shop/orders/__init__.py": "",
        "shop/orders/views.py": VIEWS,
        "shop/urls.py": """
        from django.urls import path
        from django.views.decorators.http import require_POST
        from shop.orders.views import Orders, index

        @require_POST
        def pay(request): ...

        urlpatterns = [
            path("orders/", Orders.as_view()),
            path("pay/", pay),
        ]
        """,
    }
    facts = analyse(files, settings="shop.settings")
    found = {r.pattern: (r.methods, r.file, r.line, r.view_module, r.view_name, r.framework) for r in facts.routes}
    assert found == {
        "orders/": (("GET", "POST"), "shop/urls.py", 10, "shop.orders.views", "Orders", "django"),
        "pay/": (("POST",), "shop/urls.py", 11, "shop.urls", "pay", "django"),
    }


def test_lists_grow_line_by_line() -> None:
    found = routes(
        {
            "shop/urls.py": """
            from django.conf import settings
            from django.conf.urls.i18n import i18n_patterns
            from django.conf.urls.static import static
            from django.urls import include, path
            from shop.orders.views import index

            PREFIX = "api/" + "v1/"
            part = [path("one/", index)]
            urlpatterns = [path(f"{PREFIX}part/", include(part))]
            part = [path("two/", index)]
            urlpatterns += [path("part/", include(part))]
            urlpatterns.append(path("three/", index))
            urlpatterns.extend([path("four/", index)])
            urlpatterns += i18n_patterns(path("five/", index), path("six/", index))
            urlpatterns += static("/media/", document_root="x")
            if settings.DEBUG:
                urlpatterns = [path("debug/", index), *urlpatterns]
            """
        }
    )
    assert sorted(found) == ["api/v1/part/one/", "debug/", "five/", "four/", "part/two/", "six/", "three/"]


def test_what_decorators_make_of_a_view() -> None:
    found = routes(
        {
            "shop/urls.py": """
            from functools import wraps
            from django.contrib.auth.decorators import login_required
            from django.urls import path
            from django.views.decorators.cache import cache_page
            from django.views.generic import RedirectView
            from shop.orders.views import Order, index

            def keeps(view):
                @wraps(view)
                def inner(request):
                    return view(request)
                return inner

            def wraps_later(name):
                def decorator(view):
                    def inner(request):
                        return view(request)
                    return wraps(view)(inner)
                return decorator

            def hides(view):
                def inner(request):
                    return view(request)
                return inner

            @keeps
            def kept(request): ...

            @hides
            def hidden(request): ...

            urlpatterns = [
                path("1/", login_required(Order.as_view())),
                path("2/", cache_page(60)(index)),
                path("3/", keeps(Order.as_view())),
                path("4/", wraps_later("x")(index)),
                path("5/", hides(index)),
                path("6/", kept),
                path("7/", hidden),
                path("8/", lambda request: None),
                path("9/", RedirectView.as_view(url="/")),
            ]
            """
        }
    )
    assert found == {
        "1/": "shop.orders.views.Order",
        "2/": "shop.orders.views.index",
        "3/": "shop.orders.views.Order",
        "4/": "shop.orders.views.index",
        "5/": "shop.urls.hides.<locals>.inner",
        "6/": "shop.urls.kept",
        "7/": "shop.urls.hides.<locals>.inner",
        "8/": "shop.urls.<lambda>",
        "9/": "django.views.generic.RedirectView",
    }


def test_apps_that_are_built_of_classes() -> None:
    found = routes(
        {
            "shop/base.py": """
            from django.apps import AppConfig

            class Site(AppConfig):
                hidden = False

                def get_urls(self):
                    return []

                def checked(self, urls):
                    if self.hidden:
                        return []
                    return urls

                @property
                def urls(self):
                    return self.get_urls(), self.label, "shop"
            """,
            "shop/orders/apps.py": """
            from django.urls import path
            from shop.base import Site

            class OrdersConfig(Site):
                name = "shop.orders"
                label = "orders"

                def ready(self):
                    from shop.orders.views import Orders
                    self.orders_view = Orders

                def get_urls(self):
                    urls = super().get_urls()
                    urls += [path("all/", self.orders_view.as_view())]
                    urls.append(path("mine/", self.orders_view.as_view()))
                    return self.checked(urls)
            """,
            "shop/urls.py": """
            from django.apps import apps
            from django.urls import include, path

            urlpatterns = [
                path("orders/", apps.get_app_config("orders").urls),
                path("again/", include(apps.get_app_config("orders").urls[0])),
            ]
            """,
        }
    )
    assert sorted(found) == ["again/all/", "again/mine/", "orders/all/", "orders/mine/"]
    assert set(found.values()) == {"shop.orders.views.Orders"}


def test_a_registry_gives_what_was_put_into_it() -> None:
    found = routes(
        {
            "shop/registry.py": """
            from django.urls import include, path

            class Pages:
                def __init__(self, name, view=None):
                    self.name = name
                    self.view = view

                def get_urls(self):
                    return [path("list/", self.view.as_view())]

            class Registry:
                def __init__(self):
                    self._known = {}
                    self._pages = []

                def register(self, name, view):
                    self._known[name] = view

                def add(self, pages):
                    self._pages.append(pages)

                @property
                def urls(self):
                    by_name = [path(f"{name}/", view.as_view()) for name, view in self._known.items()]
                    return by_name + [path(f"{p.name}/", include(p.get_urls())) for p in self._pages]

            registry = Registry()
            """,
            "shop/orders/pages.py": """
            from shop.registry import Pages, registry
            from shop.orders.views import Order, Orders

            registry.register("one", Order)
            registry.register("many", Orders)
            registry.add(Pages("first", Order))
            registry.add(Pages("second", view=Orders))
            """,
            "shop/urls.py": """
            from django.urls import include, path
            from shop.registry import registry

            urlpatterns = [path("r/", include(registry.urls))]
            """,
        }
    )
    assert found == {
        "r/one/": "shop.orders.views.Order",
        "r/many/": "shop.orders.views.Orders",
        "r/first/list/": "shop.orders.views.Order",
        "r/second/list/": "shop.orders.views.Orders",
    }


def test_what_is_passed_on_reaches_the_registry() -> None:
    found = routes(
        {
            "shop/registry.py": """
            from django.urls import include, path

            class Page:
                title = None
                can_copy = False

                def __init__(self, model=None, **options):
                    self.model = model
                    for key, value in options.items():
                        setattr(self, key, value)
                    self.name = self.model._meta.model_name

                def prefix(self):
                    if self.title:
                        return self.title.strip("/")
                    return f"{self.model._meta.app_label}/{self.name}"

                def list(self, request): ...

                def get_urls(self):
                    urls = [path("list/", self.list)]
                    if self.can_copy:
                        urls += [path("copy/", self.list)]
                    return urls

            class Group:
                pages = ()

            class Registry:
                def __init__(self):
                    self.pages = []

                def register(self, page):
                    if isinstance(page, Group):
                        for inner in page.pages:
                            self.register(inner)
                        return
                    self.pages.append(page)

                def get_urls(self):
                    return [path(f"{page.prefix()}/", include(page.get_urls())) for page in self.pages]

            registry = Registry()

            def register_model(model, page=None):
                if page is None:
                    page = Page
                registry.register(page(model=model))
                return model
            """,
            "shop/orders/models.py": """
            from django.db import models
            from shop.registry import Group, Page, register_model, registry

            @register_model
            class Order(models.Model):
                pass

            class Line(models.Model):
                pass

            class LinePage(Page):
                title = "/lines/"
                can_copy = True

            register_model(Line, page=LinePage)

            class Others(Group):
                pages = [Page(Line, title="first"), Page(Line, title="second")]

            registry.register(Others())
            """,
            "shop/urls.py": """
            from django.urls import include, path
            from shop.registry import registry

            urlpatterns = [path("r/", include(registry.get_urls()))]
            """,
        }
    )
    assert sorted(found) == [
        "r/first/list/",
        "r/lines/copy/",
        "r/lines/list/",
        "r/orders/order/list/",
        "r/second/list/",
    ]


def test_conditions_that_do_not_hold() -> None:
    found = routes(
        {
            "shop/settings.py": SETTINGS + "DEBUG = False\nBETA = True\n",
            "shop/urls.py": """
            from django.apps import apps
            from django.conf import settings
            from django.urls import path
            from shop.orders.views import index

            urlpatterns = [path("always/", index)]
            if settings.DEBUG:
                urlpatterns += [path("debug/", index)]
            else:
                urlpatterns += [path("live/", index)]
            if settings.BETA and settings.UNKNOWN:
                urlpatterns.append(path("beta/", index))
            if "shop.orders.apps.OrdersConfig" in settings.INSTALLED_APPS:
                urlpatterns += [path("there/", index)]
            if "shop.billing" in settings.INSTALLED_APPS:
                urlpatterns += [path("not-there/", index)]
            if apps.is_installed("shop.orders"):
                urlpatterns += [
                    path("installed/", index),
                ]
            if apps.is_installed("shop.billing"):
                urlpatterns += [
                    path("not-installed/", index),
                ]
            """,
        }
    )
    assert sorted(found) == ["always/", "beta/", "installed/", "live/", "there/"]


def test_a_pattern_that_is_not_known_is_a_gap() -> None:
    files = {
        "manage.py": "",
        "shop/__init__.py": "",
        "shop/settings.py": SETTINGS,
        "shop/urls.py": """
        import os
        from django.urls import path

        def index(request): ...

        urlpatterns = [path("known/", index), path(os.environ["PREFIX"] + "/unknown/", index)]
        """,
    }
    facts = analyse(files, settings="shop.settings")
    assert [route.pattern for route in facts.routes] == ["known/"]
    gaps = [gap for gap in facts.gaps if gap.kind == "route"]
    assert [(gap.file, gap.line, gap.subject) for gap in gaps] == [("shop/urls.py", 7, "{}/unknown/")]


def test_several_root_urlconfs() -> None:
    found = routes(
        {
            "shop/urls.py": """
            from django.urls import path
            from shop.orders.views import index
            urlpatterns = [path("main/", index)]
            """,
            "shop/partner_urls.py": """
            from django.urls import path
            from shop.orders.views import index
            urlpatterns = [path("partner/", index)]
            """,
            "shop/forgotten_urls.py": """
            from django.urls import path
            from shop.orders.views import index
            urlpatterns = [path("nobody/", index)]
            """,
            "shop/middleware.py": """
            def choose(request):
                request.urlconf = "shop.partner_urls"
            """,
        }
    )
    assert sorted(found) == ["main/", "partner/"]


def test_without_settings_what_nobody_includes_is_a_root() -> None:
    urls = "from django.urls import include, path\nfrom shop import views\n"
    facts = analyse(
        {
            "shop/__init__.py": "",
            "shop/views.py": "def index(request): ...\n",
            "shop/urls.py": urls + 'urlpatterns = [path("api/", include("shop.inner"))]\n',
            "shop/inner.py": urls + 'urlpatterns = [path("x/", views.index)]\n',
        }
    )
    assert [route.pattern for route in facts.routes] == ["api/x/"]


def test_every_service_has_its_own_urlconf() -> None:
    files: dict[str, str] = {}
    for service in ("billing", "stock"):
        files |= {
            f"{service}/manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n',
            f"{service}/site/__init__.py": "",
            f"{service}/site/settings.py": 'ROOT_URLCONF = "site.urls"\n',
            f"{service}/site/views.py": "def index(request): ...\n",
            f"{service}/site/urls.py": f'from django.urls import path\nfrom site import views\nurlpatterns = [path("{service}/", views.index)]\n',
        }
    facts = analyse(files)
    assert [(r.pattern, r.file) for r in facts.routes] == [
        ("billing/", "billing/site/urls.py"),
        ("stock/", "stock/site/urls.py"),
    ]


def test_urlconfs_that_include_each_other_come_to_an_end() -> None:
    chain = {
        f"shop/u{number}.py": (
            "from django.urls import include, path\nfrom shop.orders.views import index\n"
            f'urlpatterns = [path("a/", include("shop.u{number + 1}")), path("b/", include("shop.u{number + 1}"))]\n'
        )
        for number in range(40)
    }
    chain["shop/u40.py"] = (
        "from django.urls import path\nfrom shop.orders.views import index\nurlpatterns = [path('end/', index)]\n"
    )
    loop = """
        from django.urls import include, path
        from shop.orders.views import index
        urlpatterns = [path("here/", index), path("again/", include("shop.urls")), path("deep/", include("shop.u0"))]
        """
    found = routes({"shop/urls.py": loop, **chain})
    assert "here/" in found
    assert len(found) <= 20_000
