"""Forms of one-to-ones: the shape of input only."""

from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from groupnet.core.forms import BaseForm, DayField, line_field, text_field, web_address
from groupnet.core.ids import id_in
from groupnet.meetings.forms.fields import HourField
from groupnet.meetings.forms.schedule import length_words
from groupnet.meetings.recurrence import at_wall_time
from groupnet.meetings.service.proposals import MOST_TIMES, Offer

LENGTHS = (30, 45, 60, 90, 120)
PICK_A_PERSON = _l("Pick a person: tap a face.")
CHOOSE_A_TIME = _l("Choose one of the times.")
NUMBERS = tuple(range(1, MOST_TIMES + 1))


class IdField(IntegerField):  # type: ignore[misc]
    """The id of something picked; anything that is none counts as nothing picked."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the id."""
        self.data = id_in(valuelist[0]) if valuelist else None


class OfferForm(BaseForm):
    """Up to three times, by the group's clock, and where."""

    day_1 = DayField(_l("Day"), validators=[InputRequired(_l("Propose at least one time."))])
    time_1 = HourField(_l("Time"), validators=[InputRequired(_l("Type a time such as 14:00."))])
    day_2 = DayField(_l("Day"), validators=[Optional()])
    time_2 = HourField(_l("Time"), validators=[Optional()])
    day_3 = DayField(_l("Day"), validators=[Optional()])
    time_3 = HourField(_l("Time"), validators=[Optional()])
    minutes = SelectField(
        _l("How long?"),
        coerce=int,
        default=60,
        choices=[],
    )
    place = line_field(_l("Place"), longest=200)
    link = line_field(_l("Video link"), longest=500)
    note = text_field(_l("A few words"), longest=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.minutes.data
        lengths = {*LENGTHS, *([kept] if not self.is_submitted() and isinstance(kept, int) else [])}
        self.minutes.choices = [SelectChoice(str(one), length_words(one)) for one in sorted(lengths)]

    def validate_link(self, field: Any) -> None:
        """Only links that may be shown as links (T31)."""
        web_address(self, field)

    def pairs(self) -> list[tuple[Any, Any]]:
        """The fields of each time: day and hour."""
        return [(self[f"day_{number}"], self[f"time_{number}"]) for number in NUMBERS]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A day needs its hour."""
        is_valid = bool(super().validate(*args, **kwargs))
        for day, hour in self.pairs():
            if day.errors or hour.errors or (day.data is None) == (hour.data is None):
                continue
            missing = day if day.data is None else hour
            missing.errors = [
                *missing.errors,
                gettext("A time needs a day and an hour."),
            ]
            is_valid = False
        return is_valid

    def offer(self, zone: str) -> Offer:
        """What it proposes.

        Args:
            zone: the group's.
        """
        chosen = [(day.data, hour.data) for day, hour in self.pairs() if day.data and hour.data]
        return Offer(
            times=[at_wall_time(day, hour, zone) for day, hour in chosen],
            minutes=self.minutes.data,
            place=self.place.data or "",
            link=self.link.data or "",
            note=self.note.data or "",
        )


def offered(times: list[datetime]) -> dict[str, date | time]:
    """The fields for some times to begin with, as clocks show them."""
    fields: dict[str, date | time] = {}
    for number, moment in zip(NUMBERS, times, strict=False):
        fields[f"day_{number}"], fields[f"time_{number}"] = moment.date(), moment.time()
    return fields


class ProposeForm(OfferForm):
    """The same, and to whom."""

    # the summary of errors leads to the first face
    person_id = IdField(_l("With whom?"), id="person_id-0-0", validators=[InputRequired(PICK_A_PERSON)])


class AcceptForm(BaseForm):
    """One of the times."""

    time_id = IdField(_l("Which time suits you?"), id="time_id-0", validators=[InputRequired(CHOOSE_A_TIME)])

    @property
    def chosen(self) -> int:
        """The id of the time; 0, which there is none of, for anything that is no id."""
        return self.time_id.data or 0


class MetForm(BaseForm):
    """With whom, and when: today unless said otherwise."""

    person_id = IdField(_l("With whom?"), id="person_id-0-0", validators=[InputRequired(PICK_A_PERSON)])
    held_on = DayField(_l("Day"), validators=[Optional()])


class CancelAgreedForm(BaseForm):
    """Why it does not take place."""

    reason = line_field(_l("A word to them"), longest=300)


class ImpressionForm(BaseForm):
    """Whether one met somebody, and whether it was worth it; empty means nothing said."""

    met = SelectField(choices=["", "yes", "no"], validate_choice=True)
    worth_it = SelectField(choices=["", "yes", "no"], validate_choice=True)
