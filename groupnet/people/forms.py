"""What people type to sign in."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField
from wtforms.validators import DataRequired, InputRequired, Length

from groupnet.core.forms import BaseForm, line_field
from groupnet.people.passwords import LONGEST


class SignInForm(BaseForm):
    """Address and password."""

    email = line_field(
        _l("E-mail"),
        longest=254,
        required=DataRequired(_l("Type the e-mail address of your account.")),
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Type your password.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class SignOutForm(BaseForm):
    """Where to go on to, and from how many browsers to go."""

    next = HiddenField()
    everywhere = BooleanField()
