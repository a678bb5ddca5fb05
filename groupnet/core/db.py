"""The database: one base class, one session, and what SQLite must be told on every connection."""

from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    ForeignKeyConstraint,
    MetaData,
    TypeDecorator,
    event,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from groupnet.core.turns import turn_to_begin

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_BUSY_SECONDS = 5

may_write: ContextVar[bool] = ContextVar("may_write", default=True)
"""Whether the work in hand may write. A safe request says no; everything else takes SQLite's write lock
with its first statement, since a read that turns into a write fails under load whatever the time-out."""


class Base(DeclarativeBase):
    """The declarative base of every table."""

    metadata = MetaData(naming_convention=NAMES)


class GroupnetSession(FlaskSession):
    """The session that tenancy hangs its nets on."""


db = SQLAlchemy(model_class=Base, session_options={"class_": GroupnetSession, "expire_on_commit": False})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: only aware values go in, UTC comes out, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give SQLite's text its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def instant(*, index: bool = False) -> Mapped[datetime]:
    """A required instant column."""
    return mapped_column(UtcDateTime, index=index)


def one_of(
    choices: type[Any], *, default: Any = None, name: str | None = None, primary_key: bool = False
) -> Mapped[Any]:
    """A required column that holds a member of an enumeration; the database checks it too.

    Args:
        choices: a `StrEnum`.
        default: one of its members, or none.
        name: of the constraint, where a table has two columns of the same choices.
        primary_key: whether it is part of the key.
    """
    kind = Enum(
        choices,
        native_enum=False,
        create_constraint=True,
        length=16,
        name=name or choices.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
    return mapped_column(kind, default=default, primary_key=primary_key)


def group_key(column: str, table: str) -> ForeignKeyConstraint:
    """A foreign key that holds both rows in one group, so that the database itself refuses to cross.

    Args:
        column: this table's column with the other row's id.
        table: the other table; it must be unique over (group_id, id).
    """
    return ForeignKeyConstraint(
        ["group_id", column], [f"{table}.group_id", f"{table}.id"], ondelete="RESTRICT"
    )


def belongs_to(target: str, key: str) -> Any:
    """A relationship over a `group_key`, joined on the id alone and loaded only where a query asks for it.

    Args:
        target: the other model's class name.
        key: `ThisModel.column`, the id of the other row.
    """
    return relationship(target, primaryjoin=f"foreign({key}) == {target}.id", lazy="raise", viewonly=True)


def insert_unless_there(model: type["Model"]) -> Any:
    """An insert that can say what to do where the row is there already (`on_conflict_do_…`).

    Each database has its own in SQLAlchemy; those of SQLite and PostgreSQL are used alike.
    """
    insert: Any = postgresql_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    return insert(model)


@event.listens_for(Engine, "connect")
def _prepare_connection(dbapi_connection: Any, _record: Any) -> None:
    if "sqlite" not in type(dbapi_connection).__module__:
        return
    dbapi_connection.isolation_level = None  # BEGIN is ours to say
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
    _be_patient(dbapi_connection, SQLITE_BUSY_SECONDS)


def _be_patient(dbapi_connection: Any, seconds: float) -> None:
    dbapi_connection.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}").close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if not may_write.get():
        connection.exec_driver_sql("BEGIN")
        return
    asking = connection.connection.dbapi_connection
    with turn_to_begin(connection.engine.url, SQLITE_BUSY_SECONDS) as left:
        _be_patient(asking, left)
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            _be_patient(asking, SQLITE_BUSY_SECONDS)
