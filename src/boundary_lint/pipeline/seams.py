"""From files to seams: the facts of a program, the words of its files, and the contexts that both tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from boundary_lint.config.load import locate
from boundary_lint.config.model import Config, SeamsConfig
from boundary_lint.pipeline.run import Analysis, Options, analyse
from boundary_lint.pipeline.words import read_words
from boundary_lint.seams.assume import Assumption
from boundary_lint.seams.clusters import RESOLUTION
from boundary_lint.seams.constraints import Wish
from boundary_lint.seams.find import Seams, find_seams
from boundary_lint.seams.levels import SEEDS


@dataclass(frozen=True)
class Asked:
    """What is asked for. resolution: higher gives smaller contexts; seeds: runs of which the common ground is kept.

    together, apart, belongs, respect_packages: what options say beside the configuration, see `boundary_lint.config.model.SeamsConfig`. assumptions: each as it is
    written and what it means.
    """

    resolution: float = RESOLUTION
    seeds: int = SEEDS
    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    belongs: tuple[tuple[str, str], ...] = ()
    assumptions: tuple[tuple[str, Assumption], ...] = ()
    respect_packages: bool = False

    def wishes(self, config: Config) -> list[Wish]:
        """Return what configuration and options say of contexts."""
        told = [Wish("together", patterns, "--together") for patterns in self.together]
        told += [Wish("apart", patterns, "--apart") for patterns in self.apart]
        told += [Wish("belongs", (pattern,), "--belongs", context) for pattern, context in self.belongs]
        return written_wishes(config) + told


def written_wishes(config: Config) -> list[Wish]:
    """Return what the configuration says of contexts."""
    if config.seams == SeamsConfig():
        return []
    place = locate(config, seams=True)
    written = [Wish("together", patterns, place(patterns[0])) for patterns in config.seams.together]
    written += [Wish("apart", patterns, place(patterns[0])) for patterns in config.seams.apart]
    return written + [Wish("belongs", (p,), place(p), context) for p, context in config.seams.belongs.items()]


def seams(path: Path, config: Config, options: Options, asked: Asked) -> tuple[Seams, Analysis]:
    """Return the seams of a program, and what they rest on.

    Raises:
        ConfigError, CatalogError: see `boundary_lint.pipeline.run.analyse`.
    """
    analysis = analyse(path, config, options)
    return seams_of(analysis, options, asked), analysis


def seams_of(analysis: Analysis, options: Options, asked: Asked) -> Seams:
    """Return the seams of a program that was analysed.

    Raises:
        ConfigError: a wish means nothing, or contradicts another.
    """
    vocabularies = read_words(analysis, options)
    with analysis.stage("seams"):
        config = analysis.config
        packages = asked.respect_packages or config.seams.respect_packages
        return find_seams(analysis.facts, vocabularies, asked.resolution, asked.seeds, asked.wishes(config), packages)
