"""Turns at SQLite's one write lock: who came first begins first, in whichever thread or process.

SQLite itself lets everybody look again after ever longer pauses, up to 100 ms, so under a crowd whoever has
just come gets in and whoever has waited longest fails as busy. Here only the first in the line looks.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from sqlalchemy import URL


@contextmanager
def turn_to_begin(url: URL, patience: float) -> Iterator[float]:
    """Stand in line until it is one's turn to ask for the write lock; leave it at the end of the block.

    The line ends where a transaction begins. Whoever asks there for no longer than is left of their patience
    is gone from the line before the patience of the next is over, however long it is. It is a lock of the
    operating system on a file beside the database, gone with its process; the database's own file must not be
    opened for it, since closing it would drop SQLite's locks.

    Args:
        patience: seconds, for the line and the lock together.

    Yields:
        what is left of it, in seconds; 0 at least.
    """
    database = url.database
    if not database or database.startswith((":memory:", "file:")):
        yield patience
        return
    came_at = monotonic()
    line = os.open(f"{database}-line", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(line, fcntl.LOCK_EX)
        yield max(0.0, patience - (monotonic() - came_at))
    finally:
        os.close(line)
