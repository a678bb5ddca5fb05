"""Builds the groups that are measured: invented, bulky, and of the same shape in every run."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine, text

from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import Base
from groupnet.groups.models import Status
from groupnet.referrals.models import Kind, Standing, Step
from groupnet.referrals.models import Status as ReferralStatus

ZONE = "Europe/London"
HISTORY_DAYS = 720
OPEN_DAYS = 60
FAVOURITES = 12
ROWS_AT_ONCE = 50_000
FIRST_NAMES = ("Amara", "Ben", "Chiara", "Dev", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kira")
LAST_NAMES = ("Abel", "Brandt", "Castillo", "Dunne", "Eriksen", "Fabre", "Holt", "Ito", "Kaur", "Lindqvist")
TRADES = ("Architect", "Baker", "Florist", "Joiner", "Lawyer", "Notary", "Optician", "Plumber", "Roofer")
ENDED = (ReferralStatus.WON, ReferralStatus.WON, ReferralStatus.LOST, ReferralStatus.CONTACTED)
OPEN = (ReferralStatus.PASSED, ReferralStatus.ACCEPTED, ReferralStatus.CONTACTED)
TABLES = ("person", "group", "membership", "membership_period", "referral", "referral_event", "thanks")


@dataclass(frozen=True)
class Shape:
    """How large a group is."""

    slug: str
    members: int
    referrals: int
    by_first: int = 0
    """So many of the referrals are given by the first member, who is the one that looks."""


class Rows:
    """Rows on their way into the tables, with ids given out here."""

    def __init__(self) -> None:
        self.random = Random(7)
        self.today = today_in(ZONE)
        self._ids = {table: count(1) for table in TABLES}
        self._waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, table: str, **values: Any) -> int:
        """Keep a row for the next `flush`; its id."""
        row_id = next(self._ids[table])
        self._waiting[table].append({"id": row_id, **values})
        return row_id

    def flush(self, connection: Connection, *, at_least: int = 1) -> None:
        """Insert what waits, if it is enough to be worth it."""
        if sum(map(len, self._waiting.values())) < at_least:
            return
        for table in TABLES:
            if self._waiting[table]:
                connection.execute(Base.metadata.tables[table].insert(), self._waiting.pop(table))


def fill(engine: Engine, shapes: Iterable[Shape]) -> None:
    """Fill an empty, migrated database with groups."""
    rows = Rows()
    with engine.begin() as connection:
        for shape in shapes:
            _add_group(rows, shape)
            rows.flush(connection, at_least=ROWS_AT_ONCE)
        rows.flush(connection)
    if engine.dialect.name == "postgresql":
        _settle_postgresql(engine)


def many_groups(groups: int) -> Iterable[Shape]:
    """A database of small groups, the one that is looked at (`middle`) amidst them."""
    for number in range(groups):
        here = number == groups // 2
        yield Shape("middle", 20, 60) if here else Shape(f"group-{number}", 6, 20)


def address_of_first(slug: str) -> str:
    """The e-mail address of the member who looks."""
    return f"member1@{slug}.example.org"


def _add_group(rows: Rows, shape: Shape) -> None:
    group_id = rows.add(
        "group",
        name=shape.slug.replace("-", " ").title(),
        slug=shape.slug,
        timezone=ZONE,
        currency="GBP",
        version=1,
        created_at=utc_now(),
    )
    members = [_add_member(rows, group_id, shape, number) for number in range(1, shape.members + 1)]
    for number in range(shape.referrals):
        place = 0 if number < shape.by_first else rows.random.randrange(len(members))
        step = rows.random.randint(1, min(FAVOURITES, len(members) - 1)) * rows.random.choice((1, -1))
        _add_referral(rows, group_id, members[place], members[(place + step) % len(members)])


def _add_member(rows: Rows, group_id: int, shape: Shape, number: int) -> int:
    name = f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number % len(LAST_NAMES)]}"
    trade = TRADES[number % len(TRADES)]
    email = f"member{number}@{shape.slug}.example.org"
    person_id = rows.add("person", email=email, name=name, created_at=utc_now())
    membership_id = rows.add(
        "membership",
        group_id=group_id,
        person_id=person_id,
        name=name,
        email=email,
        company=f"{name.split()[1]} & Co.",
        category=trade,
        headline=f"{trade} for small firms",
        offers=f"{trade}'s work of every kind, quickly and at a fair price.",
        good_referral="A family that moves house, or a firm that opens a second shop.",
        photo_version="0123456789abcdef" if number % 5 else None,
        version=1,
        created_at=utc_now(),
    )
    joined_on = rows.today - timedelta(days=HISTORY_DAYS + number % 90)
    rows.add(
        "membership_period",
        group_id=group_id,
        membership_id=membership_id,
        status=Status.ACTIVE,
        starts_on=joined_on,
        ends_on=None,
    )
    return membership_id


def _add_referral(rows: Rows, group_id: int, giver_id: int, receiver_id: int) -> None:
    age = rows.random.randrange(HISTORY_DAYS)
    given_on = rows.today - timedelta(days=age)
    status = rows.random.choice(OPEN if age < OPEN_DAYS else ENDED)
    referral_id = rows.add(
        "referral",
        group_id=group_id,
        giver_id=giver_id,
        receiver_id=receiver_id,
        recorder_id=giver_id,
        given_on=given_on,
        kind=rows.random.choice(list(Kind)),
        status=status,
        standing=Standing.CLEAR,
        prospect_name=f"{rows.random.choice(FIRST_NAMES)} {rows.random.choice(LAST_NAMES)}",
        version=1,
        created_at=_noon(given_on),
    )
    rows.add(
        "referral_event",
        group_id=group_id,
        referral_id=referral_id,
        actor_id=giver_id,
        step=Step.RECORDED,
        status_after=ReferralStatus.PASSED,
        happened_at=_noon(given_on),
    )
    if status is ReferralStatus.WON:
        rows.add(
            "thanks",
            group_id=group_id,
            thanker_id=receiver_id,
            thanked_id=giver_id,
            referral_id=referral_id,
            amount_minor=rows.random.randrange(50_00, 5000_00),
            thanked_on=min(given_on + timedelta(days=14), rows.today),
            created_at=_noon(given_on),
        )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _settle_postgresql(engine: Engine) -> None:
    """Let the counters go on after the ids given here, and do what autovacuum would have done by now."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in TABLES:
            sequence = f"pg_get_serial_sequence('\"{table}\"', 'id')"
            connection.execute(text(f'SELECT setval({sequence}, (SELECT max(id) FROM "{table}"))'))
        connection.execute(text("VACUUM ANALYZE"))
