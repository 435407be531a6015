"""What the result of a run rests on: every file and folder that was read, or looked for."""

from __future__ import annotations

from pathlib import Path

from boundary_lint.pipeline.run import Analysis


def depends_on(analysis: Analysis, pages: list[str], cache: Path) -> list[str]:
    """Return every file and folder that the result of a run rests on, those included that were looked for and are absent.

    cache: the folder of the cache, which every run changes.
    """
    from boundary_lint.pipeline import contracts

    base = Path(analysis.tree.base)
    tree = analysis.tree
    folders = [folder for folder in tree.folders if not (base / folder).is_relative_to(cache.absolute())]
    named = [*tree.sql_files, *tree.manifests, *tree.documents, *analysis.manifests, *folders]
    inside = dict.fromkeys([*(file.path for file in tree.files), *named])
    config = analysis.config
    extra = [*config.catalog, *config.rule_folders, *config.stubs]
    candidates = [
        str(folder / name) for folder in (base, *base.parents) for name in ("boundary-lint.toml", "pyproject.toml")
    ]
    candidates += contracts.depends_on(base)
    own = Path(__file__).resolve().parent.parent
    code = [str(p) for p in own.rglob("*") if p.suffix in (".py", ".toml", ".sql", ".md")]
    configured = [str(Path(config.base) / name) for name in extra]
    return [
        *(str(base / path) for path in inside),
        *candidates,
        *code,
        *configured,
        *pages,
        *([config.file] if config.file else []),
    ]
