"""Broken files: what can be read is read, what cannot is a gap at its line with a reason that tells what to do."""

from __future__ import annotations

import pytest

from boundary_lint.extract import extract
from boundary_lint.facts.syntax import Syntax, decode


def read(source: bytes | str) -> Syntax:
    return decode(extract(source if isinstance(source, bytes) else source.encode()))


def seen(syntax: Syntax) -> set[str]:
    return {f.qualname for f in syntax.functions} | {c.qualname for c in syntax.classes}


AROUND = "import a\n\n\nclass Before:\n    pass\n\n\n{}\n\nclass After:\n    def go(self):\n        import b\n"

BROKEN = {
    "a header": ("def broken(:\n    x.go()", 8, "invalid syntax"),
    "an expression": ("x = (1 +* 2)", 8, "invalid syntax"),
    "an open bracket": ("x = [1, 2", 8, "'[' was never closed"),
    "an open string": ("x = 'abc", 8, "unterminated string"),
    "a body that is missing": ("def f():", 8, "expected an indented block"),
    "a line too far in": ("x = 1\n    y = 2", 9, "unexpected indent"),
    "a merge conflict": ("<<<<<<< ours\nx = 1\n=======\nx = 2\n>>>>>>> theirs", 8, "merge conflict"),
    "an import that is not finished": ("from shop import (orders", 8, "was never closed"),
    "a character that is no Python": ("x = 5€", 8, "invalid character"),
}


@pytest.mark.parametrize(("source", "line", "words"), BROKEN.values(), ids=BROKEN)
def test_the_rest_of_the_file_is_read(source: str, line: int, words: str) -> None:
    syntax = read(AROUND.format(source))
    assert seen(syntax) >= {"Before", "After", "After.go"}
    assert [i.module for i in syntax.imports if i.module in ("a", "b")] == ["a", "b"]
    assert syntax.gaps[0].line == line
    assert words in syntax.gaps[0].reason
    after = next(c for c in syntax.classes if c.qualname == "After")
    assert after.line == AROUND.format(source).split("class After")[0].count("\n") + 1


FOREIGN = {
    "a template": "import a\n\n{% if x %}\ndef f():\n    pass\n{% endif %}\n",
    "a template's name": "import a\n\nfrom {{ cookiecutter.name }} import x\n",
    "Cython": "import a\n\ncdef int f(int x):\n    return x\n",
    "Cython's import": "import a\n\nfrom libc.stdlib cimport malloc\n",
    "Python 2, print": "import a\n\ndef f():\n    print 'x'\n",
    "Python 2, raise": "import a\n\nraise ValueError, 'x'\n",
    "Python 2, octal": "import a\n\nx = 0777\n",
    "Python 2, backticks": "import a\n\nx = `y`\n",
}


@pytest.mark.parametrize(("name", "source"), FOREIGN.items(), ids=FOREIGN)
def test_another_language_is_named_and_its_imports_stay(name: str, source: str) -> None:
    syntax = read(source)
    (gap,) = syntax.gaps
    assert gap.kind == "syntax"
    assert gap.line >= 3
    assert gap.reason.startswith({"a": "is a template", "C": "is Cython", "P": "is Python 2"}[name[0]])
    assert syntax.imports[0].module == "a"


def test_an_old_except_clause_is_read() -> None:
    assert read("try:\n    a()\nexcept ValueError, e:\n    pass\n").gaps == []


ENCODED = {
    "latin-1 that does not say so": ("class A: x = 'é'\n".encode("latin-1"), "is not UTF-8"),
    "UTF-16": ("class A: pass\n".encode("utf-16"), "is UTF-16"),
    "UTF-32": ("class A: pass\n".encode("utf-32"), "is UTF-32"),
    "an encoding that nobody knows": (b"# coding: nobody-knows\nclass A: pass\n", "cannot be used"),
    "a mark against a declaration": (b"\xef\xbb\xbf# coding: latin-1\nclass A: pass\n", "cannot be used"),
    "another than it says": ("# coding: ascii\nclass A: x = 'é'\n".encode(), "is not ASCII"),
}


@pytest.mark.parametrize(("content", "words"), ENCODED.values(), ids=ENCODED)
def test_a_wrong_encoding_is_a_gap_and_the_file_is_read(content: bytes, words: str) -> None:
    syntax = read(content)
    assert seen(syntax) >= {"A"}
    assert [gap.kind for gap in syntax.gaps] == ["encoding"]
    assert words in syntax.gaps[0].reason


@pytest.mark.parametrize(
    "content",
    [
        "# coding: latin-1\nclass A: x = 'é'\n".encode("latin-1"),
        "# -*- coding: cp1252 -*-\nclass A: x = '€'\n".encode("cp1252"),
        "#!/usr/bin/python\n# vim: set fileencoding=koi8-r :\nclass A: x = 'ж'\n".encode("koi8-r"),
        b"\xef\xbb\xbfclass A: pass\n",
        b"\xef\xbb\xbf# coding: utf-8\nclass A: pass\n",
        b"x = 1\r\nclass A:\r\n    y = 2\r\n",
        b"x = 1\rclass A:\r    y = 2\r",
        b"x = 1\n\x0c\nclass A:\n\x0c    y = 2\n",
        b"# coding: utf-8\n\nclass A[T]:\n    pass\n",
        "# coding: latin-1\nclass A[T]: x = 'é'\n".encode("latin-1"),
        b"\xef\xbb\xbfclass A[T]:\r\n    pass\r\n",
    ],
    ids=["latin-1", "cp1252", "koi8-r", "mark", "mark and cookie", "CRLF", "CR", "form feed", "newer", "newer latin-1", "newer CRLF"],
)  # fmt: skip
def test_what_python_reads_is_read_without_a_gap(content: bytes) -> None:
    syntax = read(content)
    assert seen(syntax) >= {"A"}
    assert syntax.gaps == []


def test_null_bytes_are_told_and_the_rest_is_read() -> None:
    syntax = read(b"x = 1\n\0\0\nclass A: pass\n")
    assert seen(syntax) >= {"A"}
    assert [(gap.kind, gap.line) for gap in syntax.gaps] == [("syntax", 2)]
    assert "NUL" in syntax.gaps[0].reason


def test_a_file_broken_in_many_places_is_one_gap() -> None:
    syntax = read("import a\n" + "x = (1 +* 2)\n" * 500)
    assert len(syntax.gaps) == 1
    assert [i.module for i in syntax.imports] == ["a"]


def test_a_warning_of_the_parser_is_no_error(recwarn: pytest.WarningsRecorder) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read("x = '\\d'\ny = 1 is 1\nassert (1, 'x')\n").gaps == []
    assert not recwarn.list
