"""What is noted of connections."""

from __future__ import annotations

import msgspec

from boundary_lint.facts.program import Hop


class Connected(msgspec.Struct, frozen=True):
    """A database is connected to, or named as the one to connect to; the fields as of `boundary_lint.facts.program.DatabaseUse`.

    line: where the setting stands, 0 for the line of the use. database: "" where too little is known to tell it from others.
    """

    database: str
    engine: str = ""
    server: str = ""
    name: str = ""
    schema: str = ""
    alias: str = ""
    role: str = ""
    line: int = 0
    hops: tuple[Hop, ...] = ()
