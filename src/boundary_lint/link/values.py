"""What a path can be: a class, an instance, a function, a module, a text, ... or a value that a framework defines.

A path may be several things at once, so everything is computed on *value sets*: frozensets of at most a few values, the
empty set meaning "not known". Values of classes, functions and modules are made once, so that sets compare by identity.
Frameworks add values of their own by subclassing `Value`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, TypeAlias

import msgspec

from boundary_lint.facts.program import Hop

if TYPE_CHECKING:
    from boundary_lint.link.frame import CallSite, Frame
    from boundary_lint.link.names import Names
    from boundary_lint.link.program import Class, Function, Module, Program

MAX_VALUES = 8
"""A path that may be more things than this is not known (knowledge: sets of 8 lose nothing measurable)."""


MAX_KEYS = 39
"""Keys of a dictionary that is known; nothing is known of a larger one."""


class Value:
    """Base of all values; the defaults say that nothing is known."""

    __slots__ = ()

    travels: ClassVar[bool] = False
    reaches: ClassVar[bool] = False
    """Whether the value, passed as an argument, becomes a type of the callee's parameter."""

    is_expression: ClassVar[bool] = False
    """Whether comparing it does not test but makes an expression (``Order.id == 1`` in a query builder)."""

    @property
    def python_class(self) -> Class | None:
        """The class in whose hierarchy methods are looked up, where there is one."""
        return None

    @property
    def is_data(self) -> bool:
        """Whether a framework gives it a meaning: a query, a session, an expression, an instance of a mapped class."""
        return True

    @property
    def holds(self) -> Iterable[Values]:
        """The values that a container holds."""
        return ()

    def attribute(self, name: str, frame: Frame) -> Values:
        """Return what ``value.name`` is."""
        return NOTHING

    def library_attribute(self, name: str, frame: Frame) -> Values:
        """Return what ``super().name`` is, once the program's own classes are passed."""
        return NOTHING

    def call(self, site: CallSite) -> Values:
        """Return what ``value(...)`` is."""
        return NOTHING

    def element(self, frame: Frame) -> Values:
        """Return what an element of the value is: by iteration or by an unknown key."""
        return NOTHING

    def item(self, key: str | int, frame: Frame) -> Values:
        """Return what ``value[key]`` is."""
        return self.element(frame)

    def named(self, name: str, names: Names) -> Values:
        """Names stage: return what ``value.name`` is, by names alone."""
        return NOTHING

    def entered(self, frame: Frame) -> Values:
        """Return what ``with value as x`` binds."""
        return frozenset((self,))

    def sort_key(self) -> tuple[str, ...]:
        """Return a key that orders values the same way in every run."""
        return (self.__class__.__name__,)

    def kinship(self) -> Hashable:
        """Return what values have in common that may be taken for one, where there are too many; None: nothing."""
        return None

    def joined_with(self, others: Sequence[Value]) -> Value:
        """Return the one value that stands for this one and others of its kin."""
        return self


Values: TypeAlias = frozenset[Value]

NOTHING: Values = frozenset()


def union(sets: Iterable[Values]) -> Values:
    """Return the union of value sets."""
    found = NOTHING
    for one in sets:
        if one:
            found = found | one if found else one
    return found


def in_order(values: Values) -> Sequence[Value]:
    """Return the values in an order that does not depend on the run."""
    return _sorted(values) if len(values) > 1 else list(values)


def keys_of(sets: Sequence[Values]) -> tuple[str, ...]:
    """Return a sort key of several value sets, one after the other."""
    parts = (part for values in sets for part in (*(p for v in in_order(values) for p in v.sort_key()), ";"))
    return tuple(parts)


@lru_cache(maxsize=20_000)
def _sorted(values: Values) -> tuple[Value, ...]:
    return tuple(sorted(values, key=lambda value: value.sort_key()))


def fewer(values: Values) -> Values:
    """Return too many values with those of one kin taken for one: a query built under many conditions."""
    if all(value.kinship() is None for value in values):
        return values
    kin: dict[Hashable, list[Value]] = {}
    for value in in_order(values):
        key = value.kinship()
        kin.setdefault(value if key is None else key, []).append(value)
    return frozenset(first.joined_with(others) if others else first for first, *others in kin.values())


class ClassValue(Value):
    """The class itself."""

    __slots__ = ("cls",)
    travels = True

    def __init__(self, cls: Class) -> None:
        self.cls = cls

    @property
    def python_class(self) -> Class:
        return self.cls

    @property
    def is_data(self) -> bool:
        return self.cls.meaning is not None or self.kinship() is not None

    def attribute(self, name: str, frame: Frame) -> Values:
        meaning = self.cls.meaning
        if meaning is not None:
            found = meaning.class_attribute(self, name, frame)
            if found is not None:
                return found
        return frame.link.class_attribute(self.cls, name, self, frame)

    def named(self, name: str, names: Names) -> Values:
        return names.member_of(self.cls, name, "")

    def library_attribute(self, name: str, frame: Frame) -> Values:
        meaning = self.cls.meaning
        if meaning is not None:
            found = meaning.class_library_attribute(self, name, frame)
            if found is not None:
                return found
        return frame.link.external_base_attribute(self.cls, name, "")

    def element(self, frame: Frame) -> Values:
        meaning = self.cls.meaning
        return (meaning.class_element(self, frame) if meaning is not None else None) or NOTHING

    def call(self, site: CallSite) -> Values:
        meaning = self.cls.meaning
        if meaning is not None:
            made = meaning.construct(self.cls, site)
            if made is not None:
                return made
        return site.frame.link.construct(self.cls, site)

    def sort_key(self) -> tuple[str, ...]:
        return ("class", self.cls.id, self.cls.module.root)


class Instance(Value):
    """An instance of a class."""

    __slots__ = ("cls",)
    travels = True

    def __init__(self, cls: Class) -> None:
        self.cls = cls

    @property
    def python_class(self) -> Class:
        return self.cls

    @property
    def is_data(self) -> bool:
        return self.cls.meaning is not None or self.kinship() is not None

    def attribute(self, name: str, frame: Frame) -> Values:
        if name == "__class__":
            return self.cls.values
        meaning = self.cls.meaning
        if meaning is not None:
            found = meaning.instance_attribute(self, name, frame)
            if found is not None:
                return found
        return frame.link.instance_attribute(self, name, frame)

    def named(self, name: str, names: Names) -> Values:
        return names.member_of(self.cls, name, "()")

    def library_attribute(self, name: str, frame: Frame) -> Values:
        meaning = self.cls.meaning
        if meaning is not None:
            found = meaning.library_attribute(self, name, frame)
            if found is not None:
                return found
        return frame.link.external_base_attribute(self.cls, name, "()")

    def call(self, site: CallSite) -> Values:
        return frame_union(site.frame, self.attribute("__call__", site.frame), site)

    def element(self, frame: Frame) -> Values:
        return frame.link.iterate(self, frame)

    def item(self, key: str | int, frame: Frame) -> Values:
        return frame.link.item(self, key, frame)

    def entered(self, frame: Frame) -> Values:
        for name in ("__enter__", "__aenter__"):
            if frame.link.names.lookup(self.cls, name) is not None:
                return frame.link.returned(self.attribute(name, frame), frame) or frozenset((self,))
        return frozenset((self,))

    def sort_key(self) -> tuple[str, ...]:
        return ("instance", self.cls.id, self.cls.module.root)


class FunctionValue(Value):
    """A function, or a method that is not bound."""

    __slots__ = ("function",)
    travels = True

    def __init__(self, function: Function) -> None:
        self.function = function

    @property
    def is_data(self) -> bool:
        return False

    def attribute(self, name: str, frame: Frame) -> Values:
        return frame.link.meaning.function_attribute(self.function, None, name, frame)

    def call(self, site: CallSite) -> Values:
        return site.frame.link.invoke(self.function, None, site)

    def sort_key(self) -> tuple[str, ...]:
        return ("function", self.function.id, self.function.module.root)


class Bound(Value, msgspec.Struct, frozen=True):
    """A method bound to what it is called on."""

    function: Function
    receiver: Value

    @property
    def is_data(self) -> bool:
        return False

    def attribute(self, name: str, frame: Frame) -> Values:
        return frame.link.meaning.function_attribute(self.function, self.receiver, name, frame)

    def call(self, site: CallSite) -> Values:
        return site.frame.link.invoke(self.function, self.receiver, site)

    def sort_key(self) -> tuple[str, ...]:
        return ("bound", self.function.id, *self.receiver.sort_key())


class ModuleValue(Value):
    """A module of the program, or a stub."""

    __slots__ = ("module",)
    travels = True

    def __init__(self, module: Module) -> None:
        self.module = module

    @property
    def is_data(self) -> bool:
        return False

    def attribute(self, name: str, frame: Frame) -> Values:
        return frame.link.module_member(self.module, name)

    def sort_key(self) -> tuple[str, ...]:
        return ("module", self.module.name, self.module.root)


class External(Value):
    """Something outside the program, named by the path that leads to it: "requests.Session().get".

    Made by `Names.external` alone, once per path and root, so that following a path costs a lookup.
    """

    __slots__ = ("known", "path", "root", "singleton")

    def __init__(self, path: str, root: str) -> None:
        self.path, self.root = path, root
        self.singleton: Values = frozenset((self,))
        self.known: dict[str, Values] = {}

    @property
    def is_data(self) -> bool:
        return False

    def attribute(self, name: str, frame: Frame) -> Values:
        known = self.known.get(name)
        if known is None:
            known = frame.link.meaning.external_attribute(self, name, frame)
            if known is None:
                known = frame.link.names.dotted(self.root, f"{self.path}.{name}")
            self.known[name] = known
        return known

    def call(self, site: CallSite) -> Values:
        found = site.frame.link.meaning.external_call(self, site)
        if found is not None:
            return found
        passed = site.frame.link.passed_on(self.path, site)
        return passed or self.step("()", site.frame)

    def step(self, suffix: str, frame: Frame) -> Values:
        """Return the external thing that a call ("()") or an element ("[]") of this one is."""
        known = self.known.get(suffix)
        if known is None:
            known = self.known[suffix] = frame.link.names.external(self.path + suffix, self.root)
        return known

    def element(self, frame: Frame) -> Values:
        return self.step("[]", frame)

    def item(self, key: str | int, frame: Frame) -> Values:
        found = frame.link.meaning.external_item(self, key, frame) if isinstance(key, str) else None
        return self.step("[]", frame) if found is None else found

    def sort_key(self) -> tuple[str, ...]:
        return ("external", self.path)


class Flag(Value, msgspec.Struct, frozen=True):
    """A constant that a stub's function is passed, and may ask for."""

    value: bool

    @property
    def is_data(self) -> bool:
        return False

    def sort_key(self) -> tuple[str, ...]:
        return ("flag", str(self.value))


FALSE: Values = frozenset((Flag(False),))


MAX_PATH = 200
"""Characters of an external path: a longer one names nothing that a catalogue knows, and is not known."""


class TextValue(Value, msgspec.Struct, frozen=True):
    """A string; ``{}`` stands for every part that is not known."""

    text: str

    @property
    def is_data(self) -> bool:
        return False

    @property
    def origin(self) -> tuple[Hop, ...]:
        """Where the text comes from, as far as that is remembered."""
        return getattr(self, "hops", ())

    def attribute(self, name: str, frame: Frame) -> Values:
        return frozenset((self if name == "value" else Method(self, name),))  # of a member of an Enum

    def sort_key(self) -> tuple[str, ...]:
        return ("text", self.text)


class Address(TextValue, frozen=True):
    """A text of which it is known where it comes from: an address that is written somewhere, or what settings or the
    environment give. Unlike other texts it is known to the functions that it is passed to."""

    hops: tuple[Hop, ...]
    travels: ClassVar[bool] = True

    @property
    def is_data(self) -> bool:
        """It says whom a call reaches: functions that are passed one are read again."""
        return True

    def sort_key(self) -> tuple[str, ...]:
        return (
            "text",
            self.text,
            *(part for hop in self.hops for part in (hop.what, hop.text, hop.file, str(hop.line))),
        )


class Marked(Address, frozen=True):
    """An address in which a parameter is marked: it is asked what of it callers decide, and nobody else may learn of it."""

    travels: ClassVar[bool] = False


OPENING, CLOSING = "\ue000", "\ue001"
"""Around the name of a marked parameter (characters of the private use area)."""


MAX_HOPS = 8
"""Steps of which one address is put together that are remembered."""


def text_of(text: str, hops: tuple[Hop, ...] = ()) -> TextValue:
    """Return a text as a value, with where it comes from."""
    if not hops:
        return TextValue(text)
    kind = Marked if OPENING in text else Address
    return kind(text, tuple(dict.fromkeys(hops))[:MAX_HOPS])


MAX_WEIGHT = 2_000
"""Values inside of values that a container may hold, each counted as often as it occurs; of one with more nothing is known.
Containers grow out of each other: without a bound a few lines of code make more of them than can ever be counted."""


def weight_of(sets: Iterable[Values]) -> int:
    """Return how many values there are in some sets, those inside of containers included."""
    return sum(v.weight if isinstance(v, ListOf | Items | DictOf) else 1 for values in sets for v in values)


class ListOf(Value, msgspec.Struct, frozen=True):
    """A collection of which only the elements are known."""

    elements: Values
    weight: int = 0
    travels: ClassVar[bool] = True

    def __post_init__(self) -> None:
        weight = 1 + weight_of((self.elements,))
        msgspec.structs.force_setattr(self, "weight", weight if weight <= MAX_WEIGHT else 1)
        if weight > MAX_WEIGHT:
            msgspec.structs.force_setattr(self, "elements", NOTHING)

    @property
    def is_data(self) -> bool:
        return False

    @property
    def holds(self) -> Iterable[Values]:
        return (self.elements,)

    def attribute(self, name: str, frame: Frame) -> Values:
        return frozenset((Method(self, name),))

    def element(self, frame: Frame) -> Values:
        return self.elements

    def item(self, key: str | int, frame: Frame) -> Values:
        pairs = [v for v in self.elements if isinstance(v, Items)]
        if isinstance(key, int) and pairs and len(pairs) == len(self.elements):
            return union(v.item(key, frame) for v in pairs)
        return self.elements

    def sort_key(self) -> tuple[str, ...]:
        return ("list", *(part for v in in_order(self.elements) for part in v.sort_key()))


class Items(Value, msgspec.Struct, frozen=True):
    """A list, tuple or set of which every item is known."""

    items: tuple[Values, ...]
    weight: int = 0

    def __post_init__(self) -> None:
        weight = 1 + weight_of(self.items)
        msgspec.structs.force_setattr(self, "weight", weight if weight <= MAX_WEIGHT else 1)
        if weight > MAX_WEIGHT:
            msgspec.structs.force_setattr(self, "items", ())

    @property
    def is_data(self) -> bool:
        return False

    @property
    def holds(self) -> Iterable[Values]:
        return self.items

    def attribute(self, name: str, frame: Frame) -> Values:
        return frozenset((Method(self, name),))

    def element(self, frame: Frame) -> Values:
        return union(self.items)

    def item(self, key: str | int, frame: Frame) -> Values:
        if isinstance(key, int) and -len(self.items) <= key < len(self.items):
            return self.items[key]
        return NOTHING

    def sort_key(self) -> tuple[str, ...]:
        return ("items", *keys_of(self.items))


class DictOf(Value, msgspec.Struct, frozen=True):
    """A dictionary: (constant key or None, values) pairs."""

    items: tuple[tuple[str | None, Values], ...]
    weight: int = 0
    travels: ClassVar[bool] = True

    def __post_init__(self) -> None:
        weight = 1 + weight_of(values for _, values in self.items)
        msgspec.structs.force_setattr(self, "weight", weight if weight <= MAX_WEIGHT else 1)
        if weight > MAX_WEIGHT:
            msgspec.structs.force_setattr(self, "items", ())

    @property
    def is_data(self) -> bool:
        return False

    @property
    def holds(self) -> Iterable[Values]:
        return [values for _, values in self.items]

    def attribute(self, name: str, frame: Frame) -> Values:
        return frozenset((Method(self, name),))

    def element(self, frame: Frame) -> Values:
        return union(values for _, values in self.items)

    def item(self, key: str | int, frame: Frame) -> Values:
        for known, values in reversed(self.items):
            if known == key:
                return values
        return union(values for known, values in self.items if known is None)

    def sort_key(self) -> tuple[str, ...]:
        return ("dict", *(p for k, vs in self.items for v in in_order(vs) for p in (k or "", *v.sort_key())))


class SuperOf(Value, msgspec.Struct, frozen=True):
    """``super()`` inside a method of ``cls`` that runs for ``receiver``."""

    cls: Class
    receiver: Value

    @property
    def is_data(self) -> bool:
        return False

    def attribute(self, name: str, frame: Frame) -> Values:
        base = self.receiver.python_class
        if base is None:
            return NOTHING
        found = frame.link.names.lookup(base, name, after=self.cls)
        if found is not None and name in found.names:
            return frame.link.bind(found, name, self.receiver, frame)
        return self.receiver.library_attribute(name, frame)

    def sort_key(self) -> tuple[str, ...]:
        return ("super", self.cls.id, *self.receiver.sort_key())


class Method(Value, msgspec.Struct, frozen=True):
    """A method of a text, list or dictionary."""

    receiver: Value
    name: str

    @property
    def is_data(self) -> bool:
        return False

    def call(self, site: CallSite) -> Values:
        return site.frame.link.builtins.method(self.receiver, self.name, site)

    def sort_key(self) -> tuple[str, ...]:
        return ("method", self.name, *self.receiver.sort_key())


def frame_union(frame: Frame, callees: Values, site: CallSite) -> Values:
    """Call every value of a set at one site."""
    return union(v.call(site) for v in callees)


def attach(program: Program) -> None:
    """Give every module, class and function of the program its own value."""
    for module in [*program.modules, *program.stubs.values()]:
        module.values = frozenset((ModuleValue(module),))
        for cls in module.classes:
            cls.as_class, cls.as_instance = ClassValue(cls), Instance(cls)
            cls.values, cls.instance = frozenset((cls.as_class,)), frozenset((cls.as_instance,))
        for function in module.functions:
            function.as_value = FunctionValue(function)
            function.values = frozenset((function.as_value,))
