"""What an architect knows of the contexts holds in every level, and what contradicts itself is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boundary_lint.config.load import load_config
from boundary_lint.config.patterns import covers
from boundary_lint.errors import BoundaryLintError, ConfigError
from boundary_lint.facts.program import Context, Module, ProgramFacts
from boundary_lint.pipeline.run import Options
from boundary_lint.pipeline.seams import Asked, seams
from boundary_lint.report.seams import render_json
from boundary_lint.seams.constraints import Wish, held, resolve
from boundary_lint.seams.find import Seams
from boundary_lint.seams.judged import judge
from boundary_lint.seams.levels import find_ladder
from boundary_lint.seams.network import Network

from .programs import lay_out, two_domains

SIZE = 12

NAMES = [f"p{n % 3}.m{n}" for n in range(SIZE)]

FACTS = ProgramFacts(
    modules=[Module(root="", module=name, file=name.replace(".", "/") + ".py", context="") for name in NAMES]
)

patterns = st.sampled_from([*NAMES, "p0", "p1", "*.m1"])
kinds = st.sampled_from(["together", "apart", "belongs"])
wishes = st.builds(
    lambda kind, one, other, name: Wish(kind, (one,) if kind == "belongs" else (one, other), "here", name),
    kinds, patterns, patterns, st.sampled_from(["a", "b"]),
)  # fmt: skip
edge_lists = st.lists(st.tuples(st.integers(0, SIZE), st.integers(0, SIZE), st.floats(0.01, 5)), max_size=40)


@settings(max_examples=200)
@given(edge_lists, st.lists(wishes, max_size=5))
def test_wishes_that_do_not_contradict_hold_in_every_level(
    edges: list[tuple[int, int, float]], told: list[Wish]
) -> None:
    try:
        constraints = resolve(told, FACTS, FACTS.modules)
    except ConfigError:
        return
    network = Network(SIZE, ["t"], dict(sorted({(min(a, b), max(a, b)): w for a, b, w in edges if a != b}.items())))
    for level in find_ladder(network, None, seeds=1, constraints=constraints):
        assert len(level.members) == network.size
        for wish in told:
            groups = [{level.members[n] for n, name in enumerate(NAMES) if covers(p, name)} for p in wish.patterns]
            if wish.kind == "together":
                assert len(set().union(*groups)) == 1
            elif wish.kind == "apart":
                assert not groups[0] & groups[1]
        of_name: dict[str, set[int]] = {}
        for module, name in constraints.names.items():
            of_name.setdefault(name, set()).add(level.members[module])
        assert all(len(clusters) == 1 for clusters in of_name.values())
        assert len(set().union(*of_name.values())) == len(of_name)


def test_what_is_parted_takes_its_neighbours_along() -> None:
    constraints = resolve([Wish("apart", ("p0.m0", "p1.m1"), "here")], FACTS, FACTS.modules)
    edges = {(0, 2): 1.0, (1, 3): 1.0}
    parted = held([0] * SIZE, edges, constraints)
    assert parted[0] == parted[2] != parted[1] == parted[3]


def test_what_lies_beside_shared_modules_goes_where_it_is_tied() -> None:
    facts = ProgramFacts(
        contexts=[Context(name="l", kind="library", root="", declared=True)],
        modules=[Module(root="", module=n, file=f"{n}.py", context="l" if n == "z" else "") for n in "wxyz"],
    )
    constraints = resolve([], facts, facts.modules)
    assert held([0, 1, 0, 0], {(0, 1): 1.0}, constraints) == [1, 1, 0, 0]


CONTRADICTIONS = {
    "nothing": (
        [Wish("together", ("p1.m111", "p0"), "--together")],
        "--together: 'p1.m111' matches no module - did you mean 'p1.m1",
    ),
    "two contexts": (
        [Wish("belongs", ("p0.m0",), "one", "a"), Wish("belongs", ("p0.m0",), "two", "b")],
        "one: module 'p0.m0' belongs to two contexts: 'a' and, by two, 'b'",
    ),
    "together and apart": (
        [Wish("together", ("p0", "p1"), "one"), Wish("apart", ("p0", "p1"), "two")],
        "two: 'p1.m1' and 'p0.m0' are held in one context and kept apart by 'p0' and 'p1'",
    ),
    "apart from itself": ([Wish("apart", ("p0", "p0.m0"), "two")], "two: 'p0.m0' is kept apart by 'p0' and 'p0.m0'"),
    "two names together": (
        [Wish("belongs", ("p0",), "x", "a"), Wish("belongs", ("p1",), "y", "b"), Wish("together", ("p0", "p1"), "z")],
        "z: 'p0.m0' of 'a' and 'p1.m1' of 'b' cannot be kept together",
    ),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_contradictions_tell_place_reason_and_next_step(case: str) -> None:
    told, message = CONTRADICTIONS[case]
    with pytest.raises(ConfigError) as caught:
        resolve(told, FACTS, FACTS.modules)
    assert str(caught.value).startswith(message)
    assert caught.value.hint


def test_a_declared_context_is_held_and_a_library_is_shared() -> None:
    facts = ProgramFacts(
        contexts=[
            Context(name="a", kind="context", root="", declared=True),
            Context(name="l", kind="library", root="", declared=True),
        ],
        modules=[
            Module(root="", module=name, file=f"{name}.py", context=context)
            for name, context in (("x", "a"), ("y", "a"), ("z", "l"), ("w", ""))
        ],
    )
    constraints = resolve([], facts, facts.modules)
    assert constraints.names == {0: "a", 1: "a", 2: ""}
    assert constraints.shared == {2}
    with pytest.raises(ConfigError, match="'y' belongs to two contexts"):
        resolve([Wish("belongs", ("y",), "here", "b")], facts, facts.modules)


def run(base: Path, configuration: str = "", **asked: object) -> Seams:
    lay_out(base, two_domains(8))
    if configuration:
        (base / "boundary-lint.toml").write_text(configuration, "utf-8")
    return seams(base, load_config(base), Options(jobs=1), Asked(**asked))[0]  # type: ignore[arg-type]


def homes(found: Seams) -> dict[str, str]:
    return {module: context.name for context in found.contexts for module in context.modules}


def test_the_configuration_keeps_together_apart_and_gives_away(tmp_path: Path) -> None:
    config = '[seams]\ntogether = [["app.m1_invoice", "app.m1_parcel"]]\n[seams.belongs]\n"app.m2_parcel" = "invoice"\n'
    of = homes(run(tmp_path, config))
    assert of["app.m1_invoice"] == of["app.m1_parcel"]
    assert of["app.m2_parcel"] == "invoice"
    found = run(tmp_path, config, seeds=1)
    told = json.loads(render_json(found, judge(found, ProgramFacts()), "0"))["config"]
    assert told["together"] == [["app.m1_invoice", "app.m1_parcel"]]
    assert told["belongs"] == {"app.m2_parcel": "invoice"}


def test_a_name_that_is_found_means_the_context_that_is_found(tmp_path: Path) -> None:
    of = homes(run(tmp_path, belongs=(("app.m8_parcel", "invoice"),)))
    assert {of["app.m8_parcel"], of["app.m0_invoice"], of["app.m3_invoice"]} == {"invoice"}
    assert of["app.m2_parcel"] != "invoice"


def test_a_new_name_is_a_context(tmp_path: Path) -> None:
    found = run(tmp_path, belongs=(("app.m2_parcel", "customs"),))
    assert homes(found)["app.m2_parcel"] == "customs"
    assert all("customs" in level.contexts for level in found.levels)


def test_kept_apart_modules_are_apart(tmp_path: Path) -> None:
    of = homes(run(tmp_path, apart=(("app.m1_invoice", "app.m2_invoice"),)))
    assert of["app.m1_invoice"] != of["app.m2_invoice"]


def test_declared_contexts_hold_and_the_rest_is_divided_around(tmp_path: Path) -> None:
    config = '[[contexts]]\nname = "papers"\nmodules = ["app.m1_invoice", "app.m1_parcel"]\n'
    of = homes(run(tmp_path, config))
    assert of["app.m1_invoice"] == of["app.m1_parcel"] == "papers"
    assert {of[f"app.m{n}_invoice"] for n in (2, 3)}


MISTAKES = {
    "no table": ("seams = 1\n", 1, "'seams' is no table"),
    "unknown": ("[seams]\ntogeter = []\n", 2, "unknown key 'togeter' - did you mean 'together'?"),
    "no lists": ('[seams]\ntogether = ["app"]\n', 2, "'together' is no list of lists of strings"),
    "one alone": ('[seams]\napart = [["app"]]\n', 2, "an entry of 'apart' has too few patterns"),
    "no quotes": ('[seams.belongs]\napp.m0 = "a"\n', 2, "'app' belongs to no name of a context"),
    "matches nothing": ('[seams]\n\ntogether = [["app", "ap.m0"]]\n', 3, "'ap.m0' matches no module"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_mistakes_in_the_configuration(tmp_path: Path, case: str) -> None:
    text, line, message = MISTAKES[case]
    with pytest.raises(BoundaryLintError) as caught:
        run(tmp_path, text)
    assert caught.value.reason in message or message.startswith(caught.value.reason)
    assert caught.value.hint
    if case != "no quotes":
        assert caught.value.place.endswith(f"boundary-lint.toml:{line}")
