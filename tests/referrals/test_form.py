"""The phone's form: a face, and Save."""

from datetime import timedelta

import pytest

from groupnet.groups.models import Status
from groupnet.referrals import models as referrals
from groupnet.referrals.models import Kind, Step
from tests.browser import Browser
from tests.factories import World
from tests.referrals.pairs import Pair
from tests.statements import count_statements

DAY = timedelta(days=1)


def test_a_face_and_save_are_enough(pair: Pair, browser: Browser) -> None:
    browser.sign_in(pair.amara)
    sent = browser.submit("referrals/new", {"person_id": pair.dev.id})
    assert sent.status_code == 303
    saved = browser.get(sent.location)
    assert "Passed to <bdi>Dev</bdi>" in saved.text
    assert "Who should <bdi>Dev</bdi> call?" in saved.text
    referral = pair.read(int(sent.location.split("/")[-2]))
    assert (referral.kind, referral.inside, referral.given_on, referral.status) == (
        Kind.BUSINESS,
        False,
        pair.world.today,
        referrals.Status.PASSED,
    )


def test_the_receiver_records_it_from_the_same_form(pair: Pair, browser: Browser) -> None:
    form = browser.sign_in(pair.dev).get("referrals/new?direction=received")
    sent = browser.submit(form, {"person_id": pair.amara.id})
    assert "Recorded from Amara" in browser.get(sent.location).text
    referral = pair.read(int(sent.location.split("/")[-2]))
    assert (referral.giver_id, referral.receiver_id) == (pair.amara.id, pair.dev.id)
    assert referral.status is referrals.Status.ACCEPTED


def test_all_details_are_kept(pair: Pair, browser: Browser) -> None:
    browser.sign_in(pair.amara)
    yesterday = pair.world.today - DAY
    details = {
        "person_id": pair.dev.id,
        "kind": "job",
        "inside": "True",
        "prospect_name": "  Ann   Lee ",
        "prospect_contact": "ann@example.org",
        "note": "Ring after six",
        "given_on": yesterday.isoformat(),
        "told_in_person": "y",
    }
    sent = browser.submit("referrals/new", details)
    referral = pair.read(int(sent.location.split("/")[-2]))
    assert (referral.kind, referral.inside, referral.given_on) == (Kind.JOB, True, yesterday)
    assert (referral.prospect_name, referral.prospect_contact) == ("Ann Lee", "ann@example.org")
    assert (referral.note, referral.told_in_person) == ("Ring after six", True)


def test_without_a_face_everything_typed_is_kept(pair: Pair, browser: Browser) -> None:
    browser.sign_in(pair.amara)
    typed = {
        "kind": "introduction",
        "prospect_name": "Ann Lee",
        "note": "Ring after six",
        "direction": "received",
    }
    shown = browser.submit("referrals/new", typed)
    assert shown.status_code == 422
    assert "Pick a person" in shown.text
    assert 'href="#person_id-0-0"' in shown.text
    assert 'id="person_id-0-0"' in shown.text, "the summary leads to the first face"
    for kept in (
        'value="Ann Lee"',
        "Ring after six",
        'value="introduction" checked',
        'value="received" checked',
    ):
        assert kept in shown.text
    assert '<details id="details" open>' in shown.text
    assert pair.count() == 0


@pytest.mark.parametrize("day", ["tomorrow", "someday"])
def test_a_day_to_come_or_none_at_all_is_told_so(pair: Pair, browser: Browser, day: str) -> None:
    typed = (pair.world.today + DAY).isoformat() if day == "tomorrow" else day
    shown = browser.sign_in(pair.amara).submit("referrals/new", {"person_id": pair.dev.id, "given_on": typed})
    assert shown.status_code == 422
    assert 'href="#given_on"' in shown.text
    assert pair.count() == 0


def test_an_emptied_day_means_today(pair: Pair, browser: Browser) -> None:
    sent = browser.sign_in(pair.amara).submit("referrals/new", {"person_id": pair.dev.id, "given_on": ""})
    assert pair.read(int(sent.location.split("/")[-2])).given_on == pair.world.today


def test_to_picks_the_face_and_puts_it_first(world: World, pair: Pair, browser: Browser) -> None:
    for number in range(12):
        world.referral(pair.amara, world.member(pair.group, f"Partner {number}"))
    page = browser.sign_in(pair.amara).get(f"referrals/new?to={pair.dev.id}").text
    first = page[page.index('id="person_id-0-0"') :][:200]
    assert f'value="{pair.dev.id}"' in first
    assert "checked" in first.split(">")[0]


def test_recent_partners_come_before_the_alphabet(world: World, pair: Pair, browser: Browser) -> None:
    zoe = world.member(pair.group, "Zoe")
    world.referral(zoe, pair.amara, given_on=world.today - DAY)
    world.referral(pair.amara, pair.dev, standing=referrals.Standing.WITHDRAWN)
    page = browser.sign_in(pair.amara).get("referrals/new").text
    assert page.index("Lately") < page.index('title="Zoe"') < page.index("Everybody else")
    assert page.index("Everybody else") < page.index('title="Dev Patel"')
    assert page.count('title="Zoe"') == 1


def test_only_who_is_in_the_group_today_is_offered(world: World, pair: Pair, browser: Browser) -> None:
    left = world.member(pair.group, "Lena Left")
    world.end_periods(left, world.today - DAY)
    on_leave = world.member(pair.group, "Leo Leave")
    world.end_periods(on_leave, world.today - DAY)
    world.period(on_leave, Status.ON_LEAVE, world.today)
    page = browser.sign_in(pair.amara).get("referrals/new").text
    assert 'title="Leo Leave"' in page
    assert 'title="Lena Left"' not in page
    assert 'title="Amara Okafor"' not in page
    assert browser.submit("referrals/new", {"person_id": left.id}).status_code == 422
    assert pair.count() == 0


def test_somebody_alone_is_told_what_will_be_here(world: World, browser: Browser) -> None:
    alone = world.member(world.group(), "Ada")
    assert "Nobody else is here yet" in browser.sign_in(alone).get("referrals/new").text


def test_thanks_are_one_tap_from_the_form_and_back(pair: Pair, browser: Browser) -> None:
    browser.sign_in(pair.amara)
    for here, there in (("referrals/new", "thanks/new"), ("thanks/new", "referrals/new")):
        form = browser.get(here).text.partition('<form class="focus-form"')[2]
        assert f'href="{browser.path(there)}"' in form.partition("</nav>")[0]


def test_in_several_groups_the_form_names_its_own_and_leads_to_the_others(
    world: World, pair: Pair, browser: Browser
) -> None:
    north, gone = world.group("north"), world.group("gone")
    person = world.person("both@example.org")
    here, _, left = (
        world.member(group, person=person, email=person.email) for group in (pair.group, north, gone)
    )
    world.end_periods(left, world.today - 9 * DAY)
    browser.sign_in(here)
    with count_statements() as sent:
        page = browser.get("referrals/new").text
    assert f"in {pair.group.name}" in page
    assert f'href="/g/{north.slug}/referrals/new"' in page
    assert f"/g/{gone.slug}/" not in page, "who left is not led to a closed door"
    assert len(sent) <= 6, "\n".join(sent)
    alone = browser.sign_in(pair.dev).get("referrals/new").text
    assert "/g/north/" not in alone


def test_after_saving_who_to_call_can_be_said(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    browser.sign_in(pair.amara)
    typed = {"prospect_name": "Ann Lee", "prospect_contact": "020 7946 0000"}
    sent = browser.submit(
        f"referrals/{referral_id}/saved", typed, action=f"/g/harbour/referrals/{referral_id}/details"
    )
    assert sent.location == f"/g/harbour/referrals/{referral_id}"
    assert pair.read(referral_id).prospect_name == "Ann Lee"


def test_after_saving_i_told_them_in_person_and_undo(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    saved = browser.sign_in(pair.amara).get(f"referrals/{referral_id}/saved")
    assert "I told <bdi>Dev</bdi> in person" in saved.text
    browser.submit(saved, {}, action=f"/g/harbour/referrals/{referral_id}/told")
    assert pair.read(referral_id).told_in_person
    browser.submit(saved, {}, action=f"/g/harbour/referrals/{referral_id}/withdraw")
    assert pair.read(referral_id).standing is referrals.Standing.WITHDRAWN
    assert [event.step for event in pair.events(referral_id)] == [Step.RECORDED, Step.TOLD, Step.WITHDRAWN]


def test_T46_twenty_identical_posts_make_one_referral(pair: Pair, browser: Browser) -> None:
    form = browser.sign_in(pair.amara).get("referrals/new")
    goals = {browser.submit(form, {"person_id": pair.dev.id}).location for _ in range(20)}
    assert len(goals) == 1
    assert pair.count() == 1


def test_T12_extra_fields_are_ignored(world: World, pair: Pair, browser: Browser) -> None:
    chiara = world.member(pair.group, "Chiara")
    extra = {
        "giver_id": chiara.id,
        "recorder_id": chiara.id,
        "status": "won",
        "standing": "withdrawn",
        "group_id": 999,
        "version": 7,
        "created_at": "2001-01-01",
        "import_run_id": 1,
    }
    sent = browser.sign_in(pair.amara).submit("referrals/new", {"person_id": pair.dev.id, **extra})
    referral = pair.read(int(sent.location.split("/")[-2]))
    assert (referral.giver_id, referral.recorder_id) == (pair.amara.id, pair.amara.id)
    assert (referral.status, referral.standing) == (referrals.Status.PASSED, referrals.Standing.CLEAR)
    assert (referral.group_id, referral.version, referral.import_run_id) == (pair.group.id, 1, None)


def test_T4_a_foreign_person_in_the_form_changes_nothing(world: World, pair: Pair, browser: Browser) -> None:
    foreign = world.member(world.group("other"), "Fay Foreign")
    browser.sign_in(pair.amara)
    answers = []
    for person_id in (foreign.id, 999_999):
        shown = browser.submit("referrals/new", {"person_id": person_id})
        assert shown.status_code == 422
        answers.append("Pick somebody who is in the group today" in shown.text)
        assert "Fay Foreign" not in shown.text
    assert answers == [True, True]
    for rubbish in ("x", "-1", "9" * 30, pair.amara.id):
        assert browser.submit("referrals/new", {"person_id": rubbish}).status_code == 422
    assert pair.count() == 0


def test_an_unknown_choice_is_refused(pair: Pair, browser: Browser) -> None:
    browser.sign_in(pair.amara)
    for choice in ({"kind": "gift"}, {"direction": "sideways"}):
        assert browser.submit("referrals/new", {"person_id": pair.dev.id, **choice}).status_code == 422
    assert pair.count() == 0


@pytest.mark.parametrize("others", [3, 60])
def test_the_form_takes_as_many_statements_for_few_as_for_many(
    world: World, pair: Pair, browser: Browser, others: int
) -> None:
    for number in range(others):
        world.member(pair.group, f"Member {number}", account=False)
    browser.sign_in(pair.amara)
    with count_statements() as sent:
        browser.get("referrals/new")
    assert len(sent) <= 6, "\n".join(sent)
