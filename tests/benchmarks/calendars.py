"""Meetings for what is measured, with what members answered to them."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from groupnet.core.db import Base, db
from groupnet.groups.models import Status
from groupnet.groups.roles import Right
from groupnet.meetings.feeds import feed_address
from groupnet.meetings.models import Answer, Expectation, MeetingKind, MeetingStatus
from groupnet.meetings.service.feeds import renew_feed
from tests.benchmarks.sites import Member, Site

CAPACITY = 300
WEEK = timedelta(days=7)
_numbers = count()


def group_of(connection: Connection, member: Member) -> int:
    """The id of a member's group."""
    people = _table("membership")
    found = connection.execute(select(people.c.group_id).where(people.c.id == member.others[0]))
    return int(found.scalar_one())


def add_meeting(connection: Connection, group_id: int, number: int, **fields: Any) -> int:
    """A meeting `number` days after tomorrow; its id."""
    starts_at = datetime.now(UTC) + timedelta(days=1 + number)
    values = {
        "kind": MeetingKind.GROUP,
        "status": MeetingStatus.SCHEDULED,
        "title": "Breakfast",
        "on_day": starts_at.date(),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
        "closes_at": starts_at,
        "capacity": CAPACITY,
        "expectation": Expectation.SIGN_UP,
        "uid": f"benchmark-{next(_numbers)}@example.org",
    }
    return _insert(connection, "meeting", group_id=group_id, **_made(), **{**values, **fields})


def add_answers(connection: Connection, group_id: int, meeting_id: int, who: tuple[int, ...]) -> None:
    """Members who come, but for every tenth."""
    rows = [
        {
            "group_id": group_id,
            "meeting_id": meeting_id,
            "membership_id": one,
            "answer": Answer.COMING if number % 10 else Answer.DECLINED,
            "substitute_name": "",
            "answered_by_id": one,
            "answered_at": datetime.now(UTC),
        }
        for number, one in enumerate(who)
    ]
    connection.execute(insert(_table("meeting_answer")), rows)


def let_run(site: Site, member: Member) -> None:
    """Make the first member of a group an organiser."""
    with site.engine.begin() as connection:
        _insert(
            connection,
            "rights_term",
            group_id=group_of(connection, member),
            membership_id=_first(connection, member.slug).id,
            right=Right.ORGANISER,
            starts_on=date(2026, 1, 1),
        )


def add_calendar(connection: Connection, group_id: int, single: int, weekly: int) -> None:
    """Meetings by themselves, a day apart, and a series of so many weeks."""
    for number in range(single):
        add_meeting(connection, group_id, number)
    if weekly:
        first_on = datetime.now(UTC).date()
        series_id, uid = _add_series(connection, group_id, first_on)
        for week in range(weekly):
            day = first_on + week * WEEK
            starts_at = datetime.combine(day, time(7), UTC)
            about = {"series_id": series_id, "uid": uid, "occurs_on": day, "on_day": day}
            ends = {"ends_at": starts_at + timedelta(minutes=90), "closes_at": starts_at}
            add_meeting(connection, group_id, 0, starts_at=starts_at, **about, **ends)


def join_groups(site: Site, slug: str, others: tuple[str, ...]) -> None:
    """Let the first member of a group belong to other groups too."""
    with site.engine.begin() as connection:
        kept = _first(connection, slug)
        for other in others:
            group_id = _first(connection, other).group_id
            about = {"group_id": group_id, "person_id": kept.person_id, "name": kept.name}
            joined = _insert(
                connection, "membership", **about, email=kept.email, version=1, created_at=_now()
            )
            period = {"group_id": group_id, "membership_id": joined, "status": Status.ACTIVE}
            _insert(connection, "membership_period", **period)


def feed_path(site: Site, slug: str) -> str:
    """Where the calendar of a group's first member is read."""
    with site.engine.connect() as connection:
        person_id = _first(connection, slug).person_id
    with site.app.test_request_context():
        feed = renew_feed(person_id=person_id, seen_id=0)
        db.session.commit()
        return "/calendar/" + feed_address(feed).rpartition("/")[2]


def _add_series(connection: Connection, group_id: int, first_on: date) -> tuple[int, str]:
    uid = f"benchmark-series-{next(_numbers)}@example.org"
    series_id = _insert(
        connection,
        "meeting_series",
        group_id=group_id,
        kind=MeetingKind.GROUP,
        status=MeetingStatus.SCHEDULED,
        title="Breakfast",
        rule="FREQ=WEEKLY",
        first_on=first_on,
        starts_time=time(7),
        minutes=90,
        expectation=Expectation.EVERYBODY,
        uid=uid,
        **_made(),
    )
    return series_id, uid


def _first(connection: Connection, slug: str) -> Row[Any]:
    people = _table("membership")
    mine = select(people).where(people.c.email == f"member1@{slug}.example.org").order_by(people.c.id)
    found = connection.execute(mine).first()
    assert found is not None
    return found


def _insert(connection: Connection, table: str, **values: Any) -> int:
    added = connection.execute(insert(_table(table)).values(values))
    return int(added.inserted_primary_key[0])  # type: ignore[index]


def _made() -> dict[str, Any]:
    return {"version": 1, "created_at": _now(), "changed_at": _now()}


def _now() -> datetime:
    return datetime.now(UTC)


def _table(name: str) -> Any:
    return Base.metadata.tables[name]
