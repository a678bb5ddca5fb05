"""Mails about a group that did not arrive: its admin sees to whom and why, and sends them again."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from groupnet.audit.models import Action, AuditEntry
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.groups.roles import Right
from groupnet.outbox.models import OutgoingMail, QueueState
from groupnet.outbox.service import queue_mail
from groupnet.outbox.troubles import Trouble
from groupnet.outbox.words import why
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.statements import count_statements
from tests.worker.office import HELLO, give, hello


@pytest.fixture
def group(world: World) -> Group:
    """A group."""
    give(world.app, composers={HELLO: hello, "groups.invitation": hello})
    return world.group("harbour")


@pytest.fixture
def admin(world: World, group: Group, browser: Browser) -> Browser:
    """Its admin's browser."""
    return browser.sign_in(world.member(group, "Ada Min", rights=(Right.ADMIN,)))


def dead_mail(world: World, group: Group, *, to: str = "gone@example.org", failure: str = "") -> int:
    """A mail that was given up."""
    with world.app.app_context():
        mail_id = queue_mail(kind="groups.invitation", to=to, payload={}, about_group_id=group.id)
        mail = db.session.execute(select(OutgoingMail).where(OutgoingMail.id == mail_id)).scalar_one()
        mail.state, mail.finished_at, mail.attempts = QueueState.DEAD, mail.created_at, 1
        mail.failure = failure or f"{Trouble.ADDRESS_REFUSED} (550)"
        db.session.commit()
        return mail.id


def test_an_admin_reads_to_whom_what_and_why(world: World, group: Group, admin: Browser) -> None:
    dead_mail(world, group)
    page = admin.get("mail").text
    for words in ("gone@example.org", "Invitation", "does not know this address"):
        assert words in page
    assert "550" not in page


def test_where_all_arrived_the_page_says_so(admin: Browser) -> None:
    assert "Every mail has arrived" in admin.get("mail").text


def test_every_trouble_has_a_sentence_and_an_unknown_one_too(world: World) -> None:
    with world.app.test_request_context():
        sentences = {why(f"{trouble} (550)") for trouble in Trouble}
        assert len(sentences) == len(Trouble)
        assert why("anything") not in sentences


def test_T46_sent_again_however_often_it_is_pressed_it_goes_out_once(
    world: World, group: Group, admin: Browser, mailbox: Mailbox
) -> None:
    mail_id = dead_mail(world, group)
    page = admin.get("mail")
    action = f"/g/harbour/mail/{mail_id}/again"
    answers = [admin.submit(page, {}, action=action) for _ in range(20)]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/g/harbour/mail")}
    assert mailbox.deliver_one().to == "gone@example.org"
    with world.inside(group):
        (entry,) = db.session.execute(
            select(AuditEntry).where(AuditEntry.action == Action.MAIL_SENT_AGAIN)
        ).scalars()
    assert "example.org" not in entry.details
    assert "gone@example.org" not in admin.get("mail").text


def test_what_is_sent_again_is_said_to_be_on_its_way_until_it_is(
    world: World, group: Group, admin: Browser, mailbox: Mailbox
) -> None:
    mail_id = dead_mail(world, group)
    assert "Nothing waits here" not in admin.get("mail").text
    admin.submit("mail", {}, action=f"/g/harbour/mail/{mail_id}/again")
    page = admin.get("mail").text
    for words in ("Nothing waits here", "Being sent", "gone@example.org"):
        assert words in page
    assert "Every mail has arrived" not in page
    assert "does not know this address" not in page
    mailbox.deliver_one()
    assert "Every mail has arrived" in admin.get("mail").text


def test_what_was_never_in_trouble_is_not_listed(world: World, group: Group, admin: Browser) -> None:
    with world.app.app_context():
        queue_mail(kind=HELLO, to="fresh@example.org", payload={}, about_group_id=group.id)
        db.session.commit()
    assert "fresh@example.org" not in admin.get("mail").text


def test_it_says_whose_address_it_is_and_offers_to_correct_it_where_an_admin_may(
    world: World, group: Group, admin: Browser
) -> None:
    listed = world.member(group, "Ines Faro", email="ines@example.org", account=False)
    dead_mail(world, group, to="ines@example.org")
    page = admin.get("mail").text
    assert "Ines Faro" in page
    assert f'href="/g/harbour/members/{listed.id}/edit#email"' in page
    assert page.index("Correct the address") < page.index("Send again")


def test_an_address_that_a_member_signs_in_with_is_theirs_to_change(
    world: World, group: Group, admin: Browser
) -> None:
    member = world.member(group, "Grace Lind", email="grace@example.org")
    dead_mail(world, group, to="grace@example.org")
    page = admin.get("mail").text
    assert "Correct the address" not in page
    assert "Only <bdi>Grace Lind</bdi> can change it" in page
    assert f'href="/g/harbour/members/{member.id}"' in page


def test_no_address_is_to_be_corrected_where_the_server_was_away(
    world: World, group: Group, admin: Browser
) -> None:
    world.member(group, "Ines Faro", email="ines@example.org", account=False)
    dead_mail(world, group, to="ines@example.org", failure=f"{Trouble.BUSY} (450)")
    assert "Correct the address" not in admin.get("mail").text


def test_it_says_that_a_member_has_left(world: World, group: Group, admin: Browser) -> None:
    member = world.member(group, "Grace Lind", email="grace@example.org")
    dead_mail(world, group, to="grace@example.org")
    assert "has left" not in admin.get("mail").text
    world.end_periods(member, world.today - timedelta(days=1))
    assert "has left" in admin.get("mail").text


def test_a_mail_sent_again_has_its_three_days_anew(world: World, group: Group, admin: Browser) -> None:
    mail_id = dead_mail(world, group)
    admin.post(f"mail/{mail_id}/again")
    with world.app.app_context():
        mail = db.session.execute(select(OutgoingMail)).scalar_one()
    assert (mail.state, mail.attempts, mail.failure, mail.finished_at) == (
        QueueState.WAITING,
        0,
        f"{Trouble.ADDRESS_REFUSED} (550)",
        None,
    )


def test_T4_another_groups_mail_is_neither_seen_nor_sent(world: World, group: Group, admin: Browser) -> None:
    foreign = dead_mail(world, world.group("town"), to="foreign@example.org")
    assert "foreign@example.org" not in admin.get("mail").text
    assert admin.post(f"mail/{foreign}/again").status_code == 404
    with world.app.app_context():
        state = db.session.execute(select(OutgoingMail.state)).scalar_one()
    assert state is QueueState.DEAD


def test_a_member_does_not_see_it(world: World, group: Group, browser: Browser) -> None:
    assert browser.sign_in(world.member(group)).get("mail").status_code == 403


def test_the_audit_log_leads_to_it(admin: Browser) -> None:
    assert 'href="/g/harbour/mail"' in admin.get("audit").text


def test_the_page_asks_little_however_long_the_list(world: World, group: Group, admin: Browser) -> None:
    counts = []
    for _ in range(2):
        for number in range(5):
            dead_mail(world, group, to=f"p{number}@example.org")
            world.member(group)
        with count_statements() as sent:
            admin.client.get("/g/harbour/mail")
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 6


def make_needless(world: World, mail_id: int, **values: Any) -> None:
    with world.app.app_context():
        db.session.execute(update(OutgoingMail).where(OutgoingMail.id == mail_id).values(**values))
        db.session.commit()


def test_a_mail_that_is_over_is_not_offered_again(world: World, group: Group, admin: Browser) -> None:
    mail_id = dead_mail(world, group)
    assert "Send again" in admin.get("mail").text
    make_needless(world, mail_id, expires_at=utc_now() - timedelta(seconds=1))
    page = admin.get("mail").text
    assert ("Send again" in page, "Its time is over" in page) == (False, True)


@pytest.mark.parametrize(
    "values",
    [{"expires_at": utc_now() - timedelta(days=1)}, {"payload": '{"needless": true}'}],
    ids=["over", "needless"],
)
def test_what_would_never_go_out_is_not_said_to_be_on_its_way(
    world: World, group: Group, admin: Browser, values: dict[str, Any]
) -> None:
    mail_id = dead_mail(world, group)
    admin.get("mail")
    make_needless(world, mail_id, **values)
    assert admin.post(f"mail/{mail_id}/again").status_code == 303
    assert "This mail is over by now" in admin.get("mail").text
    with world.app.app_context():
        assert db.session.execute(select(OutgoingMail.state)).scalar_one() is QueueState.DEAD


def test_a_mail_sent_again_keeps_its_end(world: World, group: Group, admin: Browser) -> None:
    mail_id, end = dead_mail(world, group), utc_now() + timedelta(days=9)
    make_needless(world, mail_id, expires_at=end)
    admin.post(f"mail/{mail_id}/again")
    with world.app.app_context():
        query = select(OutgoingMail.state, OutgoingMail.expires_at)
        assert db.session.execute(query).one() == (QueueState.WAITING, end)
