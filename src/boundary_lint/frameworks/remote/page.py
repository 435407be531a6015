"""What the catalogue says of a library that calls others, or sends and receives messages.

    [remote.NAME]
    protocol = "http"            # http, grpc, amqp, kafka, celery, ...
    timeout = "none"             # where no timeout is given: "none" (waits for ever), "default" (a finite one), "framework" (none can be given)
    sync = "yes"                 # whether the caller waits: "yes" or "no"
    procedures = "no"            # "yes": every method of a client is a remote procedure
    many = "no"                  # "yes": a client that is made for no service has one for each, as attribute or item of its name
    within = "{name}.events"     # what stands before the channels of a class: with its attribute ``name``
    same = ["default_exchange"]  # attributes of a client that are the client again
    distinct = ["basic_publish"] # methods that are known by their names alone
    default = "{module}.{name}"  # how a task is called that is not given a name, or a procedure: "/{service}/{name}"; without braces: any channel
    gives = "celery_result"      # what a message that is sent, or a procedure nobody waits for, gives: a client of that library
    answers = "no"               # "yes": its clients wait for the answer to what was sent
    limit = "timeout"            # argument, in seconds, that limits any procedure of its clients
    through = "request"          # method of its clients, given verb and address, by which the others go; what inherits a client may override it
    like = "requests"            # a library whose clients have the same methods

    [remote.NAME.client]         # what makes a client = what it is given: "httpx.Client" = "(*, base_url, timeout)"
    [remote.NAME.function]       # path of a function = what it does: "requests.get" = "GET(url, *, timeout)"
    [remote.NAME.method]         # the same for methods of its clients; "__call__" for the client itself
    [remote.NAME.mark]           # path of a decorator = what it makes of a function: "celery.shared_task" = "task(*, channel=name)"
    [remote.NAME.task]           # methods of tasks = what they do: delay = "publish()"; "__call__" for the task itself
    [remote.NAME.parameter]      # method of a base class = what the first parameter behind ``self`` is
    [remote.NAME.callback]       # name of a function that the library calls = what the first parameter is, where a module imports the library
    [remote.NAME.base]           # base of classes that are tasks = the method that runs: "celery.Task" = "run()"
    [remote.NAME.served]         # base of classes whose methods others call: "*_pb2_grpc.{service}Servicer" = "procedure()"

What a signature does is an HTTP verb, ``{method}`` (the argument of that name), ``publish``, ``consume``, ``request`` (a message whose answer is
waited for), ``bind`` (a queue to an exchange), ``task`` (a decorator: what is called by sending a message) or ``client`` (it gives a client).
Parts that parameters play:

    url, base_url   an address, a beginning of addresses       host, port     the same in two parts
    data            what makes a POST of a GET
    method          the HTTP verb                              timeout        how long to wait
    channel         topic, queue, key or task                  exchange       what stands before it
    queue           what is bound                              arguments    how a queue is declared: whether it hands on what fails
    service         the name by which a service is known       connection     a client whose address this one takes over
    handler         what is called for a message

A path may hold ``*``, and ``{service}`` for a part that names the service: "*_pb2_grpc.{service}Stub" = "(connection)".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from boundary_lint.frameworks.catalog import Catalog
from boundary_lint.frameworks.signatures import Signature, signature

SECTION = "remote"


@dataclass(frozen=True, eq=False)
class RemotePage:
    """One library."""

    name: str
    protocol: str
    timeout: str
    sync: bool
    procedures: bool
    many: bool = False
    within: str = ""
    through: str = ""
    limit: str = ""
    same: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()
    default: str = ""
    gives: RemotePage | None = None
    answers: bool = False
    clients: dict[str, Signature] = field(default_factory=dict)
    functions: dict[str, Signature] = field(default_factory=dict)
    methods: dict[str, Signature] = field(default_factory=dict)
    patterns: tuple[tuple[re.Pattern[str], Signature], ...] = ()
    marks: dict[str, Signature] = field(default_factory=dict)
    tasks: dict[str, Signature] = field(default_factory=dict)
    bases: dict[str, Signature] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    callbacks: dict[str, str] = field(default_factory=dict)
    function_patterns: tuple[tuple[re.Pattern[str], Signature], ...] = ()
    served: tuple[re.Pattern[str], ...] = ()


def read_pages(catalog: Catalog) -> dict[str, RemotePage]:
    """Return every library of the catalogue by name.

    Raises:
        CatalogError: a row is no signature.
    """
    pages: dict[str, RemotePage] = {}
    names = sorted(catalog.nested.get(SECTION, ()))
    given = {name for one in names for name in catalog.rows(f"{SECTION}.{one}").get("gives", ())}
    for name in sorted(names, key=lambda name: (name not in given, name)):
        path = f"{SECTION}.{name}"
        rows = catalog.rows(path)
        own = {key: value[0] if value else "" for key, value in rows.items()}
        clients = _signatures(catalog, f"{path}.client")
        functions = _signatures(catalog, f"{path}.function")
        pages[name] = RemotePage(
            name=name,
            protocol=own.get("protocol", name),
            timeout=own.get("timeout", "none"),
            sync=own.get("sync", "yes") == "yes",
            procedures=own.get("procedures", "no") == "yes",
            many=own.get("many", "no") == "yes",
            within=own.get("within", ""),
            through=own.get("through", ""),
            limit=own.get("limit", ""),
            same=rows.get("same", ()),
            distinct=rows.get("distinct", ()),
            default=own.get("default", "{module}.{name}"),
            gives=pages.get(own.get("gives", "")),
            answers=own.get("answers", "no") == "yes",
            marks=_signatures(catalog, f"{path}.mark"),
            tasks=_signatures(catalog, f"{path}.task"),
            bases=_signatures(catalog, f"{path}.base"),
            clients={key: row for key, row in clients.items() if not _is_pattern(key)},
            functions={key: row for key, row in functions.items() if not _is_pattern(key)},
            methods=_signatures(catalog, f"{SECTION}.{own.get('like', name)}.method")
            | _signatures(catalog, f"{path}.method"),
            parameters={key: rows[0] for key, rows in catalog.rows(f"{path}.parameter").items() if rows},
            callbacks={key: rows[0] for key, rows in catalog.rows(f"{path}.callback").items() if rows},
            patterns=tuple((_compiled(key), row) for key, row in clients.items() if _is_pattern(key)),
            function_patterns=tuple((_compiled(key), row) for key, row in functions.items() if _is_pattern(key)),
            served=tuple(_compiled(key) for key in catalog.rows(f"{path}.served")),
        )
    return pages


def _signatures(catalog: Catalog, table: str) -> dict[str, Signature]:
    return {key: signature(rows[0], f"[{table}] {key}") for key, rows in catalog.rows(table).items() if rows}


def is_path(default: str) -> bool:
    """Whether the procedures of a library are called by paths."""
    return default.startswith("/")


def _is_pattern(path: str) -> bool:
    return "*" in path or "{" in path


def _compiled(path: str) -> re.Pattern[str]:
    text = re.escape(path).replace(r"\*", r"[\w.]*").replace(r"\{service\}", r"(?P<service>\w+)")
    return re.compile(text)
