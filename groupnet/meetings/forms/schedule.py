"""Forms of meetings and series: the shape of input, and the plan that it says."""

from datetime import date, time
from enum import StrEnum
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from groupnet.core.forms import BaseForm, DayField, VersionedForm, line_field, text_field, web_address
from groupnet.meetings.forms.fields import DaysField, HourField, filled
from groupnet.meetings.models import Expectation
from groupnet.meetings.recurrence import LAST, MonthlyOnDay, MonthlyOnWeekday, Rule, Weekly
from groupnet.meetings.recurrence_words import say_example, say_examples, weekday_names
from groupnet.meetings.service.plans import MOST_SLOTS, MeetingPlan, SeriesPlan
from groupnet.meetings.words import EXPECTATIONS

LENGTHS = (30, 45, 60, 75, 90, 105, 120, 150, 180, 210, 240, 300, 360, 480, 600, 720, 1440)
AN_HOUR = 60
A_DAY = 24 * AN_HOUR
CLOSES_LATEST = 14 * 24
NUMBER = _l("Type a number.")


class Repeats(StrEnum):
    """How often; the days follow from the first one."""

    ONCE = "once"
    WEEK = "week"
    TWO_WEEKS = "two-weeks"
    MONTH_WEEKDAY = "month-weekday"
    MONTH_LAST = "month-last"
    MONTH_DAY = "month-day"


class Closes(StrEnum):
    """When answers close."""

    START = "start"
    HOURS = "hours"
    DAY_BEFORE = "day-before"


REPEATS = {
    Repeats.ONCE: _l("Just once"),
    Repeats.WEEK: _l("Every week"),
    Repeats.TWO_WEEKS: _l("Every two weeks"),
    Repeats.MONTH_WEEKDAY: _l("Every month, on the same weekday"),
    Repeats.MONTH_LAST: _l("Every month, on the last such weekday"),
    Repeats.MONTH_DAY: _l("Every month, on the same date"),
}
CLOSES = {
    Closes.START: _l("When it begins"),
    Closes.HOURS: _l("Some hours before"),
    Closes.DAY_BEFORE: _l("The day before"),
}


def length_words(minutes: int) -> str:
    """A length of time: "1 h 30 min"."""
    hours, rest = divmod(minutes, AN_HOUR)
    if not hours:
        return str(ngettext("%(num)d minute", "%(num)d minutes", rest))
    if not rest:
        return str(ngettext("%(num)d hour", "%(num)d hours", hours))
    return str(gettext("%(hours)d h %(minutes)d min", hours=hours, minutes=rest))


def _number(label: Any, most: int, *, least: int = 0, **options: Any) -> IntegerField:
    validators = [Optional(), NumberRange(min=least, max=most, message=NUMBER)]
    return IntegerField(label, validators=validators, **options)


class MeetingFields:
    """What every meeting is planned with."""

    title = line_field(_l("Title"), required=DataRequired(_l("Give it a title, such as Breakfast.")))
    on_day = DayField(_l("Day"), validators=[InputRequired(_l("Choose a day."))])
    starts_time = HourField(_l("Begins"), validators=[InputRequired(_l("Type a time such as 07:00."))])
    minutes = SelectField(_l("Length"), coerce=int, validate_choice=False, default=90)
    place = line_field(_l("Place"), longest=200)
    link = line_field(_l("Video link"), longest=500)
    expectation = RadioField(
        _l("Who comes?"),
        choices=[SelectChoice(kind.value, word) for kind, word in EXPECTATIONS.items()],
        default=Expectation.EVERYBODY.value,
    )
    capacity = _number(_l("How many can come?"), 100_000, least=1)
    closes = RadioField(
        _l("Answers close"),
        choices=[SelectChoice(kind.value, word) for kind, word in CLOSES.items()],
        default=Closes.START.value,
    )
    closes_hours = _number(_l("Hours before"), CLOSES_LATEST, default=2)
    closes_time = HourField(_l("Until, the day before"), validators=[Optional()], default=time(18))
    agenda = text_field(_l("Agenda"), longest=5000)
    speakers = _number(_l("Speakers"), MOST_SLOTS, default=0)
    hosts = _number(_l("Hosts"), MOST_SLOTS, default=0)
    greeters = _number(_l("Greeters"), MOST_SLOTS, default=0)

    def validate_link(self, field: Any) -> None:
        """Only links that may be shown as links (T31)."""
        web_address(self, field)

    def offer(self) -> None:
        """Fill in the lengths; the one that it has is always among them."""
        field: Any = self.minutes
        lengths = {*LENGTHS, *([field.data] if isinstance(field.data, int) else [])}
        field.choices = [SelectChoice(str(one), length_words(one)) for one in sorted(lengths)]


class RhythmFields:
    """What a series is planned with besides."""

    repeats = RadioField(
        _l("How often?"),
        choices=[SelectChoice(kind.value, word) for kind, word in REPEATS.items()],
        default=Repeats.WEEK.value,
    )
    weekdays = SelectMultipleField(_l("On these days"), coerce=int)
    every_months = RadioField(
        _l("Monthly ones"),
        coerce=int,
        choices=[
            SelectChoice("1", _l("Every month")),
            SelectChoice("2", _l("Every two months")),
            SelectChoice("3", _l("Every three months")),
        ],
        default=1,
    )
    last_on = DayField(_l("Last day"), validators=[Optional()])
    skipped = DaysField(_l("Days without a meeting"))

    @property
    def examples(self) -> dict[str, list[Any]]:
        """What the monthly choices say on whatever day is chosen."""
        return say_examples()

    def offer_days(self) -> None:
        """Fill in the days of the week, and name the day of the month that a choice is about."""
        field: Any = self.weekdays
        field.choices = [SelectChoice(str(day), name) for day, name in weekday_names().items()]
        day = self.on_day.data  # type: ignore[attr-defined]
        if day is None:
            return
        repeats: Any = self.repeats
        # the day may still be changed on the page, so it is named as an example
        repeats.choices = [SelectChoice(kind.value, _how_often(kind, day)) for kind in REPEATS]


def _how_often(kind: Repeats, day: date) -> Any:
    rule = _monthly(kind, day, every=1)
    return say_example(rule) if rule else REPEATS[kind]


def closes_minutes(form: Any) -> int:
    """How long before the start the answers close, by the clock."""
    if form.closes.data == Closes.HOURS:
        return filled(form, "closes_hours") * AN_HOUR
    if form.closes.data == Closes.DAY_BEFORE:
        start, closing = form.starts_time.data, form.closes_time.data or time(18)
        return _of_day(start) + A_DAY - _of_day(closing)
    return 0


def closes_fields(minutes: int, starts: time) -> dict[str, Any]:
    """The same, back into the fields."""
    if minutes == 0:
        return {"closes": Closes.START.value}
    if _of_day(starts) < minutes <= _of_day(starts) + A_DAY:
        closing = _of_day(starts) + A_DAY - minutes
        return {"closes": Closes.DAY_BEFORE.value, "closes_time": time(*divmod(closing, AN_HOUR))}
    return {"closes": Closes.HOURS.value, "closes_hours": minutes // AN_HOUR}


def _of_day(at: time) -> int:
    return at.hour * AN_HOUR + at.minute


def rule_of(form: Any) -> Rule | None:
    """The rule that a form says, counted from its day; None for just once."""
    day: date = form.on_day.data
    every = form.every_months.data
    if form.repeats.data in (Repeats.WEEK, Repeats.TWO_WEEKS):
        weeks = 1 if form.repeats.data == Repeats.WEEK else 2
        return Weekly(weeks, tuple(sorted(set(form.weekdays.data or []))) or (day.weekday(),))
    return _monthly(form.repeats.data, day, every)


def _monthly(kind: str, day: date, every: int) -> MonthlyOnWeekday | MonthlyOnDay | None:
    match kind:
        case Repeats.MONTH_WEEKDAY:
            return MonthlyOnWeekday(every, (day.day - 1) // 7 + 1, day.weekday())
        case Repeats.MONTH_LAST:
            return MonthlyOnWeekday(every, LAST, day.weekday())
        case Repeats.MONTH_DAY:
            return MonthlyOnDay(every, day.day)
    return None


def rule_fields(rule: Rule) -> dict[str, Any]:
    """The same, back into the fields."""
    match rule:
        case Weekly():
            kind = Repeats.WEEK if rule.every == 1 else Repeats.TWO_WEEKS
            return {"repeats": kind.value, "weekdays": list(rule.weekdays) if len(rule.weekdays) > 1 else []}
        case MonthlyOnWeekday():
            kind = Repeats.MONTH_LAST if rule.nth == LAST else Repeats.MONTH_WEEKDAY
        case MonthlyOnDay():
            kind = Repeats.MONTH_DAY
    return {"repeats": kind.value, "every_months": rule.every}


OF_A_PLAN = ("title", "on_day", "starts_time", "minutes", "place", "link", "capacity", "agenda")


def plan_of(form: Any, *, is_draft: bool = False) -> MeetingPlan:
    """What a form plans: one meeting."""
    has_been = bool("has_been" in form and form.has_been.data)
    return MeetingPlan(**_planned(form), is_draft=is_draft, has_been=has_been)


def series_plan_of(form: Any, rule: Rule, skipped: set[date], *, is_draft: bool = False) -> SeriesPlan:
    """What a form plans: a series."""
    return SeriesPlan(
        **_planned(form),
        is_draft=is_draft,
        rule=rule,
        last_on=form.last_on.data,
        skipped=frozenset({*form.skipped.data, *skipped}),
    )


def _planned(form: Any) -> dict[str, Any]:
    return {
        **{name: form[name].data for name in OF_A_PLAN},
        "expectation": Expectation(form.expectation.data),
        "closes_minutes": closes_minutes(form),
        **{name: filled(form, name) for name in ("speakers", "hosts", "greeters")},
    }


class NewMeetingForm(MeetingFields, RhythmFields, BaseForm):
    """A meeting, or a year of them."""

    has_been = BooleanField(_l("It has been already: I only want to record who came"))


class EditMeetingForm(MeetingFields, VersionedForm):
    """One meeting."""


class EditSeriesForm(MeetingFields, RhythmFields, VersionedForm):
    """A series, all of it or from one meeting on."""


class CancelForm(BaseForm):
    """Why it does not take place."""

    reason = line_field(_l("Why?"), longest=300)


class TopicForm(BaseForm):
    """What somebody speaks about."""

    topic = line_field(_l("Topic"), longest=200)


class AssignForm(TopicForm):
    """Who takes a slot; nobody leaves it free."""

    person_id = StringField(_l("Who?"), id="person_id-0-0")
