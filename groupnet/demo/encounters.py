"""The demo's visitors, one-to-ones and public page."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import insert_rows
from groupnet.demo.people import Places
from groupnet.groups.models import Group, Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods
from groupnet.meetings.models import (
    Meeting,
    MeetingKind,
    MeetingStatus,
    OneToOne,
    Visit,
    Visitor,
    VisitorSource,
    VisitorStatus,
)
from groupnet.meetings.service.proposals import Offer, propose
from groupnet.public.models import PublicPage

# name, company, trade, step, how many breakfasts ago (0: the next one), who brings them by their place
GUESTS = (
    ("Yuki Tanabe", "Tanabe Interiors", "Interior design", VisitorStatus.EXPECTED, 0),
    ("Rhys Penhallow", "Penhallow Joinery", "Joinery", VisitorStatus.EXPECTED, 0),
    ("Marguerite Osei", "Osei Translations", "Translation", VisitorStatus.CAME, 1),
    ("Tomasz Wilk", "Wilk Security", "Alarms", VisitorStatus.CAME, 2),
    ("Adaeze Nnamdi", "Nnamdi Catering", "Catering", VisitorStatus.APPLIED, 2),
    ("Per Lindholm", "Lindholm Boats", "Boatbuilding", VisitorStatus.DECLINED, 6),
)
ABOUT = (
    "Some forty independent businesses round the harbour. We meet for breakfast every Thursday, know one "
    "another's trades, and pass on the work that is not ours.\n\n"
    "Come and see us once or twice; nobody has to sign anything over breakfast."
)
TALKS = 70
TALKED_OVER = 330


def fill_encounters(group: Group, places: Places) -> None:
    """Put one group's visitors and one-to-ones in; its meetings stand, and the session is bound to it."""
    rng = Random(f"{group.slug} met")  # noqa: S311 - a story, not a secret; it must repeat
    _talks(group, places, rng)
    if group.slug == "harbour":
        _visitors(places, rng)
        _proposal(group, places)
        db.session.add(PublicPage(is_open=True, about=ABOUT))
    db.session.flush()


def _talks(group: Group, places: Places, rng: Random) -> None:
    today = today_in(group.timezone)
    stays = list_periods([place.id for place in places.values()])
    talked: dict[tuple[int, int, object], dict[str, object]] = {}
    for _ in range(TALKS):
        day = today - timedelta(days=rng.randint(1, TALKED_OVER))
        there = [
            one
            for one, periods in sorted(stays.items())
            if status_on(day, periods, left_undated=False) is Status.ACTIVE
        ]
        if len(there) < 2:  # before the group was
            continue
        first, second = sorted(rng.sample(there, 2))
        talked[(first, second, day)] = {
            "first_id": first,
            "second_id": second,
            "held_on": day,
            "recorded_by_id": rng.choice((first, second)),
            "meeting_id": None,
            "import_run_id": None,
            "created_at": datetime.combine(day, time(17), ZoneInfo(group.timezone)),
        }
    insert_rows(OneToOne, list(talked.values()))


def _visitors(places: Places, rng: Random) -> None:
    kirsten = places["kirsten-hale"]
    bringers: Sequence[Membership] = [places["grace-lindqvist"], places["amara-okafor"], places["dev-patel"]]
    breakfasts = _breakfasts_around()
    for number, (name, company, trade, status, ago) in enumerate(GUESTS):
        meeting = breakfasts[ago]
        stepped_at = meeting.ends_at if ago else utc_now() - timedelta(days=2)
        is_followed = status in (VisitorStatus.CAME, VisitorStatus.APPLIED)
        visitor = Visitor(
            name=name,
            email=f"{name.split()[0].lower()}@{company.split()[0].lower()}.example.com",
            company=company,
            category=trade,
            message="I came twice and should like to join." if status is VisitorStatus.APPLIED else "",
            source=VisitorSource.MEMBER,
            status=status,
            invited_by_id=bringers[number % len(bringers)].id,
            owner_id=kirsten.id if is_followed else None,
            follow_up_on=meeting.on_day + timedelta(days=rng.randint(8, 12)) if is_followed else None,
            stepped_at=stepped_at,
            created_at=stepped_at - timedelta(days=4),
        )
        db.session.add(visitor)
        db.session.flush()
        visit = {"on_day": meeting.on_day, "came": True if ago else None, "created_at": visitor.created_at}
        db.session.add(Visit(visitor_id=visitor.id, meeting_id=meeting.id, **visit))


def _breakfasts_around() -> list[Meeting]:
    """The next meeting of the series, then those that were held, newest first."""
    query = select(Meeting).where(Meeting.kind == MeetingKind.GROUP, Meeting.series_id.is_not(None))
    coming = query.where(Meeting.status == MeetingStatus.SCHEDULED).order_by(Meeting.starts_at).limit(1)
    held = query.where(Meeting.status == MeetingStatus.HELD).order_by(Meeting.starts_at.desc()).limit(8)
    return [*db.session.execute(coming).scalars(), *db.session.execute(held).scalars()]


def _proposal(group: Group, places: Places) -> None:
    """Dev asks Grace, who is the one whose home visitors of the demo see first."""
    zone, today = ZoneInfo(group.timezone), today_in(group.timezone)
    times = [
        datetime.combine(today + timedelta(days=days), at, zone) for days, at in ((3, time(12)), (5, time(9)))
    ]
    propose(
        acting=places["dev-patel"],
        invited=places["grace-lindqvist"],
        group=group,
        offer=Offer(times=times, place="The coffee cart at the pier", note="I have two ideas for you."),
    )
