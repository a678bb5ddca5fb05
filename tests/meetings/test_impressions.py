"""After a meeting: whom one met and whether it was worth it, for oneself alone."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Membership
from groupnet.meetings.models import Answer, Expectation, Impression, Mark, Meeting, MeetingStatus
from groupnet.meetings.pairing import asks_whom_one_met
from groupnet.meetings.queries.waiting import Duties, Wait, list_waiting_meetings
from groupnet.members.faces import short_names
from tests.browser import Browser
from tests.meetings.pairs import A_DAY, Pair
from tests.snapshot import all_rows
from tests.statements import count_statements

SECRETS = re.compile(r'nonce="[^"]*"|value="[^"]{20,}"')
"""What is otherwise each time a page is drawn."""
SEEN_BY_OTHERS = (
    "meetings/{meeting}/met",
    "",
    "meetings?when=past",
    "meetings/{meeting}",
    "meetings/{meeting}/attendance",
    "members",
    "members/{amara}",
    "one-to-ones",
    "reciprocity",
    "notices",
    "imports",
    "audit",
)
ROOT = Path(__file__).parent.parent.parent
MAY_READ = {
    "groupnet/meetings/models/__init__.py",
    "groupnet/meetings/models/people.py",
    "groupnet/meetings/queries/impressions.py",
    "groupnet/meetings/service/impressions.py",
    "groupnet/meetings/views/impressions.py",
    "groupnet/account/parts/meetings.py",
    "groupnet/meetings/service/forgetting.py",
}


def been(pair: Pair, days: int = 1, **fields: object) -> Meeting:
    """A group's meeting so many days ago."""
    return pair.world.meeting(pair.group, starts_at=utc_now() - A_DAY * days, **fields)


def held(pair: Pair, *present: Membership) -> Meeting:
    """A meeting with its marks."""
    meeting = been(pair, status=MeetingStatus.HELD)
    for number, who in enumerate(present):
        pair.world.attendance(meeting, who, Mark.LATE if number == 1 else Mark.PRESENT)
    return meeting


def said(pair: Pair) -> list[tuple[int, int, bool, bool | None]]:
    """All that anybody said."""
    return [(one.membership_id, one.other_id, one.met, one.worth_it) for one in pair.all(Impression)]


def tap(browser: Browser, meeting: Meeting, who: Membership, **values: str) -> int:
    """Tap a button under a face."""
    return browser.submit(
        f"meetings/{meeting.id}/met", values, action=f"/g/harbour/meetings/{meeting.id}/met/{who.id}"
    ).status_code


def test_a_tap_says_met_a_second_whether_it_was_worth_it_and_a_third_takes_it_back(pair: Pair) -> None:
    meeting = held(pair, pair.amara, pair.dev)
    amara = pair.signed_in(pair.amara)
    assert tap(amara, meeting, pair.dev, met="yes") == 303
    assert said(pair) == [(pair.amara.id, pair.dev.id, True, None)]
    assert "Worth it?" in amara.get(f"meetings/{meeting.id}/met").text
    for worth, kept in (("yes", True), ("no", False), ("", None)):
        tap(amara, meeting, pair.dev, met="yes", worth_it=worth)
        assert said(pair) == [(pair.amara.id, pair.dev.id, True, kept)]
    tap(amara, meeting, pair.dev, met="")
    assert said(pair) == []


def test_T46_the_same_tap_twenty_times_is_one_row(pair: Pair) -> None:
    meeting = held(pair, pair.amara, pair.dev)
    amara = pair.signed_in(pair.amara)
    assert {tap(amara, meeting, pair.dev, met="yes") for _ in range(20)} == {303}
    assert len(said(pair)) == 1


def test_those_who_were_there_are_offered_and_nobody_else(pair: Pair) -> None:
    absent = pair.world.member(pair.group, "Abe Absent")
    meeting = held(pair, pair.amara, pair.dev)
    pair.world.attendance(meeting, absent, Mark.ABSENT)
    page = pair.signed_in(pair.amara).get(f"meetings/{meeting.id}/met").text.split("<main")[1]
    assert f"/met/{pair.dev.id}" in page
    for other in (absent, pair.chief, pair.amara):
        assert f"/met/{other.id}" not in page
        path = f"meetings/{meeting.id}/met/{other.id}"
        assert pair.signed_in(pair.amara).post(path, {"met": "yes"}).status_code == 404
    assert said(pair) == []


def test_whoever_was_marked_absent_met_nobody(pair: Pair) -> None:
    meeting = held(pair, pair.dev)
    pair.world.attendance(meeting, pair.amara, Mark.EXCUSED)
    page = pair.signed_in(pair.amara).get(f"meetings/{meeting.id}/met").text
    assert "Nobody is down for this meeting" in page


def test_whoever_was_not_there_learns_nothing_of_who_was(pair: Pair) -> None:
    marked, silent = held(pair, pair.dev), been(pair)
    pair.world.answer(silent, pair.dev, Answer.COMING)
    amara = pair.signed_in(pair.amara)
    for meeting in (marked, silent):
        page = amara.get(f"meetings/{meeting.id}/met").text.split("<main")[1]
        assert "Dev" not in page
        path = f"meetings/{meeting.id}/met/{pair.dev.id}"
        assert amara.post(path, {"met": "yes"}).status_code == 404


def test_whoever_joined_later_has_no_such_page(pair: Pair) -> None:
    meeting, long_ago = held(pair, pair.dev), been(pair, 400, status=MeetingStatus.HELD)
    pair.world.attendance(long_ago, pair.dev, Mark.PRESENT)
    new = pair.world.member(pair.group, "Nina New", joined_on=pair.world.today)
    for one in (meeting, long_ago):
        assert pair.signed_in(new).get(f"meetings/{one.id}/met").status_code == 404
    assert pair.signed_in(pair.dev).get(f"meetings/{long_ago.id}/met").status_code == 404


@pytest.mark.parametrize(
    ("expectation", "silent_too"), [(Expectation.SIGN_UP, 0), (Expectation.EVERYBODY, 1)]
)
def test_without_marks_those_who_were_to_come_are_offered(
    pair: Pair, expectation: Expectation, silent_too: int
) -> None:
    meeting = been(pair, expectation=expectation)
    for who in (pair.amara, pair.dev):
        pair.world.answer(meeting, who, Answer.COMING)
    page = pair.signed_in(pair.amara).get(f"meetings/{meeting.id}/met").text
    assert f"/met/{pair.dev.id}" in page
    assert page.count(f"/met/{pair.chief.id}") == silent_too


def test_it_is_asked_for_two_weeks_from_the_end_on(pair: Pair) -> None:
    amara = pair.signed_in(pair.amara)
    for days, asked, status in ((-1, False, 404), (1, True, 200), (13, True, 200), (16, False, 404)):
        meeting = been(pair, days)
        assert amara.get(f"meetings/{meeting.id}/met").status_code == status
        assert asks_whom_one_met(meeting) is asked


def test_a_cancelled_meeting_and_a_one_to_one_are_not_asked_about(pair: Pair) -> None:
    gone = been(pair, status=MeetingStatus.CANCELLED)
    assert pair.signed_in(pair.amara).get(f"meetings/{gone.id}/met").status_code == 404
    agreed = pair.agreed()
    assert pair.signed_in(pair.amara).get(f"meetings/{agreed.id}/met").status_code == 404


def test_T10_nobody_else_ever_sees_what_somebody_said(pair: Pair) -> None:
    meeting = held(pair, pair.amara, pair.dev, pair.chief)
    others = [pair.signed_in(who) for who in (pair.dev, pair.chief)]
    paths = [page.format(meeting=meeting.id, amara=pair.amara.id) for page in SEEN_BY_OTHERS]
    with time_machine.travel(utc_now(), tick=False):
        before = [[_seen(browser, path) for path in paths] for browser in others]
        rows = all_rows(pair.world.app)
        tap(pair.signed_in(pair.amara), meeting, pair.dev, met="yes", worth_it="no")
        changed = {name for name, held_rows in all_rows(pair.world.app).items() if held_rows != rows[name]}
        assert changed <= {"impression", "sign_in"}, "no audit entry, no notice, no mail"
        after = [[_seen(browser, path) for path in paths] for browser in others]
    assert after == before
    assert {status for pages in before for status, _ in pages} <= {200, 303, 403}
    assert (before[0][0][0], before[1][-1][0]) == (200, 200)


def test_T10_no_other_module_reads_what_somebody_said() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "groupnet").rglob("*.py")
        if re.search(r"\b(Impression|my_impressions)\b", path.read_text())
    }
    assert readers - MAY_READ == set(), "only the person's own pages, archive and erasure may"


def _seen(browser: Browser, path: str) -> tuple[int, str]:
    page = browser.get(path)
    return page.status_code, SECRETS.sub("", page.text)


def test_home_asks_of_meetings_where_one_was_until_one_has_said(pair: Pair) -> None:
    meeting = held(pair, pair.amara, pair.dev)
    been(pair, 2)  # nobody knows that they were there
    coming = been(pair, 4)
    pair.world.answer(coming, pair.amara, Answer.COMING)
    pair.world.answer(been(pair, 6), pair.amara, Answer.COMING)

    def asked(who: Membership) -> list[int]:
        with pair.world.app.app_context(), every_group():
            found = list_waiting_meetings([who.id], utc_now(), pair.world.today, duties=Duties(), most=5)
        assert {one.what for one in found} <= {Wait.MET}
        return [one.id for one in found]

    assert asked(pair.amara) == [coming.id, meeting.id]
    assert asked(pair.chief) == []
    tap(pair.signed_in(pair.amara), meeting, pair.dev, met="yes")
    assert asked(pair.amara) == [coming.id]


def test_the_page_takes_the_same_statements_at_5_and_at_50(pair: Pair) -> None:
    meeting = held(pair, pair.amara)
    amara, counts = pair.signed_in(pair.amara), []
    for number in range(50):
        pair.world.attendance(
            meeting, pair.world.member(pair.group, f"M {number}", account=False), Mark.PRESENT
        )
        if number in (4, 49):
            with count_statements() as sent:
                amara.get(f"meetings/{meeting.id}/met")
            counts.append(len(sent))
    assert counts[0] == counts[1] <= 6


def test_not_before_the_meeting_has_begun(pair: Pair) -> None:
    meeting = pair.world.meeting(pair.group, starts_at=utc_now() + timedelta(minutes=5))
    pair.world.answer(meeting, pair.dev, Answer.COMING)
    amara = pair.signed_in(pair.amara)
    assert amara.post(f"meetings/{meeting.id}/met/{pair.dev.id}", {"met": "yes"}).status_code == 404


def test_the_meetings_own_page_offers_it(pair: Pair) -> None:
    amara = pair.signed_in(pair.amara)
    for days, offered in ((-1, 0), (1, 1), (16, 0)):
        meeting = been(pair, days)
        pair.world.answer(meeting, pair.amara, Answer.COMING)
        assert amara.get(f"meetings/{meeting.id}").text.count("Whom did you meet?") == offered


@pytest.mark.parametrize(
    ("mark", "offered"), [(Mark.LATE, 1), (Mark.ABSENT, 0), (Mark.SUBSTITUTE, 0), (None, 0)]
)
def test_who_was_not_there_is_not_asked(pair: Pair, mark: Mark | None, offered: int) -> None:
    meeting = held(pair, pair.dev)
    pair.world.answer(meeting, pair.amara, Answer.COMING)
    if mark is not None:
        pair.world.attendance(meeting, pair.amara, mark)
    amara = pair.signed_in(pair.amara)
    assert amara.get(f"meetings/{meeting.id}").text.count("Whom did you meet?") == offered
    assert amara.get("").text.count("Whom did you meet at") == offered


@pytest.mark.parametrize(
    ("expectation", "answer", "offered"),
    [
        (Expectation.SIGN_UP, None, 0),
        (Expectation.EVERYBODY, None, 1),
        (Expectation.EVERYBODY, Answer.DECLINED, 0),
        (Expectation.SIGN_UP, Answer.SUBSTITUTE, 0),
    ],
)
def test_without_marks_who_was_to_come_is_asked(
    pair: Pair, expectation: Expectation, answer: Answer | None, offered: int
) -> None:
    meeting = been(pair, expectation=expectation)
    if answer is not None:
        pair.world.answer(meeting, pair.amara, answer)
    pair.world.answer(meeting, pair.dev, Answer.COMING)
    amara = pair.signed_in(pair.amara)
    assert amara.get(f"meetings/{meeting.id}").text.count("Whom did you meet?") == offered
    assert amara.get(f"meetings/{meeting.id}/met").text.count(f"/met/{pair.dev.id}") == offered


def test_a_meeting_that_goes_on_does_not_ask_yet(pair: Pair) -> None:
    now_on = pair.world.meeting(pair.group, starts_at=utc_now() - timedelta(minutes=30))
    assert not asks_whom_one_met(now_on)
    assert "Whom did you meet?" not in pair.signed_in(pair.amara).get(f"meetings/{now_on.id}").text


def test_two_of_one_first_name_are_told_apart_though_one_was_not_there(pair: Pair) -> None:
    namesake = pair.world.member(pair.group, "Dev Zaman")
    meeting = held(pair, pair.dev, pair.amara)
    pair.world.attendance(meeting, namesake, Mark.ABSENT)
    page = pair.signed_in(pair.amara).get(f"meetings/{meeting.id}/met").text
    assert f">{short_names([pair.dev, namesake])[pair.dev.id]}<" in page
    assert f"/met/{namesake.id}" not in page
