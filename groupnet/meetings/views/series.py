"""Series: their page, changed as a whole or from one meeting on, published, ended."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.clock import A_DAY, utc_now
from groupnet.core.telling import telling_rules
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.fields import iso_days
from groupnet.meetings.forms.schedule import (
    CancelForm,
    EditSeriesForm,
    closes_fields,
    rule_fields,
    rule_of,
    series_plan_of,
)
from groupnet.meetings.models import Meeting, MeetingSeries
from groupnet.meetings.queries.series import find_occurrence, get_series, list_occurrences
from groupnet.meetings.recurrence import Rule, first_day, from_rrule, skips_months
from groupnet.meetings.recurrence_words import describe
from groupnet.meetings.service import series as service
from groupnet.meetings.service.changing import change_series
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import group_facts, series_to_run, to_meeting, to_series
from groupnet.meetings.views.scheduling import COMPARED

SAME = ("title", "starts_time", "minutes", "place", "link", "capacity", "agenda", "last_on", "version")
SLOTS = ("speakers", "hosts", "greeters")
OF_RHYTHM = ["repeats", "last_on"]


@blueprint.get("/meetings/series/<int:series_id>")
@allows(Permission.MEETINGS_SEE)
def series(series_id: int) -> ResponseReturnValue:
    """A series with its days to come, those left out among them."""
    door = current_door()
    found = get_series(series_id, door.membership)
    rule = _rule_of(found)
    meetings = list_occurrences(found.id, viewer=door.membership, since=utc_now())
    skipped = sorted(day for day in service.skipped_days(found) if day >= door.today)
    return render_template(
        "meetings/series.html",
        series=found,
        rule=describe(rule),
        skips_months=skips_months(rule),
        days=_in_order(meetings, skipped),
        has_coming=bool(meetings),
    )


@blueprint.get("/meetings/series/<int:series_id>/edit")
@allows(Permission.MEETINGS_RUN)
def edit_series(series_id: int) -> ResponseReturnValue:
    """The form of a series: all its meetings to come, or those from one on (`from`)."""
    found = series_to_run(series_id)
    start = _following(found)
    form = EditSeriesForm(obj=_as_typed(found, start))
    return _page(found, form, start)


@blueprint.post("/meetings/series/<int:series_id>")
@allows(Permission.MEETINGS_RUN)
def update_series(series_id: int) -> ResponseReturnValue:
    """Save a series, unless somebody saved first."""
    found = series_to_run(series_id, to_change=True)
    start = _following(found)
    form = EditSeriesForm()
    _offer(form)
    if form.validate_on_submit():
        if form.is_stale(found):
            clashes = form.both_texts(_as_typed(found, start), [*OF_RHYTHM, *COMPARED])
            return _page(found, form, start, clashes=clashes, has_errors=True), 409
        rule = rule_of(form) or _rule_of(found)
        with form.rules():
            plan = series_plan_of(form, rule, set())
            following = start.occurs_on if start else None
            changed = change_series(series=found, plan=plan, following=following, **group_facts())
            flash(gettext("Saved. What has been stays as it was."), "success")
            return to_series(changed)
    return _page(found, form, start), 422


@blueprint.post("/meetings/series/<int:series_id>/publish")
@allows(Permission.MEETINGS_RUN)
def publish_series(series_id: int) -> ResponseReturnValue:
    """Schedule a draft of a series."""
    found = series_to_run(series_id, to_change=True)
    with telling_rules():
        service.publish_series(acting=current_door().membership, series=found)
        flash(gettext("Scheduled. Everybody sees it now."), "success")
    return to_series(found)


@blueprint.post("/meetings/series/<int:series_id>/days")
@allows(Permission.MEETINGS_RUN)
def bring_day_back(series_id: int) -> ResponseReturnValue:
    """A day that was left out takes place after all."""
    found = series_to_run(series_id, to_change=True)
    for day in sorted(iso_days([request.form.get("day", "")])):
        with telling_rules():
            meeting = service.bring_day_back(series=found, day=day, **group_facts())
            flash(gettext("It takes place after all."), "success")
            return to_meeting(meeting)
    return to_series(found)


@blueprint.get("/meetings/series/<int:series_id>/cancel")
@allows(Permission.MEETINGS_RUN)
def cancel_series(series_id: int) -> ResponseReturnValue:
    """Ask before a series ends: as a whole, or from one meeting on (`from`)."""
    found = series_to_run(series_id)
    return _cancel_page(found, CancelForm())


@blueprint.post("/meetings/series/<int:series_id>/cancel")
@allows(Permission.MEETINGS_RUN)
def end_series(series_id: int) -> ResponseReturnValue:
    """End a series."""
    found = series_to_run(series_id, to_change=True)
    form = CancelForm()
    if not form.validate_on_submit():
        return _cancel_page(found, form), 422
    start = _following(found)
    with telling_rules():
        service.cancel_series(
            acting=current_door().membership,
            series=found,
            reason=form.reason.data or "",
            from_on=start.occurs_on if start else None,
        )
        flash(gettext("Cancelled."), "success")
    return to_series(found)


def _cancel_page(found: MeetingSeries, form: CancelForm) -> str:
    rule = describe(_rule_of(found))
    start = _following(found)
    return render_template("meetings/cancel_series.html", series=found, form=form, rule=rule, start=start)


def _following(found: MeetingSeries) -> Meeting | None:
    """The meeting that a change begins with, where one is named."""
    days = iso_days([request.values.get("from", "")])
    return find_occurrence(found.id, days.pop()) if days else None


def _rule_of(found: MeetingSeries) -> Rule:
    return from_rrule(found.rule, found.first_on)


def _in_order(meetings: Any, skipped: list[date]) -> list[tuple[date, Meeting | None]]:
    days: dict[date, Meeting | None] = dict.fromkeys(skipped)
    days.update({meeting.occurs_on: meeting for meeting in meetings})
    return sorted(days.items(), key=lambda pair: pair[1].on_day if pair[1] else pair[0])


def _as_typed(found: MeetingSeries, start: Meeting | None) -> SimpleNamespace:
    """A series as the form has it; its day is the first that the change is about."""
    rule = _rule_of(found)
    today = current_door().today
    coming = [one.occurs_on for one in list_occurrences(found.id, since=utc_now()) if one.occurs_on]
    following = start.occurs_on if start else None
    day = following or min(
        (one for one in coming if one >= today), default=first_day(rule, max(found.first_on, today + A_DAY))
    )
    return SimpleNamespace(
        **{name: getattr(found, name) for name in (*SAME, *SLOTS)},
        on_day=day,
        expectation=found.expectation.value,
        skipped=sorted(one for one in service.skipped_days(found) if one >= day),
        **rule_fields(rule),
        **closes_fields(found.closes_minutes, found.starts_time),
    )


def _offer(form: EditSeriesForm) -> None:
    form.offer()
    form.offer_days()
    form.repeats.choices = [choice for choice in form.repeats.choices if choice.value != "once"]


def _page(found: MeetingSeries, form: EditSeriesForm, start: Meeting | None, **shown: Any) -> str:
    _offer(form)
    return render_template("meetings/edit_series.html", series=found, form=form, start=start, **shown)
