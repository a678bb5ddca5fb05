"""The page of notices, and the bell."""

import re
from datetime import timedelta

from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import insert_rows
from groupnet.groups.models import Membership
from groupnet.notices.models import Notice, NoticeKind
from groupnet.notices.views import NOTICES_A_PAGE
from groupnet.notices.writers import Action
from groupnet.people.queries import find_person_by_id
from groupnet.referrals.service import Details, give_referral
from tests.browser import Browser
from tests.factories import World
from tests.notices.conftest import PlainWriter, tell
from tests.snapshot import all_rows
from tests.statements import count_statements

AT_ONCE = timedelta()
DAY = timedelta(days=1)
NEW = re.compile(r'class="new-mark">New<')
BELL = re.compile(r'class="count"><span class="visually-hidden">: </span>([\d+]+)')


def tell_many(world: World, member: Membership, times: int) -> None:
    with world.inside(member):
        now = utc_now()
        told = [
            {"membership_id": member.id, "kind": NoticeKind.REFERRAL, "created_at": now, "due_at": now - one}
            for one in (timedelta(minutes=number) for number in range(times))
        ]
        insert_rows(Notice, told)
        db.session.commit()


def test_the_page_says_who_and_what_and_when_and_leads_there(
    world: World, browser: Browser, writer: PlainWriter, grace: Membership, amara: Membership
) -> None:
    writer.person = amara
    tell(world, grace, held_back=-2 * DAY)
    text = browser.sign_in(grace).get("notices").text
    assert "Amara passed you something &lt;b&gt;referral&lt;/b&gt;" in text
    assert "Priya Shah" in text
    assert "2 days ago" in text
    assert 'href="/g/harbour/referrals?direction=received"' in text
    assert ">AO<" in text.replace("\n", "").replace(" ", "")


def test_the_newest_stand_first_and_a_page_at_a_time(
    world: World, browser: Browser, writer: PlainWriter, grace: Membership
) -> None:
    tell_many(world, grace, 30)
    tell(world, grace, NoticeKind.THANKS, held_back=AT_ONCE)
    first = browser.sign_in(grace).get("notices").text
    assert first.index("thanks&lt;") < first.index("referral&lt;")
    assert first.count("Amara passed you something") == 25
    assert browser.get("notices?page=2").text.count("Amara passed you something") == 6
    assert "Nothing older is kept" in browser.get("notices?page=3").text


def test_what_is_held_back_is_not_told_yet(
    world: World, browser: Browser, writer: PlainWriter, grace: Membership
) -> None:
    tell(world, grace)
    text = browser.sign_in(grace).get("notices").text
    assert "What you are told will be here" in text
    assert f'href="/g/harbour/members/{grace.id}/edit#good_referral"' in text
    assert not BELL.search(text)


def test_the_bell_counts_what_is_new_on_every_page(
    world: World, browser: Browser, writer: PlainWriter, grace: Membership, amara: Membership
) -> None:
    tell_many(world, grace, 3)
    tell(world, amara, held_back=AT_ONCE)
    for page in ("", "members", "notices"):
        assert BELL.findall(browser.sign_in(grace).get(page).text) == ["3", "3"]
    tell_many(world, grace, 100)
    assert BELL.findall(browser.get("members").text) == ["99+", "99+"]


def test_T26_reading_the_page_marks_nothing_and_the_button_marks_all(
    world: World, browser: Browser, writer: PlainWriter, grace: Membership, amara: Membership
) -> None:
    tell_many(world, grace, 2)
    tell(world, amara, held_back=AT_ONCE)
    browser.sign_in(grace)
    before = all_rows(world.app)
    assert len(NEW.findall(browser.get("notices").text)) == 2
    assert all_rows(world.app) == before
    assert browser.submit("notices", {}, action="/g/harbour/notices/seen").status_code == 303
    text = browser.get("notices").text
    assert not NEW.search(text)
    assert not BELL.search(text)
    assert "Mark all as read" not in text
    assert text.count("Amara passed you something") == 2
    assert NEW.search(browser.sign_in(amara).get("notices").text)


def test_what_came_after_the_page_was_opened_stays_new(
    world: World, browser: Browser, writer: PlainWriter, grace: Membership
) -> None:
    tell_many(world, grace, 1)
    page = browser.sign_in(grace).get("notices")
    tell(world, grace, held_back=AT_ONCE)
    browser.submit(page, {}, action="/g/harbour/notices/seen")
    assert len(NEW.findall(browser.get("notices").text)) == 1
    for nonsense in ("", "yesterday", "2026-11-23T10:00:00", "9999-01-01T00:00:00+00:00"):
        assert browser.post("notices/seen", {"until": nonsense}).status_code == 303
    assert not NEW.search(browser.get("notices").text)


def test_a_notice_nobody_has_words_for_is_left_out(
    world: World, browser: Browser, writer: PlainWriter, grace: Membership
) -> None:
    notice = tell(world, grace, held_back=AT_ONCE)
    assert notice
    writer.silent.add(notice.id)
    assert "Amara passed" not in browser.sign_in(grace).get("notices").text


def test_a_line_may_bring_its_acts_along(
    world: World, browser: Browser, writer: PlainWriter, grace: Membership, amara: Membership
) -> None:
    referral = world.referral(amara, grace)
    values = {"referral_id": referral.id}
    writer.actions = [
        Action(
            word="Accept", endpoint="group.referrals.accept", values=values, posts=True, hint="from Amara"
        ),
        Action(word="Look", endpoint="group.referrals.show", values=values),
    ]
    tell(world, grace, referral_id=referral.id, held_back=AT_ONCE)
    accept = f"/g/harbour/referrals/{referral.id}/accept"
    assert f'href="/g/harbour/referrals/{referral.id}"' in browser.sign_in(grace).get("notices").text
    assert browser.submit("notices", {}, action=accept).status_code == 303


def test_T7_each_group_shows_its_own(
    world: World, browser: Browser, writer: PlainWriter, grace: Membership
) -> None:
    northside = world.group("northside")
    with world.app.app_context():
        person = find_person_by_id(grace.person_id or 0)
    there = world.member(northside, "Grace Lind", person=person)
    tell_many(world, there, 2)
    browser.sign_in(grace)
    assert "Amara passed" not in browser.get("/g/harbour/notices").text
    assert browser.get("/g/northside/notices").text.count("Amara passed") == 2
    browser.post("/g/harbour/notices/seen")
    assert len(NEW.findall(browser.get("/g/northside/notices").text)) == 2


def test_T8_T9_after_leaving_the_page_is_dead(
    world: World, browser: Browser, writer: PlainWriter, grace: Membership
) -> None:
    tell_many(world, grace, 1)
    assert browser.sign_in(grace).get("notices").status_code == 200
    world.end_periods(grace, world.today - DAY)
    assert browser.get("notices").status_code == 404
    assert browser.post("notices/seen").status_code == 404


def test_the_page_takes_at_most_six_statements_however_many_lines(
    world: World, browser: Browser, grace: Membership, amara: Membership
) -> None:
    def tell_of_referrals(times: int) -> None:
        details = Details(given_on=world.today, prospect_name="Priya Shah")
        with world.inside(grace):
            for _ in range(times):
                give_referral(giver=amara, receiver=grace, details=details, today=world.today)
            told = update(Notice).where(Notice.kind == NoticeKind.REFERRAL)
            db.session.execute(told.values(due_at=utc_now()))
            db.session.commit()

    tell_of_referrals(5)
    browser.sign_in(grace)
    with count_statements() as of_five:
        assert browser.get("notices").text.count("Priya Shah") == 5
    tell_of_referrals(45)
    with count_statements() as of_fifty:
        assert browser.get("notices").text.count("Priya Shah") == NOTICES_A_PAGE
    assert len(of_five) == len(of_fifty) <= 6, "\n".join(of_fifty)
