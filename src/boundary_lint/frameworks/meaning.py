"""All libraries as one: what link asks is asked of each in turn; the first that knows answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple, TypeAlias

from boundary_lint.facts import syntax
from boundary_lint.facts.program import is_checked
from boundary_lint.frameworks.catalog import Rows
from boundary_lint.frameworks.effects import LOADED_ONCE, Touched
from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.world import World
from boundary_lint.link.frame import CallSite, Effect, Frame
from boundary_lint.link.program import Class, Function, Module
from boundary_lint.link.values import NOTHING, ClassValue, External, Instance, Value, Values

_Answer: TypeAlias = Callable[[CallSite], Values | None]

_NAMED = (syntax.Attr, syntax.Name, syntax.Imported)
"""What a callee is that has a last name. A tuple: it is asked of every call, and unions are slow."""


class _Guessing(NamedTuple):
    """Who is asked about calls of one last name."""

    called: list[Callable[[CallSite], None]]
    unknown: list[_Answer]


MAX_LEAVES = 8
"""A mixin's method is read for each of its leaf classes, unless there are more than this."""


class Frameworks:
    """Implements both protocols of link over the libraries of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.intrinsics: dict[str, Callable[[CallSite], Values]] = {}
        self._asked: dict[str, list[Callable[..., Any]]] = {}
        self._callables: dict[str, tuple[_Answer, ...]] = {}
        self._guessing: dict[str, _Guessing] | None = None
        self._selves: dict[Function, Sequence[Value | None]] = {}

    def use(self, libraries: Sequence[Library]) -> None:
        """Take the libraries in the order in which they are asked."""
        self.world.libraries = list(libraries)
        for library in libraries:
            self.intrinsics.update(library.intrinsics)
        self._asked = {hook: _answering(libraries, hook) for hook in vars(Library) if not hook.startswith("_")}

    def _first(self, hook: str, *asked: object) -> Any | None:
        """Ask each library that answers to a hook; return the first answer."""
        for ask in self._asked[hook]:
            answer = ask(*asked)
            if answer is not None:
                return answer
        return None

    # -- names

    def resolve_call(self, path: str, call: syntax.Call, module: Module) -> Values | None:
        """See `NameMeaning`."""
        kind = self.world.catalog.resolver.get(path)
        return self._first("resolve_call", kind, call, module) if kind is not None else None

    def external_name(self, root: str, path: str) -> Values | None:
        """See `NameMeaning`."""
        return self._first("external_name", root, path)

    def prefer(self, candidates: Sequence[Class]) -> Sequence[Class]:
        """See `NameMeaning`."""
        for prefer in self._asked["prefer"]:
            candidates = prefer(candidates) or candidates
        return candidates

    # -- values

    @property
    def telling(self) -> Collection[Function]:
        """See `Meaning`."""
        return self.world.telling

    def rows(self, table: str) -> Rows:
        """See `Meaning`."""
        return self.world.catalog.rows(table)

    def external_call(self, value: External, site: CallSite) -> Values | None:
        """See `Meaning`."""
        kind = self.world.catalog.resolver.get(value.path)
        if kind is not None:
            return self._first("resolver_call", kind, site) or NOTHING
        answers = self._callables.get(value.path)
        if answers is None:
            found = (ask(value.path) for ask in self._asked["external_callable"])
            answers = self._callables[value.path] = tuple(answer for answer in found if answer is not None)
        for answer in answers:
            known: Values | None = answer(site)
            if known is not None:
                return known
        return self.unknown_call(site)

    def external_item(self, value: External, key: str, frame: Frame) -> Values | None:
        """See `Meaning`."""
        return self._first("external_item", value, key, frame)

    def external_attribute(self, value: External, name: str, frame: Frame) -> Values | None:
        """See `Meaning`."""
        return self._first("external_attribute", value, name, frame)

    def own_call(self, function: Function, receiver: Value | None, site: CallSite) -> Values | None:
        """See `Meaning`."""
        if not function.module.is_stub:
            for invoked in self._asked["invoked"]:
                invoked(function, receiver, site)
            guessing = self._guess(site)
            for called in guessing.called if guessing is not None else ():
                called(site)
        kind = self.world.catalog.resolver.get(function.path)
        if kind is None:
            return None
        return self._first("resolver_call", kind, site)

    def unknown_call(self, site: CallSite) -> Values | None:
        """See `Meaning`."""
        guessing = self._guess(site)
        if guessing is None:
            return None
        for called in guessing.called:
            called(site)
        return next((found for ask in guessing.unknown if (found := ask(site)) is not None), None)

    def _guess(self, site: CallSite) -> _Guessing | None:
        """Return who is to be asked about a call by the last name of what is called."""
        if self._guessing is None:
            self._guessing = _by_name(self.world.libraries)
        callee = site.frame.nodes[site.node.func]
        return self._guessing.get(callee.name) if isinstance(callee, _NAMED) else None

    def function_attribute(self, function: Function, receiver: Value | None, name: str, frame: Frame) -> Values:
        """See `Meaning`."""
        return self._first("function_attribute", function, receiver, name, frame) or NOTHING

    def annotation(self, base: Values, name: str, arguments: Sequence[Values], frame: Frame) -> Values | None:
        """See `Meaning`."""
        return self._first("annotation", base, name, arguments, frame)

    def repeats(self, effect: Effect) -> bool:
        """See `Meaning`: what a relation leads to is loaded once, and kept by the instance."""
        return not (isinstance(effect, Touched) and effect.via in LOADED_ONCE)

    def stored(self, target: Values, name: str, value: syntax.NodeId, frame: Frame, line: int) -> None:
        """See `Meaning`: stores on stub classes (``request.basket = ...``) become types of that attribute in the next pass."""
        for one in target:
            if isinstance(one, Instance) and one.cls.module.is_stub and self.world.entities.of(one.cls) is None:
                link = frame.link
                traveling = frozenset(v for v in frame.evaluate(value) if v.travels)
                known = link.next_foreign_stores.get((one.cls, name), NOTHING)
                if traveling and len(known) < MAX_LEAVES:
                    link.next_foreign_stores[(one.cls, name)] = known | traveling
        for stored in self._asked["stored"]:
            stored(target, name, value, frame, line)

    def concrete(self, cls: Class) -> Sequence[Class]:
        """See `Meaning`."""
        return next((found for concrete in self._asked["concrete"] if (found := concrete(cls))), ())

    def parameter(self, function: Function, name: str, frame: Frame) -> Values:
        """See `Meaning`: libraries first, then the catalogue's names, then the name convention."""
        known: Values | None = self._first("parameter", function, name, frame)
        if known is not None:
            return known
        path = self.world.catalog.parameter.get(name)
        if path is not None:
            found = self.world.names.dotted(function.module.root, path)
            return frozenset(v.cls.as_instance for v in found if isinstance(v, ClassValue))
        return self._by_convention(function, name)

    def _by_convention(self, function: Function, name: str) -> Values:
        """A parameter without annotation named exactly like one entity, and like no other class, is that entity.

        So is one that a function takes from its ``**rest``.
        """
        parameter = function.parameters.get(name)
        if not self.world.config.name_convention or function.module.is_stub:
            return NOTHING
        if parameter is not None and (parameter.annotation != syntax.NONE or parameter.kind in ("*", "**")):
            return NOTHING
        entities = self.world.entities.named_like(name)
        if len(entities) > 1:
            entities = [e for e in entities if e.cls in _nearest([e.cls for e in entities], function.module)]
        if len(entities) != 1 or self._has_namesake(entities[0].cls):
            return NOTHING
        return entities[0].cls.instance

    def _has_namesake(self, cls: Class) -> bool:
        """Whether the program has a class of the same name that is no entity: a schema, a domain object."""
        entities = self.world.entities
        return any(
            other.module.role == "source" and entities.of(other) is None
            for other in self.world.program.by_class_name.get(cls.name, ())
        )

    def selves(self, function: Function) -> Sequence[Value | None]:
        """See `Meaning`: libraries first; a mixin's method is read once per leaf class, at most 8."""
        known = self._selves.get(function)
        if known is None:
            known = self._selves[function] = self._find_selves(function)
        return known

    def _find_selves(self, function: Function) -> Sequence[Value | None]:
        method = function.method
        if method is None or method.cls is None:
            return (None,)
        known: Sequence[Value | None] | None = self._first("selves", method)
        if known is not None:
            return known
        cls = method.cls
        if cls.module.is_stub:
            return self._declared_by(cls, method)
        below = self.world.names.subclasses(cls)
        leaves = [c for c in below if not self.world.names.subclasses(c)]
        if 0 < len(leaves) <= MAX_LEAVES:
            return [cls.as_instance, *(leaf.as_instance for leaf in leaves)]
        return (cls.as_instance,)

    def _declared_by(self, cls: Class, method: Function) -> Sequence[Value | None]:
        """Return instances of the program's classes for which a stub says what a library does with each: ``__declared__``."""
        names = self.world.names
        return [
            below.as_instance
            for below in names.subclasses(cls)
            if not below.module.is_stub
            and is_checked(below.module.role, below.module.syntax.depth)
            and not names.subclasses(below)
            and names.lookup(below, method.record.qualname.rpartition(".")[2]) is cls
        ]


def _by_name(libraries: Sequence[Library]) -> dict[str, _Guessing]:
    """Return, by the last name of what is called, the answers of the libraries that guess at it."""
    called, unknown = _answering(libraries, "called"), _answering(libraries, "unknown_call")
    found: dict[str, _Guessing] = {}
    for library in libraries:
        for name in library.guesses():
            one = found.setdefault(name, _Guessing([], []))
            one.called.extend(hook for hook in called if hook == library.called)
            one.unknown.extend(hook for hook in unknown if hook == library.unknown_call)
    return found


def _answering(libraries: Sequence[Library], hook: str) -> list[Callable[..., Any]]:
    """Return the answers of the libraries that have one of their own to a hook."""
    return [
        getattr(library, hook) for library in libraries if getattr(type(library), hook) is not getattr(Library, hook)
    ]


def _nearest(classes: Sequence[Class], module: Module) -> list[Class]:
    """Return the one class whose module shares the longest prefix with a module, or none where several do."""
    here = module.name.split(".")

    def shared(cls: Class) -> int:
        there = cls.module.name.split(".")
        return next(
            (i for i, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there))
        )

    best = max(shared(cls) for cls in classes)
    nearest = [cls for cls in classes if shared(cls) == best]
    return nearest if len(nearest) == 1 and best < max(len(here), 1) + 1 else []
