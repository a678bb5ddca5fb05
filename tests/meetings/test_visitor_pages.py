"""The pages of visitors inside a group."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import Meeting, Visit, Visitor, VisitorStatus
from tests.browser import Browser
from tests.factories import World
from tests.meetings.guests import all_of, announce, organiser_of
from tests.statements import count_statements

VERA = {
    "email": "vera@example.org",
    "phone": "+44 1632 960961",
    "company": "Ink Ltd",
    "category": "Letterpress",
}


@pytest.fixture
def group(world: World) -> Group:
    return world.group("harbour")


@pytest.fixture
def member(world: World, group: Group) -> Membership:
    return world.member(group, "Dev Patel")


@pytest.fixture
def organiser(world: World, group: Group) -> Membership:
    return organiser_of(world, group)


@pytest.fixture
def meeting(world: World, group: Group) -> Meeting:
    return world.meeting(group)


def test_a_name_is_enough_and_the_next_meeting_is_chosen(
    world: World, browser: Browser, group: Group, member: Membership, meeting: Meeting
) -> None:
    world.meeting(group, starts_at=utc_now() + timedelta(days=20))
    sent = browser.sign_in(member).submit("visitors/new", {"name": "Vera Visitor"})
    assert sent.status_code == 303
    page = browser.get(sent.location)
    assert "<bdi>Vera Visitor</bdi> is expected on" in page.text
    assert "Another" in page.text
    (visit,) = all_of(world, group, Visit)
    assert visit.meeting_id == meeting.id
    assert "Vera Visitor" in browser.get("visitors").text
    assert "Vera Visitor" in browser.get(f"meetings/{meeting.id}").text


def test_an_announcement_is_undone_where_it_was_saved(
    world: World, browser: Browser, group: Group, member: Membership, meeting: Meeting
) -> None:
    sent = browser.sign_in(member).submit("visitors/new", {"name": "Vera"})
    (visit,) = all_of(world, group, Visit)
    undo = f"visitors/{visit.visitor_id}/visits/{visit.id}"
    assert f'action="/g/harbour/{undo}"' in browser.get(sent.location).text
    undone = browser.post(undo, {"came": "no", "undo": "yes"})
    assert "Undone: Vera is not expected." in browser.get(undone.location).text
    assert "is expected on" not in browser.get(sent.location).text


def test_from_a_meeting_the_form_leads_back_to_it(
    browser: Browser, member: Membership, meeting: Meeting
) -> None:
    form = browser.sign_in(member).get(f"visitors/new?meeting={meeting.id}")
    assert f'href="/g/harbour/meetings/{meeting.id}"' in form.text
    assert "What to record" not in form.text
    sent = browser.submit(form, {"name": "Vera"})
    assert sent.location == f"/g/harbour/meetings/{meeting.id}"
    assert "What to record" in browser.get("visitors/new").text


def test_without_a_name_nothing_typed_is_lost(browser: Browser, member: Membership, meeting: Meeting) -> None:
    sent = browser.sign_in(member).submit("visitors/new", {"company": "Ink Ltd"})
    assert sent.status_code == 422
    assert "What is the visitor’s name?" in sent.text
    assert "Ink Ltd" in sent.text


def test_where_no_meeting_is_to_come_the_page_says_so(browser: Browser, member: Membership) -> None:
    assert "No meeting to come" in browser.sign_in(member).get("visitors/new").text
    assert browser.post("visitors", {"name": "Vera"}).status_code == 422
    assert "Nobody is expected yet" in browser.get("visitors").text


def test_T46_twenty_identical_posts_announce_one_visitor(
    world: World, browser: Browser, group: Group, member: Membership, meeting: Meeting
) -> None:
    body = {"name": "Vera", "meeting_id": meeting.id, "submission_key": "once"}
    browser.sign_in(member)
    went = {browser.post("visitors", body).location for _ in range(20)}
    assert len(went) == 1
    assert len(all_of(world, group, Visit)) == len(all_of(world, group, Visitor)) == 1


def test_an_organiser_finds_room_and_says_who_brings_them(
    world: World, browser: Browser, group: Group, member: Membership, organiser: Membership
) -> None:
    full = world.meeting(group, capacity=1)
    announce(world, group, full, member)
    browser.sign_in(organiser)
    typed = {"name": "Walter", "invited_by_id": str(member.id)}
    refused = browser.submit("visitors/new", typed)
    assert refused.status_code == 422
    assert "There is room all the same" in refused.text
    assert browser.submit(refused, {"over_full": "y"}).status_code == 303
    walter = all_of(world, group, Visitor)[-1]
    assert (walter.name, walter.invited_by_id) == ("Walter", member.id)


def test_T12_a_member_neither_finds_room_nor_names_another_inviter(
    world: World, browser: Browser, group: Group, member: Membership, organiser: Membership
) -> None:
    full = world.meeting(group, capacity=1)
    browser.sign_in(member)
    typed = {"name": "Vera", "meeting_id": full.id, "invited_by_id": organiser.id, "owner_id": organiser.id}
    browser.post("visitors", {**typed, "status": "joined", "over_full": "y"})
    (vera,) = all_of(world, group, Visitor)
    assert (vera.invited_by_id, vera.owner_id) == (member.id, member.id)
    assert vera.status is VisitorStatus.EXPECTED
    assert browser.post("visitors", {**typed, "name": "Walter", "over_full": "y"}).status_code == 422


def test_T11_address_telephone_and_note_are_seen_by_those_who_look_after_them(
    world: World, browser: Browser, group: Group, member: Membership, meeting: Meeting
) -> None:
    visit = announce(world, group, meeting, member, "Vera", **VERA)
    with world.inside(group):
        db.session.execute(update(Visitor).values(note="Call after ten.", message="Let me in."))
        db.session.commit()
    secrets = ("Letterpress", "vera@example.org", "1632 960961", "Call after ten.", "Let me in.")
    who_may = [member, *(world.member(group, rights=(right,)) for right in Right)]
    for who in who_may:
        text = browser.sign_in(who).get(f"visitors/{visit.visitor_id}").text
        assert all(secret in text for secret in secrets), who.name
    browser.sign_in(world.member(group, "Somebody Else"))
    for path in (
        f"visitors/{visit.visitor_id}",
        "visitors",
        f"meetings/{meeting.id}",
        f"members/{member.id}",
    ):
        page = browser.get(path)
        assert page.status_code == 200
        assert not [secret for secret in secrets if secret in page.text], path
    for act in ("edit", "follow-up", "visit", "erase"):
        assert browser.get(f"visitors/{visit.visitor_id}/{act}").status_code == 404
        assert browser.post(f"visitors/{visit.visitor_id}/{act}", {"name": "X"}).status_code == 404


def test_a_member_does_not_learn_who_asks_to_join(
    world: World, browser: Browser, group: Group, member: Membership, organiser: Membership, meeting: Meeting
) -> None:
    announce(world, group, meeting, None, "Vera Applicant")
    with world.inside(group):
        db.session.execute(update(Visitor).values(status=VisitorStatus.APPLIED))
        db.session.execute(update(Visit).values(came=False))
        db.session.commit()
    (vera,) = all_of(world, group, Visitor)
    browser.sign_in(member)
    assert "Vera Applicant" not in browser.get("visitors").text
    assert "Vera Applicant" not in browser.get("visitors?step=applied&whose=everybody").text
    assert browser.get(f"visitors/{vera.id}").status_code == 404
    assert "Vera Applicant" in browser.sign_in(organiser).get("visitors?step=applied").text


def test_a_known_visitor_comes_again(
    world: World, browser: Browser, group: Group, member: Membership, meeting: Meeting
) -> None:
    later = world.meeting(group, starts_at=utc_now() + timedelta(days=14))
    visit = announce(world, group, meeting, member, "Vera")
    sent = browser.sign_in(member).submit(f"visitors/{visit.visitor_id}/visit", {"meeting_id": str(later.id)})
    assert sent.status_code == 303
    assert [one.meeting_id for one in all_of(world, group, Visit)] == [meeting.id, later.id]
    assert len(all_of(world, group, Visitor)) == 1


@pytest.mark.parametrize("count", [5, 50])
def test_the_pages_cost_the_same_at_5_and_at_50_visitors(
    world: World, browser: Browser, group: Group, organiser: Membership, meeting: Meeting, count: int
) -> None:
    for number in range(count):
        announce(world, group, meeting, organiser, f"Visitor {number:02}", email=f"v{number}@example.org")
    browser.sign_in(organiser)
    (vera, *_) = all_of(world, group, Visitor)
    for path in ("visitors", "visitors?by=name&step=expected", "visitors/new", f"visitors/{vera.id}"):
        with count_statements() as statements:
            assert browser.get(path).status_code == 200
        assert len(statements) <= 6, path
