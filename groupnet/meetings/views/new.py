"""A new meeting, or a year of them: the form, and the days looked at before."""

from datetime import time

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.clock import A_DAY, utc_now
from groupnet.core.submissions import once
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.schedule import NewMeetingForm, Repeats, plan_of, rule_of, series_plan_of
from groupnet.meetings.hours import minutes_of
from groupnet.meetings.queries.agenda import find_model
from groupnet.meetings.queries.series import find_running
from groupnet.meetings.recurrence import first_day, list_days, wall_time
from groupnet.meetings.service.scheduling import schedule_meeting
from groupnet.meetings.service.series import check_series_plan, shown_until, start_series
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.dates import Dates, keep_unshown, look_at, unticked
from groupnet.meetings.views.routes import group_facts, to_meeting

THURSDAY = 3
SEVEN = time(7)
NINETY = 90


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
            plan = series_plan_of(form, rule, unticked(), is_draft=is_draft)
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
    plan = series_plan_of(form, rule, unticked())
    check_series_plan(plan, group=current_door().group, today=today)
    first_on = first_day(rule, plan.on_day)
    days = list_days(rule, first_on, until=shown_until(max(today, first_on)), last_on=plan.last_on)
    keep_unshown(form, days)
    return look_at(plan, days)


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
    weekday, likely = _likely()
    day = current_door().today + A_DAY
    while day.weekday() != weekday:
        day += A_DAY
    form = NewMeetingForm(on_day=day, **likely)
    form.offer()
    form.offer_days()
    return form


def _likely() -> tuple[int, dict[str, object]]:
    """The day of the week, and what stands in sight on the form: as the series that runs has them.

    Without one, the hours of the last meeting are a fair guess; its place is nobody's.
    """
    door = current_door()
    running = find_running(utc_now())
    if running is not None:
        series, day = running
        hours = {"starts_time": series.starts_time, "minutes": series.minutes, "place": series.place}
        return day.weekday(), {"repeats": Repeats.ONCE.value, **hours}
    model = find_model(door.membership)
    if model is None:
        return THURSDAY, {"repeats": Repeats.WEEK.value, "starts_time": SEVEN, "minutes": NINETY}
    at = wall_time(model.starts_at, door.group.timezone).time()
    hours = {"starts_time": at, "minutes": minutes_of(model)}
    return model.on_day.weekday(), {"repeats": Repeats.ONCE.value, **hours}


def _page(form: NewMeetingForm, dates: Dates | None = None) -> str:
    return render_template("meetings/new.html", form=form, dates=dates)
