"""What ends an invitation, and who may not send one."""

from datetime import timedelta

import pytest
import time_machine

from groupnet.audit.models import Action
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, Shown, Status
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Right
from groupnet.groups.service import change_status, grant_right
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.groups.guests import (
    GRACE,
    acts_in,
    invitations_in,
    invite_one,
    member_with,
    send_to,
)
from tests.groups.newcomers import expected, now
from tests.mailbox import Mailbox


def test_T9_a_withdrawn_invitation_is_dead_and_its_mail_stays_unsent(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    invite_one(browser)
    link = mailbox.deliver_one().link("/join/")
    invite_one(browser, "ben@example.org", "Ben Fox")
    first, second = invitations_in(world, harbour)
    for invitation in (first, second):
        assert browser.post(f"invitations/{invitation.id}/revoke").status_code == 303
    assert mailbox.deliver() == []
    guest = Browser(world.app)
    assert guest.get(link).status_code == 404
    assert guest.post(link, {"name": "Grace Lind"}).status_code == 404
    assert "withdrawn" in browser.get("invitations").text
    assert len(acts_in(world, harbour, Action.INVITE_REVOKED)) == 2
    for page in ("invitations/everybody", "joining-sheet"):
        assert "Ben Fox" not in browser.get(page).text, "they are invited one by one again"


def test_T9_an_invitation_dies_when_the_member_leaves(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    member = expected(world, harbour, email=GRACE)
    invite_one(browser)
    other = expected(world, harbour, "Ben", email="ben@example.org")
    link = mailbox.deliver_one().link("/join/")
    invite_one(browser, "ben@example.org", "Ben")
    with world.inside(harbour):
        for gone in (member, other):
            change_status(
                membership=get_membership(gone.id),
                status=Status.LEFT,
                from_day=world.today,
                today=world.today,
            )
        db.session.commit()
    assert mailbox.deliver() == []
    assert Browser(world.app).get(link).status_code == 404
    assert "Nobody is waiting" in browser.get("invitations").text


def test_a_mail_to_an_address_that_was_changed_since_opens_nothing(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    member = expected(world, harbour, email=GRACE)
    invite_one(browser)
    link = mailbox.deliver_one().link("/join/")
    with world.inside(harbour):
        get_membership(member.id).email = "other@example.org"
        db.session.commit()
    assert Browser(world.app).get(link).status_code == 404


@pytest.mark.parametrize("right", [Right.ORGANISER, Right.OFFICER])
def test_T13_nobody_mails_an_invitation_to_rights_they_lack(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group, right: Right
) -> None:
    founder = expected(world, harbour, "Fran Founder", email=GRACE)
    with world.inside(harbour):
        grant_right(membership=founder, right=Right.ADMIN, starts_on=world.today + timedelta(days=30))
        db.session.commit()
    browser.sign_in(world.member(harbour, rights=(right,)))
    assert "Only an admin invites them" in invite_one(browser).text
    browser.post("invitations/everybody")
    assert mailbox.deliver() == []
    admin = Browser(world.app).sign_in(world.member(harbour, rights=(Right.ADMIN,)))
    assert invite_one(admin).status_code == 303
    (invitation,) = invitations_in(world, harbour)
    for act in ("resend", "revoke"):
        assert browser.post(f"invitations/{invitation.id}/{act}").status_code == 403
    page = browser.get("invitations").text
    assert "an admin sends this one" in page
    assert "Withdraw" not in page
    assert invitations_in(world, harbour)[0].revoked_at is None


def test_T8_one_who_may_not_invite_any_more_does_not(
    world: World, browser: Browser, ada: Membership, harbour: Group
) -> None:
    page = browser.get("invitations/new")
    with world.inside(harbour):
        from groupnet.groups.queries import list_rights

        for term in list_rights(ada.id):
            term.ends_on = world.today - timedelta(days=1)
        db.session.commit()
    answer = browser.submit(page, {"name": "Grace", "email": GRACE}, action=send_to(browser))
    assert answer.status_code == 403
    assert member_with(world, harbour, GRACE) is None


def test_one_who_has_joined_is_not_invited_again(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    invite_one(browser)
    link = mailbox.deliver_one().link("/join/")
    (invitation,) = invitations_in(world, harbour)
    Browser(world.app).submit(link, {"name": "Grace Lind", "password": PASSWORD}, action=link)
    guest = member_with(world, harbour, GRACE)
    assert guest
    assert now(world, guest).person_id
    refused = invite_one(browser).text
    assert "Grace Lind is a member already." in refused
    assert f'href="/g/harbour/members/{guest.id}"' in refused
    for act in ("resend", "revoke"):
        assert browser.post(f"invitations/{invitation.id}/{act}").status_code == 404
    assert "Grace Lind" not in browser.get("invitations").text


def test_T11_whose_a_hidden_address_is_is_not_told(
    world: World, browser: Browser, ada: Membership, harbour: Group
) -> None:
    member = world.member(harbour, "Mia Member", email="mia@example.org", email_shown=Shown.NOBODY)
    refused = invite_one(browser, "mia@example.org", "Guess Who").text
    assert "Somebody with this address is a member already." in refused
    assert "Mia Member" not in refused
    assert f"members/{member.id}" not in refused


def test_who_was_withdrawn_stays_so_when_others_are_invited_after(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    invite_one(browser, "ben@example.org", "Ben Fox")
    browser.post(f"invitations/{invitations_in(world, harbour)[0].id}/revoke")
    invite_one(browser)
    for page in ("invitations/everybody", "joining-sheet"):
        assert "Ben Fox" not in browser.get(page).text
    with time_machine.travel(utc_now() + timedelta(minutes=11)):
        assert invite_one(browser, "ben@example.org", "Ben Fox").status_code == 303
        assert sorted(sent.to for sent in mailbox.deliver()) == ["ben@example.org", GRACE]
        assert "Ben Fox" in browser.get("joining-sheet").text
