"""Revisions of git repositories as folders: what they hold, what no repository can make of it, and what is said where there is none."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from boundary_lint.config.load import load_config
from boundary_lint.errors import BoundaryLintError, ConfigError, RevisionError
from boundary_lint.pipeline import blobs, git, revisions
from boundary_lint.pipeline.revisions import between, changes, laid_out, resolve
from boundary_lint.pipeline.run import Options, analyse
from tests.pipeline.repositories import blob, commit, tree_of
from tests.pipeline.repositories import git as run


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    commit(folder, {"shop/__init__.py": "", "shop/orders.py": "ORDERS = 1\n", "docs/page.html": "<p>"}, "first")
    run(folder, "tag", "v1")
    commit(folder, {"shop/orders.py": "ORDERS = 2\n", "shop/cart.py": "import shop.orders\n"}, "second")
    return folder


def content(folder: Path, name: str, explicit: Path | None = None) -> dict[str, str]:
    """Return path -> text of what is laid out for a revision."""
    with laid_out(resolve(folder, name), explicit) as laid:
        files = (path for path in laid.path.rglob("*") if path.is_file())
        return {path.relative_to(laid.path).as_posix(): path.read_text("utf-8") for path in files}


def left_out(folder: Path, name: str = "HEAD") -> tuple[str, ...]:
    with laid_out(resolve(folder, name)) as laid:
        return laid.left_out


def refusal(folder: Path, name: str) -> str:
    with pytest.raises(RevisionError) as error, laid_out(resolve(folder, name)):
        pass
    return str(error.value)


def test_every_name_of_a_revision_is_known(shop: Path) -> None:
    assert content(shop, "v1") == {"shop/__init__.py": "", "shop/orders.py": "ORDERS = 1\n"}
    assert content(shop, "HEAD^") == content(shop, "main~1") == content(shop, run(shop, "rev-parse", "v1")[:9])
    assert content(shop, "@{0}")["shop/cart.py"] == "import shop.orders\n"


def test_working_tree_index_and_head_are_not_touched(shop: Path) -> None:
    (shop / "shop" / "orders.py").write_text("ORDERS = 3\n", "utf-8")
    (shop / "shop" / "new.py").write_text("", "utf-8")
    run(shop, "add", "shop/new.py")
    files = [path for path in (shop / ".git").rglob("*") if path.is_file()]
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}
    content(shop, "v1")
    assert before == {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in (shop / ".git").rglob("*") if p.is_file()}
    assert (shop / "shop" / "orders.py").read_text("utf-8") == "ORDERS = 3\n"


def test_nothing_is_left_behind(shop: Path) -> None:
    with laid_out(resolve(shop, "v1")) as laid:
        assert laid.path.name == "shop"
    assert not laid.path.exists()


def test_a_subfolder_comes_with_what_is_looked_for_around_it(tmp_path: Path) -> None:
    whole = {
        "pyproject.toml": "[tool.boundary-lint]\ncatalog = ['rows/ours.toml']\n",
        "rows/ours.toml": "",
        "rows/other.toml": "",
        "compose.yml": "",
        "deploy/api.yml": "",
        "web/views.py": "",
        "back/__init__.py": "",
        "back/shop/orders.py": "",
        "back/cart/cart.py": "",
        "back/shops.py": "",
    }
    commit(tmp_path, {**whole})
    with laid_out(resolve(tmp_path / "back" / "shop", "HEAD")) as laid:
        top = laid.path.parents[1]
        assert laid.path == top / "back" / "shop"
        assert laid.config.base == str(top)
        files = {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}
    assert files == whole.keys() - {"web/views.py", "back/cart/cart.py", "rows/other.toml"}


def test_a_single_file(shop: Path) -> None:
    with laid_out(resolve(shop / "shop" / "orders.py", "v1")) as laid:
        assert laid.path.read_text("utf-8") == "ORDERS = 1\n"
    before, after = resolve(shop / "shop" / "orders.py", "v1"), resolve(shop / "shop" / "orders.py", "HEAD")
    assert changes(before, after).changed == {"orders.py"}


def test_a_configuration_that_is_named_stands_as_it_is_today(shop: Path) -> None:
    named = shop / "shop" / "lint.toml"
    named.write_text("include-tests = true\n", "utf-8")
    with laid_out(resolve(shop, "v1"), named) as laid:
        assert laid.config.include_tests
        assert laid.config.base == str(laid.path / "shop")


def test_errors_name_the_revision(shop: Path) -> None:
    commit(shop, {"boundary-lint.toml": "sourcs = []\n"})
    with pytest.raises(ConfigError) as error, laid_out(resolve(shop, "HEAD")):
        pass
    assert str(error.value).startswith("HEAD:boundary-lint.toml:1: unknown key 'sourcs'")
    with pytest.raises(BoundaryLintError, match=r"--belongs: means nothing \(in v1\)"), laid_out(resolve(shop, "v1")):
        raise BoundaryLintError("--belongs", "means nothing")


def test_what_differs(shop: Path) -> None:
    commit(shop, {"shop/orders.py": None, "shop/sales.py": "ORDERS = 2\n", "shop/cart.py": "import shop.sales\n"})
    commit(shop, {"shop/new.py": "NEW = 1\n", "shop/__init__.py": None, "other.py": "X = 1\n"})
    found = changes(resolve(shop / "shop", "HEAD~2"), resolve(shop / "shop", "HEAD"))
    assert found.moved == {"orders.py": "sales.py"}
    assert [*found.changed, *found.came, *found.went] == ["cart.py", "new.py", "__init__.py"]


@pytest.mark.parametrize("name", ["", "-n", "--output=/tmp/x", "--", "a\nb", "HEAD\0", "HEAD\x1b[2J"])
def test_names_that_are_none(shop: Path, name: str) -> None:
    assert "is no revision" in refusal(shop, name)


@pytest.mark.parametrize(
    "name", ["mian", "HEAD~7", "HEAD:shop", "HEAD^{tree}", "v1..HEAD", "$(touch x)", "'", "x" * 5000]
)
def test_names_that_are_not_there(shop: Path, name: str) -> None:
    assert f"is no revision of {shop}" in refusal(shop, name)


def test_the_name_that_was_meant(shop: Path) -> None:
    assert refusal(shop, "mian").endswith("did you mean 'main'?")
    run(shop, "update-ref", "refs/remotes/origin/dev", "HEAD")
    assert refusal(shop, "dev").endswith("did you mean 'origin/dev'?")


def test_a_name_of_several(shop: Path) -> None:
    run(shop, "branch", "v1", "HEAD")
    assert refusal(shop, "v1").startswith("v1: is ambiguous: a branch and a tag")
    assert content(shop, "refs/tags/v1") != content(shop, "refs/heads/v1")


def test_digits_with_which_several_begin(shop: Path) -> None:
    one = "commit refs/heads/many\ncommitter A <a@example.org> {} +0000\ndata 0\n\n"
    run(shop, "fast-import", "--quiet", asked="".join(one.format(n) for n in range(2_000)).encode())
    begins = Counter(line[:4] for line in run(shop, "log", "--format=%H", "many").splitlines())
    assert refusal(shop, begins.most_common(1)[0][0]).endswith("give more digits")


def test_pairs_of_revisions(shop: Path) -> None:
    run(shop, "checkout", "-q", "-b", "topic", "v1")
    commit(shop, {"topic.py": ""})
    first, main, topic = (resolve(shop, name).commit for name in ("v1", "main", "topic"))
    for text, expected in {
        "main..topic": (main, topic),
        "main...topic": (first, topic),
        "main..": (main, topic),
        "main...": (first, topic),
        "..main": (topic, main),
    }.items():
        assert tuple(one.commit for one in between(shop, text)) == expected
    for text in ("main", "..", "...", "main....topic", ""):
        with pytest.raises(RevisionError, match="is no pair of revisions"):
            between(shop, text)
    run(shop, "checkout", "-q", "--orphan", "alone")
    commit(shop, {"alone.py": ""})
    with pytest.raises(RevisionError, match="has no commit that both come from"):
        between(shop, "main...alone")


def test_a_path_that_the_revision_has_not(shop: Path) -> None:
    commit(shop, {"later/a.py": ""})
    assert refusal(shop / "later", "v1") == "v1: has no 'later' - give a path that it has, or a later revision"


def test_a_shallow_clone(shop: Path, tmp_path: Path) -> None:
    run(tmp_path, "clone", "-q", "--depth", "1", f"file://{shop}", "shallow")
    assert content(tmp_path / "shallow", "HEAD") == content(shop, "HEAD")
    said = refusal(tmp_path / "shallow", "HEAD~1")
    assert said.startswith("HEAD~1: is not in this clone, which is shallow")
    assert "fetch-depth: 0" in said


def test_a_partial_clone_fetches_nothing(shop: Path, tmp_path: Path) -> None:
    run(shop, "config", "uploadpack.allowFilter", "true")
    run(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{shop}", "partial")
    assert "the clone is partial" in refusal(tmp_path / "partial", "HEAD")


def test_no_repository(tmp_path: Path) -> None:
    assert "is not in a git repository" in refusal(tmp_path, "HEAD")
    assert "no such file or folder" in refusal(tmp_path / "none", "HEAD")
    run(tmp_path, "init", "-q", "--bare", "bare")
    assert "without a working tree" in refusal(tmp_path / "bare", "HEAD")
    run(tmp_path, "init", "-q", "empty")
    assert "is no revision" in refusal(tmp_path / "empty", "HEAD")
    assert "working tree" in refusal(tmp_path / "empty" / ".git", "HEAD")


def test_git_is_not_installed(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(shop))
    assert refusal(shop, "HEAD").startswith("git: is not installed")


def test_git_that_takes_too_long(shop: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nexec sleep 60\n", "utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(git, "MAX_SECONDS", 0.2)
    assert "git took more than 0.2 seconds" in refusal(shop, "HEAD")


def test_the_repository_is_that_of_the_path_whatever_a_hook_says(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    commit(tmp_path / "other", {"other.py": ""})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert "shop/orders.py" in content(shop, "HEAD")


PROGRAMS = (
    "filter.bad.smudge", "filter.bad.clean", "filter.bad.process", "diff.bad.textconv", "diff.bad.command", "diff.external", "core.fsmonitor", "core.pager",
    "pager.ls-tree", "pager.cat-file", "core.editor", "core.sshCommand", "gpg.program", "tar.tar.command", "core.alternateRefsCommand",
)  # fmt: skip


def hostile(shop: Path, mark: Path) -> None:
    """Name a program wherever git could run one."""
    program = shop.parent / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n", "utf-8")
    program.chmod(0o755)
    for key in PROGRAMS:
        run(shop, "config", key, str(program))
    run(shop, "config", "core.hooksPath", str(shop.parent / "hooks"))
    run(shop, "config", "filter.bad.required", "true")
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        (shop.parent / "hooks").mkdir(exist_ok=True)
        (shop.parent / "hooks" / hook).write_text(program.read_text("utf-8"), "utf-8")
        (shop.parent / "hooks" / hook).chmod(0o755)


def test_no_program_of_the_repository_runs(shop: Path, tmp_path: Path) -> None:
    attributes = "*.py filter=bad diff=bad export-subst\n*.toml export-ignore\n"
    dated = "DATE = '$Format:%G? %ad$'\n"
    commit(shop, {".gitattributes": attributes, "dated.py": dated, "boundary-lint.toml": "sources = ['.']\n"})
    commit(shop, {"later.py": dated, "dated.py": None})
    mark = tmp_path / "ran"
    hostile(shop, mark)
    before, after = resolve(shop, "HEAD^"), resolve(shop, "HEAD")
    assert changes(before, after).moved == {"dated.py": "later.py"}
    assert content(shop, "HEAD")["later.py"] == dated
    with laid_out(before) as laid:
        assert laid.config.sources == (".",)
    assert "is no revision" in refusal(shop, "nothing")
    assert not mark.exists()
    with suppress(subprocess.CalledProcessError):
        run(shop, "archive", "--format=tar", "HEAD")
    assert mark.exists()  # the trap was set


def test_a_partial_clone_runs_no_transport(shop: Path, tmp_path: Path) -> None:
    missing = tree_of(shop, [("100644", "1" * 40, b"a.py")])
    mark = tmp_path / "ran"
    hostile(shop, mark)
    for key, value in (
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", f"ext::touch {mark}"),
        ("protocol.ext.allow", "always"),
        ("remote.origin.uploadpack", f"touch {mark};"),
    ):
        run(shop, "config", key, value)
    assert "the clone is partial" in refusal(shop, missing)
    run(shop, "config", "remote.origin.url", str(shop))
    assert "the clone is partial" in refusal(shop, missing)
    assert not mark.exists()


def test_links_stay_inside(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    commit(folder, {"shop/real.py": "REAL = 1\n"})
    for name, target in {
        "shop/alias.py": "real.py",
        "shop/way.py": "../shop/real.py",
        "shop/out.py": "../../secret.py",
        "shop/absolute.py": str(folder / "shop" / "real.py"),
        "first": "shop",
        "first_up": "first/../..",
        "self.py": "self.py",
        "nowhere.py": "none.py",
    }.items():
        (folder / name).symlink_to(target)
    (tmp_path / "secret.py").write_text("SECRET = 1\n", "utf-8")
    commit(folder, {})
    with laid_out(resolve(folder, "HEAD")) as laid:
        assert (laid.path / "shop" / "alias.py").read_text("utf-8") == "REAL = 1\n"
        links = {path.relative_to(laid.path).as_posix() for path in laid.path.rglob("*") if path.is_symlink()}
    assert links == {"shop/alias.py", "shop/way.py", "first", "self.py", "nowhere.py"}
    assert laid.left_out == ("first_up", "shop/absolute.py", "shop/out.py")


def test_submodules_are_left_out(shop: Path) -> None:
    run(shop, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(shop), "inner")
    commit(shop, {})
    assert left_out(shop) == ("inner",)


def test_paths_that_no_checkout_could_have(shop: Path, tmp_path: Path) -> None:
    bad, link, away = blob(shop, b"BAD = 1\n"), blob(shop, b".."), blob(shop, str(tmp_path).encode())
    inner = tree_of(shop, [("100644", bad, b"bad.py")])
    tree = run(shop, "rev-parse", f"{inner}^{{tree}}")
    forged = tree_of(
        shop,
        [
            ("40000", tree, b".."),
            ("40000", tree, b".git"),
            ("40000", tree, b"."),
            ("100644", bad, b"../up.py"),
            ("100644", bad, b"/root.py"),
            ("120000", link, b"up"),
            ("40000", tree, b"up"),
            ("120000", away, b"away"),
            ("40000", tree, b"away"),
            ("100644", bad, b"x" * 300),
            ("100644", bad, b"good.py"),
            ("100644", bad, b"good.py"),
            ("100644", bad, b"d/" * 300 + b"deep.py"),
        ],
    )
    before = {path for path in tmp_path.rglob("*") if ".git" not in path.parts}
    with laid_out(resolve(shop, forged)) as laid:
        found = {path.relative_to(laid.path.parent).as_posix() for path in laid.path.parent.rglob("*.py")}
        assert list((laid.path / ".git").iterdir()) == []
    assert found == {"shop/good.py", "shop/up/bad.py", "shop/away/bad.py"}
    assert {".git/bad.py", "../bad.py", "../up.py", "/root.py"} <= {*laid.left_out}
    assert {path for path in tmp_path.rglob("*") if ".git" not in path.parts} == before


def test_names_that_are_not_utf8(shop: Path) -> None:
    strange = os.fsdecode(b"shop/caf\xe9.py")
    commit(shop, {strange: "CAFE = 1\n", "shop/two\nlines.py": "", 'shop/a\tb "c".py': "", "shop/grün.py": ""})
    assert {strange, "shop/two\nlines.py", 'shop/a\tb "c".py', "shop/grün.py"} <= content(shop, "HEAD").keys()
    found = changes(resolve(shop, "HEAD^"), resolve(shop, "HEAD"))
    assert strange in found.came
    inner = shop / os.fsdecode(b"caf\xe9")
    commit(shop, {os.fsdecode(b"caf\xe9/\n.py"): "X = 1\n"})
    assert content(inner, "HEAD") == {"\n.py": "X = 1\n"}


def test_a_tree_that_repeats_itself_without_end(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "MAX_FILES", 10_000)
    tree = run(shop, "rev-parse", tree_of(shop, [("100644", blob(shop, b""), b"a.py")]) + "^{tree}")
    for _ in range(12):
        above = tree_of(shop, [("40000", tree, f"d{n}".encode()) for n in range(10)])
        tree = run(shop, "rev-parse", above + "^{tree}")
    assert "more than 10,000 files" in refusal(shop, above)
    monkeypatch.setattr(blobs, "MAX_FILES", 3)
    commit(shop, {"a/b/c/d/e.py": ""})
    assert "more than 3 folders" in refusal(shop / "a", "HEAD")


def test_large_files(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(shop, {"large.py": "#" * 2_000, "small.py": "#"})
    monkeypatch.setattr(blobs, "MAX_FILE", 1_000)
    with laid_out(resolve(shop, "HEAD")) as laid:
        assert (laid.path / "large.py").read_bytes() == b"\0" * 2_000
        assert (laid.path / "small.py").read_bytes() == b"#"
    monkeypatch.setattr(blobs, "MAX_BYTES", 10)
    assert "bytes to read, more than 10" in refusal(shop, "HEAD")


def test_a_folder_that_cannot_be_written(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    assert refusal(shop, "HEAD").startswith(
        "temporary folder: the revision cannot be laid out: No space left on device"
    )
    monkeypatch.undo()
    monkeypatch.setattr(revisions, "TemporaryDirectory", full)
    assert "temporary folder: the revision cannot be laid out" in refusal(shop, "HEAD")


@pytest.mark.parametrize("inside", ["", "shop_services_bad/orders", "shop_bad/shop"])
def test_what_is_found_in_a_revision_is_what_is_found_in_its_checkout(tmp_path: Path, inside: str) -> None:
    fixtures = Path(__file__).parents[2] / "fixtures"
    for name in ("shop_services_bad", "shop_bad"):
        shutil.copytree(
            fixtures / name, tmp_path / "all" / name, ignore=shutil.ignore_patterns("__pycache__", ".*_cache")
        )
    commit(tmp_path / "all", {})
    path = tmp_path / "all" / inside
    checkout = analyse(path, load_config(path), Options(jobs=1))
    with laid_out(resolve(path, "HEAD")) as laid:
        found = analyse(laid.path, laid.config, Options(jobs=1))
    assert found.facts == checkout.facts
    assert found.facts.modules
