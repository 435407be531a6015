"""Small programs for the tests of seams."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from boundary_lint.config.load import load_config
from boundary_lint.extract.vocabulary import vocabulary
from boundary_lint.facts.program import ProgramFacts
from boundary_lint.facts.vocabulary import Vocabulary, decode
from boundary_lint.pipeline.run import Options, analyse
from boundary_lint.seams.evidence import Evidence, collect


def lay_out(base: Path, files: Mapping[str, str]) -> Path:
    """Write files, by path."""
    for path, text in files.items():
        (base / path).parent.mkdir(parents=True, exist_ok=True)
        (base / path).write_text(text, "utf-8")
    return base


def read(base: Path, files: Mapping[str, str]) -> tuple[ProgramFacts, dict[str, Vocabulary]]:
    """Return the facts and vocabularies of a program given as texts."""
    lay_out(base, files)
    analysis = analyse(base, load_config(base), Options(jobs=1))
    words = {file.path: decode(vocabulary((base / file.path).read_bytes())) for file in analysis.tree.files}
    return analysis.facts, words


def evidence_of(base: Path, files: Mapping[str, str]) -> Evidence:
    """Return the evidence of a program given as texts."""
    return collect(*read(base, files))


def two_domains(parts: int = 4) -> dict[str, str]:
    """A program of two domains that know next to nothing of each other, in packages that say nothing."""
    files = {"app/__init__.py": ""}
    for domain, entity in (("invoice", "Invoice"), ("parcel", "Parcel")):
        files[f"app/m0_{domain}.py"] = (
            "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\n\n"
            f'class {entity}(Base):\n    __tablename__ = "{domain}"\n    id = Column(Integer, primary_key=True)\n'
        )
        for number in range(1, parts + 1):
            before = f"from app.m{number - 1}_{domain} import {domain}_step_{number - 1}\n" if number > 1 else ""
            used = f"    {domain}_step_{number - 1}(session)\n" if number > 1 else ""
            files[f"app/m{number}_{domain}.py"] = (
                f"from app.m0_{domain} import {entity}\n{before}\n\n"
                f'def {domain}_step_{number}(session):\n    """Handle the {domain}."""\n{used}    return session.query({entity}).all()\n'
            )
    return files
