"""A broken rule told on the page after."""

from flask import get_flashed_messages
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.telling import telling_rules
from groupnet.people.models import Person
from tests.factories import World


def test_a_broken_rule_is_told_and_what_was_written_before_it_is_gone(world: World) -> None:
    with world.app.test_request_context():
        with telling_rules():
            db.session.add(Person(email="half@example.org", name="Half", created_at=utc_now()))
            db.session.flush()
            raise RuleBroken("It has moved on.")
        assert get_flashed_messages(with_categories=True) == [("info", "It has moved on.")]
        db.session.commit()
        assert not db.session.execute(select(Person).where(Person.email == "half@example.org")).first()
