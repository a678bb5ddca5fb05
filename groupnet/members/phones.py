"""Telephone numbers as people type, read and dial them."""

import phonenumbers
from babel.core import get_global
from flask_babel import gettext

from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Group

PhoneNumber = phonenumbers.PhoneNumber
Format = phonenumbers.PhoneNumberFormat


def region_of(group: Group) -> str | None:
    """The country whose numbers may be typed without its code: where the group's clock stands."""
    region: str | None = get_global("zone_territories").get(group.timezone)
    return region if region and region != "001" else None


def check_phone(typed: str, region: str | None) -> str:
    """A number as it is stored: +441632960961; as typed where it has an extension.

    Args:
        typed: may be empty.
        region: a country such as `GB`, for numbers without a country's code.

    Raises:
        RuleBroken: at the field `phone`.
    """
    if not typed:
        return ""
    number = _parse(typed, region)
    if number is None:
        raise RuleBroken(
            gettext("This does not read as a phone number. With the country's code it looks like +44 …"),
            field="phone",
        )
    return typed if number.extension else phonenumbers.format_number(number, Format.E164)


def phone_words(stored: str, region: str | None) -> str:
    """A stored number as people read it: "+44 1632 960961"; unreadable ones as they were typed."""
    number = _parse(stored, region)
    return phonenumbers.format_number(number, Format.INTERNATIONAL) if number else stored


def phone_link(stored: str, region: str | None) -> str | None:
    """The address that dials a stored number, or None where it cannot be dialled."""
    number = _parse(stored, region)
    return phonenumbers.format_number(number, Format.RFC3966) if number else None


def _parse(text: str, region: str | None) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None
