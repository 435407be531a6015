"""The program as link sees it: modules, classes and functions of all files and stubs, each one object with identity.

Modules are named within their source root: two roots may hold modules of equal names. A module of the same root is
found first, then one of the only other root that has the top-level name, then a stub.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from boundary_lint.facts import syntax

if TYPE_CHECKING:
    from boundary_lint.link.attributes import Attribute
    from boundary_lint.link.protocol import ClassMeaning
    from boundary_lint.link.values import ClassValue, FunctionValue, Instance, Values

CONTAINED = ("[]", "{}")
"""Endings of the names of stores that put something into a container (see `syntax.Store`)."""

STUBS = "<stubs>"
"""The root of all stub modules."""


FoundCall: TypeAlias = tuple[syntax.NodeId, syntax.Call]
"""A call: its node and what stands there."""


class Module:
    """One file of the program, or one stub."""

    __slots__ = (
        "_calls",
        "_dotted",
        "_mentioned",
        "addresses",
        "called_parameters",
        "capitals",
        "classes",
        "file",
        "functions",
        "is_package",
        "is_stub",
        "name",
        "nodes",
        "role",
        "root",
        "stars",
        "syntax",
        "values",
    )

    values: Values
    """The singleton set that holds this module as a value; made by `values.attach`."""

    def __init__(self, *, root: str, name: str, file: str, is_package: bool, role: str, syntax: syntax.Syntax) -> None:
        self.root, self.name, self.file, self.is_package, self.role, self.syntax = (
            root,
            name,
            file,
            is_package,
            role,
            syntax,
        )
        self.nodes = syntax.nodes
        self.classes = [Class(self, record) for record in syntax.classes]
        self.functions = [Function(self, index, record) for index, record in enumerate(syntax.functions)]
        for one in self.classes:
            one.parent = self.classes[one.record.parent_class] if one.record.parent_class >= 0 else None
        for function in self.functions:
            function.cls = self.classes[function.record.cls] if function.record.cls >= 0 else None
            function.parent = self.functions[function.record.parent] if function.record.parent >= 0 else None
        self.is_stub = root == STUBS
        self.called_parameters: dict[int, tuple[str, ...]] | None = None
        self._calls: dict[str, list[FoundCall]] | None = None
        self._dotted: dict[str, list[int]] | None = None
        self._mentioned: frozenset[str] | None = None
        self.addresses, self.capitals = _lines_of(syntax.addresses), _lines_of(syntax.capitals)
        self.stars = [self.absolute(i.level, i.module) for i in syntax.imports if i.name == "*"]

    def calls(self, name: str) -> Sequence[FoundCall]:
        """Return the calls in the file whose callee has that last name, or is a call itself ("()"); those of one node added later are
        not among them."""
        return self._by_name().get(name, ())

    def called(self) -> Iterable[str]:
        """Return the last names of all that the file calls."""
        return self._by_name()

    def _by_name(self) -> dict[str, list[FoundCall]]:
        if self._calls is None:
            self._calls = {}
            for number, record in enumerate(self.nodes):
                if record.__class__ is syntax.Call:
                    func = self.nodes[record.func]
                    called = getattr(func, "name", "") or ("()" if func.__class__ is syntax.Call else "")
                    if called:
                        self._calls.setdefault(called, []).append((number, record))
        return self._calls

    def function_at(self, node: syntax.NodeId) -> Function | None:
        """Return the function that is defined at a node, None where it is something else."""
        record = self.nodes[node]
        return self.functions[record.function] if isinstance(record, syntax.FunctionRef) else None

    @property
    def mentioned(self) -> frozenset[str]:
        """The last names of all that the file names and does not call."""
        if self._mentioned is None:
            called = {record.func for record in self.nodes if record.__class__ is syntax.Call}
            named = (node for number, node in enumerate(self.nodes) if number not in called)
            names = (node.name for node in named if node.__class__ is syntax.Attr or node.__class__ is syntax.Name)
            self._mentioned = frozenset(names)
        return self._mentioned

    def dotted_lines(self) -> Mapping[str, Sequence[int]]:
        """Return every text that looks like a dotted path, with the lines at which it is written."""
        if self._dotted is None:
            self._dotted = _lines_of(self.syntax.dotted)
        return self._dotted

    def absolute(self, level: int, name: str) -> str:
        """Return the absolute dotted name of a relative import; level 0 is absolute already.

        One that leads beyond the top names nothing: it keeps its dots.
        """
        if not level:
            return name
        parts = self.name.split(".")
        keep = len(parts) - level + (1 if self.is_package else 0)
        if keep < 0:
            return "." * -keep + name
        return ".".join([*parts[:keep], *([name] if name else [])])


def _lines_of(texts: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """Return text -> the lines at which it is written."""
    found: dict[str, list[int]] = {}
    for text, line in texts:
        found.setdefault(text, []).append(line)
    return found


class Class:
    """One class statement.

    bases, mro, subclasses and found (by attribute: the class that has it) are filled by `names.Names`, attributes by link's
    second stage; stores maps an attribute to what functions assign to it on
    ``self``; meaning is what a framework attaches to a class it gives a meaning to.
    """

    __slots__ = (
        "annotations",
        "as_class",
        "as_instance",
        "attributes",
        "found",
        "id",
        "instance",
        "meaning",
        "module",
        "mro",
        "name",
        "names",
        "parent",
        "record",
        "stores",
        "values",
    )

    instance: Values
    values: Values
    as_class: ClassValue
    as_instance: Instance

    def __init__(self, module: Module, record: syntax.Class) -> None:
        self.module, self.record = module, record
        self.name = record.qualname.rsplit(".", 1)[-1]
        self.id = f"{module.name}.{record.qualname}"
        self.names, self.annotations = record.names, record.annotations
        self.parent: Class | None = None
        self.mro: tuple[Class | str, ...] | None = None
        self.stores: dict[str, list[tuple[Function, syntax.NodeId]]] = {}
        self.meaning: ClassMeaning | None = None
        self.found: dict[str, Class | None] = {}
        self.attributes: dict[str, Attribute] = {}

    def __repr__(self) -> str:
        return f"<class {self.id}>"

    def functions(self, name: str) -> list[Function]:
        """Return the functions of a name that its body defines."""
        found = (self.module.function_at(node) for node in self.names.get(name, ()))
        return [function for function in found if function is not None]


class Function:
    """One function, method, lambda, or the module's own code."""

    __slots__ = (
        "as_value",
        "cls",
        "gives",
        "index",
        "kinds",
        "module",
        "owner_memo",
        "parameters",
        "parent",
        "positional",
        "record",
        "rest",
        "returned_parameters",
        "self_name",
        "values",
    )

    values: Values
    as_value: FunctionValue

    def __init__(self, module: Module, index: int, record: syntax.Function) -> None:
        self.module, self.index, self.record = module, index, record
        self.cls: Class | None = None
        self.parent: Function | None = None
        self.kinds = _decorator_names(module, record)
        self.returned_parameters: tuple[str, ...] | None = None
        self.gives = bool(record.returns or record.yields or record.annotation != syntax.NONE)
        self.owner_memo: Function | bool | None = False
        self.parameters = {p.name: p for p in record.parameters}
        self.positional = tuple(p.name for p in record.parameters if p.kind == "")
        self.rest = next((p.name for p in record.parameters if p.kind == "**"), "")
        first = record.parameters[0].name if record.parameters else None
        self.self_name = first if record.cls >= 0 and "staticmethod" not in self.kinds else None

    def __repr__(self) -> str:
        return f"<function {self.id}>"

    @property
    def id(self) -> str:
        """The name that tells functions apart within their root."""
        return f"{self.module.name}:{self.record.qualname}"

    @property
    def path(self) -> str:
        """The dotted path, by which the catalogue names it."""
        return f"{self.module.name}.{self.record.qualname}"

    @property
    def method(self) -> Function | None:
        """The method that encloses this function, itself included; None outside of classes."""
        if self.owner_memo is False:
            function: Function | None = self
            while function is not None and function.cls is None:
                function = function.parent
            self.owner_memo = function
        return self.owner_memo  # type: ignore[return-value]

    @property
    def is_property(self) -> bool:
        """Whether reading the attribute calls the function."""
        return "property" in self.kinds


_PROPERTIES = {"expression", "getter"}


def _decorator_names(module: Module, record: syntax.Function) -> frozenset[str]:
    """Return the last names of the decorators; "property" stands for every kind of property."""
    names = []
    for decorator in record.decorators:
        node = module.nodes[decorator]
        if isinstance(node, syntax.Call):
            node = module.nodes[node.func]
        if isinstance(node, syntax.Name | syntax.Attr | syntax.Imported):
            names.append(node.name)
    return _kinds(tuple(names))


@cache
def _kinds(names: tuple[str, ...]) -> frozenset[str]:
    """Return one set for all functions with the same decorators: even an empty one takes 216 bytes."""
    found = set()
    for last in names:
        is_property = last.endswith("property") or last in _PROPERTIES
        found.add("property" if is_property else last)
        if is_property and last.startswith("class"):
            found.add("classmethod")
    return frozenset(found)


def _through_stubs(aliases: Mapping[str, str]) -> dict[str, str]:
    """Return aliases of submodules as they are seen from a stub: "dbapi.extras" where psycopg2 is an alias of dbapi."""
    split = ((alias.rpartition("."), stub) for alias, stub in aliases.items())
    return {f"{aliases[package]}.{name}": stub for (package, _, name), stub in split if package in aliases}


class Program:
    """All modules of all roots, and the stubs."""

    def __init__(
        self,
        modules: Iterable[Module],
        stubs: Mapping[str, Module],
        aliases: Mapping[str, str],
        projects: Iterable[tuple[str, str]] = (),
    ) -> None:
        """aliases: external dotted prefix to the stub prefix that describes it. projects: packages that are roots too."""
        self.modules = sorted(modules, key=lambda m: (m.root, m.name))
        self.stubs, self.aliases = stubs, {**_through_stubs(aliases), **aliases}
        self._renames = {path: name for path, name in aliases.items() if name not in stubs}
        self._roots: dict[str, dict[str, Module]] = {}
        self._tops: dict[str, set[str]] = {}
        for module in self.modules:
            self._roots.setdefault(module.root, {})[module.name] = module
            self._tops.setdefault(module.name.split(".", 1)[0], set()).add(module.root)
        self._projects = {(root, top): package for root, package in projects for top in self._tops_in(root, package)}
        self.by_class_name: dict[str, list[Class]] = {}
        for cls in self.classes():
            self.by_class_name.setdefault(cls.name, []).append(cls)
        self._link_stores()

    def classes(self) -> Iterator[Class]:
        """Yield all classes, the program's first, in a stable order."""
        for module in [*self.modules, *self.stubs.values()]:
            yield from module.classes

    def runtime_classes(self) -> Iterator[Class]:
        """Yield all classes that are there when the program runs: those under ``if TYPE_CHECKING`` are not."""
        return (cls for cls in self.classes() if not cls.record.type_checking)

    def functions(self) -> Iterator[Function]:
        """Yield the program's own functions in a stable order."""
        for module in self.modules:
            yield from module.functions

    def find(self, root: str, name: str) -> Module | None:
        """Return the module that ``name`` means in ``root``, or the stub of that name."""
        own = self._roots.get(root)
        if own is not None and name in own:
            return own[name]
        top = name.split(".", 1)[0]
        if own is not None and (root, top) in self._projects:
            found = own.get(f"{self._projects[root, top]}.{name}")
            if found is not None:
                return found
        others = self._tops.get(top)
        if others is not None and root not in others and len(others) == 1:
            (other,) = others
            found = self._roots[other].get(name)
            if found is not None:
                return found
        return self.stubs.get(self.aliases.get(name, name))

    def source(self, module: Module, imported: syntax.Imported) -> Module | None:
        """Return the module out of which another takes a name."""
        return self.find(module.root, module.absolute(imported.level, imported.module)) if imported.name else None

    def _tops_in(self, root: str, package: str) -> set[str]:
        """Return the first names of what lies in a package."""
        inside = (name[len(package) + 1 :] for name in self._roots.get(root, ()) if name.startswith(package + "."))
        return {name.split(".", 1)[0] for name in inside}

    def renamed(self, path: str) -> str:
        """Return an external path by the name that the catalogue has for it, where that is no stub's."""
        prefix = path
        while prefix:
            known = self._renames.get(prefix)
            if known is not None:
                return known + path[len(prefix) :]
            prefix = prefix.rpartition(".")[0]
        return path

    def _link_stores(self) -> None:
        for module in [*self.modules, *self.stubs.values()]:
            for function in module.functions:
                if not function.record.stores:
                    continue
                method = function.method
                if method is None or method.self_name is None or method.cls is None:
                    continue
                for store in function.record.stores:
                    target = module.nodes[store.target]
                    if (
                        isinstance(target, syntax.Param)
                        and target.name == method.self_name
                        and target.function == method.index
                    ):
                        method.cls.stores.setdefault(store.name, []).append((function, store.value))
