"""Stage two of link: what an access path is, function by function.

A function's body is read in a `Frame`: for one receiver, with a memo from node to value set. Three passes: each knows what
callers passed in those before. No fixpoint. Effects (what a framework sees happen) go to the frame's sink and carry the use
during which they happened.
"""

from __future__ import annotations

from collections.abc import Sequence

from boundary_lint.facts import syntax
from boundary_lint.link.annotations import Annotations
from boundary_lint.link.arguments import addresses, is_of_stub, tell_stub, travelers, unpack
from boundary_lint.link.attributes import Attribute
from boundary_lint.link.builtins import Builtins
from boundary_lint.link.frame import CallSite, Frame, Invoked
from boundary_lint.link.handed import call_handed
from boundary_lint.link.kept import initializer, keeps_classes, kept_by_program, kept_by_stub
from boundary_lint.link.learned import ArgumentTypes, Consulted, Knowledge
from boundary_lint.link.memo import Memo
from boundary_lint.link.names import Names
from boundary_lint.link.nodes import INERT, MAX_WIDE
from boundary_lint.link.offered import offered
from boundary_lint.link.parameters import Parameters
from boundary_lint.link.paths import is_container
from boundary_lint.link.program import CONTAINED, Class, Function, Module
from boundary_lint.link.protocol import Meaning
from boundary_lint.link.standard import passed_on
from boundary_lint.link.summaries import Summaries
from boundary_lint.link.values import (
    MAX_VALUES,
    NOTHING,
    Bound,
    ClassValue,
    DictOf,
    External,
    FunctionValue,
    Instance,
    ListOf,
    TextValue,
    Value,
    Values,
    fewer,
    in_order,
    union,
)
from boundary_lint.link.variants import vary_instance

MAX_CERTAIN = MAX_VALUES // 2
"""A library's method that may be called on more things than this is called on one of them: which, is not known, and none is charged."""


class Evaluator:
    """Evaluates paths over a whole program."""

    annotations: Annotations

    def __init__(self, names: Names, meaning: Meaning) -> None:
        self.names, self.meaning, self.program = names, meaning, names.program
        self.builtins = Builtins(self)
        self.annotations = Annotations(self)
        self.known = Knowledge()
        self.next_argument_types: ArgumentTypes = {}
        self.next_foreign_stores: dict[tuple[Class, str], Values] = {}
        self.next_receivers: dict[Class, set[Value]] = {}
        self.steps = 0
        self.consulted: set[Consulted] = set()
        self._frames: dict[Module | Class, Frame] = {}
        self._members: Memo[tuple[Module, str]] = Memo(self)
        self._attributes: Memo[tuple[Value, str]] = Memo(self)
        self._stored: Memo[tuple[Value, str]] = Memo(self)
        self.parameters, self.summaries = Parameters(self), Summaries(self)

    def next_pass(self, known: Knowledge) -> None:
        """Begin a pass that knows more; what was evaluated without consulting any of the news stays."""
        self.known = known
        self.next_argument_types, self.next_foreign_stores, self.next_receivers = {}, {}, {}
        self._frames = {}
        for memo in (self._members, self._attributes, self._stored, self.parameters.annotated, self.summaries.known):
            memo.forget(known.news)

    # -- frames of modules and classes

    def module_frame(self, module: Module) -> Frame:
        """Return the frame of a module's own code."""
        frame = self._frames.get(module)
        if frame is None:
            frame = self._frames[module] = Frame(self, module.functions[0], depth=1)
        return frame

    def class_frame(self, cls: Class) -> Frame:
        """Return the frame of a class body: names of the class come before those of the module."""
        frame = self._frames.get(cls)
        if frame is None:
            frame = self._frames[cls] = Frame(self, cls.module.functions[0], depth=1, cls=cls)
        return frame

    # -- names

    def dotted(self, root: str, path: str) -> Values:
        """Return what an absolute dotted path is; members are evaluated, not only named."""
        module = self.program.find(root, path)
        if module is not None:
            return module.values
        parts = path.split(".")
        for end in range(len(parts) - 1, 0, -1):
            module = self.program.find(root, ".".join(parts[:end]))
            if module is None or module.is_stub:
                continue
            values = self.member(module, parts[end])
            for name in parts[end + 1 :]:
                values = self.attribute(values, name, self.module_frame(module))
            return values
        return self.names.dotted(root, path)

    def member(self, module: Module, name: str) -> Values:
        """Return what a module-level name is."""
        known = self._members.recall((module, name))
        if known is not None:
            return known
        return self._members.remember((module, name), lambda: self._member(module, name))

    def _member(self, module: Module, name: str) -> Values:
        candidates = module.syntax.names.get(name)
        if candidates is not None:
            frame = self.module_frame(module)
            found = union(frame.evaluate(node) for node in candidates)
            return found if len(found) <= 2 * MAX_WIDE else NOTHING
        for source in self.names.starred(module, name):
            found = self.member(source, name)
            if found:
                return found
        return self.names.submodule(module, name) or offered(self.names, module, name)

    def module_member(self, module: Module, name: str) -> Values:
        """Return what ``module.name`` is: a member, or a submodule imported somewhere."""
        found = self.member(module, name)
        if found:
            return found
        below = self.program.find(module.root, f"{module.name}.{name}")
        if below is not None:
            return below.values
        return self.names.dotted(module.root, f"{module.name}.{name}") if module.is_stub else NOTHING

    # -- attributes

    def attribute(self, values: Values, name: str, frame: Frame) -> Values:
        """Return what an attribute of any of the values is."""
        if len(values) == 1:
            (value,) = values
            return value.attribute(name, frame)
        found = union(value.attribute(name, frame) for value in in_order(values))
        return found if len(found) <= MAX_WIDE else NOTHING

    def class_attribute(self, cls: Class, name: str, receiver: Value, frame: Frame) -> Values:
        """Return what ``cls.name`` is, read on a class or, as ``receiver``, on anything else that has that class."""
        owner = self.names.lookup(cls, name)
        if owner is not None:
            return self.bind(owner, name, receiver, frame)
        return self.external_base_attribute(cls, name, "")

    def external_base_attribute(self, cls: Class, name: str, call: str) -> Values:
        """Return the attribute of the first base outside the program, where the program's classes do not have it."""
        for base in self.names.external_bases(cls):
            return self.names.external(f"{base}{call}.{name}", cls.module.root)
        return NOTHING

    def instance_attribute(self, value: Instance, name: str, frame: Frame) -> Values:
        """Return what ``instance.name`` is: methods first, then class attributes and what functions stored."""
        cls = value.cls
        known = cls.attributes.get(name)
        if known is None:
            known = cls.attributes[name] = Attribute(cls, name, self.names)
        if known.is_plain:
            bound = known.bound.get(value)
            if bound is None and known.owner is not None:
                bound = known.bound[value] = self.bind(known.owner, name, value, frame)
            return bound or NOTHING
        if known.properties and frame.sink is not None:
            for read in known.properties:
                frame.sink.add(read)
        if known.has_effects:
            return self._find_attribute(known, value, name, frame)
        before = self._attributes.recall((value, name))
        if before is not None:
            return before
        return self._attributes.remember(
            (value, name), lambda: self._find_attribute(known, value, name, frame), guarded=False
        )

    def _find_attribute(self, known: Attribute, value: Instance, name: str, frame: Frame) -> Values:
        cls = value.cls
        found = self.bind(known.owner, name, value, frame) if known.owner is not None else NOTHING
        if known.is_method:
            return found
        if known.is_stored:
            found |= self.stored(cls, name, value)
        if known.is_contained:
            found |= self._contained(cls, name)
        if not found and known.given:
            found = self._foreign(known.given, name)
        if not found and known.is_asked:
            found = self.asked(value, "__getattr__", name, frame)
        return found or (self.external_base_attribute(cls, name, "()") if known.owner is None else NOTHING)

    def _foreign(self, classes: Sequence[Class], name: str) -> Values:
        self.consulted.update((c, name) for c in classes)
        return union(self.known.foreign_stores.get((c, name), NOTHING) for c in classes)

    def stored(self, cls: Class, name: str, receiver: Value | None = None) -> Values:
        """Return what the methods of a class and its bases assign to ``self.name``."""
        if name not in self.names.stored_names(cls):
            return NOTHING
        owner = receiver or cls.as_instance
        return self._stored.remember((owner, name), lambda: self._find_stored(cls, name, owner))

    def _contained(self, cls: Class, name: str) -> Values:
        """Return the containers that what methods put into ``self.name`` makes of it."""
        listed, keyed = (self.stored(cls, name + ending) for ending in CONTAINED)
        if not (listed or keyed) or not self._may_contain(cls, name):
            return NOTHING
        found: Values = frozenset((ListOf(listed),)) if listed else NOTHING
        return found | {DictOf(((None, keyed),))} if keyed else found

    def _may_contain(self, cls: Class, name: str) -> bool:
        """Whether ``self.name`` is a container: a session has ``add``, too, but was given or made otherwise."""
        given = [
            node
            for above in self.names.mro(cls)
            if not isinstance(above, str)
            for node in (
                *((above.module.nodes, value) for value in above.names.get(name, ())),
                *((function.module.nodes, value) for function, value in above.stores.get(name, ())),
            )
        ]
        return not given or any(is_container(nodes, node) for nodes, node in given)

    def _find_stored(self, cls: Class, name: str, receiver: Value) -> Values:
        found = NOTHING
        for above in self.names.mro(cls):
            if isinstance(above, str) or name not in above.stores:
                continue
            for function, node in above.stores[name]:
                depth = 1 if function.module.is_stub else 3
                found |= Frame(self, function, receiver, depth=depth).evaluate(node)
            if len(found) > MAX_VALUES:
                return NOTHING
        return found

    def bind(self, owner: Class, name: str, receiver: Value, frame: Frame) -> Values:
        """Return what a class attribute is when it is read on ``receiver``: methods bound, properties called."""
        found = NOTHING
        nodes = owner.module.nodes
        for node in owner.names.get(name, ()):
            record = nodes[node]
            if isinstance(record, syntax.FunctionRef):
                found |= self._bind_function(owner.module.functions[record.function], receiver, frame)
            else:
                found |= self.class_frame(owner).evaluate(node)
        if name in owner.annotations and all(isinstance(value, External) for value in found):
            found |= self.annotations.instances(owner.annotations[name], self.class_frame(owner))
        return found

    def _bind_function(self, function: Function, receiver: Value, frame: Frame) -> Values:
        kinds = function.kinds
        if "property" in kinds:
            if frame.sink is not None and not function.module.is_stub:
                frame.sink.add(Invoked(function, as_property=True))
            return self.summary(function, receiver, None, frame)
        if "staticmethod" in kinds:
            return function.values
        if "classmethod" in kinds and isinstance(receiver, Instance):
            return frozenset((Bound(function, receiver.cls.as_class),))
        if isinstance(receiver, ClassValue) and "classmethod" not in kinds:
            return function.values
        return frozenset((Bound(function, receiver),))

    # -- elements

    def item(self, value: Instance, key: str | int, frame: Frame) -> Values:
        """Return what ``instance[key]`` is for an instance of the program's own class, or of a stub's."""
        if isinstance(key, str) and self.names.lookup(value.cls, "__getitem__") is not None:
            return self.asked(value, "__getitem__", key, frame)
        return self.iterate(value, frame)

    def asked(self, value: Instance, method: str, text: str, frame: Frame) -> Values:
        """Return what a method gives for a text: ``__getattr__("orders")``, ``__getitem__("orders")``."""
        found = NOTHING
        for bound in self.class_attribute(value.cls, method, value, frame):
            if isinstance(bound, Bound) and len(bound.function.positional) > 1:
                arguments: dict[str, Values] = {bound.function.positional[1]: frozenset((TextValue(text),))}
                found |= self.summary(bound.function, bound.receiver, arguments, frame)
        return found

    def iterate(self, value: Instance, frame: Frame) -> Values:
        """Return what iterating over an instance of the program's own class gives."""
        for name in ("__iter__", "__aiter__", "__getitem__"):
            if self.names.lookup(value.cls, name) is None:
                continue
            returned = self.returned(self.class_attribute(value.cls, name, value, frame), frame)
            if name == "__getitem__":
                return returned
            others = returned - {value}
            if others != returned:
                others |= frozenset((ListOf(self._next(value, frame)),))
            return union(v.element(frame) or frozenset((v,)) for v in others)
        return NOTHING

    def _next(self, value: Instance, frame: Frame) -> Values:
        """Return what an iterator that is its own ``__iter__`` gives."""
        for name in ("__next__", "__anext__"):
            if self.names.lookup(value.cls, name) is not None:
                return self.returned(self.class_attribute(value.cls, name, value, frame), frame)
        return NOTHING

    def elements(self, values: Values, frame: Frame) -> Values:
        """Return what an element of any of the values is."""
        if len(values) == 1:
            (value,) = values
            return value.element(frame)
        return union(value.element(frame) for value in in_order(values))

    # -- calls

    def call(self, node: syntax.Call, frame: Frame) -> Values:
        """Return what a call is, and note its effects."""
        nodes = frame.nodes
        callee = nodes[node.func]
        site = CallSite(node, frame)
        if callee.__class__ is syntax.Name:
            known = self.builtins.call(callee.name, site)
            if known is not None:
                return known
        functions = frame.evaluate(node.func)
        for argument in node.args:
            if nodes[argument].__class__ not in INERT:
                frame.evaluate(argument)
        for _, argument in node.keywords:
            if nodes[argument].__class__ not in INERT:
                frame.evaluate(argument)
        if not functions:
            return self.meaning.unknown_call(site) or NOTHING
        if len(functions) == 1:
            (function,) = functions
            return function.call(site)
        if len(functions) > MAX_CERTAIN:
            quiet = CallSite(node, frame.without_effects())
            return union(f.call(quiet if is_of_stub(f) else site) for f in in_order(functions))
        return union(function.call(site) for function in in_order(functions))

    def invoke(self, function: Function, receiver: Value | None, site: CallSite) -> Values:
        """Call a function of the program or of a stub."""
        known = self.meaning.own_call(function, receiver, site)
        if known is not None:
            return known
        frame = site.frame
        if frame.sink is not None and not function.module.is_stub:
            frame.sink.add(Invoked(function))
        arguments = self.bind_arguments(function, receiver, site)
        if not function.module.is_stub:
            call_handed(function, arguments, site)
        return self.summary(function, receiver, arguments, frame)

    def passed_on(self, path: str, site: CallSite) -> Values:
        """Return what a function outside the program passes on."""
        return passed_on(path, site) or NOTHING

    def construct(self, cls: Class, site: CallSite, instance: Instance | None = None) -> Values:
        """Make an instance: ``__init__`` learns what it was passed, and that of a stub does what it does."""
        made = instance or cls.as_instance
        function = initializer(cls, self)
        if function is None:
            return frozenset((made,))
        arguments = self.bind_arguments(function, made, site)
        if function.module.is_stub:
            self.summary(function, made, arguments, site.frame)
            return frozenset((vary_instance(made, kept_by_stub(function, made, arguments, self)),))
        kept = kept_by_program(function, made, arguments, self)
        made = vary_instance(made, kept)
        if keeps_classes(kept):
            self.next_receivers.setdefault(cls, set()).add(made)
        return frozenset((made,))

    def bind_arguments(self, function: Function, receiver: Value | None, site: CallSite) -> dict[str, Values]:
        """Return what the parameters of a function are at one call; the program's functions remember it."""
        node, frame = site.node, site.frame
        if not node.args and not node.keywords:
            return {}
        names = (
            function.positional[1:] if receiver is not None and function.self_name is not None else function.positional
        )
        passed: list[tuple[str, syntax.NodeId]] = []
        for name, argument in zip(names, node.args, strict=False):
            if frame.nodes[argument].__class__ is syntax.Star:
                break
            passed.append((name, argument))
        passed += node.keywords
        arguments = {name: frame.evaluate(argument) for name, argument in passed}
        unpack(arguments)
        if function.module.is_stub:
            tell_stub(function, passed, arguments, frame)
        else:
            self._remember(function, receiver, arguments)
        return arguments

    def _remember(self, function: Function, receiver: Value | None, arguments: dict[str, Values]) -> None:
        cls = receiver.python_class if receiver is not None else None
        tells = function in self.meaning.telling
        for name, values in arguments.items():
            if not values or not (name in function.parameters or function.rest):
                continue
            traveling = travelers(addresses(values) if tells else values)
            if not traveling:
                continue
            key = (function, name, cls)
            old = self.next_argument_types.get(key, NOTHING)
            if not traveling <= old and len(old) <= MAX_VALUES:
                both = old | traveling
                self.next_argument_types[key] = fewer(both) if len(both) > MAX_VALUES else both

    def handed(self, functions: Values, arguments: Sequence[Values], frame: Frame) -> Values:
        """Return what functions give that another calls with such arguments: ``map(order_of, lines)``, ``sorted(lines, key=order_of)``."""
        found = NOTHING
        for value in in_order(functions):
            if isinstance(value, ClassValue):
                found |= value.cls.instance
            if not isinstance(value, FunctionValue | Bound):
                continue
            function, receiver = value.function, value.receiver if isinstance(value, Bound) else None
            names = function.positional[receiver is not None and function.self_name is not None :]
            passed = dict(zip(names, arguments, strict=False))
            if not function.module.is_stub:
                self._remember(function, receiver, passed)
                if frame.sink is not None and not function.record.qualname.endswith("<lambda>"):
                    frame.sink.add(Invoked(function))
            found |= self.summary(function, receiver, passed, frame)
        return found

    # -- what functions return, and what they are given

    def returned(self, functions: Values, frame: Frame) -> Values:
        """Return what bound methods and functions return when called without arguments."""
        found = NOTHING
        for value in in_order(functions):
            if isinstance(value, Bound):
                found |= self.summary(value.function, value.receiver, None, frame)
            elif isinstance(value, FunctionValue):
                found |= self.summary(value.function, None, None, frame)
        return found

    def summary(
        self, function: Function, receiver: Value | None, arguments: dict[str, Values] | None, frame: Frame
    ) -> Values:
        """Return what a function returns for a receiver and arguments; a stub's effects become the caller's."""
        return self.summaries.of(function, receiver, arguments, frame)

    def parameter(self, node: syntax.Param, frame: Frame) -> Values:
        """Return what a parameter is where its function is read."""
        return self.parameters.value(node, frame)

    def self_of(self, frame: Frame) -> tuple[Value, Class] | None:
        """Return the receiver of the method that encloses the frame's function, and the class that holds it."""
        method = frame.function.method
        if method is None or method.cls is None:
            return None
        return frame.receiver or method.cls.as_instance, method.cls
