"""Words as people look for them: small and capital letters alike, with and without accents."""

from unicodedata import combining, normalize

_NO_ACCENT_TO_DROP = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """A text for comparing: `fold("Søren MÜLLER") == "soren muller"`. Each character folds by itself."""
    if text.isascii():
        return text.lower()
    plain = "".join(c for c in normalize("NFKD", text) if not combining(c))
    return normalize("NFKD", plain.casefold()).translate(_NO_ACCENT_TO_DROP)
