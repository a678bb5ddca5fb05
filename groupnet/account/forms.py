"""What people type about their account."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import DataRequired, InputRequired

from groupnet.core.forms import BaseForm, line_field
from groupnet.people.presence import ProvingForm


class NameForm(BaseForm):
    """The account's name."""

    name = line_field(
        _l("Your name"),
        required=DataRequired(_l("Type your name.")),
        render_kw={"autocomplete": "name"},
    )


class ArchiveForm(BaseForm):
    """Nothing but the button."""


class DeleteForm(ProvingForm):
    """The proof that the owner is there, and their word that they mean it."""

    sure = BooleanField(
        _l("Yes, delete my account. I know that nobody can bring it back."),
        validators=[InputRequired(_l("Tick this to say that you mean it."))],
    )
