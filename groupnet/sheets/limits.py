"""How much of a stranger's file is read before it is refused."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading.

    ``span`` is the rows of a worksheet times its columns, from the first cell to the last.
    ``memory_bytes`` and ``cpu_seconds`` bind the process that opens binary files, ``wall_seconds`` is how
    long its answer is waited for. An honest workbook inflates some ten to thirty times; a bomb a thousand
    times.
    """

    content_bytes: int = 16 * MEGABYTE
    rows: int = 200_000
    columns: int = 500
    span: int = 8_000_000
    characters: int = 64_000_000
    inflated_bytes: int = 256 * MEGABYTE
    inflated_ratio: int = 50
    zip_entries: int = 2_000
    memory_bytes: int = 512 * MEGABYTE
    cpu_seconds: int = 2
    wall_seconds: int = 30
