"""The facts of several programs told as one: services, whose each module and table is, and who calls whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import msgspec

from boundary_lint.facts import program as facts
from boundary_lint.facts.deployment import Deployment
from boundary_lint.facts.program import PROCEDURE, Context, Fact, Module, ProgramFacts, Service
from boundary_lint.frameworks.services.addresses import Addresses
from boundary_lint.frameworks.services.answers import Answers
from boundary_lint.frameworks.services.channels import with_bindings, with_guesses, with_words
from boundary_lint.frameworks.services.declared import declared_operations, declared_procedures
from boundary_lint.frameworks.services.endpoints import Endpoints, serving
from boundary_lint.frameworks.services.gateways import Gateways
from boundary_lint.frameworks.services.identify import (
    HEALTH,
    Deployed,
    by_entries,
    deployed_from,
    elsewhere,
    name_of_folder,
    only_workers,
    told_apart,
)
from boundary_lint.frameworks.services.names import renamed
from boundary_lint.frameworks.services.processes import of_folders
from boundary_lint.frameworks.services.scripts import scripts_of
from boundary_lint.frameworks.services.servers import Servers
from boundary_lint.frameworks.services.tables import only_schema, own_tables, rows_of, table_names, with_schema

F = TypeVar("F", bound=Fact)


_NONE: Mapping[str, str] = MappingProxyType({})


class Analysed(NamedTuple):
    """A program, analysed: the folder it is deployed from ("" for what is deployed from none) and its facts."""

    folder: str
    facts: ProgramFacts


def merge(
    programs: Sequence[Analysed], deployment: Deployment, named: Mapping[str, str] = _NONE, only: Sequence[str] = ()
) -> ProgramFacts:
    """Return the facts of all programs as one. named: folders that the configuration declares as services -> how it calls them; only:
    those that are checked together."""
    deployed = _deployed(programs, deployment, named, only)
    servers = Servers(deployment.processes)
    programs = [_located(one, deployed, servers) for one in programs]
    told = [_placed(one, deployed) for one in programs] if len(programs) > 1 else [_sliced(programs[0].facts, deployed)]
    whole = _with_scripts(_together(told))
    whole = with_bindings(whole)
    whole = msgspec.structs.replace(whole, channel_uses=with_words(whole.channel_uses))
    whole = msgspec.structs.replace(whole, gaps=sorted({*whole.gaps, *deployment.gaps}))
    if not deployed:
        return whole
    return _connected(whole, [*deployed, *elsewhere(deployment.processes, deployed)], deployment)


def _with_scripts(whole: ProgramFacts) -> ProgramFacts:
    """Return the facts with what is only started by hand marked."""
    scripts = scripts_of(whole, "")
    modules = [msgspec.structs.replace(m, by_hand=True) if m.file in scripts else m for m in whole.modules]
    return msgspec.structs.replace(whole, modules=modules) if scripts else whole


def _deployed(
    programs: Sequence[Analysed], deployment: Deployment, named: Mapping[str, str], only: Sequence[str]
) -> list[Deployed]:
    folders = [one.folder for one in programs if one.folder]
    if not folders:
        return _slices(programs[0]) if len(programs) == 1 else []
    processes = of_folders(deployment.processes, folders)
    found: list[Deployed] = []
    for one in programs:
        if one.folder:
            name = named.get(one.folder) or name_of_folder(one.folder, folders)
            is_built = any(not process.file.startswith(one.folder + "/") for process in processes[one.folder])
            is_open = one.folder in only and one.folder not in named and not is_built
            inside = _slices(one) if is_open else []
            found += inside or [deployed_from(one.folder, name, one.facts, processes[one.folder])]
    return told_apart(found)


def _slices(one: Analysed) -> list[Deployed]:
    """Return the services that one program holds by the modules that serve, none where its contexts are declared."""
    return [] if any(context.declared for context in one.facts.contexts) else by_entries(one.facts)


def _located(one: Analysed, deployed: Sequence[Deployed], servers: Servers) -> Analysed:
    """Return a program with its databases told apart from those of all others."""
    own = next((d for d in deployed if d.service.root == one.folder), None)
    processes, service = (own.processes, own.service.name) if own is not None else ((), "")
    schema = only_schema(one.facts)
    located = [servers.located(with_schema(use, schema), one.folder, processes) for use in one.facts.databases]
    databases = [msgspec.structs.replace(use, service=service) for use in located]
    return Analysed(one.folder, msgspec.structs.replace(one.facts, databases=sorted(databases)))


def _users(file: str, deployed: Sequence[Deployed]) -> list[str]:
    """Return the services that a file runs in: the one whose folder holds it, else all that import it."""
    own = [
        d.service.name
        for d in deployed
        if d.files and d.service.root and (file.startswith(d.service.root + "/") or file == d.service.root)
    ]
    return own[-1:] or [d.service.name for d in deployed if file in d.files]


# -- one program in one folder


def _placed(one: Analysed, deployed: Sequence[Deployed]) -> ProgramFacts:
    """Return the facts of a program with the service of every module; it is one context where it holds fewer than two."""
    service = next((d.service for d in deployed if d.service.root == one.folder), None)
    if service is None:
        slices = [d for d in deployed if one.folder and d.service.root.startswith(one.folder + "/")]
        return _sliced(one.facts, slices) if slices else _shared(one.facts)
    name, found = service.name, one.facts
    scripts = scripts_of(found, one.folder)
    is_own = {m.file: m.file.startswith(one.folder + "/") and m.file not in scripts for m in found.modules}
    if any(context.declared for context in found.contexts):
        return _as_declared(found, service, is_own)
    inside = [c for c in found.contexts if c.kind != "library"]
    contexts: list[Context] = []
    new_name: dict[str, str] = {}
    if len(inside) > 1:
        for context in found.contexts:
            new_name[context.name] = f"{name}/{context.name}"
            contexts.append(msgspec.structs.replace(context, name=new_name[context.name], service=name))
        contexts.append(_as_context(service, ()))
    else:
        new_name = {c.name: name for c in found.contexts}
        contexts.append(
            _as_context(service, tuple(sorted({m.module.split(".", 1)[0] for m in found.modules if is_own[m.file]})))
        )
    modules = [
        msgspec.structs.replace(m, service=name, context=new_name.get(m.context, name))
        if is_own[m.file]
        else msgspec.structs.replace(m, service="", context=_library_of(m))
        for m in found.modules
    ]
    libraries = {m.context: _library(m) for m in modules if not m.service}
    tables = own_tables(found, new_name, name, is_own, one_context=len(inside) < 2)
    return msgspec.structs.replace(
        found, contexts=sorted([*contexts, *libraries.values()]), modules=modules, tables=tables
    )


def _as_declared(found: ProgramFacts, service: Service | None, is_own: Mapping[str, bool]) -> ProgramFacts:
    """Return the facts of a program whose contexts the configuration declares: they keep their names, and what is in none is library."""
    name = service.name if service is not None else ""
    declared = {context.name: context for context in found.contexts if context.declared}
    modules = [
        msgspec.structs.replace(
            m,
            service=name if is_own.get(m.file, False) else "",
            context=m.context if m.context in declared else _library_of(m),
        )
        for m in found.modules
    ]
    used = {m.context for m in modules if m.service}
    contexts = {m.context: _library(m) for m in modules if m.context not in declared}
    contexts |= {c.name: msgspec.structs.replace(c, service=name) if c.name in used else c for c in declared.values()}
    tables = [t if t.owner in declared else msgspec.structs.replace(t, owner="", evidence="") for t in found.tables]
    return msgspec.structs.replace(found, contexts=sorted(contexts.values()), modules=modules, tables=tables)


def _shared(found: ProgramFacts) -> ProgramFacts:
    """Return the facts of what is deployed in no service."""
    if any(context.declared for context in found.contexts):
        return _as_declared(found, None, {})
    modules = [msgspec.structs.replace(m, context=_library_of(m)) for m in found.modules]
    contexts = {m.context: _library(m) for m in modules}
    tables = [msgspec.structs.replace(t, owner="", evidence="") for t in found.tables]
    return msgspec.structs.replace(found, modules=modules, contexts=sorted(contexts.values()), tables=tables)


def _library_of(module: Module) -> str:
    return f"{module.module.split('.', 1)[0]} (library)"


def _library(module: Module) -> Context:
    top = module.module.split(".", 1)[0]
    return Context(name=_library_of(module), kind="library", root=module.root, modules=(top,), evidence="in no service")


def _as_context(service: Service, modules: tuple[str, ...]) -> Context:
    evidence = f"{service.file}:{service.line}" if service.line else service.how
    return Context(
        name=service.name, kind="service", root=service.root, modules=modules, evidence=evidence, service=service.name
    )


# -- several services in one folder


def _sliced(found: ProgramFacts, deployed: Sequence[Deployed]) -> ProgramFacts:
    """Return the facts of a program in which several modules serve: what only one of them imports is its own."""
    if not deployed:
        return found
    users = {m.file: _users(m.file, deployed) for m in found.modules}
    modules = [
        msgspec.structs.replace(m, service=users[m.file][0], context=users[m.file][0])
        if len(users[m.file]) == 1
        else msgspec.structs.replace(m, context=_library_of(m))
        for m in found.modules
    ]
    contexts = {m.context: _library(m) for m in modules if not m.service}
    for one in deployed:
        own = tuple(sorted(m.module for m in modules if m.service == one.service.name))
        contexts[one.service.name] = _as_context(one.service, own)
    context_of = {m.file: m.service for m in modules}
    tables = []
    for table in found.tables:
        writers = {context_of.get(a.file, "") for a in found.accesses if a.table == table.table and a.op != "read"}
        place = context_of.get(table.file, "")
        alone = next(iter(writers)) if len(writers) == 1 else ""
        evidence = f"declared {table.file}:{table.line}" if place else "only writer" if alone else ""
        tables.append(msgspec.structs.replace(table, owner=place or alone, evidence=evidence))
    return msgspec.structs.replace(found, contexts=sorted(contexts.values()), modules=modules, tables=tables)


# -- all of them


def _together(told: Sequence[ProgramFacts]) -> ProgramFacts:
    """Return the facts of all programs; tables, models and contexts of equal names in different programs are told apart."""
    names = table_names(told)
    told = [renamed(one, tables) for one, tables in zip(told, names, strict=True)]
    if len(told) == 1:
        return msgspec.structs.replace(told[0], tables=rows_of(told)) if names[0] else told[0]
    lists: dict[str, list[Fact]] = {}
    for name in ProgramFacts.__struct_fields__:
        if name not in ("coverage", "tables", "contexts", "modules"):
            lists[name] = sorted({fact for one in told for fact in getattr(one, name)})
    contexts: dict[str, Context] = {}
    modules: dict[str, Module] = {}
    for one in told:
        for context in one.contexts:
            if context.service or context.name not in contexts:
                contexts[context.name] = context
        for module in one.modules:
            known = modules.get(module.file)
            if known is None or (module.service and not known.service):
                modules[module.file] = module
    return ProgramFacts(
        **lists,  # type: ignore[arg-type]
        tables=rows_of(told),
        contexts=sorted(contexts.values()),
        modules=sorted(modules.values()),
        coverage=_coverage([one.coverage for one in told], modules.values()),
    )


def _coverage(parts: Sequence[facts.Coverage], modules: Collection[Module]) -> facts.Coverage:
    """Return how much of all programs was understood. A file that several share counts once."""

    def added(name: str) -> dict[str, int] | int:
        values: list[dict[str, int] | int] = [getattr(one, name) for one in parts]
        counts = [value for value in values if isinstance(value, dict)]
        if counts:
            keys = sorted({key for value in counts for key in value})
            return {key: sum(value.get(key, 0) for value in counts) for key in keys}
        return sum(value for value in values if isinstance(value, int))

    coverage = facts.Coverage(**{name: added(name) for name in facts.Coverage.__struct_fields__})  # type: ignore[arg-type]
    files = dict(sorted({**coverage.files, **Counter(module.role for module in modules)}.items()))
    return msgspec.structs.replace(coverage, files=files, lines=sum(module.lines for module in modules))


# -- who calls whom


def _connected(whole: ProgramFacts, deployed: Sequence[Deployed], deployment: Deployment) -> ProgramFacts:
    users = {m.file: [m.service] if m.service else _users(m.file, deployed) for m in whole.modules}
    addresses = Addresses(deployed)
    routes = [(name, route) for route in whole.routes for name in users.get(route.file, ())]
    answers = Answers(routes, whole.channel_uses, users)
    gateways = Gateways(deployment.forwards)

    def reached(call: facts.RemoteCall) -> facts.RemoteCall:
        return addresses.resolved(call, users.get(call.file, ()))

    calls = [answers.resolved(gateways.resolved(call, reached)) for call in whole.calls]
    declared = {
        *declared_operations(deployment, [one.service for one in deployed]),
        *declared_procedures(deployment, calls, routes),
    }
    endpoints = Endpoints(routes, declared)
    calls = [endpoints.guessed(c, users.get(c.file, ())) if addresses.is_nobody(c) else c for c in calls]
    calls = serving(endpoints.matched(call) for call in calls)
    return msgspec.structs.replace(
        whole,
        services=sorted(_described(one, whole, users) for one in deployed),
        declared=sorted(declared),
        calls=sorted(calls),
        channel_uses=with_guesses(whole.channel_uses, users, [one.service for one in deployed]),
        databases=sorted(_per_service(whole.databases, users)),
        variables=sorted(set(_variables(deployed))),
    )


def _described(one: Deployed, whole: ProgramFacts, users: Mapping[str, Sequence[str]]) -> Service:
    service = one.service

    def here(file: str) -> bool:
        return service.name in users.get(file, ())

    routes = [route for route in whole.routes if here(route.file)]
    health = [f"{route.file}:{route.line}" for route in routes if HEALTH.search(route.pattern)]
    health += [f"{p.health_file or p.file}:{p.health}" for p in one.processes if p.health]
    metrics = [f"{sign.file}:{sign.line}" for sign in whole.signs if sign.kind == "metrics" and here(sign.file)]
    metrics += [f"{p.metrics_file or p.file}:{p.metrics}" for p in one.processes if p.metrics]
    health += [f"{sign.file}:{sign.line}" for sign in whole.signs if sign.kind == "health" and here(sign.file)]
    starts = any(here(entry.file) for entry in whole.entries)
    answers = any(PROCEDURE not in route.methods for route in routes)
    serves = service.listens or starts or (answers and not only_workers(one.processes))
    serves = serves or any(p.ports or p.published for p in one.processes)
    return msgspec.structs.replace(
        service, listens=serves, health=min(health, default=""), metrics=min(metrics, default="")
    )


def _per_service(uses: Iterable[facts.DatabaseUse], users: Mapping[str, Sequence[str]]) -> Iterable[facts.DatabaseUse]:
    """Yield the uses with the service that connects: of what several share, the one in whose program it was read."""
    for use in uses:
        names = users.get(use.file, ()) or ("",)
        for name in (use.service,) if use.service in names else names:
            yield msgspec.structs.replace(use, service=name)


def _variables(deployed: Sequence[Deployed]) -> Iterable[facts.Variable]:
    for one in deployed:
        for process in one.processes:
            for value in process.environment:
                yield facts.Variable(
                    service=one.service.name, name=value.name, value=value.value, file=value.file, line=value.line
                )
