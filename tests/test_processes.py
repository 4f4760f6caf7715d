"""Work that is shared out among processes gives what one process would have given."""

import os
import signal
import threading
from functools import partial

import pytest

from guide.processes import at_once, cores


def test_results_come_in_the_order_of_the_tasks() -> None:
    tasks = [partial(pow, number, 2) for number in range(20)]
    assert at_once(tasks, 3) == at_once(tasks, 1) == [number**2 for number in range(20)]


def test_the_work_is_done_by_several_processes() -> None:
    wait = threading.Barrier(1)  # any task that takes long enough for both to get one
    found = at_once(
        [lambda: (wait.wait(), [pow(3, n) for n in range(3000)], os.getpid())[-1]] * 8, 2
    )
    assert os.getpid() not in found


def test_what_a_task_raises_is_raised_here() -> None:
    def fail() -> int:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space") as raised:
        at_once([lambda: 1, fail, lambda: 3], 2)
    assert raised.value.errno == 28


def test_a_process_that_is_killed_is_no_result() -> None:
    with pytest.raises(ChildProcessError):
        at_once([lambda: 1, lambda: os.kill(os.getpid(), signal.SIGKILL)], 2)


def test_a_process_with_threads_does_not_fork() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    assert cores() == 1
    stop.set()
    thread.join()
