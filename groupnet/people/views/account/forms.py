"""What people type to change their account."""

from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from groupnet.core.forms import BaseForm, line_field
from groupnet.people.passwords import LONGEST

DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "autocapitalize": "none"}


class ActForm(BaseForm):
    """A button with nothing to type; where to go on to."""

    next = HiddenField()


def password_proof() -> PasswordField:
    """The password of those who have one."""
    return PasswordField(
        _l("Your current password"),
        validators=[InputRequired(_l("Type your current password.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


def code_proof() -> StringField:
    """The mailed code of those who have no password."""
    return line_field(
        _l("Code from the mail"),
        longest=40,
        required=DataRequired(_l("Type the six digits that were mailed to you.")),
        render_kw=DIGITS,
    )


class ProvingForm(BaseForm):
    """Shows that the owner sits there: by the password, or by the mailed code where there is none.

    A form with more fields names the two proofs again where its page draws them: errors are summed up in the
    order of the fields.
    """

    present_password = password_proof()
    code = code_proof()

    def asking(self, *, for_password: bool) -> Self:
        """Leave out the proof that does not fit this account."""
        if for_password:
            del self.code
        else:
            del self.present_password
        return self


class PasswordForm(ProvingForm):
    """A new password."""

    password = PasswordField(
        _l("New password"),
        validators=[InputRequired(_l("Type the password you would like to have."))],
        render_kw={"autocomplete": "new-password"},
    )


class AddressForm(ProvingForm):
    """A new address."""

    email = line_field(
        _l("New e-mail address"),
        longest=254,
        required=DataRequired(_l("Type the address you would like to have.")),
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"},
    )
    present_password = password_proof()
    code = code_proof()


class SetUpForm(ProvingForm):
    """The first code of an app; `offer` says which secret the page showed."""

    offer = HiddenField()
    app_code = line_field(
        _l("Code from the app"),
        longest=40,
        required=DataRequired(_l("Type the six digits that the app shows.")),
        render_kw=DIGITS | {"autocomplete": "off"},
    )
    present_password = password_proof()
    code = code_proof()


class CodesForm(BaseForm):
    """Recovery codes on their way into a file."""

    codes = HiddenField(validators=[Length(max=400)])
