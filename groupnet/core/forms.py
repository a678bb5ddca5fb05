"""Forms: the shape of input. Every form carries a CSRF token and a submission key."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from babel.support import NullTranslations, Translations
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.i18n import messages_path
from wtforms.validators import Length

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.submissions import LONGEST_KEY

LONGEST_NAME = 120
"""Of anybody, in characters, and of most lines."""
YEARS = range(1900, 2200)
"""In which anything of a group may lie."""
CONTROL_CHARACTERS = {chr(code) for code in range(32)} | {chr(127)}
DIRECTION_OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HALF_PAIRS = {chr(code) for code in range(0xD800, 0xE000)}
"""Halves of surrogate pairs, which no encoding takes."""
NEVER_KEPT = DIRECTION_OVERRIDES | HALF_PAIRS
NOT_IN_A_LINE = CONTROL_CHARACTERS | NEVER_KEPT


class _Messages:
    """WTForms' own messages; Flask-WTF reads their file anew with every form that is sent."""

    def gettext(self, message: str) -> str:
        """The message in the reader's language."""
        return str(_messages_in(get_locale()).ugettext(message))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The message for a number."""
        return str(_messages_in(get_locale()).ungettext(singular, plural, number))


@lru_cache(maxsize=64)
def _messages_in(locale: Any) -> Any:
    return Translations.load(messages_path(), [locale], domain="wtforms") if locale else NullTranslations()


_MESSAGES = _Messages()


class BaseForm(FlaskForm):  # type: ignore[misc]
    """Base of all forms."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Its messages."""

        def get_translations(self, form: Any) -> Any:  # noqa: ARG002
            """Give WTForms' own messages in the reader's language."""
            return _MESSAGES

    submission_key = HiddenField(
        default=lambda: secrets.token_urlsafe(16), validators=[Length(max=LONGEST_KEY)]
    )

    @contextmanager
    def rules(self) -> Iterator[None]:
        """Put a broken rule of the domain on the form, with nothing written.

        The view returns from inside the block; falling out of it means: show the form again (422).
        """
        try:
            yield
        except RuleBroken as broken:
            db.session.rollback()
            self.refuse(broken)

    def refuse(self, broken: RuleBroken) -> None:
        """Show a broken rule at its field, or on top where it belongs to none."""
        if broken.field and broken.field in self._fields:
            field: Field = self[broken.field]
            field.errors = [*field.errors, broken.message]
        else:
            self.form_errors.append(broken.message)


class VersionedForm(BaseForm):
    """A form that edits something which others may edit meanwhile."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version that the person saw when they began to edit; 0 if the form did not say."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    def is_stale(self, current: Any) -> bool:
        """Whether somebody saved `current` since this person began to edit."""
        return bool(self.seen_version != current.version)

    def clashes_with(self, current: Any, names: list[str]) -> list[tuple[str, str, str]]:
        """What differs between the stored and the typed text: (label, stored, typed) a field."""
        pairs = [(self[name], getattr(current, name)) for name in names]
        return [
            (field.label.text, _in_words(field, stored), _in_words(field, field.data))
            for field, stored in pairs
            if (stored or "") != (field.data or "")
        ]

    def both_texts(self, current: Any, names: list[str]) -> list[tuple[str, str, str]]:
        """The clashes, to be shown above the form with 409; saving that form again wins knowingly."""
        clashes = self.clashes_with(current, names)
        self.version.data = str(current.version)
        return clashes


def _in_words(field: Field, value: Any) -> str:
    if isinstance(field, SelectField):
        for choice, label, *_ in field.iter_choices():
            if choice == value or str(choice) == str(value):
                return str(label)
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    return "" if value is None else str(value)


def clean_line(text: str | None) -> str:
    """One line as people read it: no control characters, no direction overrides, single spaces (T30)."""
    kept = "".join(" " if c in CONTROL_CHARACTERS else c for c in text or "" if c not in NEVER_KEPT)
    return " ".join(kept.split())


def clean_text(text: str | None) -> str:
    """Several lines as people read them; line ends are LF."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ["".join(c for c in line if c not in NOT_IN_A_LINE) for line in lines]
    return "\n".join(line.rstrip() for line in kept).strip()


class DayField(DateField):  # type: ignore[misc]
    """A day; an empty one is None.

    The first and the last days that there are lie outside of what any zone's clock can show, and a slip of
    the keys makes such years: only those of `YEARS` are taken.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext("Type a day such as 2026-12-03.")) from error
        day: date | None = getattr(self, "data", None)
        if day is not None and day.year not in YEARS:
            self.data = None
            raise ValueError(gettext("Type a day such as 2026-12-03."))


def line_field(
    label: Any, *, longest: int = LONGEST_NAME, required: Any = None, **options: Any
) -> StringField:
    """A field of one line.

    Args:
        label: what people read.
        longest: in characters.
        required: a validator such as `DataRequired`, which sees the cleaned text; or none.
    """
    validators = [*([required] if required else []), _length(longest)]
    return StringField(label, validators=validators, filters=[clean_line], **options)


def text_field(label: Any, *, longest: int = 2000, **options: Any) -> TextAreaField:
    """A field of several lines."""
    return TextAreaField(label, validators=[_length(longest)], filters=[clean_text], **options)


def _length(longest: int) -> Length:
    return Length(max=longest, message=_l("Please keep this to %(max)d characters."))


def web_address(_form: Any, field: Field) -> None:
    """Refuse anything but http and https (T31)."""
    for line in (field.data or "").split("\n"):
        if line.strip() and not is_web_address(line.strip()):
            raise ValidationError(
                _l("A link begins with https:// and names a site, such as https://example.org")
            )


def is_web_address(text: str) -> bool:
    """Whether a link may be shown as a link."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and "." in (parts.hostname or "")
        and not set(text) & {" ", '"', "<"}
    )
