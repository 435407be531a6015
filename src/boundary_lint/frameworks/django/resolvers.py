"""Models and classes that code names by strings: ``get_model("orders", "Order")``, ``get_class("basket.forms", "LineForm")``.

Which functions resolve is the catalogue's matter; here is what each kind of resolver finds. The same answers serve both
stages of link: an argument is whatever the stage says it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from boundary_lint.facts import syntax
from boundary_lint.frameworks.catalog import Rows
from boundary_lint.frameworks.django.apps import Apps
from boundary_lint.frameworks.django.made import MadeClasses
from boundary_lint.frameworks.django.models import Models
from boundary_lint.frameworks.django.settings import Settings
from boundary_lint.link.frame import CallSite
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import NOTHING, External, Items, TextValue, Values, in_order, union

Argument: TypeAlias = Callable[[int, str], Values]
"""What an argument is, by position and keyword."""


class Resolvers:
    """Answers calls of resolvers. ``models`` is None while they are being built: then names alone decide."""

    def __init__(self, names: Names, apps: Apps, settings: Settings, factories: Rows) -> None:
        self._names, self._apps, self._settings = names, apps, settings
        self.models: Models | None = None
        self.made = MadeClasses(names, factories)

    def named(self, kind: str, call: syntax.Call, module: Module) -> Values | None:
        """Names stage: return what a resolver of ``kind`` gives, None where the kind is unknown."""

        def argument(position: int, keyword: str) -> Values:
            node = _argument_node(call, position, keyword)
            return self._names.resolve(node, module) if node is not None else NOTHING

        if kind in ("from_queryset", "as_manager"):
            return self.made.manager(kind, call, module)
        if kind == "class_factory":
            return self.made.factory(call, module)
        return self._answer(kind, argument, module)

    def valued(self, kind: str, site: CallSite) -> Values | None:
        """Values stage: the same."""
        if kind in ("from_queryset", "as_manager"):
            return self.made.manager(kind, site.node, site.frame.module)
        return self._answer(kind, site.argument, site.frame.module)

    def _answer(self, kind: str, argument: Argument, module: Module) -> Values | None:
        match kind:
            case "get_model":
                return self._model(_text(argument(0, "app_label")), _text(argument(1, "model_name")), module)
            case "user_model":
                return self._user(module)
            case "model_name":
                return self._model_name(_text(argument(0, "")), _text(argument(1, "")))
            case "swapped_model":
                name = self._model_name(_text(argument(0, "")), _text(argument(1, "")))
                return self._model(_text(name), "", module)
            case "get_class":
                return self._class(_text(argument(0, "module_label")), _text(argument(1, "classname")), module)
            case "get_classes":
                return self._classes(_text(argument(0, "module_label")), argument(1, "classnames"), module)
            case "import_string":
                return self._import(_text(argument(0, "dotted_path")), module)
        return None

    # -- models

    def _model(self, label: str, name: str, module: Module) -> Values:
        if label and not name:
            label, _, name = label.rpartition(".")
        if not label or not name:
            return NOTHING
        if self.models is None:
            return union(cls.values for cls in self._early(label, name))
        model = self.models.registry.find(label, name)
        return model.cls.values if model is not None else NOTHING

    def _early(self, label: str, name: str) -> list[Class]:
        """Return the classes that may be the model, before it is known which classes are models."""
        found = self._names.program.by_class_name.get(name, [])
        there = [c for c in found if self._apps.label(c.module) == label]
        there = [c for c in there if not c.module.is_stub] or there
        installed = [c for c in there if self._apps.owner(c.module.name) in self._apps.installed]
        return (installed or there)[:1]

    def _user(self, module: Module) -> Values:
        if self.models is None:
            label, _, name = (self._settings.text("AUTH_USER_MODEL") or "").rpartition(".")
            return self._model(label, name, module)
        user = self.models.user()
        return user.cls.values if user is not None else NOTHING

    def _model_name(self, label: str, name: str) -> Values:
        """Return the name of a model that a setting may replace (swapper): ``LABEL_NAME_MODEL``."""
        if not label or not name:
            return NOTHING
        chosen = self._settings.text(f"{label}_{name}_MODEL".upper())
        return frozenset((TextValue(chosen or f"{label}.{name}"),))

    # -- classes

    def _class(self, label: str, name: str, module: Module) -> Values:
        """Return the class (or function) ``name`` in a module that is named from its app on: "dashboard.orders.views".

        Installed apps come before others whose name ends alike: what a fork does not define is the original's.
        """
        if not label or not name:
            return NOTHING
        parts = label.split(".")
        for end in range(len(parts), 0, -1):
            app = ".".join(parts[:end])
            for prefix in self._ending(app):
                path = ".".join([prefix, *parts[end:], name])
                found = frozenset(v for v in self._names.dotted(module.root, path) if not isinstance(v, External))
                if found:
                    return found
        return NOTHING

    def _ending(self, app: str) -> list[str]:
        known = [*self._apps.installed, *self._apps.declared]
        return list(dict.fromkeys(name for name in known if name == app or name.endswith("." + app)))

    def _classes(self, label: str, names: Values, module: Module) -> Values:
        for value in in_order(names):
            if isinstance(value, Items):
                return frozenset((Items(tuple(self._class(label, _text(item), module) for item in value.items)),))
        return NOTHING

    def _import(self, path: str, module: Module) -> Values:
        if not path:
            return NOTHING
        return frozenset(v for v in self._names.dotted(module.root, path) if not isinstance(v, External))


def _argument_node(call: syntax.Call, position: int, keyword: str) -> syntax.NodeId | None:
    for name, node in call.keywords:
        if name == keyword:
            return node
    return call.args[position] if 0 <= position < len(call.args) else None


def _text(values: Values) -> str:
    """Return the only text among values, "" where there is none or several."""
    texts = [value.text for value in values if isinstance(value, TextValue) and "{}" not in value.text]
    return texts[0] if len(texts) == 1 else ""
