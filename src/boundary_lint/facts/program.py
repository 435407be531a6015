"""Program facts: what the whole program does, each with its site. The one contract between analysis and graph.

Every fact names the module it stands in by (``root``, ``module``), because several source roots may hold equal module
names; ``file`` is relative to the analysed path, with "/". Fields named ``table`` hold the table's full name as the
database knows it ("schema.table" where the schema is known).
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from boundary_lint.facts.waivers import Waiver

Op: TypeAlias = Literal["read", "write", "delete", "lock"]
Confidence: TypeAlias = Literal["certain", "high", "medium", "low"]
Kind: TypeAlias = Literal["service", "context", "library"]


class Fact(msgspec.Struct, frozen=True, order=True, gc=False, kw_only=True):
    """Base of all program facts: immutable, comparable, sortable."""


class Context(Fact, frozen=True, kw_only=True):
    """A named part of the code. declared: by configuration. evidence: "file:line" or the reason it was found.

    modules are patterns or names; public, depends_on and owner come from configuration alone (None: not declared).
    service: the service it is a part of; of a service its own name.
    """

    name: str
    kind: Kind
    root: str
    modules: tuple[str, ...] = ()
    declared: bool = False
    evidence: str = ""
    public: tuple[str, ...] | None = None
    depends_on: tuple[str, ...] | None = None
    owner: str | None = None
    service: str = ""


def is_checked(role: str, depth: str) -> bool:
    """Tell whether rules look at a module, and its functions are read for what they do.

    Migrations are not checked, and tests only where they are included: then they are read whole ("full").
    """
    return role in ("source", "settings") or (role == "test" and depth == "full")


class Module(Fact, frozen=True, kw_only=True):
    """One importable file. role: source, test, migration, settings; depth: "full" or "imports".

    definitions: names of its classes, functions and methods, once per definition; they tell a module's technical role.
    service: the service it is deployed with; "" where there is none, or where several share it. by_hand: people start it, and nothing
    imports it: a script, an example, a tool of development.
    """

    root: str
    module: str
    file: str
    context: str
    role: str = "source"
    is_package: bool = False
    depth: str = "full"
    lines: int = 0
    definitions: tuple[str, ...] = ()
    service: str = ""
    by_hand: bool = False

    @property
    def checked(self) -> bool:
        """Whether rules look at it: see `is_checked`."""
        return is_checked(self.role, self.depth)


ImportKind: TypeAlias = Literal["runtime", "type_checking", "lazy", "dynamic"]
"""When an import happens; see `boundary_lint.facts.syntax.ImportStatement`."""


class Import(Fact, frozen=True, kw_only=True):
    """One module imports another module of the program (external imports are not kept here).

    name is the imported name where there is one ("" for a plain module import).
    """

    root: str
    importer: str
    imported_root: str
    imported: str
    file: str
    line: int
    kind: ImportKind
    name: str = ""


class Model(Fact, frozen=True, kw_only=True):
    """An entity: a class mapped to a table. table is "" where the mapped name is not known.

    orm: the library ("django", "sqlalchemy", ...). abstract bases are no models. third_party: declared outside the
    analysed code (a stub). managed: False where the ORM does not create the table.
    """

    model: str
    table: str
    root: str
    module: str
    file: str
    line: int
    orm: str
    label: str = ""
    proxy: bool = False
    managed: bool = True
    third_party: bool = False
    database: str = ""


class Table(Fact, frozen=True, kw_only=True):
    """A table. owner is a context's name, "" where nobody owns it; evidence says which rule made it the owner."""

    table: str
    owner: str = ""
    evidence: str = ""
    database: str = ""
    shared_kernel: bool = False
    file: str = ""
    line: int = 0


class Relation(Fact, frozen=True, kw_only=True):
    """A field of a model that points to another model, once per concrete class that has it.

    on_delete: CASCADE, PROTECT, ... or "" ; for relationships ``cascade`` holds SQLAlchemy's cascade string.
    """

    from_model: str
    field: str
    to_model: str
    kind: Literal["fk", "o2o", "m2m", "relationship", "inherits"]
    root: str
    module: str
    file: str
    line: int
    on_delete: str = ""
    cascade: str = ""


class ForeignKey(Fact, frozen=True, kw_only=True):
    """A column that refers to another table. constraint: False where the database does not enforce it."""

    from_table: str
    column: str
    to_table: str
    root: str
    module: str
    file: str
    line: int
    kind: Literal["fk", "o2o", "m2m", "inherits"] = "fk"
    on_delete: str = ""
    constraint: bool = True


PROCEDURE = "RPC"
"""What stands for the HTTP method of a remote procedure."""


class Route(Fact, frozen=True, kw_only=True):
    """A URL pattern and the class or function that serves it.

    A procedure that others call by name is one too: its only method is `PROCEDURE`, its pattern "service.procedure", of gRPC "/package.Service/Procedure".
    pattern: the full path as the framework writes it, with all prefixes, mounts and includes ("shop/<int:pk>/", "/users/{id}").
    view: dotted name of the function or class ("pkg.views.Detail"). root, module, file, line: where it is registered.
    view_root, view_module, view_name: where the view is defined, and its qualified name there ("" where it is outside of the
    program). methods: upper case; empty where any. framework: the catalogue's name of the library ("django", "flask", ...).
    behind: what may stand in front of the pattern, too, where a proxy leaves it ("/shop-api").
    """

    pattern: str
    view: str
    root: str
    module: str
    file: str
    line: int
    methods: tuple[str, ...] = ()
    view_root: str = ""
    view_module: str = ""
    view_name: str = ""
    framework: str = ""
    behind: str = ""


class DeclaredEndpoint(Fact, frozen=True, kw_only=True):
    """What a document of the tree says that a service serves: an operation of an OpenAPI document, a procedure of an interface definition.

    protocol: "http" or "grpc". method: upper case verb, `PROCEDURE` for a procedure. pattern: its whole path ("/users/{id}", "/shop.Orders/Get").
    """

    service: str
    protocol: str
    method: str
    pattern: str
    file: str
    line: int


class Entry(Fact, frozen=True, kw_only=True):
    """A place that starts to serve: ``app.run(port=5000)``. port is 0 where it is not known; how: the call, as the catalogue names it."""

    root: str
    module: str
    file: str
    line: int
    port: int = 0
    how: str = ""


class Hop(Fact, frozen=True, kw_only=True):
    """One step by which an address came to be known, for the chain of evidence of a finding.

    what: "literal", "env" (read from the environment), "default" (of an environment variable or setting), "setting", "manifest" (a variable that
    a manifest sets), "host" (a name or port that a manifest gives a service), "port" (the same on this machine), "gateway" (which path goes to whom), "procedure"
    (the only other service that has it), "route" (only one service serves the path), "name" (a guess), "binding" (of a queue), "parameter" (what a caller passes).
    text never holds a secret: passwords in URLs are replaced, values of secret variables are left out.
    """

    what: str
    text: str
    file: str
    line: int


class Service(Fact, frozen=True, kw_only=True):
    """A code root that is deployed on its own: web, worker and beat of one root are one service.

    root: its folder, or its entry module where several services lie in one folder; "" where the source is not there. language: "python", "" where
    not known, else the name of the language. how: "configuration", "compose", "dockerfile", "kubernetes", "procfile", "folder" or "entry module".
    hosts: names under which others reach it, ports: numbers on which it listens. listens: whether it serves anything. health, metrics: "file:line" or words,
    what shows that it has a health check or exports metrics; "" where nothing does.
    """

    name: str
    root: str
    how: str
    file: str
    line: int
    language: str = "python"
    hosts: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    listens: bool = False
    health: str = ""
    metrics: str = ""
    processes: tuple[str, ...] = ()


Timeout: TypeAlias = Literal["explicit", "none", "default", "framework", "unknown", "n/a"]
"""Explicit: an argument of the call or its client; none: waits for ever; default: the library has a finite one; framework: cannot be given;
unknown: depends on what is not known; n/a: nobody waits."""


class RemoteCall(Fact, frozen=True, kw_only=True):
    """A call that leaves the process, or a message that is sent.

    It is told where the target is known, and once more at the call of the library (sink=True) where a helper lies between: sink_file and
    sink_line name that place. library: page of the catalogue ("requests"). protocol: http, grpc, amqp, kafka, celery, redis-stream, ...
    method: HTTP verb or name of the remote procedure, "" where not known. target: the address as far as known, ``{}`` for what is not;
    host and port of it; path: path, topic, queue or task. service: the service it reaches, "" where not known or outside. endpoint: pattern of the route (or
    procedure) it reaches, "" where none is known. reaches: the patterns of all that it may reach, where it hands on what others ask it for. sync: whether the caller waits for an answer. in_loop: in a loop of this function. address: where the address
    comes from ("literal", "env", "config", "discovery", "parameter", "").
    open: where it goes depends on what the function is passed. reached: False in a helper that nobody calls.
    guarded: an enclosing handler goes on with something else (a fallback). used: whether the answer is used.
    keyed: a key goes with it by which the other side knows a second attempt.
    """

    root: str
    module: str
    function: str
    library: str
    protocol: str
    file: str
    line: int
    column: int = 0
    method: str = ""
    target: str = ""
    host: str = ""
    port: int = 0
    path: str = ""
    service: str = ""
    endpoint: str = ""
    reaches: tuple[str, ...] = ()
    sync: bool = True
    in_loop: bool = False
    transaction: str = ""
    timeout: Timeout = "unknown"
    address: str = ""
    sink: bool = False
    sink_file: str = ""
    sink_line: int = 0
    open: bool = False
    reached: bool = True
    guarded: bool = False
    used: bool = True
    keyed: bool = False
    confidence: Confidence = "high"
    hops: tuple[Hop, ...] = ()


class ChannelUse(Fact, frozen=True, kw_only=True):
    """A function publishes to a channel (a topic, queue or task name), or consumes from it.

    channel: its name, "" where not known; ``{}`` stands for parts that are not. Where a message goes to an exchange, its name and the key with a colon
    between; a consumer of a bound queue takes what that is sent, and queue names it. handler: for a consumer the function that is called
    ("module:qualname"). dead_letters: a consumer's queue hands failing messages on (a dead-letter exchange, a limit of deliveries).
    sink_file, sink_line: the library's call where a helper lies between. open: it depends on what callers pass. words: for a consumer of
    channels that are known in part, the texts that its program gives names to and that may be the rest.
    """

    root: str
    module: str
    function: str
    side: Literal["publish", "consume"]
    library: str
    protocol: str
    channel: str
    file: str
    line: int
    handler: str = ""
    in_loop: bool = False
    transaction: str = ""
    after_commit: bool = False
    dead_letters: bool = False
    confidence: Confidence = "high"
    queue: str = ""
    open: bool = False
    sink_file: str = ""
    sink_line: int = 0
    words: tuple[str, ...] = ()
    hops: tuple[Hop, ...] = ()


class Binding(Fact, frozen=True, kw_only=True):
    """A queue is given what is sent to a channel: an exchange and a key that may be a pattern. queue: "" where it has no name, or none that is known.
    dead_letters: it is declared so that failing messages leave it; channel is "" then.
    """

    root: str
    module: str
    function: str
    library: str
    protocol: str
    queue: str
    channel: str
    file: str
    line: int
    dead_letters: bool = False
    hops: tuple[Hop, ...] = ()


class DatabaseUse(Fact, frozen=True, kw_only=True):
    """A place that connects a service to a database. engine: postgresql, mysql, mongodb, redis, sqlite, ...; server: host and port; schema where known.

    alias: the name that the code gives it ("default" of Django). role: "" or what it is used for beside data ("cache", "broker", "results").
    database is what tells databases apart: engine family, server and name, without user or password. service: whose it is.
    """

    root: str
    module: str
    file: str
    line: int
    database: str
    engine: str = ""
    server: str = ""
    name: str = ""
    schema: str = ""
    alias: str = ""
    role: str = ""
    service: str = ""
    confidence: Confidence = "high"
    hops: tuple[Hop, ...] = ()


class ConfigRead(Fact, frozen=True, kw_only=True):
    """A place that reads a variable of the environment. default: whether it goes on without."""

    root: str
    module: str
    function: str
    name: str
    default: bool
    file: str
    line: int


class Variable(Fact, frozen=True, kw_only=True):
    """A variable that a manifest sets for a service. value is "" for secrets, and bears no password."""

    service: str
    name: str
    value: str
    file: str
    line: int


class Retry(Fact, frozen=True, kw_only=True):
    """A function, or a part of one, is tried again after it failed.

    first_line to last_line: what is tried again, within the file. how: "tenacity", "loop", "requeue", ... bounded: "yes", "no" or "unknown". wait: "none", "fixed",
    "growing" or "unknown". jitter: whether the wait is spread. note: "once" where it is tried a second time and no more, else what is known beside.
    """

    root: str
    module: str
    function: str
    how: str
    bounded: str
    wait: str
    jitter: bool
    file: str
    line: int
    first_line: int = 0
    last_line: int = 0
    note: str = ""


class Sign(Fact, frozen=True, kw_only=True):
    """Something in the code that says how a service is run. kind: "metrics", "health", "print", "breaker", "cache", "two-phase", ..."""

    root: str
    module: str
    function: str
    kind: str
    text: str
    file: str
    line: int


class Record(Fact, frozen=True, kw_only=True):
    """A class that holds data: an entity, or a plain one (dataclass, pydantic model, named tuple). fields: their names, sorted."""

    root: str
    module: str
    name: str
    kind: Literal["entity", "value"]
    fields: tuple[str, ...]
    file: str
    line: int


class Access(Fact, frozen=True, kw_only=True):
    """A function reads, writes, deletes or locks a table. via: the reason that produced it.

    transaction: "file:line" of the innermost enclosing transaction region in this function, "" outside.
    text: the path or SQL text shown to people (at most 120 characters).
    runs_for: files of the classes that inherit the function and for which it does this; empty where it does so for its own.
    database: what the code calls the database in which the table lies (an alias of Django, a name); "" where it always uses the same.
    """

    root: str
    module: str
    function: str
    table: str
    op: Op
    via: str
    confidence: Confidence
    in_loop: bool
    transaction: str
    file: str
    line: int
    column: int = 0
    text: str = ""
    runs_for: tuple[str, ...] = ()
    database: str = ""


class Join(Fact, frozen=True, kw_only=True):
    """One query touches two tables: it starts at from_table and reaches to_table. path: what was written.

    runs_for: as of an access.
    """

    root: str
    module: str
    function: str
    from_table: str
    to_table: str
    path: str
    via: str
    confidence: Confidence
    file: str
    line: int
    runs_for: tuple[str, ...] = ()


class ModelReference(Fact, frozen=True, kw_only=True):
    """A place that names a model. how: import, string (``get_model("a.B")``, a lazy reference), resolver."""

    root: str
    module: str
    model: str
    how: Literal["import", "string", "resolver"]
    file: str
    line: int
    type_checking: bool = False


class CodeReference(Fact, frozen=True, kw_only=True):
    """A place that depends on a class or function of the program otherwise than by import or call.

    how: "inherits" (a class has it as a direct base), "resolver" (named by strings that a resolver of the catalogue understands: ``get_class("a.b", "C")``),
    "property" (a function reads a property: it runs the target). in_loop: of a property, in a loop of the function.
    name: qualified name of the class or function in which it stands; target: that of what is named, in target_root and target_module.
    """

    root: str
    module: str
    name: str
    how: Literal["inherits", "resolver", "property"]
    target_root: str
    target_module: str
    target: str
    file: str
    line: int
    in_loop: bool = False


class SignalUse(Fact, frozen=True, kw_only=True):
    """A function sends a signal of Django, or is connected to one.

    signal: dotted name of the variable that holds it ("shop.orders.signals.order_placed", "django.db.models.signals.post_save"); signal_root, signal_module: the
    module of the program that defines it, "" where none does. side "send": function is the one that sends; "receive": root, module, file and line are those of the
    decorator or of ``connect()``, handler is "module:qualname" of the receiver. sender: dotted name of the class it is connected for; "" for any.
    """

    root: str
    module: str
    function: str
    side: Literal["send", "receive"]
    signal: str
    file: str
    line: int
    signal_root: str = ""
    signal_module: str = ""
    handler: str = ""
    sender: str = ""


class Invocation(Fact, frozen=True, kw_only=True):
    """A function of the program calls another. transaction as in `Access`."""

    root: str
    module: str
    function: str
    callee_root: str
    callee_module: str
    callee: str
    file: str
    line: int
    in_loop: bool = False
    transaction: str = ""


class ModelReturn(Fact, frozen=True, kw_only=True):
    """A function returns (or yields) instances or a query set of a model. form: instance, query, collection.

    of_model: the function is a method of a model, or of a model's managers and query sets.
    """

    root: str
    module: str
    function: str
    model: str
    form: str
    file: str
    line: int
    of_model: bool = False


class Migration(Fact, frozen=True, kw_only=True):
    """A migration or DDL statement creates (or renames to) a table: evidence of ownership."""

    table: str
    root: str
    module: str
    file: str
    line: int


class Gap(Fact, frozen=True, kw_only=True):
    """Something seen and not understood. kind: syntax, encoding, size, depth, unreadable, import, name, call, sql, settings,
    route, target, rule, config, manifest, contract. Every gap is counted in coverage and shown by ``explain --unresolved``.
    """

    kind: str
    reason: str
    file: str
    line: int = 0
    subject: str = ""


class Coverage(Fact, frozen=True, kw_only=True):
    """How much was understood: the counts printed with every check.

    files counts by role ("source", "test", "generated", ...); uses counts evaluated uses by outcome (project, external,
    builtin, unresolved); accesses_known and accesses_unknown: recognised accesses with and without a known table.
    """

    files: dict[str, int] = {}
    lines: int = 0
    uses: dict[str, int] = {}
    accesses_known: int = 0
    accesses_unknown: int = 0
    sql_parsed: int = 0
    sql_unparsed: int = 0
    imports_dynamic: int = 0
    imports_unresolved: int = 0


class ProgramFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the analysis found. Every list is sorted and free of duplicates; equal input gives equal facts.

    waivers: of Python files, by file.
    """

    contexts: list[Context] = []
    modules: list[Module] = []
    imports: list[Import] = []
    models: list[Model] = []
    tables: list[Table] = []
    relations: list[Relation] = []
    foreign_keys: list[ForeignKey] = []
    routes: list[Route] = []
    services: list[Service] = []
    declared: list[DeclaredEndpoint] = []
    entries: list[Entry] = []
    calls: list[RemoteCall] = []
    channel_uses: list[ChannelUse] = []
    bindings: list[Binding] = []
    databases: list[DatabaseUse] = []
    config_reads: list[ConfigRead] = []
    variables: list[Variable] = []
    retries: list[Retry] = []
    signs: list[Sign] = []
    records: list[Record] = []
    accesses: list[Access] = []
    joins: list[Join] = []
    model_references: list[ModelReference] = []
    code_references: list[CodeReference] = []
    signals: list[SignalUse] = []
    invocations: list[Invocation] = []
    model_returns: list[ModelReturn] = []
    migrations: list[Migration] = []
    gaps: list[Gap] = []
    waivers: dict[str, list[Waiver]] = {}
    coverage: Coverage = Coverage()
