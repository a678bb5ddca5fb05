"""What people type to sign in."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from groupnet.core.forms import BaseForm, line_field
from groupnet.people.passwords import LONGEST

BY_CODE = "code"


class SignInForm(BaseForm):
    """An address, and a password unless a code is to be mailed."""

    email = line_field(
        _l("E-mail"),
        longest=254,
        required=DataRequired(_l("Type the e-mail address of your account.")),
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    way = StringField()
    """The button that was pressed; no field on the page."""
    next = HiddenField()

    @property
    def wants_code(self) -> bool:
        """Whether a code is to be mailed instead of a password being checked."""
        return bool(self.way.data == BY_CODE)

    def validate_password(self, field: PasswordField) -> None:
        """Ask for the password, unless a code does instead."""
        if not field.data and not self.wants_code:
            raise ValidationError(gettext("Type your password. Or have a code mailed to you."))


class CodeForm(BaseForm):
    """A code that was mailed, shown by an app, or printed."""

    code = line_field(
        _l("Code"),
        longest=40,
        required=DataRequired(_l("Type the code.")),
        render_kw={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )


class ForgottenForm(BaseForm):
    """Whose password is to be set anew."""

    email = line_field(
        _l("E-mail"),
        longest=254,
        required=DataRequired(_l("Type the e-mail address of your account.")),
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )


class NewPasswordForm(BaseForm):
    """The new password."""

    password = PasswordField(
        _l("New password"),
        validators=[InputRequired(_l("Type the new password."))],
        render_kw={"autocomplete": "new-password"},
    )


class SignOutForm(BaseForm):
    """Where to go on to, and from how many browsers to go."""

    next = HiddenField()
    everywhere = BooleanField()
