"""E-mail addresses, in the one form in which they are stored and compared."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext

from groupnet.core.errors import RuleBroken


def normal_email(text: str) -> str:
    """An address as it is stored: checked, in small letters.

    Raises:
        RuleBroken: it is no address.
    """
    try:
        checked = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise RuleBroken(
            gettext("This is not an e-mail address: %(text)s", text=text[:80]), field="email"
        ) from error
    return checked.normalized.lower()
