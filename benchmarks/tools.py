"""The tools that are timed, and how: seconds, processors, memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Tool:
    """A command, the folder it runs in, and what to delete to make it cold."""

    name: str
    command: list[str]
    cwd: Path
    caches: list[Path]


@dataclass(frozen=True)
class Sample:
    """Seconds by the clock and of all processors in one run."""

    seconds: float
    cpu: float


def start(tool: Tool) -> subprocess.Popen[bytes]:
    """Start a tool; what it prints goes nowhere, what it complains of into a file."""
    complaints = (tool.cwd.parent / f"{tool.name}.err").open("wb")
    environment = {**os.environ, "PYTHONPATH": str(tool.cwd)}
    return subprocess.Popen(tool.command, cwd=tool.cwd, stdout=subprocess.DEVNULL, stderr=complaints, env=environment)


def finish(tool: Tool, status: int) -> None:
    """Findings are expected, failures to run are not."""
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        complaints = (tool.cwd.parent / f"{tool.name}.err").read_text("utf-8", "replace")
        sys.exit(f"{tool.name} ended with {code}: {complaints[-400:]}")


def run(tool: Tool) -> Sample:
    """Run a tool once."""
    begin = time.perf_counter()
    process = start(tool)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    finish(tool, status)
    return Sample(seconds, usage.ru_utime + usage.ru_stime)


def peak_memory(tool: Tool) -> float:
    """Return the megabytes that a tool and its children take at most; 0 where the system does not tell."""
    if not Path("/proc/self/smaps_rollup").exists():
        return 0.0
    process, peak = start(tool), 0.0
    while True:
        pid, status = os.waitpid(process.pid, os.WNOHANG)
        if pid:
            finish(tool, status)
            return peak
        peak = max(peak, sum(_megabytes(one) for one in _family(process.pid)))
        time.sleep(0.02)


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _megabytes(pid: int) -> float:
    """Return the memory of one process; of pages that several share its part."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def clear(tool: Tool) -> None:
    """Make the next run cold."""
    for cache in tool.caches:
        shutil.rmtree(cache, ignore_errors=True)


def executable(name: str) -> str:
    """Return the path of a command."""
    found = shutil.which(name)
    if found is None:
        sys.exit(f"{name} must be on PATH: run 'make bench'")
    return found


def ours(project: Path, *options: str) -> Tool:
    """Return our tool for one project."""
    cache = project.parent / "our-cache"
    command = [
        executable("boundary-lint"),
        "check",
        ".",
        "--cache-dir",
        str(cache),
        "--fail-on",
        "never",
        "-o",
        os.devnull,
    ]
    return Tool("boundary-lint", [*command, *options], project, [cache])


def lint_imports(project: Path, package: str) -> Tool:
    """Return lint-imports with one contract that is kept: it has to build the whole graph, and to ask it one question."""
    configuration, cache = project.parent / "importlinter.ini", project.parent / "grimp-cache"
    configuration.write_text(
        f"[importlinter]\nroot_package = {package}\ninclude_external_packages = True\n\n[importlinter:contract:1]\nname = any\n"
        f"type = forbidden\nsource_modules = {package}\nforbidden_modules = nothing_of_this_name\nallow_indirect_imports = True\n"
    )
    command = [executable("lint-imports"), "--config", str(configuration), "--cache-dir", str(cache)]
    return Tool("lint-imports", command, project, [cache])


def tach(project: Path, package: str) -> Tool:
    """Return tach with one module."""
    (project / "tach.toml").write_text(f'source_roots = ["."]\n[[modules]]\npath = "{package}"\ndepends_on = []\n')
    return Tool("tach", [executable("tach"), "check"], project, [project / ".tach"])


def lines_of(project: Path) -> int:
    """Return the lines of all Python files."""
    return sum(p.read_bytes().count(b"\n") for p in project.rglob("*.py"))
