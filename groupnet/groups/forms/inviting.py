"""What people type to invite others."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, Length

from groupnet.core.forms import BaseForm, line_field, text_field

LONGEST_NOTE = 500
LONGEST_LIST = 60_000
"""In characters: 300 lines of names and addresses, and room."""


class InviteForm(BaseForm):
    """One person."""

    name = line_field(_l("Name"), required=DataRequired(_l("A name is needed.")))
    email = line_field(
        _l("E-mail"),
        longest=254,
        required=DataRequired(_l("Type the address that the invitation goes to.")),
        render_kw={"inputmode": "email", "autocapitalize": "none"},
    )
    note = text_field(_l("A personal line"), longest=LONGEST_NOTE)


class InviteListForm(BaseForm):
    """A pasted list of people."""

    people = TextAreaField(
        _l("People"),
        validators=[
            DataRequired(_l("Paste a list first: one person a line.")),
            Length(max=LONGEST_LIST, message=_l("This is too long. Paste it in parts.")),
        ],
    )
    note = text_field(_l("A personal line"), longest=LONGEST_NOTE)
    again = BooleanField(_l("Mail those too who were invited already; their earlier link ends"))
