"""A meeting falls away while its visitors press: whoever holds it goes first, and nobody waits in a ring."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.meetings.models import Meeting
from groupnet.meetings.queries.from_outside import hold_group_meeting
from groupnet.public.models import PublicRequest
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of
from tests.public.pages import VERA, VISIT, proving_link, type_in

LONG_ENOUGH = 0.5
"""Seconds in which a press comes as far as the meeting that another holds."""
pytestmark = pytest.mark.commits


def remove_while(world: World, meeting: Meeting, press: Callable[[], int]) -> int:
    """Remove a meeting, with what was typed for it, while somebody presses; what they are answered."""
    with ThreadPoolExecutor(1) as pool, world.inside(meeting):
        held = hold_group_meeting(meeting.id)
        held.title = "Off"
        db.session.flush()
        pressed = pool.submit(press)
        time.sleep(LONG_ENOUGH)
        db.session.delete(held)
        db.session.commit()
        return pressed.result()


def test_the_button_waits_for_the_meeting_before_it_holds_what_was_typed(
    world: World, mailbox: Mailbox, group: Group
) -> None:
    meeting = world.meeting(group)
    type_in(world, VERA)
    browser = Browser(world.app)
    page = browser.get(proving_link(mailbox, VERA["email"]))
    assert remove_while(world, meeting, lambda: browser.submit(page, {}).status_code) in (303, 404)
    assert all_of(world, group, PublicRequest) == []


def test_a_form_sent_again_waits_for_the_meeting_before_it_is_written_down(
    world: World, group: Group
) -> None:
    meeting = world.meeting(group)
    type_in(world, VERA)
    browser = Browser(world.app)
    page = browser.get(VISIT)
    again = {**VERA, "name": "Vera Again"}
    assert remove_while(world, meeting, lambda: browser.submit(page, again).status_code) == 404
    assert all_of(world, group, PublicRequest) == []
