"""The weekly mail over all of a person's groups."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.notices import jobs, service
from groupnet.notices.models import NoticeKind, Way
from groupnet.people.queries import find_person_by_id
from tests.factories import World
from tests.mailbox import Mailbox
from tests.notices.conftest import prove
from tests.notices.weeks import MONDAY, Week, at, digests, work
from tests.statements import count_statements

DAY = timedelta(days=1)


def second_place(world: World, member: Membership, **group: str) -> Membership:
    """Another place of a member's person."""
    with world.app.app_context():
        person = find_person_by_id(member.person_id or 0)
    return world.member(world.group(**group), member.name, person=person)


def test_it_comes_on_monday_morning_once(
    world: World, mailbox: Mailbox, week: Week, grace: Membership
) -> None:
    for moment in (MONDAY - DAY, MONDAY - timedelta(hours=2), MONDAY + timedelta(hours=3), MONDAY + DAY):
        with at(moment):
            work(world)
    assert digests(world) == []
    for hour in range(2):
        with at(MONDAY + timedelta(hours=hour)):
            work(world)
            work(world)
    with at(MONDAY + timedelta(hours=1)):
        sent = mailbox.deliver_one()
    assert sent.to == "grace@example.org"
    assert sent.subject == "Your week in Harbour Circle"
    assert "Harbour Circle" in str(sent.message.as_bytes())
    assert sent.text.index("Waiting for you") < sent.text.index("Thanks")
    assert "Amara wrote line 0 (Thu 3 Dec)" in sent.text
    assert sent.link("/g/harbour/referrals") == "/g/harbour/referrals"
    assert "/unsubscribe/" in sent.headers["List-Unsubscribe"]
    week.happened.append(MONDAY + DAY)
    with at(MONDAY + 7 * DAY):
        work(world)
        assert len(mailbox.deliver()) == 1


def test_what_was_mailed_at_once_is_not_told_again_and_what_is_unwanted_not_at_all(
    world: World, mailbox: Mailbox, week: Week, grace: Membership
) -> None:
    with at(MONDAY):
        work(world)
        with world.app.app_context():
            service.choose(person_id=grace.person_id or 0, ways={NoticeKind.THANKS: Way.NEVER})
            db.session.commit()
        text = mailbox.deliver_one().text
    assert "Waiting for you" in text
    assert "What came of it" not in text
    assert "Thanks" not in text


def test_it_goes_over_all_groups_and_tags_each_line(
    world: World, mailbox: Mailbox, week: Week, grace: Membership
) -> None:
    second_place(world, grace, slug="auckland", name="Auckland Circle", timezone="Pacific/Auckland")
    with at(MONDAY):
        work(world)
    assert digests(world) == []
    with at(datetime(2026, 12, 6, 19, 0, tzinfo=UTC)):
        work(world)
        sent = mailbox.deliver_one()
    assert sent.subject == "Your week in 2 groups"
    assert "Amara wrote line 0 (Auckland Circle · Fri 4 Dec)" in sent.text
    assert "Amara wrote line 0 (Harbour Circle · Thu 3 Dec)" in sent.text


def test_a_block_has_at_most_five_lines_and_says_how_many_more_there_are(
    world: World, mailbox: Mailbox, week: Week, grace: Membership
) -> None:
    week.happened *= 8
    with at(MONDAY):
        work(world)
        text = mailbox.deliver_one().text
    assert text.count("Amara wrote line") == 2 * 5
    assert text.count("and 3 more") == 2


@pytest.mark.parametrize("reason", ["nothing to say", "ended", "unproven", "left", "moved", "late"])
def test_it_is_not_sent_when_there_is_no_reason_to_by_then(
    world: World, mailbox: Mailbox, week: Week, grace: Membership, reason: str
) -> None:
    with at(MONDAY):
        work(world)
    assert len(digests(world)) == 1
    if reason == "nothing to say":
        week.happened = []
    elif reason == "unproven":
        prove(world, grace, proven=False)
    elif reason == "left":
        world.end_periods(grace, world.today - DAY)
    elif reason in ("ended", "moved"):
        with world.app.app_context():
            person = find_person_by_id(grace.person_id or 0)
            assert person
            if reason == "moved":
                person.email = "new@example.org"
            else:
                service.unsubscribe(person_id=person.id, kind=NoticeKind.DIGEST)
            db.session.commit()
    with at(MONDAY + (2 * DAY if reason == "late" else timedelta())):
        assert mailbox.deliver() == []


def test_T9_who_left_or_ended_it_or_proved_no_address_is_not_written_to(
    world: World, week: Week, harbour: Group, grace: Membership
) -> None:
    former, unproven, ended = (world.member(harbour) for _ in range(3))
    for member in (former, ended):
        prove(world, member)
    world.end_periods(former, world.today - DAY)
    with world.app.app_context():
        service.unsubscribe(person_id=ended.person_id or 0, kind=NoticeKind.DIGEST)
        db.session.commit()
    with at(MONDAY):
        work(world)
    assert [mail.person_id for mail in digests(world)] == [grace.person_id]
    assert unproven.person_id != grace.person_id


def test_T9_a_group_one_has_left_is_not_in_it(
    world: World, mailbox: Mailbox, week: Week, grace: Membership
) -> None:
    there = second_place(world, grace, name="Northside Circle")
    world.end_periods(there, world.today - DAY)
    with at(MONDAY):
        work(world)
        sent = mailbox.deliver_one()
    assert sent.subject == "Your week in Harbour Circle"
    assert "Northside" not in sent.text + sent.html


def test_many_people_are_written_to_in_small_jobs_with_few_statements_each(
    world: World, monkeypatch: pytest.MonkeyPatch, week: Week, harbour: Group, grace: Membership
) -> None:
    monkeypatch.setattr(jobs, "PEOPLE_AT_ONCE", 4)
    for _ in range(9):
        prove(world, world.member(harbour))
    with at(MONDAY), count_statements() as sent:
        work(world)
    assert len(digests(world)) == 10
    written = [one for one in sent if one.startswith("INSERT INTO outgoing_mail")]
    assert len(written) == 10
    reads = [one for one in sent if one.startswith("SELECT") and "FROM job" not in one]
    assert len(reads) <= 2 + 3 * 3, "\n".join(reads)
    with at(MONDAY), count_statements() as again:
        work(world)
    assert not [one for one in again if one.startswith("INSERT INTO outgoing_mail")]


def test_it_speaks_the_groups_language_and_is_of_use_for_a_day_and_a_half(
    world: World, week: Week, harbour: Group, grace: Membership
) -> None:
    with world.inside(harbour):
        group = db.session.execute(select(Group).where(Group.id == harbour.id)).scalar_one()
        group.locale = "en_US"
        db.session.commit()
    with at(MONDAY):
        work(world)
        (mail,) = digests(world)
        assert mail.locale == "en_US"
        assert mail.expires_at == utc_now() + timedelta(hours=36)
