"""Contexts written into the configuration: into its file, or a new one; what is declared there is never replaced."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from boundary_lint.config.load import FILE, locate
from boundary_lint.config.model import Config
from boundary_lint.errors import ConfigError
from boundary_lint.facts.content import read_text, write_whole


def check_free(config: Config) -> None:
    """Check that a configuration declares no contexts.

    Raises:
        ConfigError: it does.
    """
    if config.contexts:
        place = locate(config)(config.contexts[0].name)
        hint = "take them out first: nothing that is declared is replaced"
        raise ConfigError(place, "there are contexts already", hint)


def save_contexts(config: Config, text: Callable[[str], str]) -> Path:
    """Write contexts behind what a configuration says, and return its file. text: key of the table -> TOML.

    Raises:
        ConfigError: it declares contexts, or its file cannot be read or written.
    """
    check_free(config)
    path = Path(config.file) if config.file else Path(config.base) / FILE
    added = text("tool.boundary-lint.contexts" if path.name == "pyproject.toml" else "contexts")
    try:
        before = read_text(path) if config.file else ""
        content = f"{before.rstrip()}\n\n{added}" if before.strip() else added
        tomllib.loads(content)
        content.encode("utf-8")
        write_whole(str(path), content)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            str(path), f"contexts cannot be written behind it: {error}", "drop the key 'contexts'"
        ) from error
    except UnicodeError as error:
        raise ConfigError(
            str(path), "a name is no text that a file can hold", "rename the file of that name"
        ) from error
    except OSError as error:
        raise ConfigError(str(path), f"cannot be written: {error.strerror}", "make the folder writable") from error
    return path
