"""One worker beside the server: started with it, started again when it dies, and ended with it."""

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from groupnet.settings import Settings

FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
"""Seconds before a worker that died is started again; twice as long each time."""
LIVED_LONG = 60.0
"""Seconds after which a death is the first one again."""
LONGEST_PIECE = 30.0
"""Seconds that a worker may take to finish what it has in hand."""
LOOKED_AFTER = 0.25
COMMAND = (sys.executable, "-c", "from groupnet.cli.working import work_beside; work_beside()")


class Beside:
    """Looks after one worker in a process of its own."""

    def __init__(self, settings: Settings) -> None:
        """Start the worker, and a thread that looks after it."""
        # the settings hold secrets: by a pipe, since arguments can be seen by others on the machine
        self._told = pickle.dumps((settings, os.getpid()))
        self._stopping = threading.Event()
        # the first start comes before the server forks, so that no lock is held by a thread meanwhile
        self.process = self._start()
        self._watch = threading.Thread(target=self._look_after, name="worker-watch", daemon=True)
        self._watch.start()

    def stop(self) -> None:
        """End the worker: what it has in hand is finished first, unless that takes too long."""
        self._stopping.set()
        self._watch.join()
        self.process.terminate()
        try:
            self.process.wait(LONGEST_PIECE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE)  # noqa: S603 - nothing of it is anybody's
        assert process.stdin
        with suppress(OSError), process.stdin as pipe:  # OSError: it died at once, and is looked after
            pipe.write(self._told)
        return process

    def _look_after(self) -> None:
        wait, began = FIRST_WAIT, time.monotonic()
        while not self._stopping.wait(LOOKED_AFTER):
            if self.process.poll() is None:
                continue
            if time.monotonic() - began > LIVED_LONG:
                wait = FIRST_WAIT
            if self._stopping.wait(wait):
                return
            wait, began = min(wait * 2, LONGEST_WAIT), time.monotonic()
            self.process = self._start()


@contextmanager
def worker_beside(settings: Settings) -> Iterator[Beside]:
    """A worker that works while the block runs."""
    beside = Beside(settings)
    try:
        yield beside
    finally:
        beside.stop()
