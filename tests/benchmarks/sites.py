"""The applications that are measured: groupnet and the floor, each on the same filled database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select

from groupnet.app import create_app
from groupnet.core.clock import today_in
from groupnet.core.db import Base, db
from groupnet.core.migrating import migrate_database
from groupnet.people.models import Person
from groupnet.settings import Settings
from tests.benchmarks.data import ZONE, Shape, address_of_first, fill
from tests.benchmarks.floor import create_floor, sign_token
from tests.benchmarks.measure import Visitor
from tests.benchmarks.ordinary import create_ordinary
from tests.benchmarks.sign_up_floor import add_sign_up
from tests.browser import Browser

SECRET = "a-secret-for-the-benchmarks-alone-0123456789"
RAW_TOKEN = "0123456789abcdef"


@dataclass(frozen=True)
class Member:
    """The first member of a group, at a browser each for groupnet, the floor and the ordinary application."""

    slug: str
    at_groupnet: Visitor
    at_floor: Visitor
    at_ordinary: Visitor
    token: str
    floor_token: str
    others: tuple[int, ...]

    def path(self, path: str) -> str:
        """A path inside the group."""
        return f"/g/{self.slug}/{path}"

    def forms(self) -> Iterator[dict[str, str]]:
        """What groupnet's form for a referral sends when a face is tapped, one member after another."""
        for number in count():
            yield {
                "csrf_token": self.token,
                "submission_key": f"benchmark-{number}",
                "direction": "given",
                "person_id": str(self.others[number % len(self.others)]),
                "kind": "business",
                "prospect_name": "",
                "prospect_contact": "",
                "note": "",
                "given_on": today_in(ZONE).isoformat(),
                "inside": "False",
            }

    def floor_forms(self) -> Iterator[dict[str, str]]:
        """What the floor's form sends."""
        for number in count():
            receiver = str(self.others[number % len(self.others)])
            yield {"csrf_token": self.floor_token, "key": f"bare-{number}", "receiver": receiver}


class Site:
    """Groupnet, the floor and the ordinary application on one database."""

    def __init__(self, database_url: str, folder: Path, shapes: Iterable[Shape]) -> None:
        self.app = create_app(Settings(data_dir=folder, secret_key=SECRET, database_url=database_url))
        with self.app.app_context():
            migrate_database()
            self.engine: Engine = db.engine
        fill(self.engine, shapes)
        self.floor = create_floor(self.engine, SECRET)
        add_sign_up(self.floor, self.engine)
        self.ordinary = create_ordinary(self.engine, SECRET)

    def first_member(self, slug: str) -> Member:
        """Sign the first member of a group in."""
        browser = Browser(self.app)
        with self.app.app_context():
            person = db.session.execute(
                select(Person).where(Person.email == address_of_first(slug))
            ).scalar_one()
        browser.sign_in(person)
        token = browser.token()
        group_id, mine, *others = self._ids_of_group(person.id)
        cookie = {
            "group_id": group_id,
            "membership_id": mine,
            "person_id": person.id,
            "csrf_token": RAW_TOKEN,
            "_user_id": str(person.id),
            "_fresh": True,
        }
        return Member(
            slug=slug,
            at_groupnet=Visitor(browser.client),
            at_floor=_visitor(self.floor, cookie),
            at_ordinary=_visitor(self.ordinary, cookie),
            token=token,
            floor_token=sign_token(self.floor, RAW_TOKEN),
            others=tuple(others),
        )

    def _ids_of_group(self, person_id: int) -> list[int]:
        """The ids of the one group a person belongs to, of their membership, and of the others there."""
        member = Base.metadata.tables["membership"]
        mine = select(member.c.group_id, member.c.id).where(member.c.person_id == person_id)
        with self.engine.connect() as connection:
            group_id, own_id = connection.execute(mine).one()
            others = select(member.c.id).where(member.c.group_id == group_id, member.c.id != own_id)
            return [group_id, own_id, *connection.execute(others.order_by(member.c.id)).scalars()]

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def _visitor(app: Flask, cookie: dict[str, Any]) -> Visitor:
    client = app.test_client()
    with client.session_transaction() as kept:
        kept.update(cookie)
    return Visitor(client)
