"""What is written: whole files, in their encoding, below the analysed folder, once."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest

from boundary_lint.facts.content import write_bytes
from tests.fixes.programs import lay_out, mend_files, mend_folder

CALL = 'import requests\n\n\ndef f():\n    return requests.get("http://a")\n'

MENDED = CALL.replace('"http://a"', '"http://a", timeout=10')

BODIES = {
    "bom": codecs.BOM_UTF8 + CALL.encode(),
    "crlf": CALL.replace("\n", "\r\n").encode(),
    "mixed": CALL.replace("\n", "\r\n", 2).encode(),
    "tabs": CALL.replace("    ", "\t").encode(),
    "no newline at the end": CALL.rstrip().encode(),
    "cookie": b"# -*- coding: latin-1 -*-\nNAME = '\xe9'\n" + CALL.encode(),
    "wide letters before": CALL.replace("return", "return 'é€𝄞',").encode(),
    "form feeds": CALL.replace("\n\n\n", "\n\f\n\n").encode(),
    "space at the end": CALL.replace("\n", "  \n").encode(),
}


def test_all_other_bytes_stay(tmp_path: Path) -> None:
    files = {f"shop/body{number}.py": body for number, body in enumerate(BODIES.values())}
    after = mend_files(tmp_path, {**files, "shop/__init__.py": ""}, "call-without-timeout")
    for file, (name, body) in zip(files, BODIES.items(), strict=True):
        assert (tmp_path / file).read_bytes() == body.replace(b'"http://a"', b'"http://a", timeout=10'), name
    assert after.left == []


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    assert mend_files(tmp_path, {"shop/a.py": CALL}).mended.files == {"shop/a.py"}
    before = (tmp_path / "shop/a.py").stat()
    again = mend_folder(tmp_path)
    assert (again.mended.files, again.mended.rules, again.mended.diff) == (set(), {}, "")
    assert (tmp_path / "shop/a.py").stat() == before


def test_a_diff_changes_nothing(tmp_path: Path) -> None:
    lay_out(tmp_path, {"shop/a.py": CALL})
    shown = mend_folder(tmp_path, write=False)
    assert shown.text("shop/a.py") == CALL
    assert shown.mended.diff == (
        "--- a/shop/a.py\n+++ b/shop/a.py\n@@ -2,4 +2,4 @@\n \n \n def f():\n"
        '-    return requests.get("http://a")\n+    return requests.get("http://a", timeout=10)\n'
    )


def test_the_mode_stays_and_nothing_is_left_beside(tmp_path: Path) -> None:
    lay_out(tmp_path, {"shop/a.py": "#!/usr/bin/env python\n" + CALL})
    (tmp_path / "shop/a.py").chmod(0o755)
    mend_folder(tmp_path)
    assert (tmp_path / "shop/a.py").stat().st_mode & 0o777 == 0o755
    assert os.listdir(tmp_path / "shop") == ["a.py"]


def test_links_and_what_may_only_be_read(tmp_path: Path) -> None:
    program, other = tmp_path / "program", tmp_path / "other"
    other.mkdir()
    program.mkdir()
    (other / "elsewhere.py").write_text(CALL)
    lay_out(program, {"shop/a.py": CALL, "shop/fixed.py": CALL, "shop/__init__.py": ""})
    (program / "shop/link.py").symlink_to(other / "elsewhere.py")
    (program / "shop/fixed.py").chmod(0o444)
    after = mend_folder(program)
    assert after.text("shop/a.py") == MENDED
    assert (other / "elsewhere.py").read_text() == CALL
    assert after.text("shop/fixed.py") == CALL
    assert after.mended.left["shop/fixed.py"] == "not changed: it may only be read"
    assert after.mended.files == {"shop/a.py"}


def test_what_cannot_be_written_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {"shop/a.py": CALL, "shop/b.py": CALL})

    def full(path: str, content: bytes) -> None:
        if path.endswith("a.py"):
            raise OSError(28, "No space left on device")
        write_bytes(path, content)

    monkeypatch.setattr("boundary_lint.pipeline.fix.write_bytes", full)
    after = mend_folder(tmp_path)
    assert (after.text("shop/a.py"), after.text("shop/b.py")) == (CALL, MENDED)
    assert after.mended.left == {"shop/a.py": "not changed: No space left on device"}
    assert after.mended.rules == {"call-without-timeout": 1}


def test_what_libcst_cannot_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import libcst

    def parse(text: str) -> libcst.Module:
        raise libcst.ParserSyntaxError("no", lines=[""], raw_line=1, raw_column=0)

    monkeypatch.setattr(libcst, "parse_module", parse)
    after = mend_files(tmp_path, {"shop/a.py": CALL})
    assert after.mended.left == {"shop/a.py": "not changed: libcst cannot read it"}


def test_what_is_nested_deep_is_named(tmp_path: Path) -> None:
    deep = "x = " + "-" * 400 + "1\n"
    after = mend_files(tmp_path, {"shop/a.py": deep + CALL})
    assert after.mended.left == {"shop/a.py": "not changed: it is nested too deep"}
