"""Everything of a person's, and nothing of anybody else's."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from groupnet.account.archive import ACCOUNT_PARTS, PLACE_PARTS, README
from groupnet.core.db import db
from groupnet.outbox import claims, running
from groupnet.outbox.models import Job, JobFile
from groupnet.people.models import Person
from tests.account.lives import PHONE, edited_by, hide_contact, live, rows_of, unpack
from tests.browser import Browser
from tests.factories import World
from tests.rules.towns import build_town
from tests.snapshot import all_rows

MARKER = "MARKERofgroupB"


@pytest.fixture
def person(world: World) -> Person:
    return world.person("zora@example.org", name="Zora Quillfeather")


def test_the_archive_holds_every_part_for_each_group_and_says_what_it_is(
    world: World, person: Person
) -> None:
    live(world, world.group("harbour"), "Zora", person=person)
    live(world, world.group("hillside"), "Zora", person=person)
    files = unpack(world.app, person.id)
    readme = files[README].decode()
    for slug in ("harbour", "hillside"):
        assert {f"{slug}/{part.name}" for part in PLACE_PARTS} <= set(files)
        assert f"{slug}/" in readme
    names = [*[part.name for part in ACCOUNT_PARTS], *[part.name for part in PLACE_PARTS]]
    assert all(name in readme for name in names)
    profile = json.loads(files["harbour/profile.json"])
    assert (profile["offers"], profile["phone"]) == ("Zora-offers", PHONE)
    assert profile["job_search_shown_to"] == ["other-Zora Oka"]
    assert files["harbour/photo.webp"][8:12] == b"WEBP"
    assert [row["status"] for row in rows_of(files["harbour/periods.csv"])] == ["active"]


def test_the_account_is_told_without_a_secret(world: World, person: Person) -> None:
    live(world, world.group(), "Zora", person=person)
    Browser(world.app).sign_in(person)
    account = json.loads(unpack(world.app, person.id)["account.json"])
    assert (account["email"], account["name"]) == ("zora@example.org", "Zora Quillfeather")
    assert account["notices_by_mail"] == {"thanks": "never"}
    assert [one["browser"] for one in account["sign_ins"]] == ["test"]
    assert not {"password_hash", "token_hash", "totp_nonce"} & set(account)


def test_referrals_and_thanks_hold_what_their_two_people_see(world: World, person: Person) -> None:
    life = live(world, world.group("harbour"), "Zora", person=person)
    files = unpack(world.app, person.id)
    given = {row["number"]: row for row in rows_of(files["harbour/referrals-given.csv"])}
    assert given[str(life.given.id)]["to"] == "other-Zora Oka"
    assert given[str(life.given.id)]["who to call"] == "given-by-Zora-prospect"
    (received,) = rows_of(files["harbour/referrals-received.csv"])
    assert (received["from"], received["how to reach them"]) == ("other-Zora Oka", "other-Zora-contact")
    history = rows_of(files["harbour/referrals-history.csv"])
    assert [row["note"] for row in history] == ["Zora-event", "other-Zora-event"]
    (thanked,) = rows_of(files["harbour/thanks-given.csv"])
    assert (thanked["amount"], thanked["currency"], thanked["to"]) == ("123.45", "GBP", "other-Zora Oka")
    (thanks,) = rows_of(files["harbour/thanks-received.csv"])
    assert (thanks["amount"], thanks["note"]) == ("678.90", "other-Zora-thanks")


def test_T11_nobody_elses_number_address_or_held_back_notice_is_in_it(world: World, person: Person) -> None:
    life = live(world, world.group("harbour"), "Zora", person=person)
    hide_contact(world, life.other)
    bystanders = world.referral(
        life.other,
        world.member(life.group, "By Stander"),
        prospect_name="not-mine-prospect",
        note="not-mine-note",
    )
    world.thanks(world.member(life.group), life.other, amount_minor=55_555, note="not-mine-thanks")
    files = unpack(world.app, person.id)
    everything = b"\n".join(files.values())
    assert str(life.other.email).encode() not in everything
    assert b"other-Zora-phone" not in everything
    assert b"secret@example.net" not in everything
    assert b"not-mine" not in everything
    assert f"\n{bystanders.id}," not in files["harbour/referrals-given.csv"].decode()
    assert [row["about"] for row in rows_of(files["harbour/notices.csv"])] == ["referral"]


def test_T14_a_marker_in_every_column_of_another_group_and_of_others_is_not_in_it(world: World) -> None:
    town = build_town(world, "harbour")
    build_town(world, "other", MARKER)
    assert town.member.person_id is not None
    everything = b"\n".join(unpack(world.app, town.member.person_id).values())
    assert MARKER.encode() not in everything
    assert b"Grace Lind" in everything


def test_T9_after_leaving_it_holds_what_one_did_and_wrote_oneself(world: World, person: Person) -> None:
    life = live(world, world.group("harbour"), "Zora", person=person)
    world.end_periods(life.me, world.today - timedelta(days=1))
    files = unpack(world.app, person.id)
    everything = b"\n".join(files.values())
    assert b"other-Zora" not in everything
    assert b"678.90" not in everything
    assert json.loads(files["harbour/profile.json"])["background"] == "Zora-background"
    assert files["harbour/photo.webp"]
    given = rows_of(files["harbour/referrals-given.csv"])
    assert [row["note"] for row in given] == ["given-by-Zora-note", "Zora-calls"]
    assert {row["status"] for row in given} == {""}
    assert [row["note"] for row in rows_of(files["harbour/referrals-history.csv"])] == ["Zora-event"]
    assert [row["note"] for row in rows_of(files["harbour/thanks-given.csv"])] == ["thanks-of-Zora"]
    assert "door is closed" in files[README].decode()


def test_T9_what_the_other_edited_is_no_longer_ones_own_word(world: World, person: Person) -> None:
    life = live(world, world.group("harbour"), "Zora", person=person)
    with world.inside(life.group):
        db.session.add(edited_by(life.given, life.other))
        db.session.commit()
    assert b"given-by-Zora-note" in unpack(world.app, person.id)["harbour/referrals-given.csv"]
    world.end_periods(life.me, world.today - timedelta(days=1))
    assert b"given-by-Zora-note" not in unpack(world.app, person.id)["harbour/referrals-given.csv"]


def test_T32_no_cell_of_the_archive_is_a_formula(world: World, person: Person) -> None:
    life = live(world, world.group("harbour"), "Zora", person=person)
    world.referral(
        life.me, life.other, note="=HYPERLINK(1)", prospect_name="@SUM", prospect_contact="+41 44 668 18 00"
    )
    rows = rows_of(unpack(world.app, person.id)["harbour/referrals-given.csv"])
    assert (rows[-1]["note"], rows[-1]["who to call"]) == ("'=HYPERLINK(1)", "'@SUM")
    assert rows[-1]["how to reach them"] == "+41 44 668 18 00"


def test_an_order_queues_one_job_however_often_it_is_sent(
    world: World, browser: Browser, person: Person
) -> None:
    browser.sign_in(person)
    places = {browser.submit("/account/archive", {}, action="/account/archive").location for _ in range(3)}
    (place,) = places
    with world.app.app_context():
        job = db.session.execute(select(Job)).scalar_one()
        assert place == f"/work/{job.id}"
        assert (job.kind, job.person_id) == ("account.archive", person.id)


def test_the_worker_makes_the_file_and_another_can_be_ordered(
    app: Flask, world: World, person: Person
) -> None:
    browser = Browser(app).sign_in(person)
    live(world, world.group("harbour"), "Zora", person=person)
    browser.submit("/account/archive", {}, action="/account/archive")
    with app.app_context():
        (job,) = claims.claim(Job, 1)
        assert running.run_job(job) == "done"
        made = db.session.execute(select(JobFile)).scalar_one()
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            assert "harbour/profile.json" in archive.namelist()
        db.session.remove()
    assert "The last one" in browser.get("/account/archive").text
    browser.submit("/account/archive", {}, action="/account/archive")
    with app.app_context():
        assert db.session.execute(select(func.count()).select_from(Job)).scalar_one() == 2


def test_T26_looking_at_the_pages_of_an_account_changes_nothing(
    world: World, browser: Browser, person: Person
) -> None:
    live(world, world.group("harbour"), "Zora", person=person)
    browser.sign_in(person)
    before = all_rows(world.app)
    for page in ("/account", "/account/archive", "/account/delete", "/account/goodbye"):
        assert browser.get(page).status_code == 200
    assert all_rows(world.app) == before


def test_somebody_without_a_group_has_an_archive_too(world: World, person: Person) -> None:
    assert set(unpack(world.app, person.id)) == {README, "account.json"}
