"""Work dealt to processes: numbers in a pipe, and whoever reads one has it. So none waits while there is work."""

from __future__ import annotations

import os
from collections.abc import Iterator

_PIPE = 65_536
"""Bytes that a pipe holds at least."""

_WIDTH = 4
"""Bytes of one number."""


class Deal:
    """The numbers below ``count``, each given to one of the processes that iterate."""

    def __init__(self, count: int) -> None:
        self._read, write = os.pipe()
        os.set_blocking(write, False)
        dealt = min(count, _PIPE // _WIDTH)
        os.write(write, b"".join(number.to_bytes(_WIDTH, "little") for number in range(dealt)))
        os.close(write)
        self.rest = range(dealt, count)
        """Numbers that the pipe does not hold: they are left to one process."""

    def __iter__(self) -> Iterator[int]:
        while len(found := os.read(self._read, _WIDTH)) == _WIDTH:
            yield int.from_bytes(found, "little")

    def close(self) -> None:
        """Close the pipe."""
        os.close(self._read)
