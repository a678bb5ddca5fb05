"""Work of the worker: reminders two days and two hours before a meeting, and the count for its organisers.

Each mail has a key of its reader, meeting, start and distance, so that it is written once however often the
work runs. What is moved gets reminders of its new time. The two hours are the same for a breakfast at seven:
a mail makes no noise at five, and whoever wakes up sees it in time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from groupnet.core.clock import day_in, today_in, utc_now
from groupnet.core.tenancy import every_group
from groupnet.groups.roles import Right
from groupnet.meetings.mail_reminders import REMINDER, SUMMARY, Distance
from groupnet.meetings.models import Meeting
from groupnet.meetings.policy import is_still_on
from groupnet.meetings.queries.reminders import Near, list_closing, list_near, list_to_remind
from groupnet.meetings.queries.told import find_meeting, list_holders
from groupnet.meetings.recurrence import at_wall_time
from groupnet.notices.models import NoticeKind
from groupnet.notices.queries import list_readers
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Progress, Scheduled
from groupnet.outbox.service import Addressed, queue_job, queue_mails

REMIND = "meetings.remind"
REMIND_OF_ONE = "meetings.remind-of-one"
COUNT = "meetings.count"
COUNT_OF_ONE = "meetings.count-of-one"
EVERY = timedelta(minutes=15)


@dataclass(frozen=True)
class Window:
    """When a reminder is written: between these times before the start."""

    most: timedelta
    least: timedelta
    """A worker that was away for a while is in time until then."""
    rest: timedelta
    """Whoever has been told of the meeting so lately needs no reminder yet."""


WINDOWS = {
    Distance.DAYS: Window(timedelta(hours=48), timedelta(hours=24), timedelta(hours=6)),
    Distance.HOURS: Window(timedelta(hours=2), timedelta(minutes=30), timedelta(hours=1)),
}
EVENING = time(18)
SOON = timedelta(hours=2)
"""Answers that close later than this before the start leave no time to cook by them."""
LATE = timedelta(hours=3)
"""A worker that was away for so long still sends the count."""


def remind(_job: Job, _progress: Progress) -> None:
    """See which meetings of any group come near, and have each reminded of once."""
    now = utc_now()
    for distance, window in WINDOWS.items():
        with every_group():
            near = list_near(
                now + window.least,
                now + window.most,
                untold_since=now - window.rest,
                undone=f"{REMIND_OF_ONE}:{distance.value}",
            )
        for one in near:
            _hand_out(REMIND_OF_ONE, f"{REMIND_OF_ONE}:{distance.value}", one, {"distance": distance.value})


def remind_of_one(job: Job, _progress: Progress) -> None:
    """Write the reminders of one meeting."""
    content = job.content()
    found = find_meeting(content["meeting_id"])
    if found is None or not is_still_on(found[0]):
        return
    _queue(
        REMINDER,
        found[0],
        [row.membership_id for row in list_to_remind(found[0].id)],
        key=f"{REMINDER}:{content['distance']}",
        more={"distance": content["distance"]},
    )


def count(_job: Job, _progress: Progress) -> None:
    """See of which meetings the count is due: when the answers close, where that is two hours before the
    start or more; else on the evening before, so that there is time to do something about it."""
    now = utc_now()
    with every_group():
        closing = list_closing(now - LATE, now, starting_by=now + timedelta(days=2), undone=COUNT_OF_ONE)
    for one in closing:
        if now - LATE < counted_at(one) <= now:
            _hand_out(COUNT_OF_ONE, COUNT_OF_ONE, one, {"timezone": one.timezone})


def count_of_one(job: Job, _progress: Progress) -> None:
    """Write the count of one meeting to its organisers."""
    content = job.content()
    found = find_meeting(content["meeting_id"])
    if found is None or not is_still_on(found[0]):
        return
    organisers = list_holders([Right.ORGANISER], today_in(content["timezone"]))
    _queue(SUMMARY, found[0], [organiser.id for organiser in organisers], key=SUMMARY, more={})


def counted_at(one: Near) -> datetime:
    """When the organisers get the count of a meeting."""
    if one.starts_at - one.closes_at >= SOON:
        return one.closes_at
    day_before = day_in(one.timezone, one.starts_at) - timedelta(days=1)
    return at_wall_time(day_before, EVENING, one.timezone)


def _hand_out(kind: str, key: str, one: Near, more: dict[str, str]) -> None:
    queue_job(
        kind=kind,
        payload={"meeting_id": one.meeting_id, **more},
        about_group_id=one.group_id,
        unique_key=f"{key}:{one.meeting_id}:{one.sequence}",
    )


def _queue(
    kind: str, meeting: Meeting, membership_ids: Sequence[int], *, key: str, more: dict[str, str]
) -> None:
    readers = list_readers(membership_ids, NoticeKind.REMINDER)
    if not readers:
        return
    known = {"meeting_id": meeting.id, "starts_at": meeting.starts_at.isoformat(), **more}
    group = next(iter(readers.values())).group
    queue_mails(
        [
            Addressed(
                to=reader.address,
                payload={**known, "membership_id": number},
                person_id=reader.membership.person_id,
                unique_key=f"{key}:{number}:{meeting.id}:{meeting.starts_at:%Y%m%dT%H%M}",
            )
            for number, reader in readers.items()
            if reader.address is not None
        ],
        kind=kind,
        about_group_id=group.id,
        locale=group.locale,
        expires_at=meeting.starts_at,
    )


HANDLERS: dict[str, Handler] = {
    REMIND: remind,
    REMIND_OF_ONE: remind_of_one,
    COUNT: count,
    COUNT_OF_ONE: count_of_one,
}
SCHEDULE = (Scheduled(REMIND, EVERY), Scheduled(COUNT, EVERY))
