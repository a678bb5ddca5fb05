"""A draft that is cancelled stays among those who schedule."""

from groupnet.groups.roles import Right
from groupnet.meetings.models import Meeting, MeetingStatus
from tests.browser import Browser
from tests.factories import World
from tests.meetings.guests import all_of


def test_a_cancelled_draft_is_seen_by_organisers_alone_and_comes_back_as_a_draft(world: World) -> None:
    group = world.group("harbour")
    draft = world.meeting(group, status=MeetingStatus.DRAFT, title="Secret plan")
    organiser = Browser(world.app).sign_in(world.member(group, rights=(Right.ORGANISER,)))
    member = Browser(world.app).sign_in(world.member(group))
    path = f"meetings/{draft.id}"
    assert organiser.submit(f"{path}/cancel", {}).status_code == 303
    assert organiser.get(path).status_code == 200
    assert member.get(path).status_code == 404
    assert "Secret plan" not in member.get("meetings").text
    assert organiser.post(f"{path}/bring-back").status_code == 303
    assert [one.status for one in all_of(world, group, Meeting)] == [MeetingStatus.DRAFT]
    assert member.get(path).status_code == 404
    organiser.post(f"{path}/publish")
    assert organiser.submit(f"{path}/cancel", {}).status_code == 303
    assert member.get(path).status_code == 200
