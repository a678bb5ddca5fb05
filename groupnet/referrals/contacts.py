"""A prospect's contact as a link, where it is plainly an address or a number."""

import re
from urllib.parse import quote

_MAIL = re.compile(r"[^\s@<>\"',;:]+@[^\s@<>\"',;:]+\.[^\s@<>\"',;:]+")
_NUMBER = re.compile(r"\+?\d{6,15}")
_PUNCTUATION = re.compile(r"[\s().\-/–]")


def contact_link(text: str) -> str | None:
    """The `mailto:` or `tel:` link of a contact; None for any other text.

    Args:
        text: what somebody typed: one address, one number, or anything else.
    """
    plain = text.strip()
    if _MAIL.fullmatch(plain):
        return "mailto:" + quote(plain, safe="@+.")
    number = _PUNCTUATION.sub("", plain.replace("(0)", "", 1) if plain.startswith("+") else plain)
    return f"tel:{number}" if _NUMBER.fullmatch(number) and number.isascii() else None
