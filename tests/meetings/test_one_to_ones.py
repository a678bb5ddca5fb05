"""One-to-ones that were had: recorded in two taps by either, once a pair and day, seen by the two alone."""

from datetime import timedelta

import pytest
import time_machine

from groupnet.core.clock import add_months, utc_now
from groupnet.core.db import db
from groupnet.meetings.models import MeetingStatus
from groupnet.meetings.queries.one_to_ones import count_by_member
from groupnet.meetings.service.one_to_ones import record_one_to_one
from tests.meetings.pairs import A_DAY, Pair
from tests.statements import count_statements


def counts(pair: Pair) -> dict[int, int]:
    """Each member's number of this month."""
    with pair.world.inside(pair.group):
        return count_by_member(pair.world.today - A_DAY * 30, pair.world.today)


def test_a_face_and_save_record_one_of_today(pair: Pair) -> None:
    amara = pair.signed_in(pair.amara)
    sent = amara.submit("one-to-ones/new", {"person_id": str(pair.dev.id)})
    saved = amara.get(sent.location).text
    assert "You met <bdi>Dev</bdi> today." in saved
    assert "Another" in saved
    assert "Undo" in saved
    (had,) = pair.had
    assert (had.held_on, had.recorded_by_id) == (pair.world.today, pair.amara.id)
    assert {had.first_id, had.second_id} == {pair.amara.id, pair.dev.id}
    assert "Dev Patel" in amara.get("one-to-ones").text
    assert "Amara Okafor" in pair.signed_in(pair.dev).get("one-to-ones").text


def test_from_a_profile_the_face_is_picked_already(pair: Pair) -> None:
    amara = pair.signed_in(pair.amara)
    profile = amara.get(f"members/{pair.dev.id}").text
    assert f"/g/harbour/one-to-ones/new?with={pair.dev.id}" in profile
    assert f"/g/harbour/one-to-ones/propose?to={pair.dev.id}" in profile
    amara.submit(f"one-to-ones/new?with={pair.dev.id}", {})
    assert len(pair.had) == 1


def test_both_record_the_same_day_and_it_is_one(pair: Pair) -> None:
    for who, other in ((pair.amara, pair.dev), (pair.dev, pair.amara)):
        browser = pair.signed_in(who)
        sent = browser.submit("one-to-ones/new", {"person_id": str(other.id)})
        assert sent.status_code == 303
    assert "It was recorded already" in browser.get("one-to-ones").text
    assert len(pair.had) == 1
    assert counts(pair) == {pair.amara.id: 1, pair.dev.id: 1}


def test_T46_twenty_posts_are_one_row(pair: Pair) -> None:
    amara = pair.signed_in(pair.amara)
    page = amara.get(f"one-to-ones/new?with={pair.dev.id}")
    assert {amara.submit(page, {}).status_code for _ in range(20)} == {303}
    assert len(pair.had) == 1


@pytest.mark.parametrize(("days", "says"), [(1, "still to come"), (-731, "within the last two years")])
def test_a_day_to_come_or_long_ago_is_refused(pair: Pair, days: int, says: str) -> None:
    day = pair.world.today + A_DAY * days
    sent = pair.signed_in(pair.amara).submit(
        "one-to-ones/new", {"person_id": str(pair.dev.id), "held_on": day.isoformat()}
    )
    assert (sent.status_code, says in sent.text) == (422, True)
    assert not pair.had


def test_two_years_back_is_taken(pair: Pair) -> None:
    day = add_months(pair.world.today, -24)
    pair.signed_in(pair.amara).submit(
        "one-to-ones/new", {"person_id": str(pair.dev.id), "held_on": day.isoformat()}
    )
    assert pair.had[0].held_on == day


def test_oneself_nobody_and_another_groups_member_are_refused(pair: Pair) -> None:
    foreign = pair.world.member(pair.world.group("elsewhere"), "Fay Foreign")
    amara = pair.signed_in(pair.amara)
    for picked in (pair.amara.id, foreign.id, 98765, "", "x"):
        assert amara.submit("one-to-ones/new", {"person_id": str(picked)}).status_code == 422
    assert not pair.had


def test_whoever_recorded_it_takes_it_back_within_a_day(pair: Pair) -> None:
    amara, dev = pair.signed_in(pair.amara), pair.signed_in(pair.dev)
    amara.submit(f"one-to-ones/new?with={pair.dev.id}", {})
    undo = f"one-to-ones/{pair.had[0].id}/undo"
    assert undo in amara.get("one-to-ones").text
    assert undo not in dev.get("one-to-ones").text
    assert dev.post(undo).status_code == 422
    with time_machine.travel(utc_now() + timedelta(hours=25)):
        assert amara.post(undo).status_code == 422
    assert len(pair.had) == 1
    amara.sign_in(pair.amara)
    assert amara.post(undo).status_code == 303
    assert not pair.had
    assert amara.post(undo).status_code == 404


def test_an_import_records_what_is_there_already_once(pair: Pair) -> None:
    with pair.world.inside(pair.group):
        for members in ((pair.amara.id, pair.dev.id), (pair.dev.id, pair.amara.id)):
            record_one_to_one(acting=None, members=members, held_on=pair.world.today)
        db.session.commit()
    (had,) = pair.had
    assert had.recorded_by_id is None


def test_after_the_agreed_time_either_is_asked_and_yes_records_it(pair: Pair) -> None:
    meeting = pair.agreed()
    dev = pair.signed_in(pair.dev)
    assert "Did you meet?" not in dev.get("one-to-ones").text
    assert dev.post(f"one-to-ones/meetings/{meeting.id}/met").status_code == 422
    with time_machine.travel(meeting.ends_at + A_DAY, tick=False):
        page = dev.get("one-to-ones")
        assert "Did you meet?" in page.text
        assert "Did you meet?" in dev.get(f"meetings/{meeting.id}").text
        action = f"/g/harbour/one-to-ones/meetings/{meeting.id}/met"
        assert {dev.submit(page, {}, action=action).status_code for _ in range(3)} == {303}
        (had,) = pair.had
        assert (had.held_on, had.meeting_id) == (meeting.on_day, meeting.id)
        assert pair.meeting(meeting.id).status is MeetingStatus.HELD
        assert "Did you meet?" not in pair.signed_in(pair.amara).get("one-to-ones").text
        assert dev.post(f"one-to-ones/{had.id}/undo").status_code == 303
        assert "Did you meet?" in dev.get("one-to-ones").text


def test_no_asks_no_more_and_records_nothing(pair: Pair) -> None:
    meeting = pair.agreed()
    with time_machine.travel(meeting.ends_at + A_DAY, tick=False):
        dev = pair.signed_in(pair.dev)
        assert dev.post(f"one-to-ones/meetings/{meeting.id}/not-met").status_code == 303
        assert "Did you meet?" not in dev.get("one-to-ones").text
    assert not pair.had


def test_only_the_two_read_of_it_and_the_profile_says_when_they_last_met(pair: Pair) -> None:
    pair.signed_in(pair.amara).submit(f"one-to-ones/new?with={pair.dev.id}", {})
    assert "Your last one-to-one:" in pair.signed_in(pair.amara).get(f"members/{pair.dev.id}").text
    assert "Your last one-to-one:" in pair.signed_in(pair.dev).get(f"members/{pair.amara.id}").text
    chief = pair.signed_in(pair.chief)
    assert "Your last one-to-one:" not in chief.get(f"members/{pair.dev.id}").text
    assert "Amara Okafor" not in chief.get("one-to-ones").text
    assert chief.post(f"one-to-ones/{pair.had[0].id}/undo").status_code == 404
    assert "One-to-ones" not in pair.signed_in(pair.dev).get(f"members/{pair.dev.id}").text.split("<main")[1]


def test_the_lists_take_the_same_statements_at_5_and_at_50(pair: Pair) -> None:
    dev = pair.signed_in(pair.dev)
    sizes = []
    others = []
    for number in range(50):
        others.append(pair.world.member(pair.group, f"Other {number}", account=False))
        if number in (4, 49):
            with pair.world.inside(pair.group):
                for other in others:
                    record_one_to_one(
                        acting=pair.dev, members=(pair.dev.id, other.id), held_on=pair.world.today
                    )
                db.session.commit()
            for page in ("one-to-ones", "one-to-ones/new", "one-to-ones/propose", f"members/{pair.amara.id}"):
                with count_statements() as sent:
                    dev.get(page)
                sizes.append((page, len(sent)))
    assert sizes[:4] == sizes[4:]
    assert max(number for _, number in sizes) <= 6


def test_an_empty_page_says_what_will_be_here(pair: Pair) -> None:
    page = pair.signed_in(pair.dev).get("one-to-ones").text
    assert "The ones you had will be here" in page
    alone = pair.world.member(pair.world.group("alone"), "Ann Alone")
    for path in ("one-to-ones/new", "one-to-ones/propose"):
        assert "Nobody else is here yet" in pair.signed_in(alone).get(path).text
