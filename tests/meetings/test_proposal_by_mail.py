"""Answering a proposal from the mail without signing in: only its buttons change anything (UX 9)."""

from datetime import timedelta

import time_machine
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.signing import sign
from groupnet.groups.models import Membership
from groupnet.meetings.models import Meeting, Proposal, ProposalStatus
from groupnet.meetings.one_to_one_links import proposal_address
from groupnet.people.models import Person
from tests.browser import Browser
from tests.meetings.pairs import A_DAY, Pair
from tests.snapshot import all_rows


def link(
    pair: Pair, proposal: Proposal, *, time_id: int | None = None, invited: Membership | None = None
) -> str:
    """The path of the link in Dev's mail."""
    with pair.world.app.app_context():
        address = proposal_address(
            group_id=pair.group.id,
            proposal_id=proposal.id,
            invited_id=(invited or pair.dev).id,
            email=(invited or pair.dev).email,
            time_id=time_id,
        )
    return "/" + address.split("/", 3)[3]


def test_a_time_is_accepted_without_signing_in(pair: Pair, browser: Browser) -> None:
    proposal = pair.propose()
    second = pair.time_ids(proposal)[1]
    path = link(pair, proposal, time_id=second)
    page = browser.get(path)
    assert f'value="{second}" checked' in page.text
    done = browser.submit(page, {"answer": "accept"})
    assert (done.status_code, done.location) == (303, path)
    (meeting,) = pair.all(Meeting)
    assert meeting.starts_at == pair.times()[1]
    assert "Agreed" in browser.get(path).text
    assert "Sign in" in browser.client.get("/", follow_redirects=True).text, "nobody was signed in by it"


def test_without_a_chosen_time_it_asks_for_one(pair: Pair, browser: Browser) -> None:
    path = link(pair, pair.propose())
    refused = browser.submit(path, {"answer": "accept"})
    assert refused.status_code == 422
    assert "Choose one of the times." in refused.text
    assert not pair.all(Meeting)


def test_declining_takes_one_button(pair: Pair, browser: Browser) -> None:
    path = link(pair, pair.propose())
    assert browser.submit(path, {"answer": "decline"}).status_code == 303
    assert pair.proposals[0].status is ProposalStatus.DECLINED
    assert "is told kindly" in browser.get(path).text


def test_T46_twenty_posts_make_one_meeting(pair: Pair, browser: Browser) -> None:
    proposal = pair.propose()
    page = browser.get(link(pair, proposal, time_id=pair.time_ids(proposal)[0]))
    assert {browser.submit(page, {"answer": "accept"}).status_code for _ in range(20)} == {303}
    assert len(pair.all(Meeting)) == 1


def test_T26_opening_the_link_changes_nothing(pair: Pair, browser: Browser) -> None:
    path = link(pair, pair.propose())
    before = all_rows(pair.world.app)
    assert browser.get(path).status_code == 200
    assert browser.client.head(path).status_code == 200
    assert all_rows(pair.world.app) == before


def test_T25_the_pages_token_is_needed(pair: Pair, browser: Browser) -> None:
    path = link(pair, pair.propose())
    assert browser.client.post(path, data={"answer": "decline"}).status_code == 400
    assert pair.proposals[0].status is ProposalStatus.OPEN


def test_the_link_ends_with_its_proposal_its_times_and_its_member(pair: Pair, browser: Browser) -> None:
    withdrawn = pair.propose()
    pair.signed_in(pair.amara).post(f"one-to-ones/proposals/{withdrawn.id}/withdraw")
    assert browser.get(link(pair, withdrawn)).status_code == 404
    waiting = pair.propose()
    with time_machine.travel(utc_now() + A_DAY * 30):
        assert browser.get(link(pair, waiting)).status_code == 404
    assert browser.get(link(pair, waiting)).status_code == 200
    pair.world.end_periods(pair.dev, pair.world.today - timedelta(days=1))
    gone = browser.get(link(pair, waiting))
    assert gone.status_code == 404
    assert "Amara" not in gone.text


def test_a_link_of_another_purpose_or_for_another_member_opens_nothing(pair: Pair, browser: Browser) -> None:
    proposal = pair.propose()
    with pair.world.app.app_context():
        foreign = sign("groupnet.meetings.answer", [pair.group.id, proposal.id, pair.dev.id, None])
    for path in (
        f"/one-to-one-answer/{foreign}",
        "/one-to-one-answer/nonsense",
        link(pair, proposal, invited=pair.amara),
        link(pair, proposal, invited=pair.chief),
    ):
        assert browser.get(path).status_code == 404


def test_once_it_has_ended_the_link_says_nothing_of_who_and_where(pair: Pair, browser: Browser) -> None:
    proposal = pair.propose()
    meeting = pair.accept(proposal)
    path = link(pair, proposal)
    with time_machine.travel(meeting.ends_at - timedelta(minutes=1)):
        assert "Café Harbour" in browser.get(path).text
    with time_machine.travel(meeting.ends_at + timedelta(seconds=1)):
        over = browser.client.get(path)
    assert over.status_code == 404
    assert "Amara" not in over.text
    assert "Café" not in over.text


def test_a_declined_one_says_nothing_once_its_times_are_over(pair: Pair, browser: Browser) -> None:
    path = link(pair, pair.propose())
    browser.submit(path, {"answer": "decline"})
    assert browser.get(path).status_code == 200
    with time_machine.travel(pair.times()[-1] + A_DAY):
        assert browser.client.get(path).status_code == 404


def test_a_link_opens_nothing_once_the_mail_address_is_another(pair: Pair, browser: Browser) -> None:
    path = link(pair, pair.propose())
    page = browser.get(path)
    with pair.world.inside(pair.group):
        theirs = Person.id == pair.dev.person_id
        db.session.execute(update(Person).where(theirs).values(email="new@example.org"))
        db.session.commit()
    browser.submit(page, {"answer": "decline"})
    assert [one.status for one in pair.proposals] == [ProposalStatus.OPEN]
    gone = browser.get(path)
    assert gone.status_code == 404
    assert "Amara" not in gone.text
