"""The tree of a revision as a temporary folder. The working tree, the index and HEAD are never touched.

What is laid out is what the analysis could read: files as they are stored, without what attributes or filters make of them; links that stay
inside; no submodules. Of an analysed folder below the top of the repository that is this folder, and what the analysis looks for around it:
files of the folders above (configuration, manifests), folders that say how it is deployed, and what the configuration names.
"""

from __future__ import annotations

import difflib
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from boundary_lint.config.load import load_config
from boundary_lint.config.model import Config
from boundary_lint.discover.above import DEPLOYING
from boundary_lint.discover.manifests import DOCUMENTS
from boundary_lint.errors import BoundaryLintError, RevisionError
from boundary_lint.facts.content import MAX_TEXT, read_file
from boundary_lint.pipeline import blobs, git
from boundary_lint.pipeline.blobs import Entry, lay_out, no_room


@dataclass(frozen=True)
class Revision:
    """A revision of the repository that an analysed path lies in. name: as it was asked for; commit: its hash.

    top: the folder of the working tree; inside: the analysed path below it, "" for the top itself. tree: the hash of what lies there: where it
    is equal, all files are.
    """

    name: str
    commit: str
    tree: str
    top: str
    inside: str


class LaidOut(NamedTuple):
    """A revision on disk. path: stands for the analysed path; config: in force for it.

    left_out: paths that the revision has and the folder has not: submodules, links that lead outside, names that this system cannot hold.
    """

    path: Path
    config: Config
    left_out: tuple[str, ...]


class Changes(NamedTuple):
    """What differs between two revisions, by paths as seen from the analysed one. moved: path before -> path after, of files that git finds alike."""

    moved: dict[str, str]
    changed: frozenset[str]
    came: frozenset[str]
    went: frozenset[str]


def resolve(path: Path, name: str) -> Revision:
    """Return a revision, by any name that git knows, of the repository that a path lies in.

    Raises:
        RevisionError: git or the repository is missing, or the name means no commit or several, or the commit has no such path.
    """
    if not os.path.exists(path):
        raise RevisionError(str(path), "no such file or folder", "give the path of the code")
    folder = os.path.realpath(path if path.is_dir() else path.parent)
    if not name or name.startswith("-") or re.search(r"[\x00-\x1f\x7f]", name):
        raise RevisionError(name or "''", "is no revision", "give a branch, a tag or a commit")
    asked = ("--is-shallow-repository", "--is-inside-work-tree", "--show-prefix")
    shallow, works, rest = git.told(folder, "rev-parse", *asked).split(b"\n", 2)
    if works != b"true":
        raise RevisionError(folder, "is no part of a working tree", "give a path in one: revisions are read from git")
    prefix = os.fsdecode(rest[:-1]).strip("/")
    top = folder[: len(folder) - len(prefix)].rstrip(os.sep) or os.sep
    inside = prefix if path.is_dir() else f"{prefix}/{path.name}".lstrip("/")
    commit = _commit(folder, name, shallow == b"true")
    return Revision(name, commit, _tree(folder, name, commit, inside), top, inside)


def between(path: Path, text: str) -> tuple[Revision, Revision]:
    """Return the two revisions of ``A..B``, or of ``A...B`` that from which B left A, and B; a side that is left out is HEAD, as in git.

    Raises:
        RevisionError: it is no such pair, or see `resolve`.
    """
    match = re.fullmatch(r"(.*?)(\.{2,3})(.*)", text)
    if match is None or match[3].startswith(".") or not (match[1] or match[3]):
        hint = "write v1.0..HEAD, or v1.0.. for short; the working tree is no revision"
        raise RevisionError(text, "is no pair of revisions", hint)
    before, after = resolve(path, match[1] or "HEAD"), resolve(path, match[3] or "HEAD")
    return (before if match[2] == ".." else fork(before, after)), after


def fork(first: Revision, second: Revision) -> Revision:
    """Return the last commit that two revisions of a path have in common: where the second left the first.

    Raises:
        RevisionError: there is none, or this clone does not know it.
    """
    name = f"{first.name}...{second.name}"
    said = git.told(first.top, "rev-parse", f"{first.commit}...{second.commit}").decode("ascii")
    found = re.search(r"^\^([0-9a-f]{40,64})$", said, re.MULTILINE)
    if found is None:
        hint = "they have no common past, or the clone is shallow: git fetch --unshallow, or fetch-depth: 0 in CI"
        raise RevisionError(name, "has no commit that both come from", hint)
    return Revision(name, found[1], _tree(first.top, name, found[1], first.inside), first.top, first.inside)


def _commit(folder: str, name: str, shallow: bool) -> str:
    asked = os.fsencode(f"{name}^{{commit}}\n")
    found = git.told(folder, "cat-file", "--batch-check", asked=asked)
    if match := re.fullmatch(rb"([0-9a-f]{40,64}) commit \d+\n", found):
        if _is_twofold(folder, name):
            hint = f"write refs/heads/{name} or refs/tags/{name}"
            raise RevisionError(name, "is ambiguous: a branch and a tag, or a remote, are called so", hint)
        return match[1].decode()
    if (
        re.fullmatch("[0-9a-f]{4,64}", name)
        and git.told(folder, "rev-parse", f"--disambiguate={name}").count(b"\n") > 1
    ):
        raise RevisionError(name, "is ambiguous: several commits begin like that", "give more digits")
    if shallow:
        hint = "fetch it with all of the history: git fetch --unshallow, or fetch-depth: 0 in CI"
        raise RevisionError(name, "is not in this clone, which is shallow", hint)
    raise RevisionError(name, f"is no revision of {folder}", _meant(folder, name))


def _names(folder: str, *patterns: str) -> list[str]:
    said = git.told(folder, "for-each-ref", "--format=%(refname)", "--", *patterns)
    return said.decode("utf-8", "replace").splitlines()


def _is_twofold(folder: str, name: str) -> bool:
    full = [f"refs/{kind}/{name}" for kind in ("heads", "tags", "remotes")]
    return bool(re.fullmatch(r"[\w./@+-]+", name)) and sum(one in full for one in _names(folder, *full)) > 1


def _meant(folder: str, name: str) -> str:
    """Return a hint at the branch or tag that was meant."""
    known = [re.sub(r"^refs/(heads|tags|remotes)/", "", one) for one in _names(folder)]
    remote = [one for one in known if one.endswith(f"/{name}")]
    near = remote or difflib.get_close_matches(name, known, 1)
    return f"did you mean '{near[0]}'?" if near else "give a branch, a tag or a commit that git log shows"


def _tree(folder: str, name: str, commit: str, inside: str) -> str:
    if not inside:
        said = git.told(folder, "cat-file", "--batch-check", asked=f"{commit}^{{tree}}\n".encode())
        found = re.match(rb"([0-9a-f]{40,64}) tree ", said)
    else:
        said = git.told(folder, "ls-tree", "-z", "--full-tree", commit, "--", inside)
        found = re.match(rb"\d+ (?:tree|blob) ([0-9a-f]{40,64})\t", said)
    if found is None and not inside:
        raise git.lacking(folder)
    if found is None:
        raise RevisionError(name, f"has no '{inside}'", "give a path that it has, or a later revision")
    return found[1].decode()


def whole_tree(revision: Revision) -> str:
    """Return the hash of all that a revision holds, what lies above the analysed path included."""
    return _tree(revision.top, revision.name, revision.commit, "")


def tracked(revision: Revision) -> dict[str, str]:
    """Return file -> hash of its content, of the files below the analysed path that the analysis could read; seen from that path."""
    inside = revision.inside
    found = entries(revision, _wanted(inside), *filter(None, [inside]))
    return {_seen_from(inside, entry.path): entry.object for entry in found if entry.mode.startswith("100")}


@contextmanager
def laid_out(revision: Revision, explicit: Path | None = None) -> Iterator[LaidOut]:
    """Yield the tree of a revision as a folder, which is gone afterwards. explicit: a configuration to use in place of its own.

    Errors that name the folder, in it or from below it, name the revision instead.

    Raises:
        RevisionError: git fails, or the tree is too large, or cannot be written.
        ConfigError: its configuration cannot be used.
    """
    try:
        place = TemporaryDirectory(prefix="boundary-lint-", ignore_cleanup_errors=True)
    except OSError as error:
        raise no_room(error) from error
    with place as folder:
        top = os.path.join(os.path.realpath(folder), os.path.basename(revision.top) or "root")
        try:
            os.makedirs(os.path.join(top, ".git"))  # nothing above is looked for
            path = Path(top, revision.inside)
            left = lay_out(top, revision.top, entries(revision, _wanted(revision.inside)))
            config = load_config(path, _as_today(explicit, revision.top, top))
            if named := _named(config, top):
                left += lay_out(top, revision.top, entries(revision, lambda path: True, *named))
            yield LaidOut(path, config, tuple(sorted({*left})))
        except BoundaryLintError as error:
            raise _of_revision(error, top, revision.name) from error


def entries(revision: Revision, wanted: Callable[[str], bool], *paths: str) -> list[Entry]:
    """Return what of a revision is wanted, by its path from the top; below some paths alone where they are given.

    Raises:
        RevisionError: there is more than can be laid out.
    """
    found: list[Entry] = []
    arguments = ("ls-tree", "-r", "-z", "--full-tree", revision.commit, "--", *paths)
    with git.answer(revision.top, *arguments) as output:
        for number, record in enumerate(git.records(output)):
            head, _, name = record.partition(b"\t")
            mode, _, object_ = head.decode("ascii").split(" ")
            path = os.fsdecode(name)
            if wanted(path):
                found.append(Entry(mode, object_, path))
            if len(found) > blobs.MAX_FILES or number > MAX_LISTED:
                reason = f"the revision has more than {min(len(found) - 1, number):,} files"
                raise RevisionError(revision.name, reason, blobs.SMALLER)
    return found


MAX_LISTED = 5_000_000
"""Files of a revision that are looked at by name."""

UNREAD = (
    ".js", ".mjs", ".ts", ".tsx", ".jsx", ".vue", ".css", ".scss", ".less", ".map", ".html", ".json", ".csv", ".xml", ".po", ".mo", ".rst",
    ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".pdf", ".woff", ".woff2", ".ttf", ".eot", ".zip", ".gz", ".ipynb", ".parquet",
)  # fmt: skip
"""How the names of files end that nothing opens, some of `DOCUMENTS` aside: most of the bytes of most repositories."""


def _wanted(inside: str) -> Callable[[str], bool]:
    """Return which paths the analysis of a path looks at."""
    way = inside.split("/") if inside else []

    def is_wanted(path: str) -> bool:
        if path.endswith(UNREAD) and not path.endswith(DOCUMENTS):
            return False
        parts = path.split("/")
        if parts[: len(way)] == way:
            return True
        shared = next(n for n, part in enumerate(way) if n >= len(parts) or parts[n] != part)
        beside = parts[shared:]
        return len(beside) < 2 or not DEPLOYING.isdisjoint(re.split(r"[-_.]", beside[0].lower()))

    return is_wanted


def _named(config: Config, top: str) -> list[str]:
    """Return what a configuration names beside the code, from the top."""
    beside = (*config.catalog, *config.stubs, *config.rule_folders, config.baseline)
    named = [os.path.normpath(os.path.join(config.base, one)) for one in beside if one]
    return sorted({os.path.relpath(one, top).replace(os.sep, "/") for one in named if one.startswith(top + os.sep)})


def _as_today(explicit: Path | None, top: str, laid: str) -> Path | None:
    """Return a configuration that was named; one of the repository stands at its place in the laid out tree, as it is today."""
    if explicit is None:
        return None
    inside = os.path.relpath(os.path.realpath(explicit), top)
    if inside.startswith("..") or os.path.isabs(inside):
        return explicit
    path = Path(laid, inside)
    try:
        content = read_file(explicit, MAX_TEXT + 1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(content)
    except OSError:
        return explicit
    return path


def _of_revision(error: BoundaryLintError, top: str, name: str) -> BoundaryLintError:
    texts = [error.place, error.reason, error.hint]
    told = [text.replace(top + os.sep, f"{name}:").replace(top, name) for text in texts]
    if told == texts and not isinstance(error, RevisionError):
        told[1] += f" (in {name})"
    return type(error)(*told)


def changes(before: Revision, after: Revision) -> Changes:
    """Return what differs between two revisions of one path."""
    arguments = ("-r", "-z", "-M", "-l1000", "--name-status", "--ignore-submodules=all", before.commit, after.commit)
    said = git.told(after.top, "diff-tree", *arguments, "--", *filter(None, [after.inside]))
    fields = iter(os.fsdecode(said).split("\0"))
    moved: dict[str, str] = {}
    others: dict[str, set[str]] = defaultdict(set)
    for kind in filter(None, fields):
        path = _seen_from(after.inside, next(fields))
        if kind.startswith("R"):
            moved[path] = _seen_from(after.inside, next(fields))
        else:
            others[kind[:1]].add(path)
    return Changes(moved, frozenset(others["M"] | others["T"]), frozenset(others["A"]), frozenset(others["D"]))


def _seen_from(inside: str, path: str) -> str:
    """Return a path from the top as it is seen from a folder there, or the name of the file that it is."""
    return os.path.basename(path) if path == inside else path[len(inside) + 1 :] if inside else path
