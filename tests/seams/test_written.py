"""Contexts that are written are the contexts that are read again."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from boundary_lint.cli.commands import cli
from boundary_lint.config.load import load_config
from boundary_lint.discover.contexts import find_contexts
from boundary_lint.errors import ConfigError
from boundary_lint.facts.program import Migration, Model, Module, ProgramFacts
from boundary_lint.pipeline.run import Options, analyse
from boundary_lint.pipeline.seams import Asked, seams
from boundary_lint.seams.division import SHARED, Division, declared
from boundary_lint.seams.written import contexts_text, entries_of

from .programs import lay_out, two_domains

names = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(".".join)
contexts = st.sampled_from(["x", "y", 'z "1"\\', SHARED])


def program(homes: dict[str, str]) -> tuple[ProgramFacts, Division]:
    """A program whose modules are all packages."""
    files = {name: name.replace(".", "/") + "/__init__.py" for name in homes}
    modules = [Module(root="", module=name, file=file, context="", is_package=True) for name, file in files.items()]
    return ProgramFacts(modules=modules), Division({files[name]: context for name, context in homes.items()})


@settings(max_examples=300)
@given(st.dictionaries(names, contexts, min_size=1, max_size=25))
def test_what_is_written_is_read_again(homes: dict[str, str]) -> None:
    facts, division = program(homes)
    assume(bool(division.names))
    text = contexts_text(facts, division, {})
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "boundary-lint.toml").write_text(text, "utf-8")
        config = load_config(Path(folder))
    found = find_contexts(facts.modules, apps={}, entity_modules=[], declared=config.contexts)
    kinds = {context.name: context.kind for context in found.contexts}
    for module in facts.modules:
        name = found.of_module[module.root, module.module]
        assert division.of_file(module.file) == (SHARED if kinds[name] == "library" else name)


def test_a_package_stands_for_most_of_what_lies_below() -> None:
    homes = {"shop.orders": "orders", "shop.orders.a": "orders", "shop.orders.b": "orders", "shop.orders.tax": "billing", "shop.billing.c": "billing"}  # fmt: skip
    entries = entries_of(*program(homes))
    assert entries["orders"].modules == ["shop.orders"]
    assert entries["billing"].modules == ["shop.billing", "shop.orders.tax"]


def test_modules_of_one_name_in_two_roots_are_paths() -> None:
    facts = ProgramFacts(modules=[Module(root=r, module="app", file=f"{r}/app.py", context="") for r in ("a", "b")])
    entries = entries_of(facts, Division({"a/app.py": "x", "b/app.py": "y"}))
    assert (entries["x"].paths, entries["y"].paths) == (["a/app.py"], ["b/app.py"])


def test_a_table_whose_migration_lies_elsewhere_is_named() -> None:
    facts, division = program({"shop.a": "x", "shop.b": "y"})
    model = Model(
        model="shop.b.B", table="b", root="", module="shop.b", file="shop/b/__init__.py", line=1, orm="django"
    )
    made = Migration(table="b", root="", module="shop.a.migrations.m1", file="m.py", line=1)
    facts = msgspec.structs.replace(facts, models=[model])
    division = Division(division.modules, {"b": "y"})
    assert entries_of(facts, division)["y"].tables == []
    assert entries_of(msgspec.structs.replace(facts, migrations=[made]), division)["y"].tables == ["b"]
    assert entries_of(facts, Division(division.modules, {"b": "x"}))["x"].tables == ["b"]


def run(base: Path, *arguments: str) -> str:
    result = CliRunner().invoke(
        cli, ["seams", str(base), "--no-cache", "-j", "1", "--seeds", "1", *arguments], catch_exceptions=False
    )
    assert result.exit_code == 0
    return result.output


@pytest.mark.parametrize(
    ("file", "text", "head"),
    [
        ("", "", "[[contexts]]"),
        ("boundary-lint.toml", 'exclude = []\n[rules]\nunowned-table = "off"', "[[contexts]]"),
        ("pyproject.toml", "[tool.boundary-lint]\nexclude = []\n", "[[tool.boundary-lint.contexts]]"),
    ],
)
def test_contexts_are_saved_and_the_next_run_has_them(tmp_path: Path, file: str, text: str, head: str) -> None:
    base = lay_out(tmp_path, two_domains(6) | {".git": ""})
    if file:
        (base / file).write_text(text, "utf-8")
    before, _ = seams(base, load_config(base), Options(jobs=1), Asked(seeds=1))
    assert "contexts written to" in run(base, "--write")
    written = base / (file or "boundary-lint.toml")
    content = written.read_text("utf-8")
    assert content.startswith(text.rstrip())
    assert head in content
    tomllib.loads(content)
    again = declared(analyse(base, load_config(base), Options(jobs=1)).facts)
    assert {f: c for f, c in before.division.modules.items() if c} == {
        f: c for f, c in again.modules.items() if f in before.division.modules and c
    }
    with pytest.raises(ConfigError, match="there are contexts already"):
        run(base, "--write")
    assert written.read_text("utf-8") == content


def test_what_is_assumed_is_written(tmp_path: Path) -> None:
    base = lay_out(tmp_path, two_domains(6) | {".git": ""})
    found, _ = seams(base, load_config(base), Options(jobs=1), Asked(seeds=1))
    name = found.contexts[0].name
    run(base, "--assume", f"move app.m1_invoice -> {name}", "--assume", "move app.m1_parcel -> new letters", "--write")
    facts = analyse(base, load_config(base), Options(jobs=1)).facts
    assert declared(facts).of_file("app/m1_parcel.py") == "letters"
    assert declared(facts).of_file("app/m1_invoice.py") == name


def test_what_is_written_is_the_same_in_every_run(tmp_path: Path) -> None:
    texts = set()
    for name in ("a", "b"):
        base = lay_out(tmp_path / name, two_domains() | {".git": ""})
        run(base, "--write")
        texts.add((base / "boundary-lint.toml").read_text("utf-8"))
    assert len(texts) == 1
