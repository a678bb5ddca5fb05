"""Ids in addresses and forms: what no row can have is no id, and never reaches the database."""

from flask import Flask
from werkzeug.routing import IntegerConverter

DIGITS = 9
"""Far more ids than any table uses, and fewer than a column holds."""


class IdConverter(IntegerConverter):
    """`<int:…>` in an address; with more digits there is no such page."""

    regex = rf"\d{{1,{DIGITS}}}"


def id_in(text: str) -> int | None:
    """The id that a text is; None for anything else."""
    fits = text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return (int(text) or None) if fits else None


def init_app(app: Flask) -> None:
    """Read ids in addresses with care; before any address is registered."""
    app.url_map.converters["int"] = IdConverter
