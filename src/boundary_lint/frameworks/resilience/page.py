"""What a page of the catalogue says of trying again: the table ``[retry.<name>]``.

- ``paths``    dotted paths of what tries again: decorators, calls, context managers, classes
- ``names``    last names of methods that are believed where the path is not known, in modules that import the library
- ``asks``     methods of its own first parameter by which a function that is decorated asks to be tried again (``self.retry()``)
- ``asked``    arguments with which it says how often at most
- ``needs``    arguments without which nothing is tried again
- ``never``    values of them that say so too
- ``limits``   arguments that bound it; ``limited``: those that have a finite default
- ``bound``    how a number of attempts is given: the argument, and what makes a limit of a number where it takes an object
- ``endless``  values, or last names of what makes them, that bound nothing (None never does)
- ``any``, ``all``  last names of calls that join limits: bounded if any of their arguments is, or if all are. Where a page has them a limit
  is an object, and one that is not known is unknown
- ``pause``    arguments that hold what computes the wait
- ``fixed``, ``growing``, ``spread``  arguments that make the wait so, and last names of what computes such a wait
- ``default``  "fixed" or "growing" without any of them, "spread" if it is spread, "spread growing" if only a growing one is
- ``passed``   arguments that hold the function which is tried again

An argument is a keyword, a position, or a key of a keyword's dictionary ("retry_kwargs.max_retries").
"""

from __future__ import annotations

import difflib

import msgspec

from boundary_lint.errors import CatalogError
from boundary_lint.frameworks.catalog import Catalog


class RetryPage(msgspec.Struct, frozen=True):
    """One table; all but ``how`` as written."""

    how: str
    paths: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    limited: tuple[str, ...] = ()
    bound: tuple[str, ...] = ()
    endless: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    pause: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    growing: tuple[str, ...] = ()
    spread: tuple[str, ...] = ()
    default: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()

    @property
    def packages(self) -> frozenset[str]:
        """The top-level packages that the paths begin with."""
        return frozenset(path.partition(".")[0] for path in self.paths)

    @property
    def called(self) -> frozenset[str]:
        """The last names of the paths."""
        return frozenset((*(path.rpartition(".")[2] for path in self.paths), *self.names))


SPECIAL = ("loop", "redelivery")
"""Tables of other shapes; see `loops` and `redelivery`."""


def read_pages(catalog: Catalog) -> list[RetryPage]:
    """Return what all pages say, in the order of their names.

    Raises:
        CatalogError: a table has an unknown key.
    """
    known = [name for name in RetryPage.__struct_fields__ if name != "how"]
    pages = []
    for name, place in sorted(catalog.nested.get("retry", {}).items()):
        if name in SPECIAL:
            continue
        rows = catalog.rows(f"retry.{name}")
        for key in rows:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(known)}"
                raise CatalogError(f"{place} [retry.{name}]", f"unknown key '{key}'", hint)
        pages.append(RetryPage(name, **rows))
    return pages
