"""Counts of requests in this process's memory, where there is no Redis."""

from threading import Lock
from time import time
from typing import Any

from limits.storage import Storage

SCHEME = "counts"
SWEEP_SECONDS = 60


class Counts(Storage):
    """Counts that end, by key; the library's own store starts a thread with nearly every count."""

    STORAGE_SCHEME = [SCHEME]
    base_exceptions = ValueError

    def __init__(self, uri: str | None = None, *, wrap_exceptions: bool = False, **options: Any) -> None:
        """Begin with none."""
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._lock = Lock()
        self._counts: dict[str, tuple[int, float]] = {}
        self._sweep_at = time() + SWEEP_SECONDS

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count on; a count that is new or over begins anew and lasts `expiry` seconds."""
        now = time()
        with self._lock:
            if now >= self._sweep_at:
                self._counts = {key: kept for key, kept in self._counts.items() if kept[1] > now}
                self._sweep_at = now + SWEEP_SECONDS
            counted, ends_at = self._counts.get(key, (0, 0.0))
            if ends_at <= now:
                counted, ends_at = 0, now + expiry
            self._counts[key] = counted + amount, ends_at
            return counted + amount

    def get(self, key: str) -> int:
        """How much it is at; 0 once it is over."""
        counted, ends_at = self._counts.get(key, (0, 0.0))
        return counted if ends_at > time() else 0

    def get_expiry(self, key: str) -> float:
        """When it is over, in seconds since 1970; now where there is none."""
        return self._counts.get(key, (0, time()))[1]

    def check(self) -> bool:
        """Whether it can be reached: always."""
        return True

    def reset(self) -> int:
        """Forget all; how many there were."""
        with self._lock:
            forgotten, self._counts = len(self._counts), {}
        return forgotten

    def clear(self, key: str) -> None:
        """Forget one."""
        with self._lock:
            self._counts.pop(key, None)
