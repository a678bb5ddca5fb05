"""From bytes to grids: one file a wrapper, told apart by content and never by the file's name."""

from collections.abc import Sequence

from groupnet.sheets.columns import Layout
from groupnet.sheets.errors import UnusableSheet
from groupnet.sheets.limits import Limits
from groupnet.sheets.readers.delimited import read_delimited
from groupnet.sheets.readers.grid import Grid
from groupnet.sheets.readers.limited import read_in_limited_process
from groupnet.sheets.words import N_, gettext

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
_NOT_TABLES = {
    b"%PDF": N_("This file is a PDF, not a table. Save it as XLSX or CSV and try again."),
    **dict.fromkeys(
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8"),
        N_("This file is a picture, not a table. Save it as XLSX or CSV and try again."),
    ),
    **dict.fromkeys(
        (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"),
        N_("This file is a compressed archive, not a table. Save it as XLSX or CSV and try again."),
    ),
}


def read_grids(content: bytes, layouts: Sequence[Layout], limits: Limits) -> list[Grid]:
    """Every worksheet of the file, as grids of cells; raises UnusableSheet with a sentence."""
    if len(content) > limits.content_bytes:
        megabytes = limits.content_bytes // (1024 * 1024)
        raise UnusableSheet(
            gettext(
                "This file is larger than %(most)d MB. Split it and bring the parts one by one.",
                most=megabytes,
            )
        )
    if not content.strip(b"\0 \t\r\n"):
        raise UnusableSheet(gettext("This file is empty."))
    for start, sentence in _NOT_TABLES.items():
        if content.startswith(start):
            raise UnusableSheet(gettext(sentence))
    if content.startswith((_ZIP, _OLD_OFFICE)):
        return read_in_limited_process("workbook", content, limits)
    opening = _opening_words(content)
    if opening.startswith(("<?xml", "<workbook", "<ss:workbook")) and _SPREADSHEETML in opening:
        return read_in_limited_process("spreadsheetml", content, limits)
    if opening.startswith(("<!doctype", "<html", "<table", "<?xml", "<meta")):
        raise UnusableSheet(
            gettext(
                "This file is a web page or another document, not a table. "
                "Save it as XLSX or CSV and try again."
            )
        )
    if opening.startswith("begin:vcard"):
        raise UnusableSheet(gettext("This file is an address book (vCard), not a table."))
    return [read_delimited(content, layouts, limits)]


def _opening_words(content: bytes) -> str:
    """The first of the file in lower case, whatever its encoding: enough to know markup when it is there."""
    letters = content[:8192].replace(b"\0", b"").lstrip(b"\xef\xbb\xff\xfe\xbf \t\r\n")
    return letters.decode("latin-1").lower()
