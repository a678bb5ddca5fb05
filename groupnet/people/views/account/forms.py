"""What people type to change their account."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import DataRequired, InputRequired, Length

from groupnet.core.forms import BaseForm, line_field
from groupnet.people.presence import DIGITS, ProvingForm, code_proof, password_proof


class ActForm(BaseForm):
    """A button with nothing to type; where to go on to."""

    next = HiddenField()


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
