"""How a group writes dates and money: the locales whose words there are."""

from babel import Locale
from flask_babel import get_locale

LOCALES = ("en_GB", "en_US", "en_IE", "en_AU", "en_CA", "en_NZ", "en_CH")


def locale_words(code: str) -> str:
    """A locale as the reader's own calls it: "British English"."""
    return str(Locale.parse(code).get_display_name(get_locale()))
