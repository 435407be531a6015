"""What names of packages and modules tell: a technical layer, a group of domains, or a role within one domain."""

from __future__ import annotations

TECHNICAL = frozenset([
    "adapters", "admin", "api", "apis", "app", "apps", "asgi", "assets", "async", "auth", "authentication", "backend", "backends", "backports",
    "base", "bases", "bootstrap", "business", "cache", "callbacks", "celery", "cli", "client", "clients", "cmd", "codegen", "commands",
    "common", "compat", "conf", "config", "configs", "configuration", "connectors", "constants", "contrib", "controllers",
    "core", "cron", "crud", "daemon", "dal", "dao", "daos", "data", "database", "databases", "db", "decorators", "defs",
    "dependencies", "deps", "docs", "dto", "dtos", "elasticsearch", "email", "emails", "endpoints", "entrypoints", "enums", "errors",
    "events", "example", "examples", "exceptions", "ext", "extensions", "factories", "fixtures", "flask", "formatters",
    "forms", "framework", "generated", "frontend", "gateway", "graphql", "handlers", "helpers", "hooks", "http", "i18n", "infra",
    "infrastructure", "integrations", "interfaces", "internal", "jobs", "kafka", "legacy", "lib", "libs", "listeners",
    "locale", "locales", "log", "logger", "loggers", "logging", "logic", "main", "management", "managers", "mappers",
    "media", "metrics", "middleware", "middlewares", "migrations", "mixins", "model", "models", "mongo", "monitoring",
    "objects", "observability", "orm", "packages", "pagination", "parsers", "permissions", "persistence", "pkg", "pkgs",
    "plugins", "postgres", "protocols", "providers", "queries", "rabbitmq", "receivers", "redis", "registry", "repo",
    "repos", "repositories", "repository", "request", "requests", "response", "responses", "revisions", "routers", "routes",
    "rpc", "scheduler", "schema", "schemas", "scripts", "sdk", "secrets", "security", "serialization", "serializers",
    "server", "service", "services", "settings", "shared", "signals", "sql", "sqlalchemy", "static", "storage", "stubs",
    "support", "system", "tasks", "telemetry", "template", "templates", "templatetags", "test", "testing", "tests",
    "testutils", "tools", "tracing", "translations", "types", "typing", "ui", "urls", "usecases", "util", "utilities", "utils",
    "validators", "vendor", "version", "views", "web", "webapp", "workers", "wsgi",
])  # fmt: skip
"""Names of packages that hold a technical layer or helpers, not a domain.

Source: role words counted over 12 monoliths (knowledge of seams), the layer names of Taibi's "wrong cuts", and the packages of
20 more projects.
"""

OFTEN_DOMAINS = frozenset([
    "assets", "auth", "authentication", "callbacks", "core", "cron", "email", "emails", "endpoints", "events",
    "integrations", "jobs", "log", "logging", "media", "permissions", "plugins", "registry", "requests", "security",
    "static", "storage", "support", "system", "tasks", "telemetry", "translations", "version",
])  # fmt: skip
"""Technical names that are a domain all the same where the package declares entities of its own."""

STEREOTYPES = frozenset([
    "admin", "api", "events", "forms", "handlers", "model", "models", "repository", "routes", "schema", "schemas",
    "service", "services", "tasks", "urls", "views",
])  # fmt: skip
"""Module names that show a package to hold a domain of its own: data, behaviour or an entry point."""

LAYERS = frozenset([
    "api", "apis", "commands", "controllers", "crud", "dal", "dao", "daos", "db", "endpoints", "entities", "forms",
    "handlers", "managers", "mappers", "model", "models", "objects", "persistence", "queries", "repos", "repositories",
    "repository", "resources", "routers", "routes", "schema", "schemas", "serializers", "service", "services", "views",
])  # fmt: skip
"""Technical packages whose modules and packages are called after domains: ``models/order.py``, ``services/order/``."""

STORES = frozenset(
    ["database", "databases", "db", "entities", "model", "models", "orm", "persistence", "schema", "schemas"]
)
"""Packages at the top that hold what all others beside them store."""

GROUPS = frozenset(["apps", "components", "contexts", "domain", "domains", "features", "modules"])
"""Folders that do nothing but hold domains."""

PLUGINS = frozenset(["contrib", "plugins"])
"""Folders that hold parts which are alike, each of which may be a domain if it has data or behaviour of its own."""

BESIDE = frozenset(["alembic", "benchmarks", "bin", "dev", "doc", "docs", "migrations", "scripts", "tools"])
"""Folders that lie beside the code of a project."""

EXAMPLES = frozenset(["demo", "example", "examples", "sample", "samples", "test", "tests"])
"""First words of packages that show how something is used."""


def key_of(name: str) -> str:
    """Return by what domains of different layers are compared: ``chart`` and ``charts``, ``user_services`` and ``users``."""
    words = name.split("_")
    if len(words) > 1 and words[-1] in LAYERS:
        words.pop()
    joined = "".join(words)
    if joined.endswith("ies"):
        return joined[:-3] + "y"
    return joined[:-1] if joined.endswith("s") and not joined.endswith("ss") else joined


def is_technical(name: str) -> bool:
    """Whether a name, or the first or last word of it, is that of a layer or of helpers."""
    words = name.split("_")
    return any(word in TECHNICAL or f"{word}s" in TECHNICAL for word in (name, words[0], words[-1]) if word)
