"""A new meeting, or a year of them: the form, and the days looked at before."""

from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.clock import A_DAY
from groupnet.core.submissions import once
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.fields import iso_days
from groupnet.meetings.forms.schedule import NewMeetingForm, Repeats, plan_of, rule_of, series_plan_of
from groupnet.meetings.hours import minutes_of
from groupnet.meetings.models import Meeting
from groupnet.meetings.queries.agenda import find_model
from groupnet.meetings.recurrence import first_day, list_days, skips_months, wall_time
from groupnet.meetings.recurrence_words import describe
from groupnet.meetings.service.scheduling import schedule_meeting
from groupnet.meetings.service.series import check_series_plan, shown_until, start_series
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import group_facts, to_meeting

THURSDAY = 3
SEVEN = time(7)
NINETY = 90


@dataclass(frozen=True)
class Dates:
    """The days of a series, looked at before it is scheduled."""

    rule: str
    days: list[date]
    """All of them, those left out among them."""
    skipped: set[date]
    skips_months: bool
    is_open: bool
    """It goes on after them."""

    @property
    def meets(self) -> int:
        """On how many of them it meets."""
        return len([day for day in self.days if day not in self.skipped])

    @property
    def months(self) -> list[tuple[date, list[date]]]:
        """The days by the first of their month."""
        return [(first, list(days)) for first, days in groupby(self.days, lambda day: day.replace(day=1))]


@blueprint.get("/meetings/new")
@allows(Permission.MEETINGS_RUN)
def new() -> ResponseReturnValue:
    """The form, with what is likely."""
    return _page(_likely_form())


@blueprint.post("/meetings/dates")
@allows(Permission.MEETINGS_RUN)
def dates() -> ResponseReturnValue:
    """The days of a series before it is scheduled; nothing is written. One meeting has none to look at."""
    form = _form()
    if form.validate_on_submit():
        if rule_of(form) is None:
            return redirect(url_for(".create"), 307)
        with form.rules():
            return _page(form, dates_of(form))
    return _page(form), 422


@blueprint.post("/meetings")
@allows(Permission.MEETINGS_RUN)
@once
def create() -> ResponseReturnValue:
    """Schedule a meeting or a series, or keep it as a draft."""
    form = _form()
    is_draft = request.form.get("act") == "draft"
    if form.validate_on_submit():
        with form.rules():
            rule = rule_of(form)
            if rule is None:
                plan_of_one = plan_of(form, is_draft=is_draft)
                meeting = schedule_meeting(plan=plan_of_one, **group_facts())
                if plan_of_one.has_been and not is_draft:
                    flash(gettext("Recorded. Nobody is told. Mark who was here."), "success")
                    return redirect(url_for(".attendance", meeting_id=meeting.id), 303)
                flash(gettext("Kept as a draft.") if is_draft else gettext("Scheduled."), "success")
                return to_meeting(meeting)
            plan = series_plan_of(form, rule, _unticked(), is_draft=is_draft)
            series = start_series(plan=plan, **group_facts())
            flash(_said(is_draft), "success")
            return redirect(url_for(".series", series_id=series.id), 303)
    return _page(form), 422


def dates_of(form: NewMeetingForm) -> Dates:
    """The days that a form's rule gives in the coming year, those left out among them.

    Raises:
        RuleBroken: a field cannot be so.
    """
    today = current_door().today
    rule = rule_of(form)
    if rule is None:
        raise ValueError("just once has no rule")
    plan = series_plan_of(form, rule, _unticked())
    check_series_plan(plan, group=current_door().group, today=today)
    first_on = first_day(rule, plan.on_day)
    days = list_days(rule, first_on, until=shown_until(max(today, first_on)), last_on=plan.last_on)
    form.skipped.data = [day for day in form.skipped.data if day not in days]
    is_open = plan.last_on is None or plan.last_on > days[-1]
    return Dates(describe(rule), days, set(plan.skipped), skips_months(rule), is_open)


def _unticked() -> set[date]:
    """The days shown whose tick was taken away."""
    shown = request.form.get("shown", "").split()
    return iso_days(shown) - iso_days(request.form.getlist("meets"))


def _said(is_draft: bool) -> str:
    if is_draft:
        return str(gettext("Kept as a draft: only organisers see it."))
    return str(gettext("Scheduled. Everybody sees it now."))


def _form() -> NewMeetingForm:
    form = NewMeetingForm()
    form.offer()
    form.offer_days()
    return form


def _likely_form() -> NewMeetingForm:
    door = current_door()
    model = find_model(door.membership)
    likely = _like(model) if model else {"starts_time": SEVEN, "minutes": NINETY}
    repeats = Repeats.ONCE if model else Repeats.WEEK
    weekday = model.on_day.weekday() if model else THURSDAY
    day = door.today + A_DAY
    while day.weekday() != weekday:
        day += A_DAY
    form = NewMeetingForm(on_day=day, repeats=repeats.value, **likely)
    form.offer()
    form.offer_days()
    return form


def _like(model: Meeting) -> dict[str, object]:
    """What stands in sight on the form; the rest of the last meeting is nobody's guess."""
    local = wall_time(model.starts_at, current_door().group.timezone)
    return {"starts_time": local.time(), "minutes": minutes_of(model), "place": model.place}


def _page(form: NewMeetingForm, dates: Dates | None = None) -> str:
    # how many are ticked when it is pressed, a page without scripts cannot say
    save = gettext("Schedule the ticked days")
    return render_template("meetings/new.html", form=form, dates=dates, save=save)
