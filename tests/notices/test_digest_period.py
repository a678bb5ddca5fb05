"""What a weekly mail tells of: everything once, whatever the hour at which it was written down or sent."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.notices import digest, service
from groupnet.notices.models import NoticeKind, Way
from groupnet.outbox.models import QueueState
from groupnet.outbox.service import forget_old
from groupnet.outbox.transport import NeverDeliverable
from groupnet.worker.schedule import Schedule
from tests.factories import World
from tests.mailbox import Mailbox
from tests.notices.conftest import tell
from tests.notices.test_telling import count_notices
from tests.notices.weeks import MONDAY, Week, at, begin, digests, do_jobs, work

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def whole_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line is told, so that they can be counted."""
    monkeypatch.setattr(digest, "MOST_LINES", 10_000)


def told(mailbox: Mailbox) -> list[int]:
    """Which lines the mails told that go out now."""
    waiting_for_you = [sent.text.split("Thanks")[0] for sent in mailbox.deliver()]
    return [int(number) for text in waiting_for_you for number in re.findall(r"wrote line (\d+)", text)]


def every(step: timedelta, since: datetime, until: datetime) -> list[datetime]:
    """Instants, one a step."""
    return [since + step * number for number in range((until - since) // step + 1)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (datetime(2026, 10, 19, 6, 5, tzinfo=UTC), datetime(2026, 10, 26, 7, 5, tzinfo=UTC)),
        (datetime(2026, 3, 23, 7, 5, tzinfo=UTC), datetime(2026, 3, 30, 6, 5, tzinfo=UTC)),
        (MONDAY, MONDAY + WEEK + 2 * HOUR),
        (MONDAY + 2 * HOUR, MONDAY + WEEK - HOUR),
        (MONDAY, MONDAY + 2 * WEEK),
    ],
    ids=["clocks went back", "clocks went forward", "later", "earlier", "a week was missed"],
)
def test_what_happened_since_the_mail_before_is_told_once(
    world: World, mailbox: Mailbox, week: Week, grace: Membership, first: datetime, second: datetime
) -> None:
    week.happened = every(HOUR / 2, first - WEEK + HOUR / 2, second)
    for moment in (first, second):
        with at(moment):
            work(world)
            mailbox.deliver()
    lines = [
        line for sent in mailbox.sent for line in re.findall(r"line (\d+)", sent.text.split("Thanks")[0])
    ]
    assert sorted(map(int, lines)) == list(range(len(week.happened)))


def test_the_first_one_tells_of_seven_days(
    world: World, mailbox: Mailbox, week: Week, grace: Membership
) -> None:
    week.happened = [MONDAY - WEEK, MONDAY - WEEK + HOUR, MONDAY, MONDAY + HOUR]
    with at(MONDAY):
        work(world)
        assert told(mailbox) == [1, 2]


def test_one_that_is_sent_late_tells_what_it_would_have_told_in_time(
    world: World, mailbox: Mailbox, week: Week, grace: Membership
) -> None:
    week.happened = [MONDAY - HOUR, MONDAY + 5 * HOUR, MONDAY + WEEK - 5 * HOUR]
    with at(MONDAY):
        work(world)
    with at(MONDAY + 20 * HOUR):
        assert told(mailbox) == [0]
    with at(MONDAY + WEEK):
        work(world)
        assert told(mailbox) == [1, 2]


def test_what_one_that_never_went_out_had_to_tell_is_told_by_the_next(
    world: World, mailbox: Mailbox, week: Week, grace: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    week.happened = [MONDAY - HOUR, MONDAY + WEEK - HOUR, MONDAY + 2 * WEEK - HOUR]
    with at(MONDAY):
        work(world)
    with at(MONDAY + 2 * DAY):
        assert told(mailbox) == []
    with at(MONDAY + WEEK), monkeypatch.context() as patched:
        work(world)
        patched.setattr(mailbox, "send", _refuse)
        assert told(mailbox) == []
    assert [mail.state for mail in digests(world)] == [QueueState.DROPPED, QueueState.DEAD]
    with at(MONDAY + 2 * WEEK):
        work(world)
        assert told(mailbox) == [0, 1, 2]


def _refuse(_message: object) -> None:
    raise NeverDeliverable("address refused")


def test_after_a_week_with_nothing_to_say_the_next_begins_where_that_one_ended(
    world: World, mailbox: Mailbox, week: Week, grace: Membership
) -> None:
    week.happened = []
    with at(MONDAY):
        work(world)
        assert told(mailbox) == []
    week.happened = [MONDAY - HOUR, MONDAY + HOUR]
    with at(MONDAY + WEEK):
        work(world)
        assert told(mailbox) == [1]


def test_tidying_old_mails_forgets_no_period(
    world: World, mailbox: Mailbox, week: Week, grace: Membership
) -> None:
    week.happened = [MONDAY - HOUR, MONDAY + HOUR]
    with at(MONDAY):
        work(world)
        assert told(mailbox) == [0]
    with at(MONDAY + 4 * WEEK - HOUR), world.app.app_context():
        forget_old()
        db.session.commit()
    with at(MONDAY + 4 * WEEK - HOUR):
        work(world)
        assert told(mailbox) == [1]
    with at(MONDAY + 9 * WEEK - HOUR), world.app.app_context():
        forget_old()
        db.session.commit()
        assert digests(world) == []


def test_who_takes_it_up_again_is_not_told_the_news_of_half_a_year(
    world: World, mailbox: Mailbox, week: Week, grace: Membership
) -> None:
    back = MONDAY + 26 * WEEK - HOUR
    week.happened = [MONDAY - HOUR, back - 5 * WEEK, back - 3 * WEEK, back - HOUR]
    with at(MONDAY):
        work(world)
        assert told(mailbox) == [0]
    for way in (Way.NEVER, Way.WEEKLY):
        with world.app.app_context():
            service.choose(person_id=grace.person_id or 0, ways={NoticeKind.DIGEST: way})
            db.session.commit()
    with at(back):
        work(world)
        assert told(mailbox) == [2, 3]


def test_work_that_begins_before_eleven_and_is_done_after_it_leaves_nobody_out(
    world: World, mailbox: Mailbox, week: Week, grace: Membership
) -> None:
    with at(MONDAY.replace(hour=10, minute=59)):
        begin(world)
    with at(MONDAY.replace(hour=11, minute=0)):
        do_jobs(world)
        assert told(mailbox) == [0]


def test_a_worker_that_runs_all_week_writes_it_on_monday_at_seven_and_tidies_every_day(
    app: Flask, world: World, week: Week, grace: Membership
) -> None:
    with at(MONDAY - WEEK * 30):
        tell(world, grace)
    schedule, written = Schedule(), []
    for hour in every(HOUR, MONDAY.replace(minute=0) - 2 * DAY, MONDAY.replace(minute=0) + 2 * DAY):
        with at(hour):
            with app.app_context():
                schedule.start_due()
            do_jobs(world)
        written.append((hour, len(digests(world))))
    assert count_notices(world) == 0
    assert [hour for hour, mails in written if mails == 0][-1] == MONDAY.replace(hour=6, minute=0)
    assert written[-1][1] == 1
