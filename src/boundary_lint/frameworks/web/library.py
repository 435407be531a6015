"""All web frameworks that pages describe, as one library."""

from __future__ import annotations

from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.web.compose import Composer
from boundary_lint.frameworks.web.find import Finder
from boundary_lint.frameworks.web.page import read_pages
from boundary_lint.frameworks.web.sites import Sites
from boundary_lint.frameworks.web.trace import Tracer


class Web(Library):
    """Enters the routes of a program into ``world.routes``: names alone are needed."""

    def finish(self) -> None:
        """Find and compose them."""
        sites = Sites(self.world.program)
        finder = Finder(read_pages(self.world.catalog), Tracer(self.world.names, sites), sites)
        finder.run()
        composer = Composer()
        for found in finder.found:
            self.world.routes += composer.routes(found)
