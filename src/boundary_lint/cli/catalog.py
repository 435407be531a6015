"""``boundary-lint catalog test``: hold catalogue pages to their own examples."""

from __future__ import annotations

from pathlib import Path

import click

from boundary_lint.cli.group import Group
from boundary_lint.config.load import load_config
from boundary_lint.errors import CatalogError
from boundary_lint.frameworks.catalog import Page, read_page, shipped_pages
from boundary_lint.frameworks.examples import Example, examples_of, faults_of
from boundary_lint.pipeline.examples import example_facts
from boundary_lint.report.text import plural


@click.group(cls=Group)
def catalog() -> None:
    """Test catalogue pages."""


@catalog.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True), required=False)
def test(path: Path | None) -> int:
    """Run the examples of the page PATH, or of every page in the folder PATH; default: the shipped pages."""
    pages, extra = (list(shipped_pages()), []) if path is None else _own(path)
    config = load_config(Path())
    stubs = [str(p.resolve()) for p in _stub_folders(path)]
    base = Path(config.base)
    known = [*(str(base / page) for page in config.catalog if base / page not in extra), *map(str, extra)]
    folders = [*(str(base / folder) for folder in config.stubs), *stubs]
    faults = 0
    for page in pages:
        found = list(faults_of(page, lambda example: example_facts(example.files, known, folders, example.settings)))
        examples: list[Example] = examples_of(page)
        faults += len(found)
        print(
            f"{Path(page.place).name}: {'fails' if found else 'ok' if examples else 'no example'} "
            f"({plural(len(examples), 'example')})"
        )
        for fault in found:
            print(f"  {fault}")
    print(f"{plural(len(pages), 'page')}, {plural(faults, 'fault')}")
    return 1 if faults else 0


def _own(path: Path) -> tuple[list[Page], list[Path]]:
    paths = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not paths:
        raise CatalogError(str(path), "holds no catalogue page", "a page is a file NAME.toml")
    return [read_page(one) for one in paths], [one.resolve() for one in paths]


def _stub_folders(path: Path | None) -> list[Path]:
    """Return the folder ``stubs`` beside the pages, where there is one."""
    folder = path if path is None or path.is_dir() else path.parent
    stubs = [folder / "stubs", folder.resolve().parent / "stubs"] if folder is not None else []
    return [one for one in stubs if one.is_dir()]
