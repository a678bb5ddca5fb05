"""What of a place strangers read, and when a visitor's link no longer opens anything."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import update

from groupnet.core.db import db
from groupnet.meetings.models import Visit, Visitor, VisitorStatus
from groupnet.public.models import PublicPage
from groupnet.public.policy import place_told
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of
from tests.public.pages import VERA, come, open_page


def told(place: str) -> str:
    return place_told(cast(Any, SimpleNamespace(place=place)))


@pytest.mark.parametrize(
    "place",
    [
        "meet.jit.si/HarbourBreakfast",
        "Zoom 812 3456 7890, code 123456",
        "Zoom, code 123456",
        "meet.example.ch/room",
        "vc.firma.de/raum?pwd=abc",
        "vc.firma.de?pwd=abc",
        "teams.microsoft.com",
        "zoom.us:443/j/1",
        "video.example.co.uk/x",
        "https://example.org",
    ],
)
def test_no_way_into_a_video_call_is_published(place: str) -> None:
    assert told(place) == ""


@pytest.mark.parametrize(
    "place",
    ["The Ship Inn", "Hotel Adler, Hauptstr. 12-14, 8001 Zürich", "St.Gallen: Hotel Walhalla", "Room 3/4"],
)
def test_a_house_and_a_street_are(place: str) -> None:
    assert told(place) == place


def test_a_link_dies_when_the_address_is_corrected(world: World, mailbox: Mailbox) -> None:
    group = world.group("harbour")
    open_page(world, group)
    world.meeting(group)
    link = come(world, mailbox, {**VERA, "email": "wrong@example.org"}).location
    stranger = Browser(world.app)
    assert stranger.get(link).status_code == 200
    with world.inside(group):
        db.session.execute(update(Visitor).values(email="vera@example.org"))
        db.session.commit()
    assert stranger.get(link).status_code == 404
    assert stranger.client.post(f"{link}/erase", data={"csrf_token": stranger.token()}).status_code == 404
    assert [one.name for one in all_of(world, group, Visitor)] == ["Vera Visitor"]


@pytest.mark.parametrize("why", ["closed", "declined", "by a member"])
def test_after_all_is_for_who_gave_it_up_themselves_where_visitors_are_welcome(
    world: World, mailbox: Mailbox, why: str
) -> None:
    group = world.group("harbour")
    open_page(world, group)
    world.meeting(group)
    visitor = Browser(world.app)
    link = come(world, mailbox).location
    assert visitor.submit(link, {}).status_code == 303
    changes: dict[str, Any] = {
        "closed": update(PublicPage).values(is_open=False),
        "declined": update(Visitor).values(status=VisitorStatus.DECLINED),
        "by a member": update(Visit).values(withdrew=False),
    }
    with world.inside(group):
        db.session.execute(changes[why])
        db.session.commit()
    sent = visitor.client.post(f"{link}/after-all", data={"csrf_token": visitor.token()})
    assert sent.status_code == 422
    assert [one.came for one in all_of(world, group, Visit)] == [False]
    assert "after-all" not in visitor.get(link).text
