"""A process that would never end, were it not for its limits."""

from itertools import count

from groupnet.core.limited import confine

if __name__ == "__main__":
    confine(cpu_seconds=1, memory_bytes=1024**3)
    for _ in count():
        pass
