"""Files that say how a project is built, configured or deployed, told by name and place."""

from __future__ import annotations

import re

PROJECT_FILES = frozenset(
    {"pyproject.toml", "setup.py", "setup.cfg", "manage.py", "Pipfile", "requirements.txt", "Dockerfile"}
)
"""Files that show the folder they lie in to be a project of its own."""

PYTHON_MANIFESTS = frozenset({"manage.py", "setup.py"})

_NAMES = re.compile(
    r"(docker-)?compose([.-][^/]*)?\.ya?ml|Dockerfile[^/]*|Containerfile[^/]*|[^/]*\.(docker|container)file|pyproject\.toml|setup\.cfg|(requirements|constraints)[^/]*\.(txt|in)"
    r"|Pipfile(\.lock)?|(poetry|uv|pdm)\.lock|pylock\.toml|alembic\.ini|Procfile|Makefile|skaffold\.ya?ml|\.env(\.[^/]*)?|[^/]+\.env|[^/]*\.proto",
    re.IGNORECASE,
)

_DEPLOYMENT = re.compile(
    r"(^|/)(k8s|kubernetes|manifests?|deploy|deployments?|helm[^/]*|charts?|compose|docker)/([^/]+/)*[^/]+\.ya?ml$",
    re.IGNORECASE,
)
"""YAML below folders that hold deployments; elsewhere YAML is data."""

NGINX = re.compile(
    r"(^|/)([^/]*nginx[^/]*|default)\.conf(\.template)?$|(^|/)(nginx|conf\.d|sites-(enabled|available))/([^/]+/)*[^/]+\.conf(\.template)?$",
    re.IGNORECASE,
)
"""Paths of configurations of nginx."""

_PINNED = re.compile(r"(^|/)requirements/[^/]+\.(txt|in)$", re.IGNORECASE)


ENDINGS = (
    ".py",
    ".pyi",
    ".sql",
    ".yml",
    ".yaml",
    ".toml",
    ".cfg",
    ".txt",
    ".in",
    ".lock",
    ".ini",
    ".env",
    ".proto",
    ".conf",
    ".conf.template",
    "file",
    "openapi.json",
    "swagger.json",
)
DOCUMENTS = (".yaml", ".yml", "openapi.json", "swagger.json")
"""How the names of files end that may be manifests: what is in them tells."""

BEGINNINGS = (".env", "Dockerfile", "dockerfile", "DOCKERFILE")
"""How the names of all files begin or end that matter here: a quick test that lets most data, pictures and texts go."""


def is_manifest(path: str) -> bool:
    """Whether a file, given by its path, says how the project is built, configured or deployed."""
    name = path.rpartition("/")[2]
    if _NAMES.fullmatch(name) or (".conf" in name and NGINX.search(path)):
        return True
    return name.endswith((".yaml", ".yml", ".txt", ".in")) and bool(_DEPLOYMENT.search(path) or _PINNED.search(path))
