"""All retries and signs of a program."""

from __future__ import annotations

from boundary_lint.facts.program import Retry, Sign, is_checked
from boundary_lint.frameworks.resilience.loops import Loops
from boundary_lint.frameworks.resilience.page import read_pages
from boundary_lint.frameworks.resilience.prints import Prints
from boundary_lint.frameworks.resilience.redelivery import Redeliveries
from boundary_lint.frameworks.resilience.retries import Retries
from boundary_lint.frameworks.resilience.signs import Signs
from boundary_lint.frameworks.world import World


def find_retries(world: World) -> list[Retry]:
    """Return what is tried again after it failed, sorted.

    Raises:
        CatalogError: a page has an unknown key.
    """
    modules = [m for m in world.program.modules if is_checked(m.role, m.syntax.depth)]
    loops, redeliveries = Loops(world.catalog), Redeliveries(world.names, world.catalog)
    found = set(Retries(world.names, read_pages(world.catalog), modules).find())
    for module in modules:
        found.update(loops.find(module))
        found.update(redeliveries.find(module))
    return sorted(found)


def find_signs(world: World) -> list[Sign]:
    """Return the signs of how code is run, sorted.

    Raises:
        CatalogError: a page has an unknown key.
    """
    finders = (Signs(world.names, world.catalog), Prints(world.catalog))
    modules = [m for m in world.program.modules if is_checked(m.role, m.syntax.depth)]
    return sorted({sign for finder in finders for module in modules for sign in finder.find(module)})
