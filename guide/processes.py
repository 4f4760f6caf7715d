"""Several things at once, in processes of their own: Python computes with one core a process.

A process is forked: it has all that was read so far without reading it again, so tasks need not
be things that can be sent. Only what a task returns is sent back, and should be small.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 255  # tasks: a number of each stands in one byte of a pipe


def cores() -> int:
    """Return how many processes may compute at once; 1 where forking is not safe.

    A fork copies one thread only, and with it locks that others held; macOS forbids the use of
    its own libraries after a fork; Windows has none.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def at_once(tasks: Sequence[Callable[[], T]], processes: int) -> list[T]:
    """Return what each of *tasks* returns, in their order; *processes* work on them at once.

    Raises what a task raises, and ChildProcessError where a process ended before its time.
    """
    if processes < 2 or len(tasks) < 2:
        return [task() for task in tasks]
    if len(tasks) > MOST:
        raise ValueError(f"{len(tasks)} tasks are more than {MOST}")
    todo, more = os.pipe()
    os.write(more, bytes(range(len(tasks))))
    os.close(more)
    workers = [_start(tasks, todo) for _ in range(min(processes, len(tasks)))]
    os.close(todo)
    results: dict[int, T] = {}
    try:
        answers = [_answer(pipe) for _, pipe in workers]
    finally:
        codes = [_end(worker) for worker in workers]
    for found, error in answers:
        if error is not None:
            raise error
        results |= found
    if any(codes):
        raise ChildProcessError(f"ended with {codes}")
    return [results[number] for number in range(len(tasks))]


def _start(tasks: Sequence[Callable[[], Any]], todo: int) -> tuple[int, int]:
    """Return the id of a new process, and the pipe on which it answers once."""
    sys.stdout.flush()
    sys.stderr.flush()
    here, there = os.pipe()
    if (process := os.fork()) == 0:
        os.close(here)
        gc.disable()  # it ends soon; looking for garbage takes a twelfth of a build
        try:
            _work(tasks, todo, there)
        finally:
            os._exit(0)  # not through the caller's code: that is the parent's
    os.close(there)
    return process, here


def _work(tasks: Sequence[Callable[[], Any]], todo: int, there: int) -> None:
    done: dict[int, Any] = {}
    error: BaseException | None = None
    try:
        while number := os.read(todo, 1):
            done[number[0]] = tasks[number[0]]()
    except BaseException as raised:
        error = raised
    with os.fdopen(there, "wb") as pipe:
        pipe.write(pickle.dumps((done, error)))


def _answer(pipe: int) -> tuple[dict[int, Any], BaseException | None]:
    with os.fdopen(pipe, "rb") as stream:
        content = stream.read()
    if not content:
        return {}, ChildProcessError("ended without an answer")
    answer: tuple[dict[int, Any], BaseException | None] = pickle.loads(content)
    return answer


def _end(worker: tuple[int, int]) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(worker[0], 0)[1])
