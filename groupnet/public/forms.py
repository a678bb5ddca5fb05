"""Forms of the public page, and of the admins who answer for it."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from groupnet.core.forms import BaseForm, VersionedForm, clean_line, line_field, text_field

_MAX = _l("Please keep this to %(max)d characters.")


class StrangerForm(BaseForm):
    """What a stranger types; the last field is for programs, which fill in everything."""

    name = line_field(_l("Your name"), required=DataRequired(_l("What is your name?")))
    email = EmailField(
        _l("E-mail"),
        validators=[
            DataRequired(_l("Where can an answer reach you? Type your e-mail address.")),
            Length(max=254, message=_MAX),
        ],
        filters=[clean_line],
    )
    consent = BooleanField(
        _l("I agree that the group keeps this for a year at most (needed)"),
        validators=[DataRequired(_l("The group needs your leave to keep what you type."))],
    )
    website = StringField(_l("Leave this empty"))

    @property
    def is_by_program(self) -> bool:
        """Whether a program filled it in: people never see that field."""
        return bool(self.website.data)


class VisitForm(StrangerForm):
    """Come as a visitor."""

    company = line_field(_l("Company"))
    category = line_field(_l("What you do"), longest=80)
    meeting_id = HiddenField()


class JoinForm(StrangerForm):
    """Ask to join."""

    message = text_field(_l("A few words about you"))


class PlainForm(BaseForm):
    """A button alone."""


class ConfirmForm(BaseForm):
    """The button that proves an address."""

    seen = HiddenField()
    """Which words they read above the button; somebody may have typed others meanwhile."""


class PageForm(VersionedForm):
    """What a group says of itself to everybody."""

    is_open = BooleanField(_l("The page is open to everybody"))
    about = text_field(_l("Who we are"), longest=4000)
    welcomes_visitors = BooleanField(_l("Visitors are welcome at the next meeting"))
    takes_requests = BooleanField(_l("One may ask to join"))


class DeclineForm(BaseForm):
    """Say no, with a mail or without."""

    by_mail = BooleanField(_l("Send a kind mail"), default=True)
