"""Apps: which are installed, which label each has, and which module belongs to which.

Source: django.apps - an entry of INSTALLED_APPS is the path of an AppConfig, or of a package whose ``apps`` module holds the
only AppConfig or the one that says ``default = True``; the label is the last part of the name unless the config says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.constants import class_constant
from boundary_lint.link.names import Names
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import ClassValue, External, in_order

APP_CONFIG = "django.apps.AppConfig"


class Apps:
    """The apps of a program. ``installed`` is empty where no settings say which are."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.installed: dict[str, str] = {}
        """Module prefix of every installed app, those of libraries included -> its label."""
        self.declared: dict[str, str] = {}
        """Module prefix of every AppConfig of the program -> its label."""
        self.forks: dict[str, str] = {}
        """Module prefix of every app that takes another's place - its AppConfig inherits the other's, and its label - -> the other's."""
        self.configs: dict[str, Class] = {}
        """Label of every installed app that has an AppConfig in the program -> that class."""
        self._configs: dict[str, list[Class]] = {}
        self._owners: dict[str, str] = {}

    def find(self, entries: Iterable[str], root: str) -> None:
        """Read the AppConfig classes of the program, then the entries of INSTALLED_APPS as seen from ``root``."""
        packages: dict[Class, str] = {}
        for cls in self._config_classes():
            name = class_constant(self._names, cls, "name")
            if isinstance(name, str) and name:
                packages[cls] = name = self._package(cls.module.root, name)
                self._configs.setdefault(cls.module.name, []).append(cls)
                if cls.module.name.startswith(name) or name not in self.declared:
                    self.declared[name] = self._label(cls, name)
        for cls, name in packages.items():
            above = [packages[c] for c in self._names.mro(cls)[1:] if not isinstance(c, str) and c in packages]
            taken = [other for other in above if other != name and self.declared[other] == self.declared[name]]
            if taken:
                self.forks[name] = taken[-1]
        for entry in entries:
            name, label = self._entry(entry, root)
            self.installed[name] = label

    def _config_classes(self) -> list[Class]:
        """Return the AppConfig classes; chosen by their look first, so that no other class is resolved too early."""
        classes = (c for m in self._names.program.modules for c in m.classes if c.parent is None and c.record.bases)
        looking = (
            c for c in classes if "Config" in c.name or any("Config" in _base_name(c, b) for b in c.record.bases)
        )
        return [c for c in looking if self._is_config(c)]

    def _is_config(self, cls: Class) -> bool:
        """Whether a class is an AppConfig, or inherits from one of a library that cannot be seen."""
        return self._names.isa(cls, APP_CONFIG) or any(
            base.endswith("Config") for base in self._names.external_bases(cls)
        )

    def _label(self, cls: Class, name: str) -> str:
        label = class_constant(self._names, cls, "label")
        return label if isinstance(label, str) and label else name.rpartition(".")[2]

    def _entry(self, entry: str, root: str) -> tuple[str, str]:
        """Return the module prefix and label that one entry of INSTALLED_APPS stands for."""
        for value in in_order(self._names.dotted(root, entry)):
            if isinstance(value, ClassValue) and self._is_config(value.cls):
                name = class_constant(self._names, value.cls, "name")
                if isinstance(name, str) and name:
                    name = self._package(value.cls.module.root, name)
                else:
                    name = value.cls.module.name.rpartition(".")[0]
                label = self._label(value.cls, name)
                self.configs[label] = value.cls
                return name, label
            if isinstance(value, External) and entry.rpartition(".")[2][:1].isupper():
                name = entry.rpartition(".")[0].removesuffix(".apps")
                return name, name.rpartition(".")[2]
        package = self._package(root, entry)
        return package, self._default_label(package)

    def _package(self, root: str, name: str) -> str:
        """Return what the program calls the package of an app: within a project's folder it may be called by less."""
        module = self._names.program.find(root, name)
        return module.name if module is not None and not module.is_stub else name

    def _default_label(self, package: str) -> str:
        """Return the label of an app that is installed as a package."""
        configs = [
            c
            for c in self._configs.get(f"{package}.apps", ())
            if self._package(c.module.root, str(class_constant(self._names, c, "name"))) == package
        ]
        if len(configs) > 1:
            configs = [c for c in configs if class_constant(self._names, c, "default") is True]
        if len(configs) != 1:
            return package.rpartition(".")[2]
        label = self._label(configs[0], package)
        self.configs[label] = configs[0]
        return label

    # -- which app a module belongs to

    def owner(self, module: str) -> str:
        """Return the prefix of the app a module belongs to: the longest that is installed, "" where there is none."""
        known = self._owners.get(module)
        if known is None:
            known = self._owners[module] = self._find_owner(module)
        return known

    def _find_owner(self, module: str) -> str:
        apps = self.installed or self.declared
        prefix = module
        while prefix and prefix not in apps:
            prefix = prefix.rpartition(".")[0]
        return prefix

    def label(self, module: Module) -> str:
        """Return the label of the app a module belongs to; the package that holds ``models`` where there is no AppConfig."""
        name = module.name
        for apps in (self.installed, self.declared):
            prefix = name
            while prefix and prefix not in apps:
                prefix = prefix.rpartition(".")[0]
            if prefix:
                return apps[prefix]
        parts = name.split(".")
        if "models" in parts[1:]:
            return parts[len(parts) - 2 - parts[::-1].index("models")]
        return parts[-2] if len(parts) > 1 and not module.is_package else parts[-1]

    def prefix(self, label: str) -> str | None:
        """Return the module prefix of the app of a label, installed ones first."""
        for apps in (self.installed, self.declared):
            for prefix, known in apps.items():
                if known == label:
                    return prefix
        return None


def _base_name(cls: Class, node: syntax.NodeId) -> str:
    record = cls.module.nodes[node]
    return record.name if isinstance(record, syntax.Name | syntax.Attr | syntax.Imported) else ""
