"""What people type to join a group."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import Length

from groupnet.core.forms import BaseForm, line_field
from groupnet.people.passwords import LONGEST


class JoinForm(BaseForm):
    """Address, where the group has none, and password; one who is signed in sends neither."""

    email = line_field(
        _l("E-mail"),
        longest=254,
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )
    password = PasswordField(_l("Password"), validators=[Length(max=LONGEST)])


class PlainForm(BaseForm):
    """A button with nothing to type."""
