"""Routes that routers make: view sets of REST framework, their lookups and extra actions, operations of Django-Ninja."""

from __future__ import annotations

from tests.helpers import analyse

START = {
    "manage.py": "",
    "shop/__init__.py": "",
    "shop/settings.py": 'ROOT_URLCONF = "shop.urls"\nINSTALLED_APPS = []\n',
}


def routes(files: dict[str, str]) -> set[tuple[str, str, str]]:
    """Return pattern, methods and view of every route."""
    facts = analyse({**START, **files}, settings="shop.settings")
    return {(route.pattern, " ".join(route.methods), route.view_name) for route in facts.routes}


def test_a_view_set_has_what_its_methods_say() -> None:
    found = routes(
        {
            "shop/views.py": """
            from rest_framework import mixins, viewsets
            from rest_framework.decorators import action

            class Orders(viewsets.ModelViewSet):
                lookup_field = "code"
                lookup_value_regex = "[0-9]+"

                @action(detail=True, methods=["post"], url_path="pay-now")
                def pay(self, request, code): ...

                @action(detail=False)
                def late(self, request): ...

                @late.mapping.delete
                def forget_late(self, request): ...

            class Stock(mixins.ListModelMixin, viewsets.GenericViewSet):
                pass

            class Ping(viewsets.ViewSet):
                def list(self, request): ...
            """,
            "shop/urls.py": """
            from django.urls import include, path
            from rest_framework.routers import SimpleRouter
            from shop import views

            router = SimpleRouter()
            router.register(r"orders", views.Orders)
            router.register("stock", viewset=views.Stock, basename="stock")
            router.register("", views.Ping, basename="ping")

            urlpatterns = [path("api/", include(router.urls))]
            """,
        }
    )
    assert found == {
        ("api/^orders/$", "GET POST", "Orders"),
        ("api/^orders/late/$", "DELETE GET", "Orders"),
        ("api/^orders/(?P<code>[0-9]+)/$", "DELETE GET PATCH PUT", "Orders"),
        ("api/^orders/(?P<code>[0-9]+)/pay-now/$", "POST", "Orders"),
        ("api/^stock/$", "GET", "Stock"),
        ("api/^$", "GET", "Ping"),
    }


def test_suffixes_slashes_and_registrations_elsewhere() -> None:
    found = routes(
        {
            "shop/views.py": """
            from rest_framework import viewsets

            class Orders(viewsets.ReadOnlyModelViewSet):
                pass
            """,
            "shop/api.py": """
            from rest_framework import routers

            class OurRouter(routers.DefaultRouter):
                def get_lookup_regex(self, viewset, lookup_prefix=""):
                    return "(?P<{name}>[^/]+)".format(name=getattr(viewset, "lookup_field", "number"))

            router = OurRouter(trailing_slash=False)
            """,
            "shop/plugin.py": """
            from shop.api import router
            from shop.views import Orders

            router.register("orders", Orders)
            """,
            "shop/urls.py": """
            from shop.api import router
            urlpatterns = router.urls
            """,
        }
    )
    assert found == {
        ("^orders$", "GET", "Orders"),
        (r"^orders\.(?P<format>[a-z0-9]+)/?$", "GET", "Orders"),
        ("^orders/(?P<number>[^/]+)$", "GET", "Orders"),
        (r"^orders/(?P<number>[^/]+)\.(?P<format>[a-z0-9]+)/?$", "GET", "Orders"),
    }


def test_nested_routers_stand_below_an_object_of_their_parent() -> None:
    found = routes(
        {
            "shop/views.py": """
            from rest_framework import viewsets

            class Orders(viewsets.ViewSet):
                lookup_field = "code"
                def list(self, request): ...

            class Lines(viewsets.ViewSet):
                def list(self, request, order_code): ...
            """,
            "shop/urls.py": """
            from django.urls import include, path
            from rest_framework_nested import routers
            from shop import views

            router = routers.SimpleRouter()
            router.register("orders", views.Orders, basename="orders")
            inside = routers.NestedSimpleRouter(router, "orders", lookup="order")
            inside.register("lines", views.Lines, basename="lines")

            urlpatterns = [path("", include(router.urls)), path("", include(inside.urls))]
            """,
        }
    )
    assert found == {
        ("^orders/$", "GET", "Orders"),
        ("^orders/(?P<order_code>[^/.]+)/lines/$", "GET", "Lines"),
    }


def test_views_of_functions_and_actions_of_as_view() -> None:
    found = routes(
        {
            "shop/views.py": """
            from rest_framework import generics, viewsets
            from rest_framework.decorators import api_view

            @api_view(["GET", "POST"])
            def ping(request): ...

            @api_view()
            def pong(request): ...

            class Stock(generics.ListCreateAPIView):
                http_method_names = ["get"]

            class Orders(viewsets.ModelViewSet):
                pass
            """,
            "shop/urls.py": """
            from django.urls import path
            from shop import views

            urlpatterns = [
                path("ping", views.ping),
                path("pong", views.pong),
                path("stock", views.Stock.as_view()),
                path("orders", views.Orders.as_view({"get": "list", "post": "create"})),
            ]
            """,
        }
    )
    assert found == {
        ("ping", "GET POST", "ping"),
        ("pong", "GET", "pong"),
        ("stock", "GET", "Stock"),
        ("orders", "GET POST", "Orders"),
    }


def test_operations_and_mounted_routers() -> None:
    found = routes(
        {
            "shop/api.py": """
            from ninja import NinjaAPI
            from shop.stock import router as stock_router

            api = NinjaAPI(version="1")
            api.add_router("/stock/", stock_router)
            api.add_router("/orders", "shop.orders.router")

            @api.get("/ping")
            def ping(request): ...

            @api.api_operation(["PATCH", "PUT"], "/both/{int:number}")
            def both(request, number: int): ...
            """,
            "shop/stock.py": """
            from ninja import Router

            router = Router()

            @router.post("/")
            def add(request): ...
            """,
            "shop/orders.py": """
            from ninja import Router
            from shop.stock import router as inner

            router = Router()
            router.add_router("inner", inner)

            @router.delete("/{order_id}")
            def remove(request, order_id): ...
            """,
            "shop/urls.py": """
            from django.urls import path
            from shop.api import api

            urlpatterns = [path("api/", api.urls)]
            """,
        }
    )
    assert found == {
        ("api/ping", "GET", "ping"),
        ("api/both/<int:number>", "PATCH PUT", "both"),
        ("api/stock/", "POST", "add"),
        ("api/orders/<order_id>", "DELETE", "remove"),
        ("api/orders/inner/", "POST", "add"),
    }
