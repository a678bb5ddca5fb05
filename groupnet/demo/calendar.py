"""The demo's meetings: a year of breakfasts behind and a year ahead, who came, who comes, and who visits."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import uuid4

from sqlalchemy import select

from groupnet.core.clock import add_months, day_in, today_in, utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import insert_rows
from groupnet.demo.people import Places
from groupnet.demo.talks import StandIns, topic_of
from groupnet.groups.models import Group, Membership, MembershipPeriod, RightsTerm, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods
from groupnet.groups.roles import Right
from groupnet.meetings.models import (
    Answer,
    Attendance,
    AttendanceMark,
    Expectation,
    Mark,
    MarkWay,
    Meeting,
    MeetingAnswer,
    MeetingSeries,
    MeetingSlot,
    MeetingStatus,
    SlotRole,
)
from groupnet.meetings.recurrence import MonthlyOnWeekday, Weekly, first_day
from groupnet.meetings.service.plans import MeetingPlan, SeriesPlan
from groupnet.meetings.service.scheduling import schedule_meeting
from groupnet.meetings.service.series import list_series_days, schedule_days, set_series, shown_until

A_YEAR_BACK = -12
THURSDAY, TUESDAY = 3, 1
CHAIRS = 12
USUAL_MARKS = (
    *((Mark.PRESENT,) * 41),
    *((Mark.LATE,) * 3),
    *((Mark.SUBSTITUTE,) * 2),
    *((Mark.EXCUSED,) * 2),
    *((Mark.ABSENT,) * 2),
)


@dataclass(frozen=True)
class Rhythm:
    """How a group of the demo meets."""

    plan: SeriesPlan
    answered: Sequence[tuple[Answer, int]]
    """To the next meeting: so many of each answer."""


def fill_calendar(group: Group, places: Places, *, unanswered: Set[int]) -> None:
    """Put one group's meetings in; its people stand already, and the session is bound to it.

    Args:
        unanswered: memberships that have not answered the next meeting, and took nothing on.
    """
    today, now = today_in(group.timezone), utc_now()
    rng = Random(group.slug)  # noqa: S311 - a story, not a secret; it must repeat
    organiser = _organiser(places)
    since = max(add_months(today, A_YEAR_BACK), day_in(group.timezone, group.created_at))
    rhythm = _rhythm(group.slug, today, since)
    meetings = _series(group, rhythm.plan, organiser, today)
    stays = list_periods([place.id for place in places.values()])
    held = [meeting for meeting in meetings if meeting.ends_at <= now]
    _count_who_came(held, stays, organiser, rng)
    coming = [meeting for meeting in meetings if meeting.ends_at > now]
    others = {one: periods for one, periods in stays.items() if one not in unanswered}
    _answer(coming[0], _active(others, coming[0].on_day), rhythm.answered, rng)
    trades = {place.id: place.category for place in places.values()}
    _take_slots([*held[-6:], *coming[:5]], others, trades, rng)
    if group.slug == "harbour":
        _evening(group, organiser, others, today, rng)
    db.session.flush()


def _organiser(places: Places) -> Membership:
    query = select(RightsTerm.membership_id).where(RightsTerm.right == Right.ORGANISER)
    organisers = set(db.session.execute(query).scalars())
    found = next(place for place in places.values() if place.id in organisers)
    found.rights = frozenset({Right.ORGANISER})
    return found


def _rhythm(slug: str, today: date, since: date) -> Rhythm:
    if slug == "harbour":
        answered = ((Answer.COMING, 22), (Answer.DECLINED, 3), (Answer.SUBSTITUTE, 2))
        return Rhythm(_breakfasts(today, since), answered)
    return Rhythm(_job_circle(since), ((Answer.COMING, 7), (Answer.DECLINED, 1)))


def _breakfasts(today: date, since: date) -> SeriesPlan:
    rule = Weekly(every=1, weekdays=(THURSDAY,))
    first = first_day(rule, since)
    return SeriesPlan(
        title="Thursday breakfast",
        on_day=first,
        starts_time=time(7),
        minutes=90,
        place="The Ship Inn, Harbour Street",
        expectation=Expectation.EVERYBODY,
        closes_minutes=14 * 60,
        agenda="Coffee, then everybody in a minute. The speaker. Referrals and thanks.",
        speakers=1,
        hosts=1,
        greeters=1,
        rule=rule,
        skipped=frozenset(_holidays(first, today)),
    )


def _job_circle(since: date) -> SeriesPlan:
    rule = MonthlyOnWeekday(every=1, nth=1, weekday=TUESDAY)
    return SeriesPlan(
        title="Job circle",
        on_day=first_day(rule, since),
        starts_time=time(18),
        minutes=120,
        place="Northside Library, room 2",
        link="https://meet.example.org/northside",
        expectation=Expectation.SIGN_UP,
        closes_minutes=6 * 60,
        agenda="Who found something? Who needs a door opened? Practice interviews in pairs.",
        speakers=1,
        rule=rule,
    )


def _holidays(first: date, today: date) -> Iterator[date]:
    """The Thursdays between Christmas and New Year."""
    for year in range(first.year, today.year + 2):
        for day in (date(year, 12, 24) + timedelta(days=number) for number in range(9)):
            if day.weekday() == THURSDAY and day >= first:
                yield day


def _series(group: Group, plan: SeriesPlan, organiser: Membership, today: date) -> list[Meeting]:
    began = datetime.combine(plan.on_day, time(9), utc_now().tzinfo) - timedelta(days=14)
    series = MeetingSeries(
        status=MeetingStatus.SCHEDULED,
        uid=str(uuid4()),
        created_by_id=organiser.id,
        created_at=began,
        changed_at=began,
    )
    set_series(series, plan=plan, first_on=plan.on_day)
    db.session.add(series)
    db.session.flush()
    days = list_series_days(series, until=shown_until(today))
    return schedule_days(series, group=group, days=days)


def _active(stays: dict[int, list[MembershipPeriod]], day: date) -> list[int]:
    """Who is expected on a day, in a steady order."""
    return [
        membership_id
        for membership_id, periods in sorted(stays.items())
        if status_on(day, periods, left_undated=False) is Status.ACTIVE
    ]


def _count_who_came(
    held: Sequence[Meeting], stays: dict[int, list[MembershipPeriod]], organiser: Membership, rng: Random
) -> None:
    marks: list[dict[str, object]] = []
    stand_ins = StandIns()
    for meeting in held:
        meeting.status = MeetingStatus.HELD
        meeting.held_at, meeting.attendance_closed_at = meeting.starts_at, meeting.ends_at
        for membership_id in _active(stays, meeting.on_day):
            mark = rng.choice(USUAL_MARKS)
            marks.append(
                {
                    "meeting_id": meeting.id,
                    "membership_id": membership_id,
                    "mark": mark,
                    "substitute_name": stand_ins.next() if mark is Mark.SUBSTITUTE else "",
                    "marked_at": meeting.starts_at + timedelta(minutes=rng.randint(-10, 12)),
                }
            )
    db.session.flush()
    insert_rows(Attendance, [{**mark, "import_run_id": None} for mark in marks])
    insert_rows(
        AttendanceMark,
        [
            {
                **mark,
                "way": MarkWay.TAP,
                "tap_key": f"demo-{number}",
                "marked_by_id": organiser.id,
                "received_at": mark["marked_at"],
            }
            for number, mark in enumerate(marks)
        ],
    )


def _answer(
    meeting: Meeting, members: Sequence[int], answered: Sequence[tuple[Answer, int]], rng: Random
) -> None:
    asked = rng.sample(list(members), len(members))
    rows: list[dict[str, object]] = []
    stand_ins = StandIns()
    for answer, count in answered:
        for _ in range(min(count, len(asked))):
            membership_id = asked.pop()
            rows.append(
                {
                    "meeting_id": meeting.id,
                    "membership_id": membership_id,
                    "answer": answer,
                    "substitute_name": stand_ins.next() if answer is Answer.SUBSTITUTE else "",
                    "queue_number": None,
                    "answered_by_id": membership_id,
                    "answered_at": utc_now() - timedelta(hours=rng.randint(2, 90)),
                    "promoted_at": None,
                }
            )
    insert_rows(MeetingAnswer, rows)


def _take_slots(
    meetings: Sequence[Meeting],
    stays: dict[int, list[MembershipPeriod]],
    trades: dict[int, str],
    rng: Random,
) -> None:
    """The next weeks are mostly taken, by others as long as there are; the last one is still free to take."""
    took: list[int] = []
    said: list[str] = []
    days = {meeting.id: meeting.on_day for meeting in meetings[:-1]}
    query = select(MeetingSlot).where(MeetingSlot.meeting_id.in_(days)).order_by(MeetingSlot.id)
    for slot in db.session.execute(query).scalars():
        there = _active(stays, days[slot.meeting_id])
        slot.membership_id = rng.choice([one for one in there if one not in took] or there)
        took.append(slot.membership_id)
        if slot.role is SlotRole.SPEAKER:
            slot.topic = topic_of(trades[slot.membership_id], rng, said)
            said.append(slot.topic)
        slot.taken_at = utc_now() - timedelta(days=9)
    db.session.flush()


def _evening(
    group: Group,
    organiser: Membership,
    stays: dict[int, list[MembershipPeriod]],
    today: date,
    rng: Random,
) -> None:
    """An evening with too few chairs, so that there is a waiting list to see."""
    on_day = today + timedelta(days=12 + (7 - today.weekday()) % 7)
    meeting = schedule_meeting(
        acting=organiser,
        group=group,
        plan=MeetingPlan(
            title="An evening on pricing",
            on_day=on_day,
            starts_time=time(18, 30),
            minutes=120,
            place="The loft above the boatyard",
            capacity=CHAIRS,
            closes_minutes=24 * 60,
            agenda="Bring one price that you are unsure of.",
        ),
        today=today,
    )
    guests = rng.sample(_active(stays, on_day), 15)
    insert_rows(MeetingAnswer, [_seat(meeting, guest, number) for number, guest in enumerate(guests)])


def _seat(meeting: Meeting, membership_id: int, number: int) -> dict[str, object]:
    """The first twelve have a place, the others wait in order."""
    return {
        "meeting_id": meeting.id,
        "membership_id": membership_id,
        "answer": Answer.COMING if number < CHAIRS else Answer.WAITLISTED,
        "substitute_name": "",
        "queue_number": None if number < CHAIRS else number - CHAIRS + 1,
        "answered_by_id": membership_id,
        "answered_at": utc_now() - timedelta(hours=60 - number),
        "promoted_at": None,
    }
