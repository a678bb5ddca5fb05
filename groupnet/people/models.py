"""Tables of accounts. They belong to no group."""

from datetime import datetime, timedelta

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from groupnet.core.clock import utc_now
from groupnet.core.db import Model, UtcDateTime, instant

IDLE_END = timedelta(days=60)
ABSOLUTE_END = timedelta(days=180)


class Person(UserMixin, Model):  # type: ignore[misc]
    """One account: an address, and a password once it is set."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime] = instant()

    # Flask-Login's id is a sign-in, not a person, so that signing out elsewhere works.
    sign_in_token = ""

    def get_id(self) -> str:
        """The secret of the sign-in this person came with."""
        return self.sign_in_token


class SignIn(Model):
    """One browser signed in; ending the row ends the browser's session, whatever cookie it holds."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = instant()
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise")

    @property
    def is_open(self) -> bool:
        """Whether this sign-in still counts."""
        return self.ended_at is None and utc_now() < self.created_at + ABSOLUTE_END


class SignInFailure(Model):
    """One failed try; counted for a few minutes, by account and by address."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        Index("ix_sign_in_failure_account", "account", "failed_at"),
        Index("ix_sign_in_failure_address", "address", "failed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(64))
    """A keyed hash of the address tried, whether it has an account or not."""
    address: Mapped[str] = mapped_column(String(64))
    """A keyed hash of the network address (an IPv6 /64 is one)."""
    known_browser: Mapped[bool]
    failed_at: Mapped[datetime] = instant()
