"""What is read, what is left out and counted, and what cannot be read and is said."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_lint.config.load import load_config
from boundary_lint.config.model import Config
from boundary_lint.discover import scan as scan_module
from boundary_lint.discover.globs import Globs
from boundary_lint.discover.scan import Scan
from boundary_lint.discover.walk import discover
from boundary_lint.errors import ConfigError

from .trees import found, modules, write


def paths(base: Path, config: Config | None = None) -> list[str]:
    return [f.path for f in discover(base, config or Config()).files]


LEFT_OUT = {
    "generated": ["api/a_pb2.py", "api/a_pb2_grpc.py", "api/a_pb2.pyi"],
    "vendored": ["_vendor/six.py", "shop/vendor/requests/api.py", "dist/django/db.py", "third_party/x/y.py"],
    "build": ["build/lib/shop/models.py", "shop.egg-info/x.py"],
    "hidden": [".github/tool.py", "shop/.hidden.py"],
    "stub": ["shop/models.pyi"],
}


@pytest.mark.parametrize("reason", LEFT_OUT)
def test_what_is_not_the_projects_code_is_counted(tmp_path: Path, reason: str) -> None:
    tree = found(tmp_path, ["shop/__init__.py", *LEFT_OUT[reason]])
    assert [f.path for f in tree.files] == ["shop/__init__.py"]
    assert tree.skipped == {reason: len(LEFT_OUT[reason])}


def test_environments_count_as_one(tmp_path: Path) -> None:
    files = [
        "a.py",
        "my_env/pyvenv.cfg",
        "my_env/lib/x.py",
        ".venv/lib/y.py",
        "env/bin/z.py",
        "env/lib/z.py",
        "node_modules/n.py",
    ]
    tree = found(tmp_path, files)
    assert ([f.path for f in tree.files], tree.skipped) == (["a.py"], {"environment": 3})


@pytest.mark.parametrize(
    "path", ["shop/vendor/models.py", "env/config.py", "build/__init__.py", "builds/x.py", "venvs.py"]
)
def test_names_that_only_look_like_it_are_read(tmp_path: Path, path: str) -> None:
    assert path in [f.path for f in found(tmp_path, [path]).files]


def test_the_analysed_folder_itself_is_always_read(tmp_path: Path) -> None:
    write(tmp_path, ["node_modules/gyp/a.py", ".venv/lib/site-packages/shop/b.py"])
    assert paths(tmp_path / "node_modules") == ["gyp/a.py"]
    assert paths(tmp_path / ".venv/lib/site-packages") == ["shop/b.py"]


def test_include_overrides_what_is_left_out_by_default(tmp_path: Path) -> None:
    write(tmp_path, ["a.py", "vendor/ours/b.py", "vendor/theirs/c.py", "gen/x_pb2.py", "vendor/ours/.d.py"])
    config = Config(base=str(tmp_path), include=("vendor/ours", "*_pb2.py"))
    assert paths(tmp_path, config) == ["a.py", "gen/x_pb2.py", "vendor/ours/.d.py", "vendor/ours/b.py"]
    assert discover(tmp_path, config).skipped == {"vendored": 1}


def test_exclude_wins_and_is_counted(tmp_path: Path) -> None:
    write(tmp_path, ["a.py", "legacy/b.py", "legacy/deep/c.py", "shop/old.py", "legacy/d.sql"])
    tree = discover(tmp_path, Config(base=str(tmp_path), exclude=("legacy", "shop/old.py")))
    assert ([f.path for f in tree.files], tree.skipped, tree.sql_files) == (["a.py"], {"excluded": 3}, ())


def test_patterns_start_at_the_configuration(tmp_path: Path) -> None:
    write(tmp_path, ["src/shop/a.py", "src/shop/gen/b.py"])
    config = Config(base=str(tmp_path), exclude=("src/shop/gen", "docs/conf.py"))
    assert paths(tmp_path / "src", config) == ["shop/a.py"], "a pattern about another folder is not judged here"


@pytest.mark.parametrize("key", ["exclude", "include"])
def test_a_pattern_that_matches_nothing_is_an_error(tmp_path: Path, key: str) -> None:
    (tmp_path / "boundary-lint.toml").write_text(f'\n{key} = ["legcy"]\n')
    write(tmp_path, ["a.py"])
    config = load_config(tmp_path)
    with pytest.raises(ConfigError, match=r"boundary-lint.toml:2: 'legcy' of the key '.*' matches nothing"):
        discover(tmp_path, config)


def test_excluding_what_is_left_out_anyway_is_no_error(tmp_path: Path) -> None:
    write(tmp_path, ["a.py"])
    exclude = ("node_modules", ".venv", "**/build/**", "dist/*", "*_pb2.py", "__pycache__")
    assert paths(tmp_path, Config(base=str(tmp_path), exclude=exclude)) == ["a.py"]


def test_a_tree_without_python_is_an_error_that_says_what_was_left_out(tmp_path: Path) -> None:
    write(tmp_path, ["readme.txt"])
    with pytest.raises(ConfigError, match="holds no Python file - give the folder that holds the code"):
        discover(tmp_path, Config())
    write(tmp_path, ["vendor/a.py", "vendor/b.py"])
    with pytest.raises(ConfigError, match="left out: 2 vendored"):
        discover(tmp_path, Config())


def test_a_path_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file or folder"):
        discover(tmp_path / "nowhere", Config())
    write(tmp_path, ["notes.txt"])
    with pytest.raises(ConfigError, match="is no Python file"):
        discover(tmp_path / "notes.txt", Config())


def test_links(tmp_path: Path) -> None:
    """Links to files inside are read; folders behind links are not read twice, loops and links outside not followed."""
    base = write(tmp_path / "repo", ["shop/__init__.py", "shop/a.py", "b/c.py"])
    write(tmp_path / "outside", ["secret.py", "folder/x.py"])
    (base / "b/alias.py").symlink_to("../shop/a.py")
    (base / "b/loop").symlink_to("..")
    (base / "b/self.py").symlink_to("self.py")
    (base / "b/gone.txt").symlink_to("nothing")
    (base / "b/gone.py").symlink_to("nothing")
    (base / "b/out").symlink_to(tmp_path / "outside/folder")
    (base / "b/secret.py").symlink_to(tmp_path / "outside/secret.py")
    tree = discover(base, Config())
    assert [f.path for f in tree.files] == ["b/alias.py", "b/c.py", "shop/__init__.py", "shop/a.py"]
    assert [g.file for g in tree.gaps] == ["b/gone.py", "b/self.py", "b/secret.py"]
    assert tree.skipped == {"linked": 3}


def test_a_folder_that_cannot_be_read_is_a_gap_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, ["a.py", "secret/b.py"])
    real = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if path.endswith("secret"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    tree = discover(tmp_path, Config())
    assert [f.path for f in tree.files] == ["a.py"]
    assert [(g.kind, g.file, g.reason) for g in tree.gaps] == [("unreadable", "secret", "Permission denied")]


def test_a_name_that_is_no_text_is_a_gap(tmp_path: Path) -> None:
    write(tmp_path, ["a.py"])
    try:
        os.close(os.open(os.fsencode(tmp_path) + b"/caf\xe9.py", os.O_CREAT))
    except OSError:
        pytest.skip("the file system takes no such names")
    tree = discover(tmp_path, Config())
    assert [(g.kind, g.file, g.reason) for g in tree.gaps] == [("unreadable", "caf\\xe9.py", "its name is not UTF-8")]


def test_names_in_other_scripts_are_read(tmp_path: Path) -> None:
    assert modules(found(tmp_path, ["магазин/заказы.py"]))["магазин/заказы.py"][1].endswith("заказы")


def test_depth_is_bounded(tmp_path: Path) -> None:
    deep = "/".join(["d"] * (scan_module.MAX_DEPTH + 2))
    tree = found(tmp_path, ["a.py", f"{deep}/b.py"])
    assert [f.path for f in tree.files] == ["a.py"]
    assert "folders deep" in tree.gaps[0].reason


def test_sql_files_and_manifests_are_named(tmp_path: Path) -> None:
    manifests = [
        ".env",
        "Dockerfile",
        "Pipfile",
        "Procfile",
        "alembic.ini",
        "compose/saga.yml",
        "docker-compose.override.yml",
        "k8s/base/orders/deployment.yaml",
        "manage.py",
        "poetry.lock",
        "pyproject.toml",
        "requirements-dev.txt",
        "requirements/base.txt",
        "setup.cfg",
        "setup.py",
        "src/api/manifest/configmap.yaml",
    ]
    tree = found(
        tmp_path, [*manifests, "a.py", "db/schema.sql", "vendor/x.sql", "notes.txt", "data/values.yaml", "lib/x.json"]
    )
    assert tree.manifests == tuple(sorted(manifests))
    assert tree.sql_files == ("db/schema.sql",)


def test_stat_is_that_of_the_file(tmp_path: Path) -> None:
    file = found(tmp_path, {"a.py": "x = 1\n"}).files[0]
    status = (tmp_path / "a.py").stat()
    assert (file.size, file.mtime_ns, file.inode) == (status.st_size, status.st_mtime_ns, status.st_ino)


names = st.sampled_from(
    ["shop", "orders", "src", "tests", "app", "__init__", "models", "main", "0001_x", "setup", "a.b", "vendor"]
)
trees = st.lists(
    st.lists(names, min_size=1, max_size=4).map(lambda parts: "/".join(parts) + ".py"), min_size=1, max_size=12
)


@given(trees, st.randoms(use_true_random=False))
def test_every_file_has_one_place_whatever_the_order_of_entries(
    tmp_path_factory: pytest.TempPathFactory, files: list[str], chance: random.Random
) -> None:
    """Each file read is the only one of its root and module; the order in which a folder is listed decides nothing."""
    base = tmp_path_factory.mktemp("tree")
    for path in files:
        if not any((base / above).is_file() for above in Path(path).parents) and not (base / path).is_dir():
            write(base, [path])
    real = os.scandir

    def shuffled(path: str) -> _Entries:
        with real(path) as entries:
            listed = list(entries)
        chance.shuffle(listed)
        return _Entries(listed)

    try:
        first = discover(base, Config())
    except ConfigError:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "scandir", shuffled)
        assert discover(base, Config()) == first
    keys = [(f.root, f.module) for f in first.files]
    assert len(set(keys)) == len(keys)
    python = {p.relative_to(base).as_posix() for p in base.rglob("*.py") if p.is_file()}
    seen = {f.path for f in first.files} | {g.file for g in first.gaps}
    assert len(python) == len(seen) + sum(
        count for reason, count in first.skipped.items() if reason != "hidden by a package"
    )
    assert set(first.roots) == {root for root, _ in keys}


class _Entries(list["os.DirEntry[str]"]):
    def __enter__(self) -> _Entries:
        return self

    def __exit__(self, *_: object) -> None:
        return None


parts = st.text(st.sampled_from("ab.*?[]!-/"), min_size=1, max_size=8)


@given(parts, st.text(st.sampled_from("ab./"), min_size=1, max_size=8))
def test_any_pattern_compiles_and_means_what_is_below_what_it_means(pattern: str, path: str) -> None:
    globs = Globs([pattern])
    if globs.match(path):
        assert globs.match(path + "/below")
        assert globs.unused() == []


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("vendor", ["vendor", "a/vendor", "a/vendor/b.py"], ["avendor", "vendors"]),
        ("docs/*.py", ["docs/a.py"], ["docs/a/b.py", "x/docs/a.py"]),
        ("**/gen/**", ["gen/a", "a/gen/b/c"], ["agen/x"]),
        ("src/**/x.py", ["src/x.py", "src/a/b/x.py"], ["src/x.pyc", "x.py"]),
        ("/setup.py", ["setup.py"], ["a/setup.py"]),
        ("./a/", ["a", "b/a"], ["ab"]),
        ("[a-c]?.py", ["a1.py", "x/b2.py"], ["d1.py", "a.py"]),
        ("[!a].py", ["b.py"], ["a.py"]),
        ("[z-a].py", ["[z-a].py"], ["z.py"]),
    ],
)
def test_patterns(pattern: str, matching: list[str], other: list[str]) -> None:
    assert [p for p in [*matching, *other] if Globs([pattern]).match(p)] == matching


def test_a_scan_needs_no_heavy_imports() -> None:
    """A warm run lists the tree before anything else: neither msgspec nor a TOML reader may come with it."""
    import subprocess
    import sys

    heavy = "{'msgspec', 'tomllib', 'pathlib', 'rich'}"
    code = f"import sys, boundary_lint.discover.scan; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, env={"PYTHONPATH": _source()}, check=True
    )
    assert done.stdout.strip() == "[]"


def _source() -> str:
    return str(Path(scan_module.__file__).parents[2])


def test_folders_that_decide_what_is_found_are_named(tmp_path: Path) -> None:
    """What was found rests on the names in these folders: a change in one of them is a reason to look again."""
    tree = found(tmp_path, ["a.py", "b/c/d.py", "vendor/inner/e.py", ".git/x/y"])
    assert tree.folders == ("", "b", "b/c", "vendor")


def test_the_same_scan_twice(tmp_path: Path) -> None:
    write(tmp_path, ["a.py", "b/c.py", "vendor/d.py"])
    one, two = (Scan(str(tmp_path), Globs([]), Globs([])).run() for _ in range(2))
    assert (one.python, one.skipped) == (two.python, two.skipped)
