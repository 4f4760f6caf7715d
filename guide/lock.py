"""One build at a time in a folder, as long as its processes live; no file is left behind."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: two builds at once are not kept apart there
    fcntl = None  # type: ignore[assignment]

PATIENCE = 60.0  # seconds; a whole build takes a few
PAUSE = 0.05
BUSY = frozenset({errno.EAGAIN, errno.EACCES})


@contextmanager
def alone_in(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of *folder*, which exists, waiting up to *patience* seconds for it.

    The lock (flock(2)) ends with the last process that holds it, however that ends. Where a file
    system knows no locks there is none. Raises BlockingIOError where another process keeps it.
    """
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _take(handle, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)


def _take(handle: int, latest: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in BUSY:
                return
            if time.monotonic() > latest:
                raise BlockingIOError(errno.EBUSY, "another build is at work") from error
            time.sleep(PAUSE)
        else:
            return
