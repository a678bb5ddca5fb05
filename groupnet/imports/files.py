"""A table as a file to take along."""

from collections.abc import Iterable, Sequence

from flask import Response

from groupnet.core.downloads import download
from groupnet.sheets import Value, write_csv, write_xlsx


def table_file(
    headers: Sequence[str],
    rows: Iterable[Sequence[Value]],
    name: str,
    wrapper: str,
    *,
    title: str = "",
) -> Response:
    """A download.

    Args:
        name: of the file, without its ending; letters, digits and hyphens.
        wrapper: "csv" or "xlsx".
        title: of the worksheet.
    """
    return download(table_content(headers, rows, wrapper, title=title), name, wrapper)


def table_content(
    headers: Sequence[str], rows: Iterable[Sequence[Value]], wrapper: str, *, title: str = ""
) -> bytes:
    """What such a file holds; arguments as for `table_file`."""
    return write_xlsx(headers, rows, title=title) if wrapper == "xlsx" else write_csv(headers, rows)
