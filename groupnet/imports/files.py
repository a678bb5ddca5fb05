"""A table as a file to take along."""

from collections.abc import Iterable, Sequence

from flask import Response

from groupnet.sheets import Value, write_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    is_workbook = wrapper == "xlsx"
    content = write_xlsx(headers, rows, title=title) if is_workbook else write_csv(headers, rows)
    response = Response(content, content_type=XLSX if is_workbook else "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{wrapper}"'
    return response
