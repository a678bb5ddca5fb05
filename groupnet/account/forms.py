"""What people type about their account."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField
from wtforms.validators import DataRequired, InputRequired, Length

from groupnet.core.forms import BaseForm, line_field
from groupnet.people.passwords import LONGEST


class NameForm(BaseForm):
    """The account's name."""

    name = line_field(
        _l("Your name"),
        required=DataRequired(_l("Type your name.")),
        render_kw={"autocomplete": "name"},
    )


class ArchiveForm(BaseForm):
    """Nothing but the button."""


class DeleteForm(BaseForm):
    """The proof that the owner is there, and their word that they mean it."""

    present_password = PasswordField(
        _l("Your password"),
        validators=[InputRequired(_l("Type your password.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    code = line_field(
        _l("The code in the mail"),
        longest=20,
        required=DataRequired(_l("Type the six digits of the code.")),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    sure = BooleanField(
        _l("Yes, delete my account. I know that nobody can bring it back."),
        validators=[InputRequired(_l("Tick this to say that you mean it."))],
    )
