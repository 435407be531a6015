"""A user's own rule pages, catalogue pages and stubs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.shop import run

FILES = {
    "boundary-lint.toml": 'rules = ["arch/rules"]\ncatalog = ["arch/ours.toml"]\nstubs = ["arch/stubs"]\n',
    "arch/ours.toml": '[resolver]\n"ourlib.find_model" = "get_model"\n',
    "arch/stubs/ourlib.py": (
        "from django.db import models\n\n\nclass Base(models.Model):\n    class Meta:\n        abstract = True\n\n"
        "    def archive(self):\n        self.delete()\n"
    ),
    "orders/models.py": "from ourlib import Base\n\n\nclass Order(Base):\n    pass\n",
    "orders/services.py": (
        "from ourlib import find_model\n\n\ndef close(pk):\n    find_model('orders', 'Order').objects.get(pk=pk).archive()\n"
    ),
}

PAGE = """# Rows are deleted

```toml
severity = "warning"
scope = "both"
key = ["table_name"]
message = "{table_name} is deleted from"
sources = ["nobody"]
```

## Why
## Fix

## Query

```sql
select table_name, file, line from access where op = 'delete' order by file, line
```

## Examples
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in {**FILES, "arch/rules/deleted.md": PAGE}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_they_are_used(project: Path) -> None:
    ran = run("check", "--select", "deleted", "-f", "json", cwd=project)
    (finding,) = json.loads(ran.stdout)["findings"]
    assert finding["sites"] == [{"file": "orders/services.py", "line": 5}]
    assert "deleted " in run("rules", "list", cwd=project).stdout
    assert run("explain", "deleted", cwd=project).stdout == PAGE


def test_a_change_of_each_is_seen_by_the_next_run(project: Path) -> None:
    before = run("check", "--select", "deleted", "-f", "json", cwd=project)
    assert json.loads(before.stdout)["findings"]
    stub = project / "arch" / "stubs" / "ourlib.py"
    stub.write_text(stub.read_text("utf-8").replace("self.delete()", "self.save()"), "utf-8")
    after = run("check", "--select", "deleted", "-f", "json", cwd=project)
    assert json.loads(after.stdout)["findings"] == []
    page = project / "arch" / "rules" / "deleted.md"
    page.write_text(PAGE.replace("op = 'delete'", "op = 'write'"), "utf-8")
    assert json.loads(run("check", "--select", "deleted", "-f", "json", cwd=project).stdout)["findings"]


def test_two_pages_of_one_name(project: Path) -> None:
    (project / "arch" / "rules" / "unread-file.md").write_text(PAGE, "utf-8")
    ran = run("check", cwd=project)
    assert ran.returncode == 2
    assert "the rule 'unread-file' exists already" in ran.stderr


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "arch/rules/deleted.md",
            PAGE.replace("table_name, file", "table_nam, file"),
            "deleted.md:17: no such column: table_nam",
        ),
        ("arch/rules/deleted.md", "# Title\n", "deleted.md: lacks the section '## Why'"),
        ("arch/ours.toml", "[resolver]\nx = 3\n", "ours.toml [resolver] x: is neither a string nor a list of strings"),
        ("arch/ours.toml", "[resolver\n", "ours.toml: cannot be read: it is not TOML"),
        ("arch/stubs/ourlib.py", "def broken(:\n", "ourlib.py:1: "),
    ],
)
def test_a_mistake_in_one_is_told_with_its_place(project: Path, file: str, text: str, said: str) -> None:
    (project / file).write_text(text, "utf-8")
    ran = run("check", cwd=project)
    assert ran.returncode == 2
    assert said in ran.stderr
