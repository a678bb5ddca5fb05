"""Why a file is not opened. The limited process knows nobody's language: it names the reason, and whoever
started it says the sentence.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from groupnet.sheets.errors import UnusableSheet
from groupnet.sheets.words import N_, gettext


class Why(StrEnum):
    """Reasons to refuse a file."""

    DAMAGED = "damaged"
    NOT_XML = "not_xml"
    LOCKED = "locked"
    BOMB = "bomb"
    STOPPED = "stopped"
    BUSY = "busy"
    MANY_ROWS = "many_rows"
    MANY_COLUMNS = "many_columns"
    FAR_APART = "far_apart"
    MUCH_TEXT = "much_text"


class Refused(Exception):
    """A file is not opened; `values` fill the places of the sentence."""

    def __init__(self, why: Why, **values: str | int) -> None:
        super().__init__(why)
        self.why = why
        self.values = values


_SENTENCES = {
    Why.DAMAGED: N_(
        "This workbook is damaged. Open it in a spreadsheet program, save it anew and try again."
    ),
    Why.NOT_XML: N_(
        "This file is not well-formed XML. Open it in a spreadsheet program, save it as XLSX and try again."
    ),
    Why.LOCKED: N_("This workbook is locked with a password. Save it without one and try again."),
    Why.BOMB: N_(
        "This workbook would unpack to far more than an honest one of its size, and was refused. "
        "Copy its cells into a new workbook or save it as CSV, and try again."
    ),
    Why.STOPPED: N_(
        "This file needs far more memory or time to open than an honest one of its size, and was refused. "
        "Copy its cells into a new workbook or save it as CSV, and try again."
    ),
    Why.BUSY: N_("Many files are being opened just now. Please try again in a moment."),
    Why.MANY_ROWS: N_("This file has more than %(most)s rows. Split it and bring the parts."),
    Why.MANY_COLUMNS: N_("This file has more than %(most)s columns."),
    Why.FAR_APART: N_(
        "The worksheet “%(name)s” spans %(rows)s rows and %(columns)s columns, nearly all of them empty. "
        "Delete what stands far below or beside the table and try again."
    ),
    Why.MUCH_TEXT: N_("This file holds more text than an import needs. Split it and bring the parts."),
}


def unusable(why: Why, values: Mapping[str, Any] | None = None) -> UnusableSheet:
    """The refusal as the person reads it."""
    return UnusableSheet(gettext(_SENTENCES[why], **(values or {})))
