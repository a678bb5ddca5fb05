"""Files to take along."""

from flask import Response

CSV = "text/csv; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": CSV, "xlsx": XLSX}


def download(content: bytes, name: str, ending: str) -> Response:
    """A table as a file.

    Args:
        content: of the file.
        name: without its ending; letters, digits and hyphens.
        ending: "csv" or "xlsx".
    """
    return attachment(content, f"{name}.{ending}", KINDS[ending])


def attachment(content: bytes, filename: str, media_type: str) -> Response:
    """Any file, saved and never shown."""
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
