"""What a member is told, when, and how it is taken back."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Group, Membership, Status
from groupnet.notices import service
from groupnet.notices.keeping import remove_old_notices
from groupnet.notices.models import Notice, NoticeKind, Way
from groupnet.people.queries import find_person_by_id
from tests.factories import World
from tests.mailbox import Mailbox
from tests.notices.conftest import PlainWriter, prove, tell

A_WHILE = timedelta(minutes=16)
DAY = timedelta(days=1)


def later(span: timedelta) -> Any:
    return time_machine.travel(utc_now() + span, tick=False)


def choose(world: World, member: Membership, kind: NoticeKind, way: Way) -> None:
    with world.app.app_context():
        service.choose(person_id=member.person_id or 0, ways={kind: way})
        db.session.commit()


def count_notices(world: World) -> int:
    with world.app.app_context(), every_group():
        return len(db.session.execute(select(Notice)).scalars().all())


def test_a_notice_is_mailed_once_when_it_is_no_longer_held_back(
    world: World, mailbox: Mailbox, writer: PlainWriter, grace: Membership
) -> None:
    tell(world, grace)
    assert mailbox.deliver() == []
    with later(A_WHILE):
        sent = mailbox.deliver_one()
        assert mailbox.deliver() == []
    assert sent.to == "grace@example.org"
    assert sent.subject == "News for Grace Lind"
    assert "Harbour Circle" in str(sent.message.as_bytes())
    assert "You get this because you are in Harbour Circle." in sent.text
    assert sent.link("/account/notices")


def test_T35_T46_the_mail_leads_to_the_configured_site(
    world: World, mailbox: Mailbox, writer: PlainWriter, grace: Membership
) -> None:
    tell(world, grace, held_back=timedelta())
    base = world.app.config["GROUPNET"].base_url
    sent = mailbox.deliver_one()
    assert sent.links
    assert all(link.startswith(base) for link in [*sent.links, sent.headers["List-Unsubscribe"][1:-1]])


def test_nobody_is_told_of_their_own_act(world: World, grace: Membership, amara: Membership) -> None:
    assert tell(world, grace, actor_id=grace.id) is None
    assert tell(world, grace, actor_id=amara.id) is not None
    assert count_notices(world) == 1


@pytest.mark.parametrize("way", [Way.WEEKLY, Way.NEVER])
def test_who_chose_otherwise_gets_no_mail_at_once(
    world: World, mailbox: Mailbox, writer: PlainWriter, grace: Membership, way: Way
) -> None:
    choose(world, grace, NoticeKind.REFERRAL, way)
    assert tell(world, grace) is not None
    with later(A_WHILE):
        assert mailbox.deliver() == []


def test_thanks_are_not_mailed_at_once_unless_asked_for(
    world: World, mailbox: Mailbox, writer: PlainWriter, grace: Membership
) -> None:
    tell(world, grace, NoticeKind.THANKS)
    with later(A_WHILE):
        assert mailbox.deliver() == []
    choose(world, grace, NoticeKind.THANKS, Way.AT_ONCE)
    tell(world, grace, NoticeKind.THANKS)
    with later(A_WHILE):
        assert len(mailbox.deliver()) == 1


def test_an_address_that_nobody_has_proven_gets_no_mail(
    world: World, mailbox: Mailbox, writer: PlainWriter, grace: Membership
) -> None:
    prove(world, grace, proven=False)
    assert tell(world, grace) is not None
    with later(A_WHILE):
        assert mailbox.deliver() == []


def test_a_member_without_an_account_is_told_in_the_app_for_when_they_join(
    world: World, mailbox: Mailbox, writer: PlainWriter, harbour: Group
) -> None:
    nick = world.member(harbour, account=False)
    assert tell(world, nick) is not None
    with later(A_WHILE):
        assert mailbox.deliver() == []


def test_a_member_on_leave_is_told(world: World, harbour: Group) -> None:
    lea = world.member(harbour)
    world.end_periods(lea, world.today - DAY)
    world.period(lea, Status.ON_LEAVE, world.today)
    assert tell(world, lea) is not None


def test_T9_who_has_left_is_told_nothing_any_more(
    world: World, mailbox: Mailbox, writer: PlainWriter, grace: Membership
) -> None:
    tell(world, grace)
    world.end_periods(grace, world.today - DAY)
    assert tell(world, grace) is None
    with later(A_WHILE):
        assert mailbox.deliver() == []


@pytest.mark.parametrize("change", ["needless", "seen", "choice", "unproven", "moved"])
def test_a_mail_is_dropped_when_it_is_needless_by_the_time_it_is_sent(
    world: World, mailbox: Mailbox, writer: PlainWriter, grace: Membership, change: str
) -> None:
    notice = tell(world, grace)
    assert notice
    if change == "needless":
        writer.needless.add(notice.id)
    elif change == "choice":
        choose(world, grace, NoticeKind.REFERRAL, Way.NEVER)
    elif change == "unproven":
        prove(world, grace, proven=False)
    elif change == "moved":
        with world.app.app_context():
            person = find_person_by_id(grace.person_id or 0)
            assert person
            person.email = "new@example.org"
            db.session.commit()
    with later(A_WHILE):
        if change == "seen":
            with world.inside(grace):
                service.mark_seen(membership=grace)
                db.session.commit()
        assert mailbox.deliver() == []


def test_what_is_undone_in_time_is_told_to_nobody(
    world: World, mailbox: Mailbox, writer: PlainWriter, grace: Membership, amara: Membership
) -> None:
    undone, kept = world.referral(amara, grace), world.referral(amara, grace)
    tell(world, grace, referral_id=undone.id)
    tell(world, grace, referral_id=kept.id)
    with world.inside(grace):
        service.take_back(referral_id=undone.id)
        db.session.commit()
    assert count_notices(world) == 1
    with later(A_WHILE):
        assert len(mailbox.deliver()) == 1


def test_what_was_seen_stays_when_it_is_taken_back_late(
    world: World, grace: Membership, amara: Membership
) -> None:
    referral = world.referral(amara, grace)
    tell(world, grace, referral_id=referral.id)
    with later(A_WHILE), world.inside(grace):
        service.mark_seen(membership=grace)
        service.take_back(referral_id=referral.id)
        db.session.commit()
    assert count_notices(world) == 1


def test_what_is_about_to_go_for_good_takes_its_notices_along(
    world: World, grace: Membership, amara: Membership
) -> None:
    thanks, referral = world.thanks(amara, grace), world.referral(amara, grace)
    tell(world, grace, NoticeKind.THANKS, thanks_id=thanks.id)
    tell(world, grace, referral_id=referral.id)
    with world.inside(grace):
        service.mark_seen(membership=grace, thanks_id=thanks.id)
        service.forget_about(thanks_ids=[thanks.id])
        db.session.commit()
        assert count_notices(world) == 1
        service.forget_about(referral_ids=[referral.id])
        db.session.commit()
    assert count_notices(world) == 0


def test_acting_on_something_is_reading_it_even_before_it_is_told(
    world: World, mailbox: Mailbox, writer: PlainWriter, grace: Membership, amara: Membership
) -> None:
    done, other = world.referral(amara, grace), world.referral(amara, grace)
    tell(world, grace, referral_id=done.id)
    tell(world, grace, referral_id=other.id)
    tell(world, amara, NoticeKind.ANSWER, referral_id=done.id)
    with world.inside(grace):
        service.mark_seen(membership=grace, referral_id=done.id)
        db.session.commit()
        unseen = select(Notice.membership_id, Notice.referral_id).where(Notice.seen_at.is_(None))
        assert {*map(tuple, db.session.execute(unseen))} == {(grace.id, other.id), (amara.id, done.id)}
    with later(A_WHILE):
        assert len(mailbox.deliver()) == 1


def test_take_back_needs_to_know_what(world: World, grace: Membership) -> None:
    with world.inside(grace), pytest.raises(ValueError, match="about"):
        service.take_back()


def test_notices_go_after_six_months(world: World, grace: Membership) -> None:
    tell(world, grace)
    for span, left in ((timedelta(days=180), 1), (timedelta(days=190), 0)):
        with later(span), world.app.app_context():
            remove_old_notices()
            db.session.commit()
            assert count_notices(world) == left
