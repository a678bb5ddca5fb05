"""The demo is put in once, whole, and only where nobody's real data are."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select

from groupnet.app import create_app
from groupnet.cli.serving import Draining, load
from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import Model, db
from groupnet.core.errors import RuleBroken
from groupnet.core.migrating import migrate_database
from groupnet.core.tenancy import every_group, group_bound
from groupnet.demo.cast import load_cast
from groupnet.demo.fill import demo_sign_ins, fill_demo
from groupnet.demo.story import tell_story
from groupnet.groups.models import Group, Membership, RightsTerm, Status
from groupnet.groups.periods import status_on
from groupnet.groups.places import list_open_places
from groupnet.groups.queries import find_group, find_open_invitation, list_periods
from groupnet.members.models import JobSearchViewer, Photo
from groupnet.people.guesses import DEMO_PASSWORD as PASSWORD
from groupnet.people.models import Person
from groupnet.people.passwords import check_password, hash_password, verify_password
from groupnet.people.queries import find_person
from groupnet.referrals.models import Referral, ReferralEvent, Standing, Step, Thanks
from groupnet.settings import Mode
from tests.conftest import ON_POSTGRESQL, settings_for

HARBOUR = load_cast().groups[0]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Flask]:
    """An application on a database filled with the demo; no test of this file changes it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite3'}"
    if ON_POSTGRESQL:
        from tests.postgresql import new_database

        url = new_database(f"demo_{worker_id}")
    app = create_app(settings_for(url))
    with app.app_context():
        migrate_database()
        assert fill_demo()
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def harbour(demo: Flask) -> Iterator[Group]:
    """Inside the demo's larger group."""
    with demo.app_context():
        group = find_group("harbour")
        assert group
        with group_bound(group.id):
            yield group


def by_slug() -> dict[str, Membership]:
    names = {member.name: member.slug for member in HARBOUR.members}
    return {names[one.name]: one for one in db.session.execute(select(Membership)).scalars()}


def day_of_the_demo() -> date:
    """The day on which it was filled, which midnight may have ended meanwhile."""
    newest = db.session.execute(select(func.max(Person.created_at))).scalar_one()
    return newest.astimezone(ZoneInfo(HARBOUR.timezone)).date()


def test_everybody_of_the_cast_is_there_with_their_profile_and_settings(harbour: Group) -> None:
    places = by_slug()
    assert set(places) == {member.slug for member in HARBOUR.members}
    for member in HARBOUR.members:
        place = places[member.slug]
        assert (place.email, place.category, place.offers) == (member.email, member.category, member.offers)
        assert place.good_referral == member.good_referral
        assert place.links.split("\n") == list(member.links or [""])
        assert place.job_search_shown == member.looking_shown_to
    assert harbour.pair_counts_open
    assert harbour.categories_exclusive


def test_periods_are_the_casts_to_the_day(harbour: Group) -> None:
    today = day_of_the_demo()
    places, periods = by_slug(), list_periods()
    for member in HARBOUR.members:
        stored = [(one.status.value, one.starts_on, one.ends_on) for one in periods[places[member.slug].id]]
        told = [(one.status, one.starts_on(today), one.ends_on(today)) for one in member.periods]
        assert stored == told, member.slug
    on_leave = status_on(today, periods[places["niamh-corrigan"].id])
    assert on_leave is Status.ON_LEAVE


def test_rights_begin_and_end_as_granted_and_nobody_holds_another(harbour: Group) -> None:
    today = day_of_the_demo()
    stored = {
        (one.membership_id, one.right.value, one.starts_on, one.ends_on)
        for one in db.session.execute(select(RightsTerm)).scalars()
    }
    places = by_slug()
    assert stored == {
        (places[member.slug].id, grant.right, grant.starts_on(today), grant.ends_on(today))
        for member in HARBOUR.members
        for grant in member.rights
    }


def test_faces_are_stored_for_all_who_have_one(harbour: Group) -> None:
    photos = set(db.session.execute(select(Photo.membership_id)).scalars())
    for member in HARBOUR.members:
        place = by_slug()[member.slug]
        assert (place.id in photos) == bool(member.look) == bool(place.photo_version)


def test_chosen_people_may_see_that_somebody_looks_for_work(harbour: Group) -> None:
    places = by_slug()
    pairs = {
        (one.membership_id, one.viewer_id) for one in db.session.execute(select(JobSearchViewer)).scalars()
    }
    assert (places["nathan-leclair"].id, places["grace-lindqvist"].id) in pairs
    assert len(pairs) == sum(len(member.looking_chosen) for member in HARBOUR.members)


def test_the_whole_story_is_recorded(harbour: Group) -> None:
    story = tell_story(load_cast(), day_of_the_demo())
    told = [one for one in story.referrals if one.group == "harbour"]
    stored = db.session.execute(select(Referral)).scalars().all()
    assert Counter((one.status.value, one.standing.value) for one in stored) == Counter(
        (one.status, one.life.standing) for one in told
    )
    assert sum(one.told_in_person for one in stored) == sum(one.told_in_person for one in told)
    total = db.session.execute(select(func.sum(Thanks.amount_minor))).scalar_one()
    assert total == sum(one.amount_minor or 0 for one in story.thanks if one.group == "harbour")


def test_a_referrals_history_leads_to_where_it_stands_and_never_back_in_time(harbour: Group) -> None:
    histories: dict[int, list[ReferralEvent]] = {}
    for event in db.session.execute(select(ReferralEvent).order_by(ReferralEvent.id)).scalars():
        histories.setdefault(event.referral_id, []).append(event)
    now = utc_now()
    for referral in db.session.execute(select(Referral)).scalars():
        events = histories[referral.id]
        times = [event.happened_at for event in events]
        assert times == sorted(set(times))
        assert times[-1] <= now
        assert events[0].step is Step.RECORDED
        assert events[0].actor_id == referral.recorder_id
        assert events[-1].status_after == referral.status
        assert referral.created_at == times[0]
        assert (referral.closed_at is not None) == (
            referral.status in ("won", "lost", "declined") or referral.standing is Standing.WITHDRAWN
        )
        for before, after in pairwise(events):
            assert after.status_before == before.status_after


def test_steps_are_taken_when_people_are_awake(harbour: Group) -> None:
    today = today_in(harbour.timezone)
    moments = db.session.execute(select(Referral.given_on, Referral.created_at)).all()
    for given_on, created_at in moments:
        if given_on < day_of_the_demo():
            assert 6 <= created_at.hour <= 18  # UTC; London is at most an hour ahead
            assert created_at.date() == given_on
        assert created_at.date() <= today


def test_one_account_opens_both_groups(demo: Flask) -> None:
    with demo.app_context():
        grace = find_person("grace.lindqvist@example.org")
        assert grace
        places = list_open_places(grace.id)
    assert [place.group.slug for place in places] == ["harbour", "northside"]


def test_the_sign_ins_work_and_have_the_rights_they_are_named_for(harbour: Group) -> None:
    today = day_of_the_demo()
    roles = set()
    for role, email, password in demo_sign_ins():
        person = find_person(email)
        assert person
        assert verify_password(password, person.password_hash)
        query = (
            select(RightsTerm)
            .join(Membership, Membership.id == RightsTerm.membership_id)
            .where(Membership.person_id == person.id)
        )
        held = {term.right.value for term in db.session.execute(query).scalars() if term.covers(today)}
        assert (role in held) if role != "member" else not held
        roles.add(role)
    assert roles == {"member", "organiser", "officer", "admin"}
    with pytest.raises(RuleBroken):
        check_password(PASSWORD)


def test_a_newcomers_joining_link_waits_to_be_handed_out(harbour: Group) -> None:
    kwame = by_slug()["kwame-boateng"]
    assert kwame.person_id is None
    assert find_open_invitation(kwame.id)


def test_filling_again_changes_nothing(demo: Flask) -> None:
    def counts() -> list[int]:
        kinds: list[type[Model]] = [Person, Membership, Referral, ReferralEvent, Thanks, Photo]
        with every_group():
            return [db.session.execute(select(func.count()).select_from(kind)).scalar_one() for kind in kinds]

    with demo.app_context():
        before = counts()
        assert not fill_demo()
        assert counts() == before


def test_T22_the_demo_and_its_known_password_never_enter_a_real_site(tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'real.sqlite3'}", mode=Mode.PRODUCTION))
    with app.app_context():
        migrate_database()
        with pytest.raises(RuleBroken, match="real site"):
            fill_demo()
        assert db.session.execute(select(Person)).first() is None
        assert db.session.execute(select(Group)).first() is None
        db.engine.dispose()


@pytest.mark.parametrize(("mode", "shown"), [(Mode.DEMO, True), (Mode.PRODUCTION, False)])
def test_T22_only_the_served_demo_says_how_to_sign_in(tmp_path: Path, mode: Mode, shown: bool) -> None:
    app = load(settings_for(f"sqlite:///{tmp_path / 'served.sqlite3'}", mode=mode), Draining())
    assert isinstance(app, Flask)
    with app.app_context():
        migrate_database()
    page = app.test_client().get("/sign-in").text
    with app.app_context():
        db.engine.dispose()
    assert (PASSWORD in page) is shown
    assert ("grace.lindqvist@example.org" in page) is shown


def test_T22_the_demos_password_opens_nothing_on_a_site_that_others_reach(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
    for address, fits in (("http://127.0.0.1:8000", True), ("https://groups.example.org", False)):
        with create_app(settings_for(url, base_url=address)).app_context():
            assert verify_password(PASSWORD, hash_password(PASSWORD)) is fits
            db.engine.dispose()
