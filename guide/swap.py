"""Two folders change places, at one stroke where the system can: nobody meets neither of them."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2  # renameat2(2)
RENAME_SWAP = 2  # renamex_np(2)
# Kernels and file systems that do not know it
NOT_HERE = frozenset(
    {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EXDEV}
)


def exchange(one: Path, other: Path) -> bool:
    """Let both folders change places; False where the system cannot do it at one stroke.

    Raises OSError where it can but may not.
    """
    call = _call(os.fsencode(one), os.fsencode(other))
    if call == 0:
        return True
    if call is None or ctypes.get_errno() in NOT_HERE:
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(one))


def _call(one: bytes, other: bytes) -> int | None:
    """Return 0 where it is done, -1 where not, and None where the system has no such call."""
    if sys.platform not in ("linux", "darwin"):
        return None
    system = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "linux":
            return int(system.renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE))
        return int(system.renamex_np(one, other, RENAME_SWAP))
    except AttributeError:  # an old or another C library
        return None
