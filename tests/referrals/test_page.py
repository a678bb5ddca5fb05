"""The page of one referral: for its two people, with every step on it."""

import re
from datetime import timedelta

import pytest

from groupnet.core.clock import utc_now
from groupnet.groups.roles import Right
from groupnet.referrals import service
from groupnet.referrals.models import Kind, Standing, Status
from tests.browser import Browser
from tests.factories import World
from tests.referrals.pairs import Pair
from tests.statements import count_statements

DAY = timedelta(days=1)
NONCE = re.compile(r'nonce="[^"]+"')
SECRETS = {"prospect_name": "Ann Secret", "prospect_contact": "ann@secret.example", "note": "Secret note"}
EVERYTHING = [
    ("get", ""),
    ("get", "/saved"),
    ("get", "/edit"),
    ("get", "/decline"),
    ("get", "/dispute"),
    ("get", "/withdraw"),
    ("get", "/erase"),
    ("post", ""),
    ("post", "/accept"),
    ("post", "/contact"),
    ("post", "/win"),
    ("post", "/lose"),
    ("post", "/step-back"),
    ("post", "/decline"),
    ("post", "/dispute"),
    ("post", "/lift"),
    ("post", "/withdraw"),
    ("post", "/erase"),
    ("post", "/details"),
    ("post", "/told"),
]


def test_T11_the_page_is_its_two_peoples_alone(world: World, pair: Pair, browser: Browser) -> None:
    referral_id = pair.give(**SECRETS)
    for one in (pair.amara, pair.dev):
        page = browser.sign_in(one).get(f"referrals/{referral_id}").text
        assert all(secret in page for secret in SECRETS.values())
    chief = world.member(pair.group, "Chief", rights=(Right.ADMIN, Right.OFFICER, Right.ORGANISER))
    browser.sign_in(chief)
    missing = browser.get("referrals/999999")
    for method, path in EVERYTHING:
        answer = getattr(browser, method)(f"referrals/{referral_id}{path}")
        assert answer.status_code == 404, (method, path)
    assert browser.get(f"referrals/{referral_id}").status_code == missing.status_code == 404
    for page in ("referrals", "referrals?direction=given", "thanks", "reciprocity", ""):
        assert "Secret" not in browser.get(page).text


def test_T3_a_foreign_referral_answers_like_a_missing_one(world: World, pair: Pair, browser: Browser) -> None:
    elsewhere = world.group("other")
    foreign = world.referral(world.member(elsewhere), world.member(elsewhere))
    browser.sign_in(pair.amara)
    for method, path in EVERYTHING:
        answers = [getattr(browser, method)(f"referrals/{number}{path}") for number in (foreign.id, 999_999)]
        assert [answer.status_code for answer in answers] == [404, 404], (method, path)
        assert len({NONCE.sub("", answer.text) for answer in answers}) == 1, (method, path)
    thanks = world.thanks(world.member(elsewhere), world.member(elsewhere))
    for number in (thanks.id, 999_999):
        assert browser.get(f"thanks/{number}/saved").status_code == 404
        assert browser.post(f"thanks/{number}/withdraw").status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 12, "9" * 30])
def test_T3_an_id_that_no_row_can_have_is_a_missing_one(pair: Pair, browser: Browser, number: str) -> None:
    browser.sign_in(pair.amara)
    for path in (f"referrals/{number}", f"thanks/{number}/saved"):
        assert browser.get(path).status_code == 404


def test_T5_a_refused_step_leaves_everything_as_it_was(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give(**SECRETS)
    browser.sign_in(pair.amara)
    for path in ("accept", "contact", "win", "lose", "step-back"):
        assert browser.post(f"referrals/{referral_id}/{path}").status_code == 403
    for path in ("decline", "dispute", "lift"):
        sent = browser.post(f"referrals/{referral_id}/{path}", {"reason": "no", "note": "no"})
        assert sent.status_code in (303, 403)
    referral = pair.read(referral_id)
    assert (referral.status, referral.standing, referral.version) == (Status.PASSED, Standing.CLEAR, 1)
    assert len(pair.events(referral_id)) == 1


def test_the_receiver_walks_it_to_the_end_by_its_buttons(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give(**SECRETS)
    browser.sign_in(pair.dev)
    here = f"/g/harbour/referrals/{referral_id}"
    for path, then in (("accept", "Accepted"), ("contact", "Contacted"), ("win", "Won")):
        sent = browser.submit(here, {}, action=f"{here}/{path}")
        assert sent.status_code == 303
        assert then in browser.get(here).text
    assert "Say thanks" in browser.get(here).text
    assert pair.read(referral_id).status is Status.WON


def test_a_step_that_came_too_late_shows_how_it_stands(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    browser.sign_in(pair.dev)
    for _ in range(2):
        sent = browser.post(f"referrals/{referral_id}/accept")
        assert sent.status_code == 303
    assert "has moved on meanwhile" in browser.get(sent.location).text
    assert len(pair.events(referral_id)) == 2


def test_declining_asks_for_a_reason_and_shows_it_to_both(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    browser.sign_in(pair.dev)
    here = f"referrals/{referral_id}/decline"
    assert browser.submit(here, {"reason": " "}).status_code == 422
    assert browser.submit(here, {"reason": "Outside our area"}).status_code == 303
    for one in (pair.dev, pair.amara):
        assert "Outside our area" in browser.sign_in(one).get(f"referrals/{referral_id}").text


def test_the_other_side_disputes_and_lifts_in_the_browser(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    browser.sign_in(pair.dev).submit(f"referrals/{referral_id}/dispute", {"note": "not so"})
    page = browser.sign_in(pair.amara).get(f"referrals/{referral_id}").text
    assert "Disputed" in page
    assert "Lift the dispute" not in page
    here = f"/g/harbour/referrals/{referral_id}"
    browser.sign_in(pair.dev).submit(here, {}, action=f"{here}/lift")
    assert pair.read(referral_id).standing is Standing.CLEAR


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("ann@example.org", 'href="mailto:ann@example.org"'),
        ("+44 (0)20 7946-0000", 'href="tel:+442079460000"'),
        ("javascript:alert(1)", None),
        ("ask for Ann, 020 7946 0000", None),
    ],
)
def test_T31_a_contact_is_a_link_only_where_it_is_one(
    pair: Pair, browser: Browser, contact: str, link: str | None
) -> None:
    referral_id = pair.give(prospect_contact=contact)
    page = browser.sign_in(pair.dev).get(f"referrals/{referral_id}").text
    assert (link in page) if link else ("tel:" not in page and 'href="javascript' not in page)


def test_a_job_speaks_of_applied_interviewing_and_hired(pair: Pair, browser: Browser) -> None:
    job = pair.give(kind=Kind.JOB)
    browser.sign_in(pair.dev)
    for act, word in (
        (service.accept_referral, "Applied"),
        (service.contact_prospect, "Interviewing"),
        (service.win, "Hired"),
    ):
        pair.act(act, pair.dev, job)
        assert word in browser.get(f"referrals/{job}").text


def test_unanswered_for_fourteen_days_is_marked(world: World, pair: Pair, browser: Browser) -> None:
    def marked(days: int, recorded: int) -> bool:
        referral = world.referral(
            pair.amara, pair.dev, given_on=world.today - days * DAY, created_at=utc_now() - recorded * DAY
        )
        return f"Not answered yet · {days} days" in browser.get(f"referrals/{referral.id}").text

    browser.sign_in(pair.dev)
    assert marked(14, 14)
    assert "Waiting 14 days" in browser.get("referrals").text
    assert not marked(13, 13)
    assert not marked(30, 1), "what is recorded late waits from then on"


def test_editing_keeps_what_the_other_reads(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give(**SECRETS)
    sent = browser.sign_in(pair.dev).submit(f"referrals/{referral_id}/edit", {"note": "Ring after six"})
    assert sent.status_code == 303
    referral = pair.read(referral_id)
    assert (referral.note, referral.prospect_name) == ("Ring after six", "Ann Secret")
    assert "Changed: note" in browser.get(f"referrals/{referral_id}").text


def test_T47_a_stale_edit_shows_both_texts_and_then_wins_knowingly(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give(note="first")
    opened = browser.sign_in(pair.amara).get(f"referrals/{referral_id}/edit")
    pair.act(
        service.edit_referral,
        pair.dev,
        referral_id,
        details=service.Details(given_on=pair.world.today, note="by Dev"),
        today=pair.world.today,
    )
    clash = browser.submit(opened, {"note": "by Amara", "inside": "True"})
    assert clash.status_code == 409
    assert "by Dev" in clash.text
    assert "by Amara" in clash.text
    assert "The giver (inside)" in clash.text
    assert pair.read(referral_id).note == "by Dev"
    again = browser.submit(clash, {})
    assert again.status_code == 303
    assert pair.read(referral_id).note == "by Amara"


def test_a_withdrawn_referral_is_not_edited(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    pair.act(service.withdraw, pair.amara, referral_id)
    browser.sign_in(pair.amara)
    assert browser.get(f"referrals/{referral_id}/edit").status_code == 303
    assert browser.post(f"referrals/{referral_id}", {"note": "late", "version": 2}).status_code == 422
    assert pair.read(referral_id).note == ""


def test_erasing_takes_the_prospect_away_everywhere_and_leaves_the_figures(
    pair: Pair, browser: Browser
) -> None:
    referral_id = pair.give(**SECRETS)
    pair.act(service.accept_referral, pair.dev, referral_id, note="Secret note of a step")
    pair.act(service.contact_prospect, pair.dev, referral_id)
    pair.act(service.win, pair.dev, referral_id)
    pair.thank(referral_id, amount_minor=700, note="for Ann Secret")
    browser.sign_in(pair.dev)
    asked = browser.get(f"referrals/{referral_id}/erase")
    assert pair.read(referral_id).prospect_name == "Ann Secret", "asking erases nothing"
    browser.submit(asked, {})

    referral = pair.read(referral_id)
    assert (referral.prospect_name, referral.prospect_contact, referral.note) == ("", "", "")
    assert all(event.note == "" for event in pair.events(referral_id))
    assert [(one.note, one.amount_minor) for one in pair.all_thanks()] == [("", 700)]
    assert (referral.status, referral.given_on) == (Status.WON, pair.world.today)
    assert "Secret" not in browser.get(f"referrals/{referral_id}").text


def test_T29_T30_hostile_text_shows_as_text(pair: Pair, browser: Browser) -> None:
    polyglot = "<script>alert(1)</script>'\"{{7*7}}${7*7}';DROP TABLE referral;--"
    typed = {
        "person_id": pair.dev.id,
        "prospect_name": polyglot,
        "prospect_contact": "Zoë \U0001f469\u200d\U0001f680 \u202egnp.exe",
        "note": polyglot + "\n" + "x" * 300,
    }
    sent = browser.sign_in(pair.amara).submit("referrals/new", typed)
    number = int(sent.location.split("/")[-2])
    pair.act(service.dispute, pair.dev, number, note=polyglot)
    for path in (
        sent.location,
        f"referrals/{number}",
        f"referrals/{number}/edit",
        "referrals?direction=given",
    ):
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "${49}" not in page
        assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{7*7}}" in page
    assert pair.read(number).prospect_contact == "Zoë \U0001f469\u200d\U0001f680 gnp.exe"


@pytest.mark.parametrize("steps", [1, 20])
def test_the_page_takes_six_statements_however_long_its_history(
    pair: Pair, browser: Browser, steps: int
) -> None:
    referral_id = pair.give(**SECRETS)
    for _ in range(steps):
        pair.act(service.dispute, pair.dev, referral_id)
        pair.act(service.lift_dispute, pair.dev, referral_id)
        pair.thank(referral_id)
    browser.sign_in(pair.dev)
    with count_statements() as sent:
        browser.get(f"referrals/{referral_id}")
    assert len(sent) <= 6, "\n".join(sent)
