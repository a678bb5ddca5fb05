"""Forms of referrals and thanks: the shape of input only."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from groupnet.core.forms import BaseForm, DayField, VersionedForm, line_field, text_field
from groupnet.core.ids import id_in
from groupnet.referrals.models import Kind
from groupnet.referrals.queries import Direction
from groupnet.referrals.service import Details
from groupnet.referrals.words import KINDS

PICK_A_PERSON = _l("Pick a person: tap a face.")


def _is_inside(value: object) -> bool:
    return str(value) == "True"


class IdField(IntegerField):  # type: ignore[misc]
    """The id of something picked; anything that is none counts as nothing picked."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the id."""
        self.data = id_in(valuelist[0]) if valuelist else None


class WhoToCall:
    """The fields of the prospect."""

    prospect_name = line_field(_l("Who to call"), longest=120)
    prospect_contact = line_field(_l("Their phone or e-mail"), longest=200)


class DetailFields(WhoToCall):
    """The fields that a referral is recorded and edited with."""

    kind = RadioField(
        _l("What is it?"),
        choices=[SelectChoice(kind.value, word) for kind, word in KINDS.items()],
        default=Kind.BUSINESS.value,
    )
    note = text_field(_l("Note"))
    given_on = DayField(_l("Day"), validators=[Optional()])
    inside = RadioField(
        _l("Who needs it?"),
        choices=[
            SelectChoice(False, _l("Somebody the giver knows (outside)")),
            SelectChoice(True, _l("The giver (inside)")),
        ],
        coerce=_is_inside,
        default=False,
    )
    told_in_person = BooleanField(_l("Told in person"))


def details_of(form: Any, today: date) -> Details:
    """What a form says about a referral; a missing day is today."""
    return Details(
        given_on=form.given_on.data or today,
        kind=Kind(form.kind.data),
        inside=form.inside.data,
        prospect_name=form.prospect_name.data or "",
        prospect_contact=form.prospect_contact.data or "",
        note=form.note.data or "",
        told_in_person=form.told_in_person.data,
    )


class ReferralForm(DetailFields, BaseForm):
    """The phone's form: only the other person is needed."""

    direction = RadioField(
        _l("Which way?"),
        choices=[
            SelectChoice(Direction.GIVEN.value, _l("I gave")),
            SelectChoice(Direction.RECEIVED.value, _l("I received")),
        ],
        default=Direction.GIVEN.value,
    )
    # the summary of errors leads to the first face
    person_id = IdField(_l("Who?"), id="person_id-0-0", validators=[InputRequired(PICK_A_PERSON)])

    @property
    def is_received(self) -> bool:
        """Whether the receiver records it."""
        return bool(self.direction.data == Direction.RECEIVED)

    @property
    def has_details(self) -> bool:
        """Whether anything of what is folded away was typed or must be mended."""
        folded = (self.prospect_name, self.prospect_contact, self.note, self.given_on, self.inside)
        typed = self.prospect_name.data or self.prospect_contact.data or self.note.data
        return bool(typed or self.told_in_person.data or any(field.errors for field in folded))


class EditForm(DetailFields, VersionedForm):
    """A referral, edited by either of its two people."""


class WhoToCallForm(WhoToCall, BaseForm):
    """Who should be called, asked after saving."""


class DeclineForm(BaseForm):
    """Why a referral is declined."""

    reason = text_field(_l("Why does it not fit?"), longest=500)


class DisputeForm(BaseForm):
    """What does not fit about a referral."""

    note = text_field(_l("What was different?"), longest=500)


class WhomToThankForm(BaseForm):
    """Whom to thank, read from the address: it changes nothing and needs no token."""

    class Meta:
        """Of the form."""

        csrf = False

    to = IdField(_l("Who helped you?"), id="to-0-0", validators=[InputRequired(PICK_A_PERSON)])


class ThanksForm(BaseForm):
    """Thanks, with or without a referral and a figure."""

    referral_id = HiddenField()
    person_id = HiddenField()
    amount = line_field(_l("What it was worth, before tax"), longest=40)
    thanked_on = DayField(_l("Day"), validators=[Optional()])
    note = text_field(_l("A few words"), longest=500)

    @property
    def referral_number(self) -> int | None:
        """The referral that the thanks are for; 0, which there is none of, for anything that is no id."""
        text = str(self.referral_id.data or "")
        return (id_in(text) or 0) if text else None

    @property
    def person_number(self) -> int:
        """The person to thank; 0, which nobody has, for anything that is no id."""
        return id_in(str(self.person_id.data or "")) or 0
