"""Words as people look for them: small and capital letters alike, with and without accents."""

import re
from unicodedata import combining, normalize

_NO_ACCENT_TO_DROP = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_START = re.compile(r"(?<!\w)(?=\w)")


def fold(text: str) -> str:
    """A text for comparing: `fold("Søren MÜLLER") == "soren muller"`. Each character folds by itself."""
    if text.isascii():
        return text.lower()
    plain = "".join(c for c in normalize("NFKD", text) if not combining(c))
    return normalize("NFKD", plain.casefold()).translate(_NO_ACCENT_TO_DROP)


def with_starts(text: str) -> str:
    """A text with a space before each word: `" roof"` is in it where a word begins so, and in no proof."""
    return _START.sub(" ", text)
