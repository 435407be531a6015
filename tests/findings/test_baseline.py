"""The file of the baseline: what is written is read again, whatever names there are, and what is no baseline is refused."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_lint.errors import BaselineError
from boundary_lint.findings import store
from boundary_lint.findings.baseline import HEADER, Accepted, parse, render, render_entry
from boundary_lint.findings.entry import Entry, places_of
from boundary_lint.findings.finding import Evidence, Finding

TEXT = st.text(st.characters(codec=None), min_size=1)
ANY = st.one_of(
    TEXT, st.sampled_from(["->", "in", "-", "a=b", '"', "\n", "#", " ", "<module>", "\\", "\u2028", "\udc80"])
)

ENTRIES = st.builds(
    Accepted,
    st.builds(
        Entry,
        ANY,
        st.one_of(st.just(()), st.tuples(ANY, ANY)),
        st.lists(st.tuples(ANY, st.one_of(st.just(""), ANY)), max_size=3).map(tuple),
        st.one_of(st.just(""), ANY),
    ),
    st.one_of(st.just(""), ANY),
    st.one_of(st.none(), st.dates()),
)


@given(st.lists(ENTRIES, max_size=4, unique_by=lambda one: one.entry))
def test_what_is_written_is_read_again(entries: list[Accepted]) -> None:
    text = render(entries)
    assert len(text.splitlines()) == len(entries) + 1
    read = [entry._replace(number=0) for entry in parse(text, "x")]
    assert sorted(map(render_entry, read)) == sorted(map(render_entry, entries))
    assert {one.entry for one in read} == {one.entry for one in entries}


@given(ENTRIES, ENTRIES)
def test_different_entries_are_different_lines(one: Accepted, other: Accepted) -> None:
    assert (render_entry(one) == render_entry(other)) == (one[:3] == other[:3])


def test_a_line_reads_well() -> None:
    finding = Finding(
        rule="foreign-table-access",
        severity="error",
        message="",
        key=(("from_context", "orders"), ("owner", "billing"), ("table_name", "billing_invoice")),
        source="orders",
        target="billing",
        evidence=(Evidence("shop/orders/views.py", 7, function="checkout"), Evidence("k8s.yml", 3)),
    )
    lines = [
        render_entry(Accepted(place.entry))
        for place in places_of([finding], {"shop/orders/views.py": "shop.orders.views"})
    ]
    assert lines == [
        "foreign-table-access  orders -> billing  table_name=billing_invoice  in shop.orders.views.checkout",
        "foreign-table-access  orders -> billing  table_name=billing_invoice  in k8s.yml",
    ]


def test_lines_that_say_the_same_are_one() -> None:
    text = f'{HEADER}\nrule  a=b  in x  reason="one"  until=2027-03-01\nrule  a=b  in x\n\n# a word\nrule a=b in x until=2026-01-01\n'
    (entry,) = parse(text, "x")
    assert (entry.reason, entry.until, entry.number) == ("one", datetime.date(2027, 3, 1), 2)
    assert entry.again == (3, 6)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "f:1: is no baseline: it has no header"),
        ("# boundary-lint baseline 2\n", "f:1: was written by a newer version of boundary-lint"),
        (f"{HEADER}\n<<<<<<< HEAD\nrule  in a\n=======\n>>>>>>> x\n", "f:2: a conflict of a merge is not resolved"),
        (f"{HEADER}\nrule  in a\n>>>>>>> x\n", "f:3: a conflict of a merge is not resolved"),
        ("<<<<<<< HEAD\n", "f:1: a conflict of a merge is not resolved"),
        (f"{HEADER}\nrule\n", "f:2: says no symbol"),
        (f"{HEADER}\nrule in\n", "f:2: says no symbol"),
        (f"{HEADER}\nrule a in b\n", "f:2: 'a' has no value"),
        (f"{HEADER}\nrule a=b in c until=soon\n", "f:2: 'soon' is no date"),
        (f"{HEADER}\nrule a=b in c unless=x\n", "f:2: 'unless' is not known behind the symbol"),
        (f'{HEADER}\nrule a="b in c\n', "f:2: is no entry from"),
        (f'{HEADER}\nrule a="\\q" in c\n', "f:2: "),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(BaselineError) as error:
        parse(text, "f")
    assert str(error.value).startswith(said)


def test_removing_leaves_every_other_line_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "b"
    text = f"{HEADER}\n# ours\nrule  in z\n  rule in   b\nrule  in a\nrule in b"
    file.write_text(text)
    gone = [Accepted(Entry("rule", (), (), "b"))]
    store.remove(file, gone)
    assert file.read_text() == f"{HEADER}\n# ours\nrule  in z\nrule  in a"
    file.write_text(f'{HEADER}\nrule  in a\nrule in a\nrule  in a  reason="r"\n')
    store.remove(file, [])
    assert file.read_text() == f'{HEADER}\nrule  in a\nrule  in a  reason="r"\n'


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "b"
    store.write(file, [])

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(BaselineError, match="No space left"):
        store.write(file, [Accepted(Entry("r", (), (), "a"), until=datetime.date(2027, 1, 1))])
    assert file.read_text() == f"{HEADER}\n"
    assert list(tmp_path.iterdir()) == [file]
