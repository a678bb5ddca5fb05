"""Forms of visitors: who they are, when they come, and what follows."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, RadioField, SelectField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from groupnet.core.forms import BaseForm, DayField, VersionedForm, clean_line, line_field, text_field
from groupnet.core.templating import day_time
from groupnet.meetings.models import Meeting, Visitor, VisitorStatus
from groupnet.meetings.visitor_words import STEPS

Choice = tuple[int, str]
CONTACT = ("name", "email", "phone", "company", "category")
"""The names of the fields that say who somebody is."""
_NAME = DataRequired(_l("What is the visitor’s name?"))
_MAX = _l("Please keep this to %(max)d characters.")


class _ContactFields:
    name = line_field(_l("Name"), required=_NAME)
    company = line_field(_l("Company"))
    category = line_field(_l("What they do"), longest=80)
    email = EmailField(_l("E-mail"), validators=[Length(max=254, message=_MAX)], filters=[clean_line])
    phone = TelField(_l("Telephone"), validators=[Length(max=40, message=_MAX)], filters=[clean_line])


class MeetingChoice:
    """Which meeting it is about, and whether there is room all the same."""

    meeting_id = SelectField(_l("Meeting"), coerce=int)
    over_full = BooleanField(_l("There is room all the same"))

    def offer_meetings(self, meetings: Sequence[Meeting], *, runs: bool) -> None:
        """Fill in the meetings; only who runs them finds more room."""
        self.meeting_id.choices = [
            SelectChoice(str(one.id), f"{day_time(one.starts_at)} · {one.title}") for one in meetings
        ]
        if not runs:
            del self.over_full


class NewVisitorForm(_ContactFields, MeetingChoice, BaseForm):
    """Somebody is brought along; only the name is needed."""

    invited_by_id = SelectField(_l("Brought by"), coerce=int)
    back = HiddenField()
    """`meeting`: it was opened on a meeting's page, and leads back there."""

    def offer_inviters(self, people: Sequence[Choice], *, me: int) -> None:
        """Fill in who may bring somebody, oneself unless another is chosen."""
        self.invited_by_id.choices = [SelectChoice(str(one), name) for one, name in people]
        if not self.is_submitted():
            self.invited_by_id.data = me


class ComesAgainForm(MeetingChoice, BaseForm):
    """A known visitor comes to another meeting."""


class ContactForm(_ContactFields, VersionedForm):
    """Who a visitor is, and who brings them."""

    invited_by_id = SelectField(_l("Brought by"), coerce=int)

    def offer_inviters(self, people: Sequence[Choice], visitor: Visitor) -> None:
        """Fill in who may bring somebody; nobody is a choice too."""
        _offer(self.invited_by_id, people, gettext("Nobody"))
        if not self.is_submitted():
            self.invited_by_id.data = visitor.invited_by_id or 0


class FollowUpForm(VersionedForm):
    """Who follows up, when, and how far it has come."""

    status = RadioField(_l("How far it has come"), coerce=str)
    owner_id = SelectField(_l("Who follows up"), coerce=int)
    follow_up_on = DayField(_l("On"), validators=[Optional()])
    note = text_field(_l("Note"))

    def offer(self, people: Sequence[Choice], steps: Sequence[VisitorStatus], visitor: Visitor) -> None:
        """Fill in what there is to choose from."""
        _offer(self.owner_id, people, gettext("Nobody yet"))
        self.status.choices = [SelectChoice(step.value, str(STEPS[step])) for step in steps]
        if not self.is_submitted():
            self.owner_id.data = visitor.owner_id or 0


def _offer(field: SelectField, people: Sequence[Choice], nobody: str) -> None:
    field.choices = [SelectChoice("0", nobody), *(SelectChoice(str(one), name) for one, name in people)]
