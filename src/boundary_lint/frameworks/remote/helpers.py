"""Helpers around remote calls: ``def get(path): return requests.get(BASE + path)``. Where they are called the target is known.

Which functions may be helpers is told by names alone, once per program; what a call of one does is found by reading the helper with
what it is passed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

import msgspec

from boundary_lint.facts import syntax
from boundary_lint.frameworks.remote.calls import marked
from boundary_lint.frameworks.remote.effects import Requested
from boundary_lint.frameworks.remote.held import comes_from, held_names, home_of, is_home, is_kept
from boundary_lint.frameworks.remote.page import RemotePage
from boundary_lint.frameworks.signatures import Signature
from boundary_lint.frameworks.world import World
from boundary_lint.link.evaluate import Evaluator
from boundary_lint.link.frame import CallSite, Frame, Sink
from boundary_lint.link.learned import Consulted, Knowledge
from boundary_lint.link.paths import children
from boundary_lint.link.program import Function, Module
from boundary_lint.link.values import OPENING, Value, Values

MAX_HELPERS = 4
"""Helpers that call helpers."""

MAX_CALLS = 100
"""Calls by one last name in a program beyond which the name does not tell who may be called."""

MAX_EMPTY = 2
"""Calls of a function that call nobody, after which it is taken for no helper."""

MAX_IDLE = 5
"""Calls of a function that calls the same whatever it is passed, after which no other is read. A program of 180,000 lines has 262 calls of one such."""

MAX_READ = 20_000
"""Calls of helpers that are read in one part of the program."""

_Passed = tuple[tuple[str, Values], ...]


class Helpers:
    """The functions that may be helpers, and what they do with what they are passed."""

    def __init__(self, world: World, pages: Iterable[RemotePage]) -> None:
        self._functions = _find(world, list(pages))
        self._running: set[Function] = set()
        self._begin(None, None)

    def _begin(self, link: Evaluator | None, known: Knowledge | None) -> None:
        """Forget everything: what one part of the program found in one pass must not depend on which others were read before."""
        self._link, self._pass = link, known
        self._known: dict[
            tuple[Function, Value | None, _Passed], tuple[tuple[Requested, ...], frozenset[Consulted]]
        ] = {}
        self._plain: dict[tuple[Function, Value | None], tuple[list[tuple[int, Requested]], frozenset[Consulted]]] = {}
        self._empty: Counter[Function] = Counter()
        self._idle: Counter[Function] = Counter()

    def note(self, function: Function, receiver: Value | None, site: CallSite, first: tuple[Values, ...] = ()) -> None:
        """Note at a call of a helper what it does with what it is passed there; first: what is passed before the arguments that are written."""
        if function not in self._functions or function in self._running or len(self._running) >= MAX_HELPERS:
            return
        sink = site.frame.sink
        link = site.frame.link
        if link is not self._link or link.known is not self._pass:
            self._begin(link, link.known)
        if sink is None or self._empty[function] >= MAX_EMPTY:
            return
        passed = _passed(function, site, first)
        if not passed:
            return
        found = self._does(function, receiver, passed, site)
        if not found:
            return
        asked = marked(site)
        left = self._does(function, receiver, _passed(function, asked, first), asked) if asked is not None else ()
        open_at = {effect.sink for effect in left if _is_marked(effect)}
        for effect in found:
            sink.add(msgspec.structs.replace(effect, open=effect.sink in open_at))

    def _does(
        self, function: Function, receiver: Value | None, passed: _Passed, site: CallSite
    ) -> tuple[Requested, ...]:
        """Return what a helper does; who is told has consulted, too, what was consulted for it."""
        key, link = (function, receiver, passed), site.frame.link
        known = self._known.get(key)
        if known is None:
            if len(self._known) > MAX_READ:
                return ()
            self._known[key] = ((), frozenset())
            self._running.add(function)
            outer, link.consulted = link.consulted, set()
            try:
                found = tuple(dict.fromkeys(self._read(function, receiver, passed, site)))
                known = self._known[key] = (found, frozenset(link.consulted))
            finally:
                self._running.discard(function)
                outer |= link.consulted
                link.consulted = outer
        link.consulted |= known[1]
        return known[0]

    def _read(self, function: Function, receiver: Value | None, passed: _Passed, site: CallSite) -> Iterator[Requested]:
        """Yield what depends on what the helper is passed: all else is told where it stands."""
        link, depth = site.frame.link, site.frame.depth + 1
        known = self._plain.get((function, receiver))
        if known is None:
            outer, link.consulted = link.consulted, set()
            events = self._events(function, receiver, None, link, depth)
            known = self._plain[function, receiver] = (events, frozenset(link.consulted))
            link.consulted = outer
        plain = known[0]
        link.consulted |= known[1]
        open_at = {position for position, effect in plain if effect.open}
        if not open_at and self._idle[function] >= MAX_IDLE:
            return
        told = {_said(position, effect) for position, effect in plain}
        found = self._events(function, receiver, dict(passed), link, depth)
        if not plain and not found:
            self._empty[function] += 1
        news = [
            (position, effect)
            for position, effect in found
            if (position in open_at or effect.sink) and _said(position, effect) not in told
        ]
        self._idle[function] += not news
        for position, effect in news:
            here = (function.module.file, function.record.uses[position].line)
            yield msgspec.structs.replace(effect, sink=effect.sink or here, open=False)

    def _events(
        self, function: Function, receiver: Value | None, passed: dict[str, Values] | None, link: Evaluator, depth: int
    ) -> list[tuple[int, Requested]]:
        sink = Sink()
        frame = Frame(link, function, receiver, arguments=passed, sink=sink, depth=depth)
        for position, use in enumerate(function.record.uses):
            sink.use = position
            frame.evaluate(use.node)
        return [(position, effect) for position, effect in sink.events if isinstance(effect, Requested)]


def _is_marked(effect: Requested) -> bool:
    return any(OPENING in text for text in (effect.target, effect.method, effect.queue))


def _said(position: int, effect: Requested) -> tuple[int, str, str, str, str]:
    """Return what tells whether an effect says something new."""
    return position, effect.target, effect.method, effect.queue, effect.handler


def _passed(function: Function, site: CallSite, first: tuple[Values, ...] = ()) -> _Passed:
    """Return what the parameters of a helper are at one call."""
    frame = site.frame
    names = function.positional[1:] if function.self_name is not None else function.positional
    arguments = dict(zip(names, (*first, *map(frame.evaluate, site.node.args)), strict=False))
    arguments |= {name: frame.evaluate(node) for name, node in site.node.keywords}
    for name, parameter in function.parameters.items():
        if name not in arguments and parameter.default != syntax.NONE and name != function.self_name:
            arguments[name] = frame.link.module_frame(function.module).evaluate(parameter.default)
    known = [(name, values) for name, values in arguments.items() if values and name in function.parameters]
    return tuple(sorted(known, key=_name))


def _name(argument: tuple[str, Values]) -> str:
    return argument[0]


def find_telling(world: World, pages: Iterable[RemotePage]) -> set[Function]:
    """Return what makes objects of the classes of modules that import a library of remote calls."""
    tops = _tops(pages)
    modules = [m for m in world.program.modules if m.role in ("source", "settings") and _imports(m, tops)]
    return {f for module in modules for f in module.functions if f.record.qualname.endswith("__init__")}


def _tops(pages: Iterable[RemotePage]) -> set[str]:
    return {home_of(path) for page in pages for path in (*page.functions, *page.clients)} - {"*", ""}


def _find(world: World, pages: list[RemotePage]) -> frozenset[Function]:
    """Return the functions with parameters that call out, or call one that does, as far as last names tell."""
    tops = _tops(pages)
    names = {name for page in pages for name, how in page.methods.items() if _leads_somewhere(how)}
    names |= {
        path.rpartition(".")[2] for page in pages for path, how in page.functions.items() if _leads_somewhere(how)
    }
    modules = [m for m in world.program.modules if m.role in ("source", "settings")]
    near = [module for module in modules if _imports(module, tops)]
    held = held_names(near, tops)
    found: set[Function] = set()
    for module in near:
        found.update(_calling(module, names, partial(_may_lead_out, module, tops, held)))
    homes = {module.name for module in near}
    for module in modules:
        taken = {
            s.name for s in module.syntax.imports if s.name in held and module.absolute(s.level, s.module) in homes
        }
        if taken and module.name not in homes:
            found.update(_calling(module, names, partial(_is_on, module, taken)))
    newest = found
    for _ in range(MAX_HELPERS - 1):
        last = {name for name in map(_last_name, newest) if not name.startswith("__") and _is_rare(name, modules)}
        homes = {function.module.name for function in newest}
        beside = [module for module in modules if module.name in homes or not homes.isdisjoint(_imported(module))]
        newest = {function for module in beside for function in _calling(module, last)} - found
        if not newest or len(found) > MAX_READ:
            break
        found |= newest
    return frozenset(found)


def _last_name(function: Function) -> str:
    return function.record.qualname.rpartition(".")[2]


def _is_rare(name: str, modules: Iterable[Module]) -> bool:
    """Whether a name is called seldom enough to say of a call whom it may reach: ``clean`` and ``save`` do not."""
    return sum(len(module.calls(name)) for module in modules) <= MAX_CALLS


def _imported(module: Module) -> Iterator[str]:
    """Yield the names of the modules that a module may import, and of what it takes out of them."""
    for statement in module.syntax.imports:
        base = module.absolute(statement.level, statement.module)
        yield base
        yield f"{base}.{statement.name}"


_PARTS = frozenset({"url", "base_url", "host", "method", "channel", "exchange", "service", "connection"})
"""Parts of a call that say where it goes."""


def _leads_somewhere(how: Signature) -> bool:
    """Whether an argument of a call says where it goes."""
    return not _PARTS.isdisjoint(how.parameters)


def _imports(module: Module, tops: set[str]) -> bool:
    names = (".".join(filter(None, (s.module, s.name))) for s in module.syntax.imports)
    return any(is_home(name, tops) or "_pb2" in name for name in names)


_CLIENTS = re.compile(
    r"session|client|http|api|channel|producer|publisher|connection|conn|broker|stub|proxy|rpc|request|queue|topic|nats|redis|sqs|sns|"
    r"exchange|amqp|rabbit|kafka|bus|js|service|gateway|transport|dispatch|event|app|celery|task",
    re.IGNORECASE,
)
"""Words in the names of what is called to reach others, where no import tells what it is."""


def _may_lead_out(module: Module, tops: set[str], held: Collection[str], call: syntax.Call) -> bool:
    """Whether a call may be one of a library: its callee comes from one, is kept under a name of one, or is called like a client."""
    nodes = module.nodes
    func = nodes[call.func]
    if not isinstance(func, syntax.Attr) or comes_from(module, func.base, tops):
        return True
    before = nodes[func.base]
    while isinstance(before, syntax.Entered | syntax.Outer | syntax.Narrowed):
        before = nodes[before.node if isinstance(before, syntax.Outer) else before.base]
    named = nodes[before.func] if isinstance(before, syntax.Call) else before
    name = getattr(named, "name", "")
    return name in held or isinstance(before, syntax.Super) or bool(_CLIENTS.search(name))


def _is_on(module: Module, taken: set[str], call: syntax.Call) -> bool:
    """Whether a call is one of what another module made with a library: ``from shop.clients import session``."""
    func = module.nodes[call.func]
    return isinstance(func, syntax.Attr) and is_kept(module, func.base, taken)


def _calling(
    module: Module, names: set[str], accepts: Callable[[syntax.Call], bool] = lambda call: True
) -> Iterator[Function]:
    """Yield the functions of a module that pass a parameter on to something of one of the names, or call it on one."""
    known: dict[int, _Parameters] = {}
    for name in names.intersection(module.called()):
        for _, call in module.calls(name):
            if not accepts(call):
                continue
            for node in (call.func, *call.args, *(value for _, value in call.keywords)):
                for index, parameter in _parameters(module.nodes, node, known):
                    function = module.functions[index]
                    if parameter != function.self_name:
                        yield function


_Parameters = frozenset[tuple[int, str]]
"""Function, by its position, and the name of one of its parameters."""

_NO_PARAMETERS: _Parameters = frozenset()


def _parameters(nodes: list[syntax.Node], node: int, known: dict[int, _Parameters]) -> _Parameters:
    """Return the parameters that a path is made of."""
    if node < 0:
        return _NO_PARAMETERS
    found = known.get(node)
    if found is None:
        known[node] = _NO_PARAMETERS
        record = nodes[node]
        if isinstance(record, syntax.Param):
            found = frozenset(((record.function, record.name),))
        else:
            keys = record.keys if isinstance(record, syntax.Dictionary) else ()
            found = _NO_PARAMETERS.union(*(_parameters(nodes, one, known) for one in (*children(record), *keys)))
        known[node] = found
    return found
