"""Where an attribute of an instance is to be found: what names alone say of it, once per class and name."""

from __future__ import annotations

from boundary_lint.link.frame import Invoked
from boundary_lint.link.names import Names
from boundary_lint.link.program import CONTAINED, Class
from boundary_lint.link.values import Value, Values


class Attribute:
    """What names say of one attribute of a class's instances.

    owner: the class whose body has it. is_method: it is a function there. is_plain: reading it does nothing but bind it.
    properties: the program's functions that reading it calls.
    is_stored, listed, keyed: methods assign it, or put something into it, as into a list or a dictionary.
    has_effects: reading it runs a stub's function.
    given: the classes of stubs of which other objects may set it. is_asked: where all that finds nothing, ``__getattr__`` is asked.
    """

    __slots__ = (
        "bound",
        "given",
        "has_effects",
        "is_asked",
        "is_contained",
        "is_method",
        "is_plain",
        "is_stored",
        "owner",
        "properties",
    )

    def __init__(self, cls: Class, name: str, names: Names) -> None:
        self.owner = names.lookup(cls, name)
        candidates = self.owner.names.get(name, ()) if self.owner is not None else ()
        module = self.owner.module if self.owner is not None else cls.module
        functions = self.owner.functions(name) if self.owner is not None else []
        self.is_method = bool(functions)
        self.is_plain = len(functions) == len(candidates) > 0 and not any("property" in f.kinds for f in functions)
        read = [f for f in functions if "property" in f.kinds and not module.is_stub]
        self.properties = [Invoked(f, as_property=True) for f in read]
        asked = names.lookup(cls, "__getattr__")
        self.has_effects = bool(functions) and module.is_stub
        stored = names.stored_names(cls)
        self.is_stored = name in stored
        self.is_contained = any(name + ending in stored for ending in CONTAINED)
        self.given = names.stub_bases(cls)
        self.is_asked = self.owner is None and not name.startswith("__") and asked is not None
        self.has_effects |= self.is_asked and asked is not None and asked.module.is_stub
        self.bound: dict[Value, Values] = {}
        """What a plain method is when it is read on a value."""
