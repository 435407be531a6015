"""All web frameworks that pages describe, as one library."""

from __future__ import annotations

from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.web.compose import Composer
from boundary_lint.frameworks.web.find import Finder
from boundary_lint.frameworks.web.page import read_pages


class Web(Library):
    """Enters the routes of a program into ``world.routes``: names alone are needed."""

    def finish(self) -> None:
        """Find and compose them."""
        imported = {
            i.module.split(".", 1)[0] for m in self.world.program.modules for i in m.syntax.imports if not i.level
        }
        pages = read_pages(self.world.catalog, imported)
        composer = Composer()
        for found in Finder(pages, self.world.names, self.world.sites).run().all() if pages.same else ():
            self.world.routes += composer.routes(found)
