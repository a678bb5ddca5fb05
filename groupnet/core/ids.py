"""Ids and slugs in addresses and forms: what no row can have never reaches the database."""

import re

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter

DIGITS = 9
"""Far more ids than any table uses, and fewer than a column holds."""


class IdConverter(IntegerConverter):
    """`<int:…>` in an address; with more digits there is no such page."""

    regex = rf"\d{{1,{DIGITS}}}"


LONGEST_SLUG = 60
_SLUG = re.compile(rf"(?![a-z0-9-]{{{LONGEST_SLUG + 1}}})[a-z0-9]+(?:-[a-z0-9]+)*")


class SlugConverter(BaseConverter):
    """`<slug:…>` in an address: small letters, digits and single hyphens; anything else is no such page."""

    regex = _SLUG.pattern


def is_slug(text: str) -> bool:
    """Whether a group may bear this in its addresses."""
    return _SLUG.fullmatch(text) is not None


def id_in(text: str) -> int | None:
    """The id that a text is; None for anything else."""
    fits = text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return (int(text) or None) if fits else None


def init_app(app: Flask) -> None:
    """Read ids and slugs in addresses with care; before any address is registered."""
    app.url_map.converters.update(int=IdConverter, slug=SlugConverter)
