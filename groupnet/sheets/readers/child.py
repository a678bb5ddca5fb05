"""The process that opens binary and XML files: ``python -m groupnet.sheets.readers.child KIND LIMITS``.

The file comes on standard input. JSON lines go to standard output: ``["sheet", name, wrapper]``, then for
each row ``[line, cells]`` with a cell as null, "text", {"n": "12.5"} or {"d": "2025-12-31"}, and last
``["end"]``, or ``["refused", reason, values]``. Whoever finds no end knows that the limits stopped it.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from groupnet.core.limited import allow_cpu, confine
from groupnet.sheets.cells import Cell
from groupnet.sheets.limits import MEGABYTE, Limits
from groupnet.sheets.readers.refusals import Refused, Why
from groupnet.sheets.readers.zips import inflated_size

Record = list[object]


def main() -> None:
    kind, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    confine(cpu_seconds=limits.cpu_seconds, memory_bytes=limits.memory_bytes)
    content = sys.stdin.buffer.read(limits.content_bytes + 1)
    try:
        for record in _read(kind, content, limits):
            _write(record)
        _write(["end"])
    except Refused as refused:
        _write(["refused", refused.why, refused.values])


def _read(kind: str, content: bytes, limits: Limits) -> Iterator[Record]:
    # imported here: the parsers themselves count against the limits, and each kind needs only its own
    if kind == "spreadsheetml":
        from groupnet.sheets.readers.spreadsheetml import read_spreadsheetml as read

        size = 2 * len(content)
    else:
        from groupnet.sheets.readers.workbook import read_workbook as read

        size = inflated_size(content, limits) or 2 * len(content)
    allow_cpu(limits.cpu_seconds + size // (16 * MEGABYTE))
    rows = characters = 0
    for name, wrapper, sheet in read(content, limits):
        yield ["sheet", name, wrapper]
        for line, cells in sheet:
            written = [_written(cell) for cell in cells]
            if not any(written):
                continue
            rows += 1
            characters += sum(len(cell) for cell in written if isinstance(cell, str))
            if rows > limits.rows:
                raise Refused(Why.MANY_ROWS, most=limits.rows)
            if characters > limits.characters:
                raise Refused(Why.MUCH_TEXT)
            yield [line, written]


def _written(cell: Cell) -> object:
    if isinstance(cell, Decimal):
        return {"n": format(cell, "f")}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return cell or None


def _write(record: Record) -> None:
    sys.stdout.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
