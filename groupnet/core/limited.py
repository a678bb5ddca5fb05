"""Hostile files are opened in a process of their own, with little memory and time and no secrets."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore

_ROOT = Path(__file__).parents[2]
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "SYSTEMROOT")


class Busy(Exception):
    """Too many such processes are wanted at once."""


class LimitedProcess:
    """One of our modules, run for one file at a time: the file goes in, its answer comes out."""

    def __init__(self, module: str, *, at_once: int, waiting: int, patience: float) -> None:
        """Say what is run and how often.

        Args:
            module: its `main` calls `confine` before it reads its standard input.
            at_once: so many for one server process, or many uploads would fill the memory.
            waiting: so many more may wait for their turn, or many uploads would take every thread.
            patience: seconds that one waits for a turn.
        """
        self.module = module
        self.patience = patience
        self._turns = BoundedSemaphore(at_once)
        self._places = BoundedSemaphore(at_once + waiting)

    def answer(self, content: bytes, *arguments: str, wall_seconds: float) -> bytes:
        """What the process writes; cut off, or nothing, when its limits stopped it.

        Args:
            content: what it reads.
            arguments: ours; nothing of the file's.
            wall_seconds: after which it is stopped, whatever it did.

        Raises:
            Busy: no turn came up.
        """
        command = [sys.executable, "-m", self.module, *arguments]
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        with self._turn():
            try:
                return subprocess.run(  # noqa: S603 (our interpreter and module; nothing of the file's)
                    command,
                    input=content,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    cwd=_ROOT,
                    env=environment,
                    timeout=wall_seconds,
                    check=False,
                ).stdout
            except subprocess.TimeoutExpired:
                return b""

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._turns.acquire(timeout=self.patience):
                raise Busy
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


def confine(*, cpu_seconds: int, memory_bytes: int) -> None:
    """Bind this process: the first thing such a module does."""
    import resource  # here, since not every system that serves has it

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    allow_cpu(cpu_seconds)
    with suppress(ValueError, OSError):  # not every system can bound it; the time stays bounded
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def allow_cpu(seconds: int) -> None:
    """Change how much time this process has, counted from its start."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
