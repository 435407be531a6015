"""Python 2 is read as far as its lines can be rewritten, and told as a gap."""

import pytest

from boundary_lint.extract import extract
from boundary_lint.facts.syntax import decode

OLD = {
    "print": "def f(x):\n    print x\n    return x.save()\n",
    "print with a comma, and into a file": "import sys\ndef f(x):\n    print >>sys.stderr, 'a', x\n    print 'b',\n    return x.save()\n",
    "raise": "def f(x):\n    if not x:\n        raise ValueError, 'x'\n    return x.save()\n",
    "numbers": "def f(x):\n    y = 0777\n    z = 10L\n    return x.save()\n",
    "not equal": "def f(x):\n    if x <> 1:\n        return x.save()\n",
}


@pytest.mark.parametrize("text", OLD.values(), ids=OLD)
def test_the_rest_of_the_file_is_read(text: str) -> None:
    facts = decode(extract(text.encode()))
    assert [f.qualname for f in facts.functions] == ["<module>", "f"]
    assert [gap.kind for gap in facts.gaps] == ["syntax"]
    assert "is Python 2" in facts.gaps[0].reason
    (line,) = [number for number, one in enumerate(text.splitlines(), 1) if "save" in one]
    assert line in {use.line for use in facts.functions[1].uses}
