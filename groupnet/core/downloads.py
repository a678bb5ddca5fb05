"""Files to take along."""

from flask import Response

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": CSV, "xlsx": XLSX}


def download(content: bytes, name: str, ending: str) -> Response:
    """A table as a file.

    Args:
        content: of the file.
        name: without its ending; letters, digits and hyphens.
        ending: "csv" or "xlsx".
    """
    response = Response(content, content_type=KINDS[ending])
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{ending}")
    return response
