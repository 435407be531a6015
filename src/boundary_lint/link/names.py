"""Stage one of link: what a name is, and which classes a class has above it. No value is computed here.

Imports, re-exports, star imports, the class hierarchy and constants are resolved with names alone, in a memo of their own:
if base classes were evaluated through calls, one import cycle would leave half of the program without bases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from boundary_lint.facts import syntax
from boundary_lint.link.offered import offered
from boundary_lint.link.program import Class, Function, Module, Program
from boundary_lint.link.protocol import NameMeaning
from boundary_lint.link.texts import SPLITS, split_text
from boundary_lint.link.values import (
    MAX_PATH,
    NOTHING,
    ClassValue,
    DictOf,
    External,
    FunctionValue,
    Items,
    ModuleValue,
    TextValue,
    Value,
    Values,
    in_order,
    union,
)

MAX_TEXTS = 64
"""Candidates of one name beyond this are dropped: a generated table of constants, not a choice."""


MAX_RESOLVING = 80
"""Names that lead to names that lead to names ...: a longer way is a circle of imports that nobody follows."""

MAX_ABOVE = 200
"""Classes above a class; real hierarchies have some tens, and what is done for every class and all above it is bounded."""

MAX_BELOW = 60
"""Classes below each other of which none is known yet."""

GENERATED = ("_pb2", "_pb2_grpc")
"""Endings of modules that a generator writes: not read, and often made when the service is built, so they stay outside of the program."""


class Names:
    """Resolves names, class hierarchies and constants of a program."""

    def __init__(self, program: Program, meaning: NameMeaning) -> None:
        self.program, self.meaning = program, meaning
        self._externals: dict[tuple[str, str], External] = {}
        self._dotted: dict[tuple[str, str], Values] = {}
        self._members: dict[tuple[str, str, str], Values] = {}
        self._bases: dict[Class, tuple[Class | str, ...]] = {}
        self._resolving: set[tuple[int, int, int]] = set()
        self._below = 0
        self._subclasses: dict[Class, list[Class]] | None = None
        self._stored_names: dict[Class, frozenset[str]] = {}
        self._stub_bases: dict[Class, tuple[Class, ...]] = {}

    def forget(self) -> None:
        """Drop all memos but the hierarchy: frameworks call it when what names mean has changed."""
        self._dotted.clear()
        self._members.clear()

    def external(self, path: str, root: str) -> Values:
        """Return the value set of something outside the program."""
        if len(path) > MAX_PATH:
            return NOTHING
        known = self._externals.get((root, path))
        if known is None:
            known = self._externals[(root, path)] = External(path, root)
        return known.singleton

    # -- dotted names and members

    def dotted(self, root: str, path: str) -> Values:
        """Return what an absolute dotted path means: the longest module prefix, then attributes."""
        key = (root, path)
        known = self._dotted.get(key)
        if known is None:
            self._dotted[key] = self.external(path, root)
            known = self._dotted[key] = self._find(root, path)
        return known

    def _find(self, root: str, path: str) -> Values:
        module = self.program.find(root, path)
        if module is not None:
            return module.values
        parts = path.split(".") if "(" not in path and "[" not in path else []
        for end in range(len(parts) - 1, 0, -1):
            module = self.program.find(root, ".".join(parts[:end]))
            if module is None:
                continue
            values = self.member(module, parts[end])
            if not values and module.is_stub:
                break
            for name in parts[end + 1 :]:
                values = self.attribute(values, name)
            return values
        path = self.program.renamed(path)
        found = self.meaning.external_name(root, path)
        return found if found is not None else self.external(path, root)

    def member(self, module: Module, name: str) -> Values:
        """Return what a module-level name of a module is."""
        key = (module.root, module.name, name)
        known = self._members.get(key)
        if known is None:
            self._members[key] = NOTHING
            known = self._members[key] = self._member(module, name, self.resolve)
        return known

    def _member(self, module: Module, name: str, resolve: Callable[[syntax.NodeId, Module], Values]) -> Values:
        candidates = module.syntax.names.get(name)
        if candidates is not None:
            found = union(resolve(node, module) for node in candidates)
            return found if len(found) <= MAX_TEXTS else NOTHING
        for source in self.starred(module, name):
            found = self.member(source, name)
            if found:
                return found
        return self.submodule(module, name) or offered(self, module, name)

    def starred(self, module: Module, name: str) -> list[Module]:
        """Return the modules out of which ``from x import *`` may take a name, the last first, but those that define it before
        those that import it: the way through these may lead back here."""
        found = (self.program.find(module.root, star) for star in reversed(module.stars))
        sources = [source for source in found if source is not None and source is not module and gives(source, name)]
        return sorted(sources, key=lambda source: not _defines(source, name)) if len(sources) > 1 else sources

    def submodule(self, module: Module, name: str) -> Values:
        """Return the submodule ``name`` of a package."""
        if not (module.is_package or module.is_stub):
            return NOTHING
        path = f"{module.name}.{name}"
        below = self.program.find(module.root, path)
        if below is not None:
            return below.values
        return self.external(path, module.root) if name.endswith(GENERATED) else NOTHING

    def attribute(self, values: Values, name: str) -> Values:
        """Return what an attribute is, by names alone: members of modules, attributes of classes."""
        return union(self._attribute(value, name) for value in values)

    def _attribute(self, value: Value, name: str) -> Values:
        if isinstance(value, ModuleValue):
            found = self.member(value.module, name)
            if not found and value.module.is_stub:
                return self.dotted(value.module.root, f"{value.module.name}.{name}")
            return found
        if isinstance(value, External):
            return self.dotted(value.root, f"{value.path}.{name}")
        return value.named(name, self)

    def member_of(self, cls: Class, name: str, call: str) -> Values:
        """Return what an attribute of a class is; call is "()" where it is read on an instance."""
        owner = self.lookup(cls, name)
        if owner is not None:
            candidates = owner.names.get(name)
            if candidates is not None:
                return union(self.resolve(node, owner.module, owner) for node in candidates)
            declared = self._declared_class(owner, name)
            if declared:
                return declared
        for base in self.mro(cls):
            if isinstance(base, str):
                return self.dotted(cls.module.root, f"{base}{call}.{name}")
        return NOTHING

    def _declared_class(self, owner: Class, name: str) -> Values:
        """Return the class that an attribute holds by its annotation: ``Model: type[Base]``."""
        record = owner.module.nodes[owner.annotations[name]]
        if not isinstance(record, syntax.Generic) or not record.args:
            return NOTHING
        base = owner.module.nodes[record.base]
        is_type = isinstance(base, syntax.Name | syntax.Attr | syntax.Imported) and base.name in ("type", "Type")
        return self.resolve(record.args[0], owner.module, owner) if is_type else NOTHING

    # -- syntax nodes

    def resolve(self, node: syntax.NodeId, module: Module, cls: Class | None = None) -> Values:
        """Return what a syntax node at module level (or in the body of ``cls``) means, by names alone."""
        key = (id(module), node, id(cls))
        if key in self._resolving or len(self._resolving) > MAX_RESOLVING:
            return NOTHING
        self._resolving.add(key)
        try:
            return self._resolve(module.nodes[node], node, module, cls)
        finally:
            self._resolving.discard(key)

    def _resolve(self, node: syntax.Node, node_id: syntax.NodeId, module: Module, cls: Class | None) -> Values:
        match node:
            case syntax.Name(name):
                return self._name(name, node_id, module, cls)
            case syntax.Imported(level, target, name):
                return self.imported(module, level, target, name)
            case syntax.Attr(base, name):
                return self.attribute(self.resolve(base, module, cls), name)
            case syntax.ClassRef(index):
                return module.classes[index].values
            case syntax.FunctionRef(index):
                return module.functions[index].values
            case syntax.Text(text):
                return frozenset((TextValue(text),))
            case syntax.Either(options):
                return union(self.resolve(option, module, cls) for option in options)
            case syntax.Collection(_, items):
                return frozenset((Items(tuple(self.resolve(item, module, cls) for item in items)),))
            case syntax.Dictionary(items):
                return frozenset((DictOf(tuple((key, self.resolve(value, module, cls)) for key, value in items)),))
            case syntax.Star(base) | syntax.Outer(base):
                return self.resolve(base, module, cls)
            case syntax.Call():
                return self._call(node, module, cls)
            case syntax.Binary("Add", left, right):
                return self._add(self.resolve(left, module, cls), self.resolve(right, module, cls))
            case syntax.Format(parts):
                return self._format([self.resolve(part, module, cls) for part in parts])
            case syntax.Item(base, key):
                return union(_item(value, key) for value in self.resolve(base, module, cls))
        return NOTHING

    def _name(self, name: str, node_id: syntax.NodeId, module: Module, cls: Class | None) -> Values:
        scope = cls
        while scope is not None:
            candidates = [n for n in scope.names.get(name, ()) if n != node_id]
            if candidates:
                return union(self.resolve(node, module, scope) for node in candidates)
            scope = scope.parent
        return self.member(module, name)

    def imported(self, module: Module, level: int, target: str, name: str) -> Values:
        """Return what an import statement binds."""
        base = module.absolute(level, target)
        if not name:
            return self.dotted(module.root, base)
        source = self.program.find(module.root, base)
        if source is not None and not source.is_stub and source is not module:
            found = self.member(source, name)
            if found:
                return found
        return self.dotted(module.root, f"{base}.{name}" if base else name)

    def _call(self, node: syntax.Call, module: Module, cls: Class | None) -> Values:
        func = module.nodes[node.func]
        if isinstance(func, syntax.Name) and func.name == "getattr" and len(node.args) > 1:
            return self._getattr(node, module, cls)
        if isinstance(func, syntax.Attr) and func.name in SPLITS:
            return union(
                split_text(value.text, func.name, [module.nodes[n] for n in node.args])
                for value in self.resolve(func.base, module, cls)
                if isinstance(value, TextValue)
            )
        found: list[Values] = []
        for callee in self.resolve(node.func, module, cls):
            path = _callable_path(callee)
            if path is None:
                continue
            made = self.meaning.resolve_call(path, node, module)
            if made is not None:
                found.append(made)
            elif isinstance(callee, External):
                found.append(self.external(path + "()", module.root))
            elif isinstance(callee, ClassValue):
                found.append(callee.cls.instance)
            elif isinstance(callee, FunctionValue):
                found.append(self._returned_classes(callee.function))
        return union(found)

    def _returned_classes(self, function: Function) -> Values:
        """Return the class that a function of the program chooses: ``Base = get_base()``.

        The last return is taken: what stands under a condition is not in force.
        """
        for node in reversed(function.record.returns):
            returned = self.resolve(node, function.module, function.cls)
            classes = frozenset(value for value in returned if isinstance(value, ClassValue | External))
            if classes:
                return classes
        return NOTHING

    def _getattr(self, node: syntax.Call, module: Module, cls: Class | None) -> Values:
        """Return what ``getattr(base, "name", default)`` is: the default where the attribute is not known."""
        name = module.nodes[node.args[1]]
        if not isinstance(name, syntax.Text):
            return NOTHING
        found = self.attribute(self.resolve(node.args[0], module, cls), name.value)
        known = frozenset(value for value in found if not isinstance(value, External))
        default = self.resolve(node.args[2], module, cls) if len(node.args) > 2 else NOTHING
        return known or default or found

    def _add(self, left: Values, right: Values) -> Values:
        if len(left) == 1 and len(right) == 1:
            (a,), (b,) = left, right
            if isinstance(a, TextValue) and isinstance(b, TextValue):
                return frozenset((TextValue(a.text + b.text),))
        items = [
            part for value in (*in_order(left), *in_order(right)) if isinstance(value, Items) for part in value.items
        ]
        return frozenset((Items(tuple(items)),)) if items else NOTHING

    def _format(self, parts: list[Values]) -> Values:
        texts = [[v.text for v in in_order(part) if isinstance(v, TextValue)] for part in parts]
        return frozenset((TextValue("".join(t[0] if len(t) == 1 else "{}" for t in texts)),))

    # -- classes

    def bases(self, cls: Class) -> tuple[Class | str, ...]:
        """Return the direct bases: classes of the program or of stubs, and the paths of all others."""
        known = self._bases.get(cls)
        if known is None:
            self._bases[cls] = ()
            known = self._bases[cls] = tuple(base for node in cls.record.bases for base in self._base(node, cls))
        return known

    def declare_bases(self, cls: Class, bases: Sequence[Class]) -> None:
        """Give a class that no statement makes its bases."""
        self._bases[cls] = tuple(bases)

    def _base(self, node: syntax.NodeId, cls: Class) -> list[Class | str]:
        scope = cls.parent
        record = cls.module.nodes[node]
        if isinstance(record, syntax.Item | syntax.Element):
            node = record.base
        values = self.resolve(node, cls.module, scope)
        classes = [v.cls for v in in_order(values) if isinstance(v, ClassValue) and v.cls is not cls]
        preferred = self.meaning.prefer(classes) if len(classes) > 1 else classes
        return [*preferred, *(v.path for v in in_order(values) if isinstance(v, External))]

    def mro(self, cls: Class) -> tuple[Class | str, ...]:
        """Return the method resolution order (C3, falling back to the first head where there is none)."""
        if cls.mro is None:
            cls.mro = (cls,)
            if self._below > MAX_BELOW:
                return cls.mro
            self._below += 1
            bases = self.bases(cls)
            sequences: list[list[Class | str]] = [[b] if isinstance(b, str) else list(self.mro(b)) for b in bases]
            self._below -= 1
            above = sequences[0] if len(sequences) == 1 else _merge([*sequences, list(bases)])
            cls.mro = (cls, *above[:MAX_ABOVE])
        return cls.mro

    def subclasses(self, cls: Class) -> list[Class]:
        """Return all classes below a class, in a stable order."""
        if self._subclasses is None:
            self._subclasses = {}
            for below in self.program.classes():
                for above in self.mro(below)[1:]:
                    if not isinstance(above, str):
                        self._subclasses.setdefault(above, []).append(below)
        return self._subclasses.get(cls, [])

    def lookup(self, cls: Class, name: str, after: Class | None = None) -> Class | None:
        """Return the class in the hierarchy whose body has the attribute; with ``after``, only those behind that class."""
        mro = self.mro(cls)
        if after is not None:
            return _holder(mro[mro.index(after) + 1 :] if after in mro else (), name)
        if name not in cls.found:
            cls.found[name] = _holder(mro, name)
        return cls.found[name]

    def isa(self, cls: Class, path: str) -> bool:
        """Whether a class is, or inherits from, the class of that dotted path."""
        return path in self.lineage(cls)

    def lineage(self, cls: Class) -> Iterator[str]:
        """Yield the dotted paths of a class and of all above it, the nearest first."""
        return (base if isinstance(base, str) else base.id for base in self.mro(cls))

    def external_bases(self, cls: Class) -> list[str]:
        """Return the paths of all bases outside the program and the stubs."""
        return [base for base in self.mro(cls) if isinstance(base, str)]

    def stored_names(self, cls: Class) -> frozenset[str]:
        """Return the attributes that methods of a class or its bases assign to."""
        known = self._stored_names.get(cls)
        if known is None:
            above = (c for c in self.mro(cls) if not isinstance(c, str))
            known = self._stored_names[cls] = frozenset(name for c in above for name in c.stores)
        return known

    def stub_bases(self, cls: Class) -> tuple[Class, ...]:
        """Return a class and its bases, as far as stubs describe them."""
        known = self._stub_bases.get(cls)
        if known is None:
            above = (c for c in self.mro(cls) if not isinstance(c, str))
            known = self._stub_bases[cls] = tuple(c for c in above if c.module.is_stub)
        return known

    def class_values(self, cls: Class, name: str) -> Values:
        """Return what a class attribute is, looked up along the hierarchy, by names alone."""
        owner = self.lookup(cls, name)
        if owner is None:
            return NOTHING
        return union(self.resolve(node, owner.module, owner) for node in owner.names.get(name, ()))


def _defines(module: Module, name: str) -> bool:
    candidates = module.syntax.names.get(name, ())
    return any(not isinstance(module.nodes[node], syntax.Imported) for node in candidates)


def gives(module: Module, name: str) -> bool:
    """Whether ``from module import *`` may give a name: a private one only where the module has an ``__all__``."""
    return not name.startswith("_") or module.syntax.exported is not None or module.is_stub


def _holder(classes: Sequence[Class | str], name: str) -> Class | None:
    return next((c for c in classes if not isinstance(c, str) and (name in c.names or name in c.annotations)), None)


def _callable_path(value: Value) -> str | None:
    if isinstance(value, External):
        return value.path
    if isinstance(value, FunctionValue):
        return value.function.path
    return value.cls.id if isinstance(value, ClassValue) else None


def _item(value: Value, key: str | int) -> Values:
    if isinstance(value, Items) and isinstance(key, int) and -len(value.items) <= key < len(value.items):
        return value.items[key]
    if isinstance(value, DictOf):
        return union(values for known, values in value.items if known == key)
    return NOTHING


def _merge(sequences: list[list[Class | str]]) -> list[Class | str]:
    merged: list[Class | str] = []
    while sequences := [s for s in sequences if s]:
        heads = (s[0] for s in sequences)
        head = next((h for h in heads if not any(h in s[1:] for s in sequences)), sequences[0][0])
        merged.append(head)
        sequences = [[c for c in s if c is not head and c != head] for s in sequences]
    return merged
