"""Bad input of every kind: a clear message that names the file, nothing lost, the rest still checked, never a traceback."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.inside import inside

GOOD = "from django.db import models\n\n\nclass Order(models.Model):\n    number = models.IntegerField()\n"


def run(*arguments: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    ran = inside(*arguments, cwd=cwd, env=env)
    assert "Traceback" not in ran.stderr
    return ran


def apart(*arguments: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """Run it in a process of its own, which may come to harm."""
    command = [sys.executable, "-m", "boundary_lint.cli.main", *arguments]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=cwd, env={**os.environ, **env}, timeout=120
    )
    assert "Traceback" not in ran.stderr
    assert ran.returncode in (0, 1, 2), ran.stderr
    return ran


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "models.py").write_text(GOOD)
    return tmp_path


def tables(project: Path) -> str:
    return apart("query", "select table_name from data_table", str(project), "-f", "csv", "--no-cache").stdout


BROKEN = {
    "syntax": b"def broken(:\n",
    "null": b"x = 1\0\n",
    "latin": "x = 'é'\n".encode("latin-1"),
    "utf16": "\ufeffx = 1\n".encode("utf-16"),
    "parentheses": b"x = " + b"(" * 10_000 + b")" * 10_000,
    "unary": b"x = " + b"-" * 50_000 + b"1\n",
    "attributes": b"x = a" + b".b" * 100_000 + b"\n",
}


def test_files_that_cannot_be_read_are_named_and_the_rest_checked(project: Path) -> None:
    for name, content in BROKEN.items():
        (project / f"bad_{name}.py").write_bytes(content)
    ran = apart("check", str(project), "--no-cache", "--fail-on", "never", "--top", "0")
    told = {name: [line for line in ran.stdout.splitlines() if f"bad_{name}.py" in line] for name in BROKEN}
    assert all(told.values()), told
    for word in ("syntax", "null"):
        assert word in " ".join(told[word]).lower().replace(f"bad_{word}.py", "")
    assert "orders_order" in tables(project)


def test_a_large_file_does_not_stop_the_run(project: Path) -> None:
    (project / "large.py").write_text("x = [\n" + "    'abcdefgh',\n" * 400_000 + "]\n")
    assert "orders_order" in tables(project)


def test_links_in_a_circle_end(project: Path) -> None:
    (project / "orders" / "again").symlink_to(project)
    (project / "orders" / "self.py").symlink_to(project / "orders" / "self.py")
    assert "orders_order" in tables(project)


def test_a_configuration_that_is_not_toml(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.boundary-lint\n")
    ran = run("check", str(project))
    assert ran.returncode == 2
    assert "pyproject.toml" in ran.stderr
    assert "TOML" in ran.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sourcse = ['x']\n", ["boundary-lint.toml:1", "did you mean 'sources'"]),
        ("[[contexts]]\nname = 'a'\n", ["has no modules"]),
        ("[[contexts]]\nname = 'a'\nmodules = ['ordres']\n", ["matches no module", "did you mean 'orders"]),
        (
            "[[contexts]]\nname = 'a'\nmodules = ['orders']\n[[contexts]]\nname = 'b'\nmodules = ['orders']\n",
            ["two contexts"],
        ),
        ("[rules]\nforeign-table-acces = 'off'\n", ["did you mean 'foreign-table-access'"]),
        ("sources = ['nowhere']\n", ["nowhere"]),
    ],
)
def test_mistakes_in_the_configuration_tell_place_and_remedy(project: Path, text: str, words: list[str]) -> None:
    (project / "boundary-lint.toml").write_text(text)
    ran = run("check", str(project), "--no-cache")
    assert ran.returncode == 2
    for word in words:
        assert word in ran.stderr


def test_an_empty_folder_and_a_missing_one(tmp_path: Path) -> None:
    assert "no Python file" in run("check", str(tmp_path)).stderr
    assert run("check", str(tmp_path / "nowhere")).returncode == 2


def test_a_broken_cache_is_made_anew(project: Path) -> None:
    cache = project / "cache"
    cache.mkdir()
    (cache / "facts.sqlite").write_bytes(b"this is no database" * 100)
    ran = run("check", str(project), "--cache-dir", str(cache), "--fail-on", "never")
    assert "facts.sqlite" in ran.stderr
    assert ran.returncode == 0


def test_a_foreign_database_as_cache(project: Path) -> None:
    cache = project / "cache"
    cache.mkdir()
    other = sqlite3.connect(cache / "facts.sqlite")
    other.execute("create table blob_ (something text)")
    other.commit()
    other.close()
    ran = run("check", str(project), "--cache-dir", str(cache), "--fail-on", "never")
    assert ran.returncode == 0
    assert "facts.sqlite" in ran.stderr


def test_a_cache_that_cannot_be_written(project: Path) -> None:
    (project / "file").write_text("")
    ran = run("check", str(project), "--cache-dir", str(project / "file" / "cache"), "--fail-on", "never")
    assert ran.returncode == 0
    assert "cannot be written" in ran.stderr


def test_two_runs_at_once(project: Path) -> None:
    for number in range(40):
        (project / f"m{number}.py").write_text(f"x = {number}\n" * 200)
    command = [sys.executable, "-m", "boundary_lint.cli.main", "check", str(project), "--fail-on", "never"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [one.communicate(timeout=120) for one in runs]
    assert [one.returncode for one in runs] == [0, 0]
    assert outputs[0][0] == outputs[1][0]


def rule_page(sql: str, message: str = "m") -> str:
    """Return a rule page that runs a query, without examples."""
    return (
        f"# A rule\n\n```toml\nseverity = 'info'\nscope = 'both'\nkey = ['file']\nmessage = '{message}'\nsources = ['s']\n```\n\n"
        f"## Why\n\nw\n\n## Fix\n\nf\n\n## Query\n\n```sql\n{sql}\n```\n\n## Examples\n"
    )


def test_a_page_with_bad_sql_and_one_without_end(project: Path) -> None:
    rules = project / "rules"
    rules.mkdir()
    (rules / "bad-sql.md").write_text(rule_page("select modul, file, line from module"))
    (rules / "private-table.md").write_text(rule_page("select file, 1 as line from module_"))
    (project / "boundary-lint.toml").write_text("rules = ['rules']\n")
    (project / "orders" / "broken.py").write_text("def broken(:\n")
    ran = run("check", str(project), "--no-cache", "--fail-on", "never")
    assert ran.returncode == 2
    assert "did you mean 'module'" in ran.stderr
    assert "not a public view" in ran.stderr
    assert "broken.py" in ran.stdout


@pytest.mark.parametrize(
    ("message", "sql", "said"),
    [
        ("{file x", "select file, 1 as line from module", "'message' is no template"),
        ("{file:d}", "select file, 1 as line from module", "'message' has more than a column between braces"),
        ("{0}", "select file, 1 as line from module", "'message' has more than a column between braces"),
        ("m", "select file, 'x' as line from module", "return a path as file, a number as line"),
        ("m", "select null as file, 1 as line from module", "return a path as file, a number as line"),
    ],
)
def test_a_page_whose_rows_or_message_cannot_be_told(project: Path, message: str, sql: str, said: str) -> None:
    (project / "rules").mkdir()
    (project / "rules" / "own-rule.md").write_text(rule_page(sql, message))
    (project / "boundary-lint.toml").write_text("rules = ['rules']\n")
    ran = run("check", str(project), "--no-cache", "--fail-on", "never")
    assert ran.returncode == 2
    assert "own-rule.md" in ran.stderr
    assert said in ran.stderr
    assert "No findings." not in ran.stdout


def test_a_file_that_vanishes_while_it_is_read(project: Path) -> None:
    from boundary_lint.config.model import Config
    from boundary_lint.discover.walk import discover
    from boundary_lint.pipeline.reading import read_tree

    (project / "gone.py").write_text("x = 1\n")
    tree = discover(project, Config())
    (project / "gone.py").unlink()
    read = read_tree(tree, None, 1)
    assert [gap.file for gap in read.gaps] == ["gone.py"]
    assert "orders/models.py" in read.facts()


def test_nothing_changed_prints_the_same_without_analysing(project: Path) -> None:
    old = time.time() - 60
    for path in [*project.rglob("*"), project]:
        os.utime(path, (old, old))
    first = run("check", "--fail-on", "never", cwd=project)
    for path in project.rglob("*"):
        if path.name != "models.py":
            continue
        os.utime(path, (old, old))
    second = run("check", "--fail-on", "never", cwd=project)
    (project / "orders" / "models.py").write_text(GOOD + "\n\nclass Line(models.Model):\n    pass\n")
    third = run("check", "--fail-on", "never", cwd=project)
    assert first.stdout == second.stdout
    assert first.stdout != third.stdout


def checked(project: Path, *arguments: str) -> str:
    ran = run("check", str(project), "--no-cache", "--fail-on", "never", *arguments)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_what_is_no_file_is_told_and_never_waited_for(project: Path) -> None:
    os.mkfifo(project / "pipe.py")
    os.mkfifo(project / "pipe")
    (project / "linked.py").symlink_to(project / "pipe")
    (project / "zero.py").symlink_to("/dev/zero")
    (project / "nowhere.py").symlink_to(project / "gone")
    (project / "outside.py").symlink_to("/etc/hostname")
    (project / "folder.py").mkdir()
    (project / "folder.py" / "inside.py").write_text("import orders\n")
    said = checked(project, "--top", "0")
    for name in ("pipe.py", "linked.py", "zero.py", "nowhere.py", "outside.py"):
        assert name in said
    assert "a pipe, not a file" in said
    assert "leads nowhere" in said


def test_a_folder_that_cannot_be_listed_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from boundary_lint.config.model import Config
    from boundary_lint.discover.walk import discover

    (project / "locked").mkdir()
    real = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    tree = discover(project, Config())
    assert [(gap.file, gap.reason) for gap in tree.gaps] == [("locked", "Permission denied")]
    assert [file.path for file in tree.files] == ["orders/models.py"]


def test_a_file_that_becomes_a_pipe_is_told(project: Path) -> None:
    from boundary_lint.config.model import Config
    from boundary_lint.discover.walk import discover
    from boundary_lint.pipeline.reading import read_tree

    (project / "changes.py").write_text("x = 1\n")
    tree = discover(project, Config())
    (project / "changes.py").unlink()
    os.mkfifo(project / "changes.py")
    read = read_tree(tree, None, 1)
    assert [(gap.file, gap.reason) for gap in read.gaps] == [("changes.py", "is a pipe, not a file")]
    assert "orders/models.py" in read.facts()


def test_a_file_that_changes_while_it_is_read_is_read_again_next_time(project: Path, tmp_path: Path) -> None:
    from boundary_lint.config.model import Config
    from boundary_lint.discover.walk import discover
    from boundary_lint.pipeline.cache import Cache
    from boundary_lint.pipeline.reading import read_tree

    (project / "changes.py").write_text("x = 1\n")
    tree = discover(project, Config())
    (project / "changes.py").write_text("import orders\n")
    for _ in range(2):
        store = Cache(tmp_path / "cache", lambda message: None)
        first = read_tree(tree, store, 1).facts()["changes.py"]
        store.close()
        tree = discover(project, Config())
    store = Cache(tmp_path / "cache", lambda message: None)
    assert read_tree(tree, store, 1).facts()["changes.py"] == first


@pytest.mark.parametrize("key", ["catalog", "rules"])
def test_pages_that_are_no_files(project: Path, key: str) -> None:
    (project / "pages").mkdir()
    os.mkfifo(project / "pages" / "x.md")
    value = "pages/x.md" if key == "catalog" else "pages"
    (project / "boundary-lint.toml").write_text(f"{key} = ['{value}']\n")
    ran = run("check", str(project), "--no-cache")
    assert ran.returncode == 2
    assert "x.md: cannot be read: is a pipe" in ran.stderr


def test_toml_without_end(project: Path) -> None:
    (project / "pyproject.toml").write_text("a = " + "[" * 50_000 + "]" * 50_000)
    ran = apart("check", str(project), "--no-cache")
    assert ran.returncode == 2
    assert "pyproject.toml: is nested too deep" in ran.stderr


def test_a_query_without_end_is_stopped_and_the_others_run(project: Path) -> None:
    import sqlite3 as database

    from boundary_lint.graph import gate

    connection = database.connect(":memory:")
    connection.execute("create view module as " + " union all ".join(f"select {n} as file" for n in range(300)))
    begin = time.monotonic()
    with pytest.raises(gate.QueryFailed, match="took longer than"):
        gate.run(connection, "select count(*) from module a, module b, module c, module d, module e", deadline=0.2)
    assert time.monotonic() - begin < 5
    assert len(gate.run(connection, "select file from module").rows) == 300


EVIL = "a\x1b[31m\n<b>\u202e"


def test_names_cannot_reach_the_terminal_and_json_stays_json(project: Path) -> None:
    import json

    model = f"from django.db import models\n\n\nclass T(models.Model):\n    class Meta:\n        db_table = {EVIL!a}\n"
    (project / "orders" / "evil.py").write_text(model)
    (project / "billing").mkdir()
    (project / "billing" / "use.py").write_text(
        "from orders.evil import T\n\n\ndef f():\n    T.objects.all().delete()\n"
    )
    (project / "orders" / "x\x1b[31m.py").write_text("def broken(:\n")
    name = "\\u001b[31m\\n<b>"
    (project / "boundary-lint.toml").write_text(
        f'[[contexts]]\nname = "o{name}"\nmodules = ["orders"]\n[[contexts]]\nname = "b{name}"\nmodules = ["billing"]\n'
    )
    ran = run("check", str(project), "--no-cache", "--fail-on", "never", FORCE_COLOR="", NO_COLOR="1")
    assert "\x1b" not in ran.stdout + ran.stderr
    assert "\u202e" not in ran.stdout
    assert "foreign-table-access" in ran.stdout
    findings = json.loads(run("check", str(project), "--no-cache", "--fail-on", "never", "-f", "json").stdout)[
        "findings"
    ]
    assert any(EVIL in finding["message"] for finding in findings)
    json.loads(run("facts", str(project), "--no-cache").stdout)


def numbered(template: str, count: int) -> str:
    return "".join(template.replace("#", str(number)) for number in range(count))


PROGRAMS = {
    "classes in a circle": "class A(B): pass\nclass B(C): pass\nclass C(A): pass\nclass D(D): pass\n",
    "functions that call each other": numbered("def f#(o):\n    f@(o)\n    o.save()\n    return f@(o)\n".replace("@", "9"), 300),
    "classes below each other": "class C0: pass\n"
    + "".join(f"class C{n}(C{n - 1}):\n    def m(self): return super().m()\n" for n in range(1, 1_000)),
    "a long chain": "def f(c):\n    return c" + ".filter()" * 1_000 + "\n",
    "a sum of texts": "X = " + "+".join(["'a'"] * 2_000) + "\ndef f(c):\n    c.execute(X)\n",
    "a constant that doubles": "A = 'aa'\n" + "A = A + A\n" * 60 + "B = 'a' * 10**12\nC = '%1000000000s' % 1\n",
    "SQL that nests": "import sqlite3\nsqlite3.connect('x').execute('select " + "(" * 3_000 + "1" + ")" * 3_000 + " from t')\n",
    "SQL of blanks and quotes": "import sqlite3\nsqlite3.connect('x').execute('select " + " " * 5_000 + '"' * 5_000 + "/*" * 4_000 + "')\n",
}  # fmt: skip


def test_programs_that_no_person_writes(project: Path) -> None:
    for number, source in enumerate(PROGRAMS.values()):
        (project / "orders" / f"p{number}.py").write_text(source)
    circle = project / "orders" / "circle"
    circle.mkdir()
    for number in range(300):
        following, other = (number + 1) % 300, (number + 7) % 300
        (circle / f"c{number}.py").write_text(
            f"from orders.circle.c{following} import x\nfrom orders.circle.c{other} import *\nfrom orders.circle import c{other}\n"
        )
    assert "orders_order" in tables(project)


def test_a_column_of_another_view_is_told_as_such() -> None:
    import sqlite3 as database

    from boundary_lint.graph import gate

    connection = database.connect(":memory:")
    connection.execute("create view module as select 1 as file")
    connection.execute("create view context as select 1 as owner")
    with pytest.raises(gate.QueryFailed, match="it is a column of context"):
        gate.run(connection, "select owner from module")


def test_a_query_with_too_many_rows_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from boundary_lint.graph import gate

    monkeypatch.setattr(gate, "MAX_ROWS", 5)
    with pytest.raises(gate.QueryFailed, match="gives more than 5 rows"):
        gate.run(sqlite3.connect(":memory:"), "select 1 from (values (1), (2), (3), (4), (5), (6))")
