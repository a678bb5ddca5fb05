"""Once nobody has an address any more, the mails to it go, and on request what waits for its button too."""

from datetime import timedelta

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.meetings.models import Meeting, Visitor
from groupnet.meetings.service.visitors_followed import erase_old_visitors
from groupnet.public.models import PublicRequest
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of, announce, organiser_of
from tests.public.pages import ANNA, JOIN, VERA, come, open_page, proving_link, type_in
from tests.snapshot import all_rows


@pytest.fixture
def meeting(world: World, group: Group) -> Meeting:
    return world.meeting(group)


def rows_with(world: World, words: str) -> set[str]:
    """The tables in which somebody still stands."""
    return {table for table, rows in all_rows(world.app).items() if words in repr(rows)}


def test_T59_erased_on_request_every_mail_goes_and_what_waits_for_its_button(
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    come(world, mailbox)
    type_in(world, {**VERA, "message": "Let me in."}, JOIN)
    type_in(world, ANNA, JOIN)
    mailbox.deliver()
    (vera,) = all_of(world, group, Visitor)
    organiser = Browser(world.app).sign_in(organiser_of(world, group))
    assert organiser.submit(f"visitors/{vera.id}/erase", {}).status_code == 303
    assert rows_with(world, VERA["email"]) == set()
    assert rows_with(world, ANNA["email"]) == {"public_request", "outgoing_mail"}


def test_T14_the_mails_of_another_group_to_the_address_stay(
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    other = world.group("hill", name="Hill")
    open_page(world, other)
    visit = announce(world, group, meeting, world.member(group), "Vera", email=VERA["email"])
    type_in(world, VERA, JOIN)
    type_in(world, VERA, "/p/hill/join")
    Browser(world.app).sign_in(organiser_of(world, group)).submit(f"visitors/{visit.visitor_id}/erase", {})
    assert all_of(world, group, PublicRequest) == []
    link = proving_link(mailbox, VERA["email"])
    assert "Hill" in Browser(world.app).get(link).text


def test_T59_erased_by_time_the_mails_go_and_a_request_of_today_waits_on(
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    come(world, mailbox)
    mailbox.deliver()
    with time_machine.travel(utc_now() + timedelta(days=368)):
        type_in(world, VERA, JOIN)
        with world.inside(group):
            assert erase_old_visitors(group=group, today=utc_now().date()) == 1
            db.session.commit()
        assert rows_with(world, "public.visit") == set()
        link = proving_link(mailbox, VERA["email"])
        assert Browser(world.app).submit(link, {}).location == "/p/harbour/thanks"
