"""Several telephones at once, on a database of its own: nothing is lost, and the latest tap stands."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import AttendanceMark, MeetingStatus
from tests.browser import Browser
from tests.factories import World
from tests.meetings.marking import Breakfast, make_breakfast
from tests.meetings.test_taps_sent import send, tap_of

PHONES = 4
MEMBERS = 6
TAPS = 12
SAID = ("present", "late", "absent", "excused", "none")
pytestmark = pytest.mark.commits


def phones_of(breakfast: Breakfast, app: Flask) -> list[Browser]:
    organisers = [new_organiser(breakfast) for _ in range(PHONES)]
    return [Browser(app).sign_in(one) for one in organisers]


def new_organiser(breakfast: Breakfast) -> Membership:
    return breakfast.world.member(breakfast.group, rights=(Right.ORGANISER,))


def test_taps_of_several_telephones_at_once_are_all_kept_and_the_latest_stand(own_app: Flask) -> None:
    breakfast = make_breakfast(World(own_app))
    members = [breakfast.world.member(breakfast.group, account=False).id for _ in range(MEMBERS)]
    chance = Random(4)
    phones = phones_of(breakfast, own_app)
    # no two taps of one instant: the oracle is then the latest alone
    instants = [breakfast.start + timedelta(seconds=second) for second in range(PHONES * TAPS)]
    chance.shuffle(instants)
    batches = [
        [
            tap_of(chance.choice(members), chance.choice(SAID), at=instants.pop(), key=f"p{phone}-{number}")
            for number in range(TAPS)
        ]
        for phone in range(PHONES)
    ]

    def take(phone: int) -> list[int]:
        # three at a time, and each time the last three again, as after a lost answer
        batch = batches[phone]
        return [
            send(phones[phone], breakfast, {"taps": batch[max(0, at - 3) : at + 3]}).status_code
            for at in range(0, TAPS, 3)
        ]

    with ThreadPoolExecutor(PHONES) as pool:
        answers = Counter(code for codes in pool.map(take, range(PHONES)) for code in codes)
    assert answers == {200: PHONES * TAPS // 3}
    latest: dict[int, tuple[int, str]] = {}
    for tap in (tap for batch in batches for tap in batch):
        latest[tap["member"]] = max(latest.get(tap["member"], (0, "")), (tap["at"], tap["mark"]))
    expected = {str(member): mark for member, (_, mark) in latest.items() if mark != "none"}
    assert breakfast.marks() == expected
    with breakfast.world.inside(breakfast.group):
        count = db.session.execute(select(func.count()).select_from(AttendanceMark)).scalar_one()
    assert count == PHONES * TAPS
    held = MeetingStatus.HELD if expected else MeetingStatus.SCHEDULED
    assert breakfast.now().status is held


def test_closing_and_tapping_at_once_never_leave_a_present_member_absent(own_app: Flask) -> None:
    world = World(own_app)
    for number in range(6):
        breakfast = make_breakfast(world, slug=f"group-{number}")
        phones = phones_of(breakfast, own_app)
        send(phones[0], breakfast, {"taps": [tap_of(breakfast.organiser.id, "present")]})
        page = phones[0].get(f"meetings/{breakfast.meeting.id}/attendance/close")
        tap = tap_of(breakfast.dev.id, "present")
        with ThreadPoolExecutor(2) as pool:
            closed = pool.submit(phones[0].submit, page, {"absent": str(breakfast.dev.id)})
            tapped = pool.submit(send, phones[1], breakfast, {"taps": [tap]})
            outcome = (closed.result().status_code, tapped.result().status_code)
        assert outcome == (303, 200)
        assert breakfast.marks()["Dev"] == "present"


def test_T46_one_tap_sent_many_times_at_once_is_one(own_app: Flask) -> None:
    breakfast = make_breakfast(World(own_app))
    phones = phones_of(breakfast, own_app)
    tap = tap_of(breakfast.dev.id, "present")
    with ThreadPoolExecutor(PHONES) as pool:
        codes = list(pool.map(lambda phone: send(phone, breakfast, {"taps": [tap]}).status_code, phones * 3))
    assert set(codes) == {200}
    assert len(breakfast.history()) == 1
