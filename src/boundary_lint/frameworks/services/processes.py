"""Which processes of the manifests run which code root: by the folder they are built from, else by their name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from boundary_lint.facts.deployment import Process


def of_folders(processes: Iterable[Process], folders: Sequence[str]) -> dict[str, list[Process]]:
    """Return folder -> its processes. A process whose folder is not known runs the only folder that is called like it.

    What is built of another language from a folder inside is a service of its own.
    """
    found: dict[str, list[Process]] = {folder: [] for folder in folders}
    by_name: dict[str, list[str]] = {}
    for folder in folders:
        by_name.setdefault(plain(folder.rpartition("/")[2]), []).append(folder)
    for process in processes:
        if process.infrastructure:
            continue
        if process.folder is not None:
            inside = [
                folder for folder in folders if process.folder == folder or process.folder.startswith(folder + "/")
            ]
            named = [max(inside, key=len)] if inside else []
            if process.language not in ("", "python") and process.folder not in named:
                named = []
        else:
            names = dict.fromkeys(
                (plain(process.name), plain(process.image.rpartition("/")[2]), *map(plain, process.hosts))
            )
            named = next((by_name[name] for name in names if name in by_name), [])
        if len(named) == 1:
            found[named[0]].append(process)
    return found


def plain(name: str) -> str:
    """Return a name without regard to case and to how its words are joined."""
    return name.lower().replace("_", "-")
