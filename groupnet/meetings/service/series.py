"""Series: started, shown a year ahead, published, ended."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import uuid4

from flask_babel import gettext

from groupnet.core.clock import A_DAY, add_months, utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Group, Membership
from groupnet.meetings.hours import hours_of, set_hours
from groupnet.meetings.models import Meeting, MeetingKind, MeetingSeries, MeetingStatus
from groupnet.meetings.queries.series import (
    find_occurrence,
    list_occurrence_days,
    list_occurrences,
    list_running_series,
)
from groupnet.meetings.recurrence import first_day, from_rrule, list_days, to_rrule
from groupnet.meetings.service.applying import offer_slots
from groupnet.meetings.service.places import let_last_wait
from groupnet.meetings.service.plans import SeriesPlan, check_everybody_fits, check_plan, slots_of
from groupnet.meetings.service.removing import take_away
from groupnet.meetings.service.scheduling import bring_back
from groupnet.meetings.signals import meeting_changed, series_changed

AHEAD_MONTHS = 12
OF_SERIES = (
    "title",
    "place",
    "link",
    "capacity",
    "expectation",
    "agenda",
    "starts_time",
    "minutes",
    "closes_minutes",
    "speakers",
    "hosts",
    "greeters",
    "last_on",
)
"""What a series has from its plan by the same names."""


def shown_until(today: date) -> date:
    """The last day for which a series has its meetings ready: it always shows a year."""
    return add_months(today, AHEAD_MONTHS) - A_DAY


def start_series(*, acting: Membership, group: Group, plan: SeriesPlan, today: date) -> MeetingSeries:
    """Start a series, with the meetings of its first year.

    Args:
        today: in the group's zone.

    Raises:
        RuleBroken: a field cannot be so, it begins in the past, or it would never meet.
    """
    first_on = check_series_plan(plan, group=group, today=today)
    now = utc_now()
    series = MeetingSeries(
        kind=MeetingKind.GROUP,
        status=MeetingStatus.DRAFT if plan.is_draft else MeetingStatus.SCHEDULED,
        uid=str(uuid4()),
        created_by_id=acting.id,
        created_at=now,
        changed_at=now,
    )
    set_series(series, plan=plan, first_on=first_on)
    db.session.add(series)
    db.session.flush()
    days = list_series_days(series, until=shown_until(max(today, first_on)))
    meetings = schedule_days(series, group=group, days=days)
    if series.status is MeetingStatus.SCHEDULED:
        series_changed.send(series, what="scheduled", acting=acting, meetings=meetings)
    return series


def check_series_plan(plan: SeriesPlan, *, group: Group, today: date) -> date:
    """Refuse what no series can be.

    Returns:
        its first day.

    Raises:
        RuleBroken: at the field that is to be mended.
    """
    check_plan(plan, today=today)
    first_on = first_day(plan.rule, plan.on_day)
    hours = hours_of(first_on, plan.starts_time, plan.minutes, plan.closes_minutes, group.timezone)
    if hours.starts_at <= utc_now():
        raise RuleBroken(gettext("It must begin with a day that is still to come."), field="on_day")
    if plan.last_on is not None and plan.last_on < first_on:
        raise RuleBroken(gettext("Its last day lies before its first."), field="last_on")
    days = list_days(
        plan.rule,
        first_on,
        until=shown_until(max(today, first_on)),
        last_on=plan.last_on,
        skipped=plan.skipped,
    )
    if not days:
        raise RuleBroken(gettext("No day is left on which it meets."), field="skipped")
    return first_on


def set_series(series: MeetingSeries, *, plan: SeriesPlan, first_on: date) -> None:
    """Make a series as it is planned."""
    for name in OF_SERIES:
        setattr(series, name, getattr(plan, name))
    series.rule = to_rrule(plan.rule)
    series.first_on = first_on
    set_skipped(series, days=plan.skipped)


def skipped_days(series: MeetingSeries) -> set[date]:
    """The days on which a series does not meet although its rule says so."""
    return {date.fromisoformat(line) for line in series.skipped.split()}


def set_skipped(series: MeetingSeries, *, days: Collection[date]) -> None:
    """Say on which days a series does not meet."""
    series.skipped = "\n".join(day.isoformat() for day in sorted(days))


def list_series_days(series: MeetingSeries, *, until: date, since: date | None = None) -> list[date]:
    """The days on which a series meets, by its rule, in order."""
    return list_days(
        from_rrule(series.rule, series.first_on),
        series.first_on,
        until=until,
        since=since,
        last_on=series.last_on,
        skipped=skipped_days(series),
    )


def last_day_of(series: MeetingSeries) -> date | None:
    """The last day on which a series meets; None while its end is open."""
    if series.last_on is None:
        return None
    return max(list_series_days(series, until=series.last_on), default=series.last_on)


def schedule_days(series: MeetingSeries, *, group: Group, days: Sequence[date]) -> list[Meeting]:
    """Make the meetings of a series for some days that have none yet.

    The group may have grown since the series was planned: nobody refuses a day for that, so the last wait.
    """
    now = utc_now()
    meetings = []
    for day in days:
        meeting = Meeting(
            series_id=series.id,
            occurs_on=day,
            kind=series.kind,
            status=series.status,
            title=series.title,
            place=series.place,
            link=series.link,
            capacity=series.capacity,
            expectation=series.expectation,
            agenda=series.agenda,
            uid=series.uid,
            sequence=series.sequence,
            created_by_id=series.created_by_id,
            created_at=now,
            changed_at=now,
        )
        at, minutes, closes = series.starts_time, series.minutes, series.closes_minutes
        set_hours(meeting, hours_of(day, at, minutes, closes, group.timezone), group.timezone)
        meetings.append(meeting)
    db.session.add_all(meetings)
    db.session.flush()
    offer_slots(meetings=meetings, numbers=slots_of(series))
    let_last_wait(meetings=meetings)
    return meetings


def schedule_ahead(*, group: Group, today: date) -> int:
    """Let every series of the group show a year again; once more changes nothing.

    Returns:
        how many meetings were made.
    """
    made = 0
    for series in list_running_series(today, to_change=True):
        days = list_series_days(series, since=today + A_DAY, until=shown_until(today))
        there = list_occurrence_days(series.id)
        made += len(schedule_days(series, group=group, days=[day for day in days if day not in there]))
    return made


def bring_day_back(
    *, acting: Membership, group: Group, series: MeetingSeries, day: date, today: date
) -> Meeting:
    """A day that was left out takes place after all.

    Args:
        series: held by `get_series(…, to_change=True)`. today: in the group's zone.

    Raises:
        RuleBroken: the series does not leave this day out, or it is over.
    """
    skipped = skipped_days(series)
    if day not in skipped or day <= today or series.status is MeetingStatus.CANCELLED:
        raise RuleBroken(gettext("This day is not one that was left out."))
    set_skipped(series, days=skipped - {day})
    series.sequence += 1
    series.changed_at = utc_now()
    meeting = find_occurrence(series.id, day)
    if meeting is not None:
        bring_back(acting=acting, meeting=meeting)
        return meeting
    meetings = schedule_days(series, group=group, days=list_series_days(series, since=day, until=day))
    if not meetings:
        raise RuleBroken(gettext("The series no longer has this day."))
    if series.status is MeetingStatus.SCHEDULED:
        meeting_changed.send(meetings[0], what="scheduled", acting=acting)
    return meetings[0]


def publish_series(*, acting: Membership, series: MeetingSeries) -> None:
    """A draft of a series is scheduled, with all its meetings to come. Twice is as good as once.

    Raises:
        RuleBroken: it is cancelled, or the group has grown beyond its places.
    """
    if series.status is MeetingStatus.SCHEDULED:
        return
    if series.status is MeetingStatus.CANCELLED:
        raise RuleBroken(gettext("Only a draft can be scheduled."))
    now = utc_now()
    meetings = [
        meeting
        for meeting in list_occurrences(series.id, since=now, to_change=True)
        if meeting.status is MeetingStatus.DRAFT
    ]
    if meetings:
        check_everybody_fits(series, day=meetings[0].on_day)
    series.status, series.changed_at = MeetingStatus.SCHEDULED, now
    for meeting in meetings:
        meeting.status, meeting.changed_at = MeetingStatus.SCHEDULED, now
    db.session.flush()
    let_last_wait(meetings=meetings)
    series_changed.send(series, what="scheduled", acting=acting, meetings=meetings)


def cancel_series(
    *, acting: Membership, series: MeetingSeries, reason: str, from_on: date | None = None
) -> None:
    """A series ends: none of its meetings to come takes place, or none from a day on.

    Meetings that somebody has a hand in, and those of the next weeks, stay as cancelled; the others go.

    Args:
        series: held by `get_series(…, to_change=True)`.
        reason: told to everybody; may be empty.
        from_on: the first day of its rule that falls away; all to come when None.
    """
    now = utc_now()
    rows = list_occurrences(series.id, to_change=True)
    coming = [row for row in rows if row.starts_at > now and row.status is not MeetingStatus.HELD]
    ending = [row for row in coming if row.occurs_on and (from_on is None or row.occurs_on >= from_on)]
    was_draft = series.status is MeetingStatus.DRAFT
    last_on = _last_day(rows, ending, from_on)
    if last_on is not None:
        series.last_on = max(series.first_on, last_on)
    else:
        series.status, series.was_draft = MeetingStatus.CANCELLED, was_draft
    series.sequence += 1
    series.changed_at = now
    first = [row for row in ending if row.status is MeetingStatus.SCHEDULED][:1]
    kept = take_away(meetings=ending, reason=reason, acting=acting, is_told_at_once=True, keep=first)
    db.session.flush()
    if ending and not was_draft:
        series_changed.send(series, what="cancelled", acting=acting, meetings=kept)


def _last_day(rows: Sequence[Meeting], ending: Sequence[Meeting], from_on: date | None) -> date | None:
    """The last day by the rule that a series keeps once some of its meetings end; None if it keeps none.

    One that was brought forward and held says nothing of the days before its own.
    """
    first_ending = min((row.occurs_on for row in ending if row.occurs_on), default=from_on or date.max)
    stays = [(row.occurs_on, row.on_day) for row in rows if row not in ending and row.occurs_on]
    return max((day for day, on_day in stays if day < first_ending or day <= on_day), default=None)
