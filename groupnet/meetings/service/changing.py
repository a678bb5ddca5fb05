"""Changing a series: all its meetings to come, or those from one on.

What was held, or has begun, stays as it was. A change of the days or hours after the first meeting splits
the series in two, so that calendars keep what has been: the old one ends the day before, a new one begins.
Answers stay with their day where the new rule still has it; other meetings that somebody counts on are
cancelled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from flask_babel import gettext

from groupnet.core.clock import A_DAY, utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Group, Membership
from groupnet.meetings.before import Before
from groupnet.meetings.hours import hours_of
from groupnet.meetings.models import Meeting, MeetingSeries, MeetingStatus
from groupnet.meetings.own_fields import LEFT_OUT, SLOTS, WHEN, note_cancelled, own_fields
from groupnet.meetings.queries.series import (
    list_continuing,
    list_occurrence_days,
    list_occurrences,
    list_waited_for,
)
from groupnet.meetings.service.applying import apply_plan, change_slots, what_happened
from groupnet.meetings.service.cutting import Cut, find_cut, rule_of
from groupnet.meetings.service.places import list_crowded, settle_places
from groupnet.meetings.service.plans import SeriesPlan, slots_of
from groupnet.meetings.service.removing import take_away
from groupnet.meetings.service.series import (
    check_series_plan,
    list_series_days,
    schedule_days,
    set_series,
    set_skipped,
    shown_until,
    skipped_days,
)
from groupnet.meetings.signals import series_changed


@dataclass(frozen=True)
class _Settling:
    """What a change brings to the meetings of a series."""

    acting: Membership
    group: Group
    target: MeetingSeries
    plan: SeriesPlan
    cut: Cut
    today: date


def change_series(
    *,
    acting: Membership,
    group: Group,
    series: MeetingSeries,
    plan: SeriesPlan,
    today: date,
    following: date | None = None,
) -> MeetingSeries:
    """Change all meetings of a series that are still to come, or those from one on.

    Args:
        series: held by `get_series(…, to_change=True)`.
        today: in the group's zone.
        following: `occurs_on` of the first meeting to change; all to come when None.

    Returns:
        the series that the changed meetings belong to: another one where it was split.

    Raises:
        RuleBroken: a field cannot be so, or fewer places than are taken.
    """
    if series.status is MeetingStatus.CANCELLED:
        raise RuleBroken(gettext("This series has ended. Start a new one."))
    first_on = check_series_plan(plan, group=group, today=today)
    rows = list_occurrences(series.id, to_change=True)
    cut = find_cut(series=series, rows=rows, plan=plan, first_on=first_on, following=following, today=today)
    before, skipped = _days_and_hours(series), skipped_days(series)
    known = {row.id: Before.of(row) for row in rows}
    target = _split(series, cut) if cut.splits else series
    set_series(target, plan=plan, first_on=cut.first_on)
    if target is series:
        set_skipped(target, days=plan.skipped | {day for day in skipped if day < cut.on_day})
    _count_up(target)
    if cut.splits:
        _hand_on(series, target)
    changed = _settle(_Settling(acting, group, target, plan, cut, today), skipped)
    changed = {WHEN} if _days_and_hours(target) != before else changed
    _tell(acting, target, changed, known, ended=series if target is not series else None)
    return target


def _tell(
    acting: Membership,
    target: MeetingSeries,
    changed: set[str],
    known: dict[int, Before],
    *,
    ended: MeetingSeries | None,
) -> None:
    what = what_happened(changed) or ("calendar" if ended else None)
    if what and target.status is MeetingStatus.SCHEDULED:
        meetings = list_occurrences(target.id, since=utc_now())
        series_changed.send(target, what=what, acting=acting, meetings=meetings, before=known, ended=ended)


def _count_up(series: MeetingSeries) -> None:
    series.sequence += 1
    series.changed_at = utc_now()
    db.session.flush()


def _days_and_hours(series: MeetingSeries) -> tuple[object, ...]:
    return (rule_of(series), series.starts_time, series.minutes, series.skipped, series.last_on)


def _split(series: MeetingSeries, cut: Cut) -> MeetingSeries:
    now = utc_now()
    series.last_on = max(series.first_on, cut.on_day - A_DAY)
    set_skipped(series, days={day for day in skipped_days(series) if day <= series.last_on})
    _count_up(series)
    new = MeetingSeries(
        kind=series.kind,
        status=series.status,
        uid=str(uuid4()),
        sequence=0,
        continues_id=series.id,
        created_by_id=series.created_by_id,
        created_at=now,
        changed_at=now,
    )
    db.session.add(new)
    return new


def _hand_on(series: MeetingSeries, new: MeetingSeries) -> None:
    """What went on from a series goes on from its new part."""
    for later in list_continuing(series.id):
        if later.id != new.id:
            later.continues_id = new.id
    db.session.flush()


def _settle(settling: _Settling, once_skipped: set[date]) -> set[str]:
    """Let the meetings to come be as the series is now: changed, made, taken away; what is otherwise."""
    group, target, cut, today = settling.group, settling.target, settling.cut, settling.today
    latest = max((row.occurs_on for row in cut.coming if row.occurs_on), default=today)
    until = max(shown_until(max(today, target.first_on)), latest)
    wanted = list_series_days(target, since=cut.on_day, until=until)
    stay = [row for row in cut.coming if row.occurs_on in set(wanted) or row in cut.before]
    for row in cut.ahead:
        if row.occurs_on in wanted:  # or it would be made once more
            row.series_id, row.uid = target.id, target.uid
    changed = _change_all(stay, settling, once_skipped)
    gone = [row for row in cut.coming if row not in stay]
    reason = gettext("The series no longer has this day.")
    take_away(meetings=gone, reason=reason, acting=settling.acting)
    there = list_occurrence_days(target.id)
    schedule_days(target, group=group, days=[day for day in wanted if day not in there])
    return changed


def _change_all(stay: Sequence[Meeting], settling: _Settling, once_skipped: set[date]) -> set[str]:
    target, plan = settling.target, settling.plan
    changed: set[str] = set()
    waited_for = list_waited_for([row.id for row in stay])
    counted = [
        row
        for row in stay
        if row.id in waited_for or _may_be_crowded_by(plan, row) or row.occurs_on in once_skipped
    ]
    crowded = list_crowded(counted)
    for row in stay:
        is_put_off = row in settling.cut.before
        if not is_put_off:
            row.series_id, row.uid = target.id, target.uid
        if row.occurs_on in once_skipped:
            _bring_back(row, target)
        changed |= _change(row, plan, settling.group, leave={WHEN} if is_put_off else set())
    db.session.flush()
    to_offer = [row for row in stay if SLOTS not in own_fields(row)]
    change_slots(meetings=to_offer, numbers=slots_of(plan), strictly=False)
    settle_places(meetings=counted, before=crowded)
    return changed


def _bring_back(row: Meeting, target: MeetingSeries) -> None:
    """What fell away with its day comes back with it; what was cancelled by itself stays so."""
    if row.status is MeetingStatus.CANCELLED and LEFT_OUT in own_fields(row):
        row.status = MeetingStatus.DRAFT if row.was_draft else target.status
        row.cancel_reason = ""
        note_cancelled(row)


def _may_be_crowded_by(plan: SeriesPlan, row: Meeting) -> bool:
    """Whether there may be too few places, so that they are counted: that takes a while for a whole year."""
    own = own_fields(row)
    is_less = plan.capacity is not None and (row.capacity is None or plan.capacity < row.capacity)
    is_other = row.expectation is not plan.expectation
    return (is_less and "capacity" not in own) or (is_other and "expectation" not in own)


def _change(row: Meeting, plan: SeriesPlan, group: Group, *, leave: set[str]) -> set[str]:
    day = row.occurs_on or row.on_day
    hours = hours_of(day, plan.starts_time, plan.minutes, plan.closes_minutes, group.timezone)
    return apply_plan(row, plan=plan, zone=group.timezone, hours=hours, leave=own_fields(row) | leave)
