"""What was found in a program as a configuration: each context with where it comes from, and every other key explained, for people to correct.

Nothing in it allows anything: neither ``depends-on`` nor ``public`` is written as the code is today, since that is debt.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from boundary_lint.config.toml import comment, listed, quoted
from boundary_lint.facts.program import Context, ProgramFacts, Table

MOST = 6
"""Tables named of one context, and source roots of a program; the rest is counted."""

INTERFACES = ("api", "interface", "public", "facade", "interfaces")
"""Names of modules that are there for others."""

_HEAD = """\
Configuration of boundary-lint, as `boundary-lint init` found it: correct what you know better. All keys: docs/configuration.md.
Nothing here allows anything: what crosses contexts today is debt, and stands in the baseline."""

_CONTEXTS = """\
Contexts. `modules` are dotted names and all below them (of several that fit the longest decides), `paths` folders or files. What no entry names
is library: rules about boundaries do not apply to it, so name new packages here. Of each context may be said, too:
  kind = "library"             it owns no data and is shared on purpose
  public = ["shop.orders.api"] what others may import; not given: everything
  depends-on = ["customers"]   contexts that it may import; not given: all
  tables = ["legacy_order*"]   tables it owns although no code of it declares them
  owner = "team-orders"        who answers for it, told with its findings; not given: CODEOWNERS says it"""

_EXAMPLE = """\
[[contexts]]
name = "orders"
modules = ["shop.orders"]"""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What options of the command say that the next run has to know, too, and what is told in comments: settings modules and source roots that were found."""

    settings: str | None = None
    include_tests: bool = False
    settings_found: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()


def configuration_text(facts: ProgramFacts, asked: Asked, notes: tuple[str, ...] = (), active: bool = True) -> str:
    """Return a configuration, the same in every run. notes: what a reader must know of the contexts; active: else its contexts are comments."""
    contexts = [context for context in facts.contexts if context.kind != "library" or _paths(facts, context)]
    blocks = [_remarks(_HEAD), *_keys(asked), _remarks(_CONTEXTS)]
    blocks += [_remarks("\n".join(notes))] if notes else []
    blocks += [_entry(facts, context, active) for context in sorted(contexts, key=_by_service)]
    blocks += [] if contexts else [_remarks(f"No context was found. One may look like this:\n{_EXAMPLE}")]
    return "\n\n".join(blocks) + "\n"


def _remarks(text: str) -> str:
    return "\n".join(comment(line) for line in text.splitlines())


def _by_service(context: Context) -> tuple[str, int, str]:
    """Return by what contexts are sorted: those within a service behind it, its libraries last."""
    return (context.service or context.name, ("service", "context", "library").index(context.kind), context.name)


def _keys(asked: Asked) -> list[str]:
    """Return the keys beside the contexts: comments, but for those that an option of this run asked for."""
    roots = [root or "." for root in asked.roots]
    settings = asked.settings or next(iter(asked.settings_found), "shop.settings")
    seen = "these were found" if len(roots) <= MOST else f"{len(roots)} were found, among them these"
    rule = '[rules]\nunowned-table = "off"   # error, warning, info or off; boundary-lint rules list names all'
    return [
        _key(f"Source roots, folders that imports start from: {seen}.", listed("sources", roots[:MOST] or ["."])),
        _key("Paths that are not read.", listed("exclude", ["legacy"])),
        _key("The Django settings module in force.", [f"settings = {quoted(settings)}"], bool(asked.settings)),
        _key("Whether tests are read whole, not only their imports.", ["include-tests = true"], asked.include_tests),
        _key(
            "Tables or models that every context may use, by name or pattern.",
            listed("shared-kernel", ["shop_setting"]),
        ),
        _key("Severities and options of rules.", rule.splitlines()),
    ]


def _key(remark: str, lines: list[str], active: bool = False) -> str:
    return "\n".join([comment(remark), *(lines if active else map(comment, lines))])


def _entry(facts: ProgramFacts, context: Context, active: bool) -> str:
    lines = ["[[contexts]]", f"name = {quoted(context.name)}"]
    paths = _paths(facts, context)
    if context.kind != "context":
        lines.append(f'kind = "{context.kind}"')
    lines += listed("paths", paths) if paths else listed("modules", list(context.modules))
    pinned = [table.table for table in facts.tables if table.owner == context.name and _is_pinned(table)]
    lines += listed("tables", pinned) if pinned else []
    about = [comment(told) for told in _about(facts, context)]
    if not active:
        return "\n".join([*about, *map(comment, lines)])
    return "\n".join([*about, *lines, *map(comment, _hints(facts, context))])


def _hints(facts: ProgramFacts, context: Context) -> Iterator[str]:
    """Yield what may be said of a context besides, by an example that is true of it."""
    if context.kind == "context":
        yield f"public = [{quoted(_interface(facts, context))}]"
    if context.kind != "library":
        yield f"owner = {quoted('team-' + context.name.replace('/', '-'))}"


def _is_pinned(table: Table) -> bool:
    """Whether what made a context the owner of a table is not seen any more where contexts are declared: a layer declares it.

    A table that several services have each for itself is told apart by a name that no pattern means.
    """
    return table.evidence == "only writer" and bool(table.file) and ":" not in table.table


def _paths(facts: ProgramFacts, context: Context) -> list[str]:
    """Return the folders and files of a context within a service: services have modules of equal names. Of others none."""
    if not context.service:
        return []
    if context.kind == "service":
        return [context.root]
    files = [module.file for module in facts.modules if module.service == context.service]
    found = set()
    for prefix in context.modules:
        path = "/".join(filter(None, [context.root, prefix.replace(".", "/")]))
        found |= {one for one in (path, f"{path}.py") if any(f"{file}/".startswith(f"{one}/") for file in files)}
    return sorted(found)


def _about(facts: ProgramFacts, context: Context) -> list[str]:
    """Return where a context was found, and what it holds."""
    modules = sum(module.context == context.name for module in facts.modules)
    tables = sorted(table.table for table in facts.tables if table.owner == context.name)
    more = f" and {len(tables) - MOST} more" if len(tables) > MOST else ""
    kind = f"{context.kind}, " if context.kind != "context" else ""
    told = [f"{kind}{context.evidence} · {modules} {'module' if modules == 1 else 'modules'}"]
    return told + ([f"tables: {', '.join(tables[:MOST])}{more}"] if tables else [])


def _interface(facts: ProgramFacts, context: Context) -> str:
    """Return a module that may be what others are meant to import: one that is called so, else the context itself."""
    named = {m.module: m.module.rpartition(".")[2] for m in facts.modules if m.context == context.name}
    return min(
        (module for module, last in named.items() if last in INTERFACES),
        key=lambda module: (module.count("."), INTERFACES.index(named[module]), module),
        default=context.modules[0],
    )
