"""A port for a server that cannot choose one by itself: nobody else on this machine gets it.

A port that was free a moment ago may be given to the next who asks for any, another worker of the
tests or a connection of a browser.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 60  # seconds for a server to start, or to answer, on a busy machine


@contextmanager
def held() -> Iterator[int]:
    """Yield a port and keep it as long: bound, so that the system gives it to nobody.

    Linux lets a server bind it once more, since both say SO_REUSEADDR and we do not listen
    (socket(7)). Other systems do not: there it is only free, and taken again with some luck.
    """
    with socket.socket() as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ours.bind(("127.0.0.1", 0))
        port = int(ours.getsockname()[1])
        if sys.platform != "linux":
            ours.close()
        yield port


def answers(process: "subprocess.Popen[bytes]", port: int) -> bool:
    """Wait until *process* listens on *port*; False where it ends before, or never does."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.02)
        else:
            return True
    return False
