"""What people type to join a group."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, ValidationError
from wtforms.validators import DataRequired, Length

from groupnet.core.errors import RuleBroken
from groupnet.core.forms import BaseForm, line_field
from groupnet.people.passwords import LONGEST, check_password

ADDRESS_FIELD = {"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"}


class JoinForm(BaseForm):
    """Address, where the group has none, and password; one who is signed in sends neither."""

    email = line_field(_l("E-mail"), longest=254, render_kw=ADDRESS_FIELD)
    password = PasswordField(_l("Password"), validators=[Length(max=LONGEST)])


class NewAccountForm(BaseForm):
    """A new account for an address that the mailed link has proven."""

    name = line_field(_l("Your name"), required=DataRequired(_l("Type your name, as the group knows you.")))
    password = PasswordField(_l("Password"), validators=[Length(max=LONGEST)])
    not_these: tuple[str, ...] = ()
    """Words that no password may be, beside the name."""

    def validate_password(self, field: PasswordField) -> None:
        """Judge the password, if there is one, together with the name: both are mended at once."""
        if not field.data:
            return
        try:
            check_password(field.data, not_these=(*self.not_these, self.name.data or ""))
        except RuleBroken as broken:
            raise ValidationError(broken.message) from broken


class AddressForm(BaseForm):
    """An address that a code is mailed to."""

    email = line_field(_l("E-mail"), longest=254, render_kw=ADDRESS_FIELD)


class CodeForm(BaseForm):
    """The code that came by mail."""

    code = line_field(
        _l("Code"),
        longest=20,
        required=DataRequired(_l("Type the six digits of the mail.")),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )


class PlainForm(BaseForm):
    """A button with nothing to type."""
