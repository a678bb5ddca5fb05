"""Inviting by mail: one person, again, and no more."""

import re
from datetime import timedelta

import pytest
import time_machine

from groupnet.audit.models import Action
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import list_periods
from groupnet.groups.roles import Right
from groupnet.outbox.models import OutgoingMail, QueueState
from tests.browser import Browser
from tests.factories import World
from tests.groups.guests import (
    GRACE,
    acts_in,
    invitations_in,
    invite_one,
    mails_in,
    member_with,
    preview,
    send_to,
)
from tests.groups.newcomers import expected, without_mail
from tests.mailbox import Mailbox


@pytest.mark.parametrize("right", list(Right))
def test_who_may_invite_sends_one_mail(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group, right: Right
) -> None:
    inviter = world.member(harbour, "Olga Niser", rights=(right,))
    browser.sign_in(inviter)
    answer = invite_one(browser, "Grace@Example.org ", note="See you on Thursday.\nBring a friend.")
    assert (answer.status_code, answer.location) == (303, "/g/harbour/invitations")
    sent = mailbox.deliver_one()
    assert (sent.to, sent.subject) == (GRACE, "Join Harbour")
    for words in ("Olga Niser invites you to join Harbour", "> See you on Thursday.", "> Bring a friend."):
        assert words in sent.text
    assert b"\nFrom: Harbour <" in b"\n" + sent.message.as_bytes().replace(b"\r", b"")
    assert "List-Unsubscribe" not in sent.headers, "it was not sent to a list"
    guest = member_with(world, harbour, GRACE)
    assert guest
    assert acts_in(world, harbour, Action.MEMBER_INVITED) == [(inviter.id, guest.id)]


def test_an_invited_person_is_no_member_yet(
    world: World, browser: Browser, ada: Membership, harbour: Group
) -> None:
    invite_one(browser)
    guest = member_with(world, harbour, GRACE)
    assert guest
    with world.inside(harbour):
        assert list_periods([guest.id])[guest.id] == []
    assert (guest.name, guest.person_id) == ("Grace Lind", None)
    page = browser.get("invitations").text
    assert "Grace Lind" not in browser.get("members").text
    for words in ("Grace Lind", GRACE, "By Ada Min", "Mail waiting", "until"):
        assert words in page


def test_the_list_says_how_far_a_mail_has_come(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    invite_one(browser)
    mailbox.deliver_one()
    assert "Mail sent" in browser.get("invitations").text
    with world.app.app_context():
        mail = db.session.query(OutgoingMail).one()
        mail.state = QueueState.DEAD
        db.session.commit()
    assert "Mail not deliverable" in browser.get("invitations").text
    nick = expected(world, harbour, "Nick Novak", email=None)
    browser.post(f"members/{nick.id}/joining-link")
    assert "Only a link" in browser.get("invitations").text
    with time_machine.travel(utc_now() + timedelta(days=31)):
        page = browser.get("invitations").text
    assert page.count(">Ended<") == 2


def test_a_plain_member_invites_nobody(world: World, browser: Browser, harbour: Group) -> None:
    browser.sign_in(world.member(harbour))
    for path in ("invitations", "invitations/new", "invitations/list", "invitations/everybody"):
        assert browser.get(path).status_code == 403
    for path in ("invitations", "invitations/list", "invitations/preview", "invitations/everybody"):
        assert browser.post(path, {"name": "Grace", "email": GRACE, "people": GRACE}).status_code == 403
    assert mails_in(world) == 0


def test_T12_extra_fields_of_an_invitation_are_ignored(
    world: World, browser: Browser, ada: Membership, harbour: Group
) -> None:
    other = world.group("other")
    extra = {"right": "admin", "role": "admin", "is_admin": "y", "status": "active", "person_id": "1"}
    invite_one(browser, **extra, group_id=str(other.id), membership_id=str(ada.id), mailed_to="x@example.org")
    guest = member_with(world, harbour, GRACE)
    assert guest
    assert (guest.person_id, guest.group_id) == (None, harbour.id)
    (invitation,) = invitations_in(world, harbour)
    assert (invitation.membership_id, invitation.mailed_to) == (guest.id, GRACE)


def test_T16_inviting_answers_alike_whether_or_not_there_is_an_account(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    world.member(world.group("other"), person=world.person("known@example.org"), email="known@example.org")
    rows = []
    for email in ("known@example.org", "newer@example.org"):
        looked = preview(browser, email).text
        rows.append(looked[looked.index("<tbody") : looked.index("</tbody>")].replace(email, "X"))
    assert rows[0].replace("Known", "N") == rows[1].replace("Newer", "N")
    for email in ("known@example.org", "newer@example.org"):
        answer = invite_one(browser, email)
        assert (answer.status_code, answer.location) == (303, "/g/harbour/invitations")
    page = browser.get("invitations").text
    lines = [re.sub(r"\d+", "0", line) for line in page.split('<li class="invitation">')[1:]]
    assert lines[1].replace("known@", "newer@").startswith(lines[0][: lines[0].rindex("</li>")])
    assert [sent.text.count("/join/") for sent in mailbox.deliver()] == [1, 1]


def test_T46_twenty_posts_of_one_form_send_one_mail(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    page = browser.get("invitations/new")
    typed = {"name": "Grace Lind", "email": GRACE}
    places = {browser.submit(page, typed, action=send_to(browser)).location for _ in range(20)}
    assert places == {"/g/harbour/invitations"}
    assert len(mailbox.deliver()) == 1
    assert len(invitations_in(world, harbour)) == 1


def test_an_address_is_left_in_peace_for_ten_minutes(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    invite_one(browser)
    (first,) = invitations_in(world, harbour)
    path = f"invitations/{first.id}/resend"
    assert browser.post(path).status_code == 303
    assert "a moment ago" in browser.get("invitations").text
    assert "a moment ago" in invite_one(browser).text
    assert len(mailbox.deliver()) == 1
    with time_machine.travel(utc_now() + timedelta(minutes=11)):
        assert "Grace Lind was invited already, and the link still works." in invite_one(browser).text
        assert browser.post(path).status_code == 303
        again = mailbox.deliver_one()
    assert again.to == GRACE
    assert len(invitations_in(world, harbour)) == 2


def test_sending_again_keeps_the_personal_line_and_ends_the_link_before(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    invite_one(browser, note="See you on Thursday.")
    before = mailbox.deliver_one().link("/join/")
    with time_machine.travel(utc_now() + timedelta(minutes=11)):
        browser.post(f"invitations/{invitations_in(world, harbour)[0].id}/resend")
        again = mailbox.deliver_one()
        assert "> See you on Thursday." in again.text
        guest = Browser(world.app)
        assert guest.get(before).status_code == 404
        assert guest.get(again.link("/join/")).status_code == 200


@pytest.mark.parametrize("typed", [("", GRACE), ("Grace", ""), ("Grace", "grace at home")])
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    world: World, browser: Browser, ada: Membership, typed: tuple[str, str]
) -> None:
    answer = invite_one(browser, typed[1], typed[0], note="A word from me")
    assert answer.status_code == 422
    assert "A word from me" in answer.text
    for text in filter(None, typed):
        assert f'value="{text}"' in answer.text
    assert mails_in(world) == 0


def test_T29_T33_hostile_names_and_words_make_one_plain_mail(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    group = world.group("trap", name="Trap <b>\u202e & Co")
    inviter = world.member(group, "<script>alert()</script>", rights=(Right.ADMIN,))
    browser.sign_in(inviter)
    invite_one(browser, GRACE, "Grace\r\nBcc: all@example.org", note="<img src=x>\r\nBcc: all@example.org")
    sent = mailbox.deliver_one()
    assert sent.message.recipients == [GRACE]
    head = sent.message.as_bytes().replace(b"\r", b"").split(b"\n\n")[0]
    assert b"\nBcc:" not in head
    assert "<script>" not in sent.html
    assert "<img" not in sent.html
    assert "> <img src=x>\n> Bcc: all@example.org" in sent.text
    page = browser.get("invitations").text
    assert "<script>alert()" not in page


@pytest.mark.parametrize("path", ["", "/new", "/list", "/everybody"])
def test_a_site_without_mail_leads_to_links(
    world: World, browser: Browser, ada: Membership, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    assert "no mail server" not in browser.get(f"invitations{path}").text
    without_mail(world.app, monkeypatch)
    page = browser.get(f"invitations{path}").text
    assert "no mail server" in page
    assert 'method="post" action="/g/harbour/invitations' not in page, "nothing to press that reaches nobody"


def test_a_site_without_mail_notes_no_invitation_as_sent(
    world: World, browser: Browser, ada: Membership, harbour: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected(world, harbour)
    one, everybody = browser.get("invitations/new"), browser.get("invitations/everybody")
    without_mail(world.app, monkeypatch)
    sent = {"name": "Ines", "email": "ines@example.org"}
    assert browser.submit(one, sent, action=browser.path("invitations")).status_code == 422
    browser.submit(everybody, {}, action=browser.path("invitations/everybody"))
    assert "Nobody is waiting to join" in browser.get("invitations").text
