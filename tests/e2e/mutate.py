"""Files as nobody writes them: flipped bytes, missing brackets, cut ends, exchanged lines, odd letters - of real code.

    python -m tests.e2e.mutate FOLDER... [--count 5000] [--seed 1] [--trees 100]

Extracts mutated files of the folders, each with a limit of time and memory, and checks small trees of them whole. Ends with 1, and
keeps the file, where anything raises, takes longer or needs more.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from boundary_lint.config.model import Config
from boundary_lint.errors import ConfigError
from boundary_lint.extract import extract
from boundary_lint.facts.syntax import decode
from boundary_lint.pipeline.judge import check
from boundary_lint.pipeline.run import Options

SECONDS = 10
"""That one file, or one small tree, may take: a hundred times what the slowest takes."""

MEMORY = 3_000_000_000
"""Bytes of address space."""

FILES_OF_A_TREE = 12

ODD = (
    "\u202e",
    "\ufeff",
    "\x00",
    "é",
    "𝒳",
    "\ud83d",
    "\x0c",
    "\r",
    "\u2028",
    "ſ",
    "\u200b",
    "'''",
    '"""',
    "\\",
    "{",
    "f'{",
    "\t",
)


def flip(data: bytearray, random: random.Random) -> None:
    """Change some bits."""
    for _ in range(random.randint(1, 8)):
        if data:
            data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def drop_bracket(data: bytearray, random: random.Random) -> None:
    """Leave out one bracket, or put in one more."""
    places = [at for at, byte in enumerate(data) if byte in b"()[]{}:'\""]
    if places:
        at = random.choice(places)
        if random.random() < 0.7:
            del data[at]
        else:
            data.insert(at, data[at])


def cut(data: bytearray, random: random.Random) -> None:
    """Leave out the end, or a part in the middle."""
    if data:
        start = random.randrange(len(data))
        del data[start : start + random.choice((10, 100, len(data)))]


def exchange_lines(data: bytearray, random: random.Random) -> None:
    """Exchange, repeat or indent lines."""
    lines = bytes(data).split(b"\n")
    for _ in range(random.randint(1, 5)):
        a, b = random.randrange(len(lines)), random.randrange(len(lines))
        lines[a], lines[b] = random.choice(((lines[b], lines[a]), (lines[a], lines[a]), (b"    " + lines[a], lines[b])))
    data[:] = b"\n".join(lines)


def put_odd(data: bytearray, random: random.Random) -> None:
    """Put in letters that are seldom seen, or are none."""
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(data) + 1)
        data[at:at] = random.choice(ODD).encode("utf-8", "surrogatepass")


def repeat(data: bytearray, random: random.Random) -> None:
    """Repeat a short part very often."""
    if data:
        at = random.randrange(len(data))
        data[at:at] = bytes(data[at : at + random.randint(1, 12)]) * random.choice((50, 2_000))


def join_words(data: bytearray, random: random.Random) -> None:
    """Exchange one word for another of the file: names that lead to themselves, classes that inherit from functions."""
    words = sorted(set(bytes(data).split()))
    if words:
        old, new = random.choice(words), random.choice(words)
        data[:] = data.replace(old, new, random.choice((1, -1)))


MUTATIONS: Sequence[Callable[[bytearray, random.Random], None]] = (
    flip, drop_bracket, cut, exchange_lines, put_odd, repeat, join_words,
)  # fmt: skip


def mutated(source: bytes, random: random.Random) -> bytes:
    """Return a file with one to three mutations."""
    data = bytearray(source)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        random.choice(MUTATIONS)(data, random)
    return bytes(data)


def extracted(source: bytes, depth: str = "full") -> float:
    """Extract one file, and return how long it took. Anything that raises is a fault."""
    begin = time.perf_counter()
    decode(extract(source, depth))  # type: ignore[arg-type]
    return time.perf_counter() - begin


def checked(files: dict[str, bytes]) -> None:
    """Check a small tree whole. Anything that raises is a fault."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, name).write_bytes(content)
        check(Path(folder), Config(base=folder), Options(jobs=1))


def neighbours(paths: Sequence[Path], random: random.Random) -> list[Path]:
    """Return some files that lie side by side: they import each other."""
    start = random.randrange(len(paths))
    return list(paths[start : start + FILES_OF_A_TREE])


def _python_files(folders: Sequence[str]) -> list[Path]:
    found = (path for folder in folders for path in sorted(Path(folder).rglob("*.py")))
    return [path for path in found if path.is_file() and path.stat().st_size < 200_000]


def _cases(paths: list[Path], count: int, trees: int, chance: random.Random) -> Iterator[tuple[str, dict[str, bytes]]]:
    for _ in range(count):
        path = chance.choice(paths)
        yield "extract", {path.name: mutated(path.read_bytes(), chance)}
    for _ in range(trees):
        near = neighbours(paths, chance)
        sources = {str(path).lstrip("/"): path.read_bytes() for path in near}
        yield "check", {name: mutated(s, chance) if chance.random() < 0.5 else s for name, s in sources.items()}


def main() -> int:
    """Run the mutations of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--trees", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _too_long)
    faults, slowest = 0, 0.0
    paths = _python_files(options.folders)
    for number, (kind, files) in enumerate(_cases(paths, options.count, options.trees, random.Random(options.seed))):
        begin = time.perf_counter()
        signal.alarm(SECONDS if kind == "extract" else 3 * SECONDS)
        try:
            if kind == "check":
                checked(files)
            else:
                for source in files.values():
                    extracted(source)
                    extracted(source, "imports")
        except ConfigError:
            continue  # nothing is left that is read: all of it lies in a folder of vendored code
        except BaseException as error:  # whatever it is, it is a fault
            faults += 1
            kept = Path(tempfile.mkdtemp(prefix="mutation-"))
            for name, source in files.items():
                (kept / name).parent.mkdir(parents=True, exist_ok=True)
                (kept / name).write_bytes(source)
            print(f"{kind} {number}: {type(error).__name__}: {error} - kept in {kept}", file=sys.stderr)
        finally:
            signal.alarm(0)
        slowest = max(slowest, time.perf_counter() - begin)
    print(f"{options.count} files, {options.trees} trees: {faults} faults, slowest {slowest:.2f} s")
    return 1 if faults else 0


def _too_long(number: int, frame: object) -> None:
    raise TimeoutError(f"longer than {SECONDS} s")


if __name__ == "__main__":
    sys.exit(main())
