"""A large file goes in by portions: others write in between, and it is one import all the same (T39)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.imports.importer import Options, get_importer
from groupnet.imports.models import ImportRun, ImportUpload
from groupnet.imports.queries import get_run
from groupnet.imports.service import keep_upload, undo_import
from groupnet.meetings.models import OneToOne
from groupnet.outbox import claims
from groupnet.outbox.models import Job
from groupnet.outbox.running import LEASE, keep_portion, run_job
from groupnet.outbox.service import queue_job
from groupnet.referrals.models import Referral, ReferralEvent, Thanks
from tests.browser import Browser
from tests.factories import World
from tests.imports.conftest import Bring, csv_of, last_run, members_of, rows_of
from tests.sheets.files import spreadsheetml

ROWS = 7
REFERRALS = csv_of(
    "date,giver,receiver,thanks",
    *(f"2026-01-0{n % 3 + 1},Person {n % 4},Person {(n + 1) % 4},{n or ''}" for n in range(ROWS - 1)),
    "2026-01-01,Person 0,Person 1,",  # as the first row
    "2026-01-01,Nobody,Person 1,",
)
MEMBERS = csv_of(
    "name,email,company", *(f"Member {n},m{n}@example.org,Firm {n}" for n in range(ROWS)), "Bad,x,"
)
SLIPS = ("From", "To", "Slip Type", "Inside/Outside", "TYFCB Amount", "CEU Credits", "Detail")


class Killed(BaseException):
    """As `kill -9` would: nobody catches it."""


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groupnet.imports.portions.ROWS_AT_ONCE", 2)


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`between(act, after=1)` does something right after the nth portion was committed."""

    def arm(act: Callable[[], None], after: int = 1, *, every: bool = False) -> None:
        seen = [0]

        def keep(*arguments: Any) -> None:
            keep_portion(*arguments)
            seen[0] += 1
            if every or seen[0] == after:
                act()

        monkeypatch.setattr("groupnet.imports.jobs.keep_portion", keep)

    return arm


def set_up(world: World, kind: str, content: bytes, day: date | None = None) -> Membership:
    """A group with four people and an admin, whose file waits for the worker."""
    group = world.group("harbour")
    for number in range(4):
        world.member(group, f"Person {number}", account=False)
    admin = world.member(group, "Ada Min", rights=(Right.ADMIN,))
    queue(world, admin, kind, content, day)
    return admin


def queue(world: World, admin: Membership, kind: str, content: bytes, day: date | None = None) -> int:
    """Confirm a file; its id."""
    with world.inside(admin):
        upload = keep_upload(acting=admin, kind=kind, filename="list.csv", content=content)
        upload.options = Options(in_browser=True, day=day).to_json()
        queue_job(
            kind="imports.bring_in",
            payload={"slug": "harbour", "person_id": admin.person_id, "upload_id": upload.id},
            person_id=admin.person_id,
            about_group_id=admin.group_id,
        )
        db.session.commit()
        return upload.id


def work(app: Flask, *, later: timedelta = timedelta()) -> list[str]:
    """Do what is due; how each job stands then."""
    with time_machine.travel(datetime.now(UTC) + later), app.app_context():
        return [run_job(job).value for job in claims.claim(Job, 9)]


def work_and_die(app: Flask) -> None:
    """Work until something kills the worker."""
    with pytest.raises(Killed), app.app_context():
        run_job(*claims.claim(Job, 1))


def die() -> None:
    raise Killed


def group_of(world: World, admin: Membership) -> Group:
    with world.inside(admin):
        return db.session.execute(select(Group).where(Group.id == admin.group_id)).scalar_one()


def counts(world: World, group: Group) -> tuple[int, int, int]:
    """What the report of the newest import says: in, there before, refused."""
    report = last_run(world, group).get_record()["report"]
    return report["accepted"], report["already_there"], len(report["refused"])


def test_T39_others_write_while_a_large_file_goes_in(own_app: Flask, between: Callable[..., None]) -> None:
    world = World(own_app)
    admin = set_up(world, "referrals", REFERRALS)
    written: list[int] = []

    def write_beside() -> None:
        with Session(db.engine) as another:  # on SQLite this takes the write lock, or waits in vain
            query = select(Group).where(Group.id == admin.group_id).with_for_update(nowait=True)
            another.execute(query).scalar_one().default_window_months = len(written) + 1
            another.commit()
        job = db.session.execute(select(Job)).scalar_one()
        written.append(job.done)
        db.session.rollback()

    between(write_beside, every=True)
    assert work(own_app) == ["done"]
    group = group_of(world, admin)
    assert (len(written), group.default_window_months) == (4, 4)
    assert written == sorted(set(written)), "how far it is, told with each portion"
    assert len(rows_of(world, group, Referral)) == ROWS
    assert len(rows_of(world, group, ReferralEvent)) == ROWS
    assert len(rows_of(world, group, Thanks)) == ROWS - 2
    assert len(rows_of(world, group, ImportRun)) == 1
    assert counts(world, group) == (ROWS, 0, 1)
    assert rows_of(world, group, ImportUpload) == []


@pytest.mark.parametrize("portion", [1, 2, 4])
@pytest.mark.parametrize(("kind", "content"), [("referrals", REFERRALS), ("members", MEMBERS)])
def test_T39_killed_between_portions_it_goes_on_as_one_import_that_is_undone_whole(
    world: World, between: Callable[..., None], kind: str, content: bytes, portion: int
) -> None:
    admin = set_up(world, kind, content)
    group = group_of(world, admin)
    before = len(rows_of(world, group, Membership))
    between(die, portion)
    work_and_die(world.app)
    assert "unfinished" in last_run(world, group).get_record()
    assert work(world.app, later=LEASE) == ["done"]
    rows = rows_of(world, group, Referral if kind == "referrals" else Membership)
    assert len(rows) == ROWS + (0 if kind == "referrals" else before)
    assert counts(world, group) == (ROWS, 0, 1)
    assert "unfinished" not in last_run(world, group).get_record()
    assert len(rows_of(world, group, ImportRun)) == 1
    undo(world, group)
    for model, left in ((Referral, 0), (Thanks, 0), (Membership, before)):
        assert len(rows_of(world, group, model)) == left


def test_one_to_ones_of_all_portions_are_told_when_they_are_undone(world: World) -> None:
    slips = [{1: f"Person {n % 4}", 2: f"Person {(n + 1) % 4}", 3: "One-to-One"} for n in range(4)]
    admin = set_up(
        world, "referrals", spreadsheetml([dict(enumerate(SLIPS, 1)), *slips]), day=date(2026, 1, 4)
    )
    assert work(world.app) == ["done"]
    group = group_of(world, admin)
    assert len(rows_of(world, group, OneToOne)) == 4
    undo(world, group)
    assert last_run(world, group).get_record()["undone"]["removed"] == 4
    assert rows_of(world, group, OneToOne) == []


def undo(world: World, group: Group) -> None:
    run_id = last_run(world, group).id
    with world.inside(group):
        run = get_run(run_id, for_update=True)
        assert undo_import(importer=get_importer(run.kind), run=run).kept == []
        db.session.commit()


@pytest.mark.parametrize(("kind", "content"), [("referrals", REFERRALS), ("members", MEMBERS)])
def test_T39_the_same_file_again_changes_nothing(world: World, kind: str, content: bytes) -> None:
    admin = set_up(world, kind, content)
    queue(world, admin, kind, content)
    with world.app.app_context():
        assert [run_job(job).value for job in claims.claim(Job, 9)] == ["done", "done"]
    group = group_of(world, admin)
    assert len(rows_of(world, group, ImportRun)) == 1
    assert counts(world, group) == (ROWS, 0, 1)


def test_T39_two_imports_of_one_file_at_once_bring_each_row_in_once(
    world: World, bring: Bring, between: Callable[..., None]
) -> None:
    admin = set_up(world, "referrals", REFERRALS)
    group = group_of(world, admin)
    between(lambda: _beside(world, lambda: bring(group, "referrals", REFERRALS)), 2)
    assert work(world.app) == ["done"]
    rows = rows_of(world, group, Referral)
    assert len(rows) == ROWS
    first, second = rows_of(world, group, ImportRun)
    assert [run.get_record()["report"]["accepted"] for run in (first, second)] == [4, ROWS - 4]
    assert first.get_record()["report"]["already_there"] == ROWS - 4
    assert len(rows_of(world, group, ReferralEvent)) == ROWS


def test_somebody_added_meanwhile_is_not_added_again(world: World, between: Callable[..., None]) -> None:
    admin = set_up(world, "members", MEMBERS)
    group = group_of(world, admin)
    between(
        lambda: _beside(world, lambda: world.member(group, "Member 6", email="m6@example.org", account=False))
    )
    assert work(world.app) == ["done"]
    assert len(rows_of(world, group, Membership)) == 5 + ROWS
    assert counts(world, group) == (ROWS - 1, 1, 1)
    assert members_of(world, group)["Member 6"].company == "Firm 6"
    assert last_run(world, group).list_filled() == [
        (members_of(world, group)["Member 6"].id, "company", "Firm 6")
    ]


def test_undone_while_it_goes_in_it_stops_and_nothing_of_it_stays(
    world: World, between: Callable[..., None]
) -> None:
    admin = set_up(world, "referrals", REFERRALS)
    group = group_of(world, admin)
    between(lambda: _beside(world, lambda: undo(world, group)), 2)
    assert work(world.app) == ["dead"]
    assert rows_of(world, group, Referral) == []
    with world.app.app_context():
        assert "undone" in db.session.execute(select(Job.outcome)).scalar_one()


def test_T48_who_lost_the_lease_writes_nothing_more(world: World, between: Callable[..., None]) -> None:
    admin = set_up(world, "referrals", REFERRALS)
    group = group_of(world, admin)

    def another_takes_it() -> None:
        job = db.session.execute(select(Job)).scalar_one()
        job.lease = "another's"
        db.session.commit()

    between(lambda: _beside(world, another_takes_it), 2)
    assert work(world.app) == ["waiting"]
    assert len(rows_of(world, group, Referral)) == 4


def test_a_file_of_which_rows_are_in_cannot_be_discarded_and_its_page_says_how_it_stands(
    world: World, browser: Browser, between: Callable[..., None]
) -> None:
    admin = set_up(world, "referrals", REFERRALS)
    group = group_of(world, admin)
    between(die, 2)
    work_and_die(world.app)
    browser.sign_in(admin)
    (upload,) = rows_of(world, group, ImportUpload)
    refused = browser.post(f"imports/uploads/{upload.id}/discard")
    assert refused.status_code == 303
    assert "Rows of this file are in already" in browser.get(refused.location).text
    assert len(rows_of(world, group, ImportUpload)) == 1
    page = browser.get(f"imports/{last_run(world, group).id}").text
    assert "Not all of it is in" in page
    assert ">4<" in page


def _beside(world: World, act: Callable[[], Any]) -> None:
    """Do something as another process would, in a session of its own."""
    with world.app.app_context():
        act()
