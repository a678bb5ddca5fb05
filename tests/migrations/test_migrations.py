"""T54: every migration goes up and down with data, on both databases, and the models equal the newest."""

from collections.abc import Callable
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import MetaData, select
from sqlalchemy.exc import IntegrityError

from groupnet.app import create_app
from groupnet.cli.work import bring_up_to_date
from groupnet.core.clock import utc_now
from groupnet.core.db import Model, db
from groupnet.core.health import present_revision
from groupnet.core.migrating import alembic_config, migrate_database
from groupnet.core.submissions import Submission
from groupnet.members.models import JobSearchViewer, Photo
from groupnet.outbox.models import Job, OutgoingMail
from groupnet.people.models import Person, Proof, ProofPurpose, SignInFailure
from groupnet.people.service import open_sign_in
from tests.conftest import settings_for
from tests.factories import World
from tests.rules.towns import build_town

BASE = "base"
Rows = dict[str, list[dict[str, Any]]]


def revisions(app: Flask) -> list[str]:
    """All revisions, oldest first."""
    with app.app_context():
        walked = ScriptDirectory.from_config(alembic_config()).walk_revisions()
        return [script.revision for script in walked][::-1]


def rows_there(app: Flask) -> Rows:
    """Every row of every table that the database has just now."""
    with app.app_context(), db.engine.connect() as connection:
        tables = MetaData()
        tables.reflect(connection)
        return {
            name: sorted((dict(row) for row in connection.execute(table.select()).mappings()), key=repr)
            for name, table in tables.tables.items()
            if name != "alembic_version"
        }


def fill(app: Flask) -> None:
    """At least a row in every table of the newest revision."""
    world = World(app)
    town = build_town(world, "town")
    with world.inside(town.group):
        pair = {"membership_id": town.member.id, "viewer_id": town.other.id}
        db.session.add(JobSearchViewer(**pair))
        picture = {"small": b"s", "medium": b"m", "large": b"l"}
        db.session.add(Photo(membership_id=town.officer.id, **picture))
        person = db.session.execute(select(Person).limit(1)).scalar_one()
        open_sign_in(person=person, device="a telephone")
        failure = {"account": "a", "address": "b", "known_browser": False}
        db.session.add(SignInFailure(**failure, failed_at=utc_now()))
        sent = {"key": "k", "endpoint": "e", "digest": "d", "created_at": utc_now()}
        db.session.add(Submission(person_id=person.id, **sent))
        db.session.commit()


def kept(before: Rows, after: Rows) -> Rows:
    """What of the rows before must stand after: the tables and columns that exist there."""
    columns = {name: set(rows[0]) for name, rows in after.items() if rows}
    return {
        name: sorted(({c: row[c] for c in row if c in columns.get(name, set())} for row in rows), key=repr)
        for name, rows in before.items()
        if name in after
    }


def without_unheard_of(rows: Rows, revision: str) -> Rows:
    """The rows without those that an older revision has no word for."""
    if revision != "0004":
        return rows
    known = ("referral", "answer", "thanks", "nudge", "digest")
    told = {name: [row for row in rows[name] if row["kind"] in known] for name in ("notice", "notice_choice")}
    return {**rows, **told}


def test_T54_every_migration_goes_down_and_up_again_with_data(own_app: Flask) -> None:
    fill(own_app)
    before = rows_there(own_app)
    empty = [name for name, rows in before.items() if not rows]
    assert not empty, f"no row in {empty}: let fill() put one there, so that migrations meet data"
    order = revisions(own_app)
    with own_app.app_context():
        for lower in [*order[:-1][::-1], BASE]:
            command.downgrade(alembic_config(), lower)
            after = rows_there(own_app)
            assert kept(without_unheard_of(before, lower), after) == after, (
                f"going down to {lower} changed rows it should not touch"
            )
            before = after
    assert before == {}
    with own_app.app_context():
        for revision in order:
            migrate_database(revision=revision)
            assert present_revision() == revision


def test_T54_a_migration_up_keeps_the_rows_that_stand_below_it(own_app: Flask) -> None:
    fill(own_app)
    order = revisions(own_app)
    for lower in order[:-1][::-1]:
        with own_app.app_context():
            command.downgrade(alembic_config(), lower)
            before = rows_there(own_app)
            migrate_database()
            after = rows_there(own_app)
        standing = {name: after[name] for name in before}
        assert kept(standing, before) == before, f"going up from {lower} lost or changed rows"


def test_T54_the_models_equal_the_newest_migration(own_app: Flask) -> None:
    with own_app.app_context():
        command.check(alembic_config())


def test_T54_the_revisions_are_one_line_with_names_in_order(own_app: Flask) -> None:
    with own_app.app_context():
        scripts = ScriptDirectory.from_config(alembic_config())
        assert len(scripts.get_heads()) == 1
        for script in scripts.walk_revisions():
            assert script.path.rsplit("/", 1)[-1].startswith(f"{script.revision}_")
            assert script.doc, "say in a line what this revision is for"


def test_foreign_keys_bite_again_after_a_migration(own_app: Flask) -> None:
    orphan = (
        "INSERT INTO sign_in (token_hash, person_id, device, created_at) VALUES ('x', 999, '', '2026-01-01')"
    )
    with own_app.app_context():
        migrate_database()
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.exec_driver_sql(orphan)


def test_a_database_that_is_behind_is_brought_up_once(own_database_url: str) -> None:
    app = create_app(settings_for(own_database_url))
    with app.app_context():
        assert [bring_up_to_date(), bring_up_to_date()] == [True, False]
        db.engine.dispose()


def make_person() -> Model:
    return Person(email="ann@example.org", name="Ann", created_at=utc_now())


def make_proof() -> Model:
    now = utc_now()
    return Proof(
        purpose=ProofPurpose.CONFIRM, email="ann@example.org", nonce="n", created_at=now, expires_at=now
    )


def make_mail() -> Model:
    now = utc_now()
    return OutgoingMail(kind="k", message_id="m", to_address="a@example.org", created_at=now, due_at=now)


def make_job() -> Model:
    return Job(kind="k", created_at=utc_now(), due_at=utc_now())


@pytest.mark.parametrize("make", [make_person, make_proof, make_mail, make_job])
def test_an_id_that_stands_in_links_is_never_given_twice(own_app: Flask, make: Callable[[], Any]) -> None:
    with own_app.app_context():
        ids = []
        for _ in range(2):
            row = make()
            db.session.add(row)
            db.session.commit()
            ids.append(row.id)
            db.session.delete(row)
            db.session.commit()
    assert ids[0] < ids[1]
