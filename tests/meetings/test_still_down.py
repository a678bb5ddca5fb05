"""Who took something on and can't come gives it back, and the organiser finds somebody."""

import pytest

from groupnet.core.db import db
from groupnet.meetings.models import Answer, MeetingSlot, SlotRole
from tests.browser import Browser
from tests.factories import World
from tests.meetings.tables import Table
from tests.statements import count_statements


@pytest.fixture
def talk(world: World) -> Table:
    """Amara speaks."""
    table = Table(world)
    with world.inside(table.group):
        slot = MeetingSlot(
            meeting_id=table.meeting.id, role=SlotRole.SPEAKER, number=1, membership_id=table.amara.id
        )
        db.session.add(slot)
        db.session.commit()
    return table


def of(table: Table, rest: str = "") -> str:
    return f"meetings/{table.meeting.id}{rest}"


def test_a_speaker_who_cannot_come_gives_the_talk_back(talk: Table, browser: Browser) -> None:
    browser.sign_in(talk.amara)
    assert "You are down to speak." not in browser.get(of(talk)).text
    sent = browser.post(of(talk, "/answer"), {"answer": "declined", "back": "home"})
    assert sent.location.endswith(of(talk)), "not home: there is one more thing to say"
    page = browser.get(of(talk))
    assert "You are down to speak." in page.text
    (action,) = {
        part.partition('"')[0]
        for part in page.text.split('action="')
        if "/give-back" in part.partition('"')[0]
    }
    assert browser.submit(page, {}, action=action).status_code == 303
    after = browser.get(of(talk)).text
    assert "You are down to speak." not in after
    assert "Still free" in after


def test_who_has_nothing_to_give_back_goes_home(talk: Table, browser: Browser) -> None:
    sent = browser.sign_in(talk.ben).post(of(talk, "/answer"), {"answer": "declined", "back": "home"})
    assert sent.location == "/g/harbour/"


def test_the_organiser_reads_it_with_the_answers_and_finds_somebody(talk: Table, browser: Browser) -> None:
    browser.sign_in(talk.organiser)
    assert "but can’t come" not in browser.get(of(talk, "/answers")).text
    talk.say(talk.amara, Answer.DECLINED)
    with count_statements() as sent:
        page = browser.get(of(talk, "/answers")).text
    assert "Amara Okafor speaks, but can’t come." in page
    assert "/slots/" in page.partition("but can’t come")[2].partition("Find somebody")[0]
    assert len(sent) <= 6
    assert "Speaker · can’t come" in browser.get(of(talk)).text


def test_others_do_not_read_who_declined(talk: Table, browser: Browser) -> None:
    talk.say(talk.amara, Answer.DECLINED)
    assert "can’t come" not in browser.sign_in(talk.ben).get(of(talk)).text


def test_who_comes_after_all_keeps_the_talk(talk: Table, browser: Browser) -> None:
    talk.say(talk.amara, Answer.DECLINED)
    talk.say(talk.amara, Answer.COMING)
    page = browser.sign_in(talk.amara).get(of(talk)).text
    assert "You are down to speak." not in page
    assert "Give it back" in page
