"""What each kind of node gives: one handler for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.routes.things import (
    Above,
    Closure,
    Listing,
    Scope,
    Table,
    Thing,
    Things,
    Truth,
    options,
)
from boundary_lint.frameworks.routes import texts

if TYPE_CHECKING:
    from boundary_lint.frameworks.django.routes.reader import Reader


def _name(reader: Reader, record: syntax.Name, node: syntax.NodeId, scope: Scope) -> Things:
    cls = scope.cls
    while cls is not None:
        if candidates := [n for n in cls.names.get(record.name, ()) if n != node]:
            inside = Scope(cls.module, cls=cls)
            return tuple(thing for one in candidates for thing in reader.read(one, inside))
        cls = cls.parent
    return reader.member(scope.module, record.name, scope.line, scope.under_condition)


def _imported(reader: Reader, record: syntax.Imported, node: syntax.NodeId, scope: Scope) -> Things:
    source = reader.names.program.source(scope.module, record)
    if source is not None and source is not scope.module and not source.is_stub:
        found = reader.member(source, record.name)
        if found:
            return found
    return reader.things(reader.names.imported(scope.module, record.level, record.module, record.name))


def _attr(reader: Reader, record: syntax.Attr, node: syntax.NodeId, scope: Scope) -> Things:
    return tuple(found for thing in reader.read(record.base, scope) for found in reader.attribute(thing, record.name))


def _param(reader: Reader, record: syntax.Param, node: syntax.NodeId, scope: Scope) -> Things:
    inside: Scope | None = scope
    while inside is not None and (inside.function is None or inside.function.index != record.function):
        inside = inside.outer
    if inside is None or inside.function is None:
        return ()
    function = inside.function
    if record.name == function.self_name:
        return (inside.receiver,) if inside.receiver is not None else ()
    found = reader.parameter(function, record.name, inside)
    if found is not None:
        return found
    parameter = function.parameters.get(record.name)
    return reader.read(parameter.default, Scope(function.module)) if parameter is not None else ()


def _collection(reader: Reader, record: syntax.Collection, node: syntax.NodeId, scope: Scope) -> Things:
    items: list[Things] = []
    for item in record.items:
        starred = scope.module.nodes[item]
        if isinstance(starred, syntax.Star):
            items += Listing.of(reader.elements(reader.read(starred.base, scope))).items
        else:
            items += reader.each(item, scope)
    return (Listing(tuple(items)),)


def _dictionary(reader: Reader, record: syntax.Dictionary, node: syntax.NodeId, scope: Scope) -> Things:
    items: list[tuple[str | None, Things]] = []
    for key, value in record.items:
        things = reader.read(value, scope)
        if key == "**":
            items += (item for thing in things if isinstance(thing, Table) for item in thing.items)
        else:
            items.append((key, things))
    return (Table(tuple(items)),)


def _either(reader: Reader, record: syntax.Either, node: syntax.NodeId, scope: Scope) -> Things:
    found = [reader.read(option, scope) for option in record.options]
    asked = [
        things for option, things in zip(record.options, found, strict=True) if _is_optional(scope, option) and things
    ]
    return tuple(thing for things in asked or found for thing in things)


def _is_optional(scope: Scope, node: syntax.NodeId) -> bool:
    """Whether a value is a parameter that may be None, or ``getattr(x, "name", None)``: where it is there, nothing stands in for it."""
    nodes = scope.module.nodes
    call = nodes[node]
    if isinstance(call, syntax.Param):
        parameter = scope.module.functions[call.function].parameters.get(call.name)
        default = nodes[parameter.default] if parameter is not None and parameter.default != syntax.NONE else None
        return isinstance(default, syntax.Const) and default.value == "None"
    if not isinstance(call, syntax.Call) or len(call.args) < 3:
        return False
    func, default = nodes[call.func], nodes[call.args[2]]
    is_getattr = isinstance(func, syntax.Name) and func.name == "getattr"
    return is_getattr and isinstance(default, syntax.Const) and default.value == "None"


def _binary(reader: Reader, record: syntax.Binary, node: syntax.NodeId, scope: Scope) -> Things:
    if record.op not in ("Add", "Mod"):
        return ()
    left, right = reader.read(record.left, scope), reader.read(record.right, scope)
    if record.op == "Mod":
        given = [options(item)[0] for thing in right if isinstance(thing, Listing) for item in thing.items]
        return tuple(texts.percent(text, given or options(right)[:1]) for text in left if isinstance(text, str))
    if any(isinstance(thing, Listing) for thing in (*left, *right)):
        return (Listing.of(dict.fromkeys((*reader.elements(left), *reader.elements(right)))),)
    return tuple(texts.joined([options(left), options(right)]))


def _format(reader: Reader, record: syntax.Format, node: syntax.NodeId, scope: Scope) -> Things:
    return tuple(texts.joined([options(reader.read(part, scope)) for part in record.parts]))


def _element(reader: Reader, record: syntax.Element, node: syntax.NodeId, scope: Scope) -> Things:
    if node in scope.bound:
        return (scope.bound[node],)
    return tuple(reader.elements(reader.read(record.base, scope)))


def _item(reader: Reader, record: syntax.Item, node: syntax.NodeId, scope: Scope) -> Things:
    found: list[Thing] = []
    for thing in reader.read(record.base, scope):
        if isinstance(thing, Table) and isinstance(record.key, str):
            found += thing.get(record.key)
        elif isinstance(thing, Listing) and isinstance(record.key, int):
            found += (one for item in thing.items[record.key :][:1] for one in item)
    return tuple(found)


def _function(reader: Reader, record: syntax.FunctionRef, node: syntax.NodeId, scope: Scope) -> Things:
    return reader.calls.decorators.applied(Closure(scope.module.functions[record.function], scope))


def _super(reader: Reader, record: syntax.Super, node: syntax.NodeId, scope: Scope) -> Things:
    method = scope.function.method if scope.function is not None else None
    inside: Scope | None = scope
    while inside is not None and inside.function is not method:
        inside = inside.outer
    if method is None or method.cls is None or inside is None or inside.receiver is None:
        return ()
    return (Above(method.cls, inside.receiver),)


HANDLERS: dict[type, Callable[..., Things]] = {
    syntax.Name: _name,
    syntax.Imported: _imported,
    syntax.Attr: _attr,
    syntax.Param: _param,
    syntax.Collection: _collection,
    syntax.Dictionary: _dictionary,
    syntax.Either: _either,
    syntax.Binary: _binary,
    syntax.Format: _format,
    syntax.Element: _element,
    syntax.Item: _item,
    syntax.FunctionRef: _function,
    syntax.Super: _super,
    syntax.Const: lambda reader, record, node, scope: (
        (Truth(record.value == "True"),) if record.value in ("True", "False") else ()
    ),
    syntax.Text: lambda reader, record, node, scope: (record.value,),
    syntax.ClassRef: lambda reader, record, node, scope: (scope.module.classes[record.cls],),
    syntax.Call: lambda reader, record, node, scope: reader.calls.call(record, node, scope),
    syntax.Outer: lambda reader, record, node, scope: reader.read(record.node, scope),
    syntax.Narrowed: lambda reader, record, node, scope: reader.read(record.base, scope),
    syntax.Entered: lambda reader, record, node, scope: reader.read(record.base, scope),
}
"""Class of a node -> what it is."""
