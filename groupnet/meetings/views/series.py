"""Series: the list of them, the page of one, published, ended."""

from datetime import date
from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.clock import utc_now
from groupnet.core.telling import telling_rules
from groupnet.core.templating import day as day_words
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.fields import iso_days
from groupnet.meetings.forms.schedule import CancelForm
from groupnet.meetings.models import Meeting, MeetingSeries
from groupnet.meetings.policy import OPEN
from groupnet.meetings.queries.answers import find_answering
from groupnet.meetings.queries.series import (
    find_occurrence,
    get_with_neighbours,
    list_all_series,
    list_occurrences,
)
from groupnet.meetings.recurrence import skips_months
from groupnet.meetings.recurrence_words import describe
from groupnet.meetings.service import series as service
from groupnet.meetings.service.cutting import rule_of
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import group_facts, series_to_run, to_meeting, to_series


@blueprint.get("/meetings/series")
@allows(Permission.MEETINGS_RUN)
def all_series() -> ResponseReturnValue:
    """The group's series, those that go on first."""
    rows = list_all_series(utc_now())
    lines = [(one, describe(rule_of(one)), service.last_day_of(one), starts_at) for one, starts_at in rows]
    return render_template("meetings/all_series.html", lines=lines)


@blueprint.get("/meetings/series/<int:series_id>")
@allows(Permission.MEETINGS_SEE)
def series(series_id: int) -> ResponseReturnValue:
    """A series with its days to come, those left out among them, and one's answer to the next."""
    door = current_door()
    found, before, after = get_with_neighbours(series_id, door.membership)
    rule = rule_of(found)
    meetings = list_occurrences(found.id, viewer=door.membership, since=utc_now())
    skipped = sorted(day for day in service.skipped_days(found) if day >= door.today)
    taking_place = [one for one in meetings if one.status in OPEN]
    next_one = min(taking_place, key=lambda one: one.starts_at, default=None)
    return render_template(
        "meetings/series.html",
        series=found,
        rule=describe(rule),
        until=service.last_day_of(found),
        neighbours=_neighbours(found, before, after),
        skips_months=skips_months(rule),
        days=_in_order(meetings, skipped),
        has_coming=bool(meetings),
        next_one=next_one,
        answering=find_answering(next_one, door.membership) if next_one else None,
    )


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
    start = following_of(found)
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
    rule = describe(rule_of(found))
    start = following_of(found)
    return render_template("meetings/cancel_series.html", series=found, form=form, rule=rule, start=start)


def following_of(found: MeetingSeries, name: str = "from") -> Meeting | None:
    """The meeting that a change begins with, or is asked for on (`of`), where one is named by its day."""
    days = iso_days([request.values.get(name, "")])
    return find_occurrence(found.id, days.pop()) if days else None


def _neighbours(
    found: MeetingSeries, before: MeetingSeries | None, after: MeetingSeries | None
) -> list[tuple[MeetingSeries, str]]:
    """What it goes on from, and what goes on from it: the series, and what it is in words."""
    shown = []
    if before is not None:
        until, rule = service.last_day_of(before) or found.first_on, describe(rule_of(before))
        shown.append((before, gettext("Until %(day)s: %(rule)s", day=day_words(until), rule=rule)))
    if after is not None:
        rule = describe(rule_of(after))
        shown.append((after, gettext("From %(day)s: %(rule)s", day=day_words(after.first_on), rule=rule)))
    return shown


def _in_order(meetings: Any, skipped: list[date]) -> list[tuple[date, Meeting | None]]:
    days: dict[date, Meeting | None] = dict.fromkeys(skipped)
    days.update({meeting.occurs_on: meeting for meeting in meetings})
    return sorted(days.items(), key=lambda pair: pair[1].on_day if pair[1] else pair[0])
