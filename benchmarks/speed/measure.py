"""One run of a command: how long, how much computing, how much memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
MEGABYTE = 1_000_000
EVERY = 0.005  # seconds between two looks at the memory


@dataclass(frozen=True)
class Run:
    wall: float  # seconds
    cpu: float  # seconds of all processes together


@dataclass(frozen=True)
class Memory:
    largest: float  # megabytes of the largest process
    together: float  # of all at once; what they share is counted in each


class Failed(Exception):
    """The command ended with an error; the message is the end of what it said."""


def run(command: Sequence[str], folder: Path) -> Run:
    """Run *command* in *folder*; raises Failed."""
    os.sync()
    before, started = os.times(), time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - started, os.times()
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()[-3:]
        raise Failed(" ".join(said) or f"code {done.returncode}")
    user = after.children_user - before.children_user
    return Run(wall, user + after.children_system - before.children_system)


def memory(command: Sequence[str], folder: Path) -> Memory:
    """Return the peaks of *command*, in a run of its own: looking on takes time."""
    largest = together = 0
    with subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        while process.poll() is None:
            sizes = _sizes(process.pid) or [0]
            largest, together = max(largest, *sizes), max(together, sum(sizes))
            time.sleep(EVERY)
    return Memory(largest / MEGABYTE, together / MEGABYTE)


def _sizes(session: int) -> list[int]:
    """Return the resident bytes of each process of *session* (proc(5))."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                stat = (process / "stat").read_text(encoding="utf-8")
                if int(stat.rpartition(")")[2].split()[3]) == session:
                    statm = (process / "statm").read_text(encoding="utf-8")
                    found.append(int(statm.split()[1]) * PAGE)
            except OSError:
                continue  # it has ended meanwhile
    return found
