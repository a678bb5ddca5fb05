"""Tables of accounts. They belong to no group."""

from datetime import datetime, timedelta
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from groupnet.core.clock import utc_now
from groupnet.core.db import Model, UtcDateTime, instant, one_of

IDLE_END = timedelta(days=60)
ABSOLUTE_END = timedelta(days=180)


class Person(UserMixin, Model):  # type: ignore[misc]
    """One account: an address, and a password once it is set."""

    __tablename__ = "person"
    # an id is never given twice: links without an end name it, and theirs must end with the account
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    email_proven_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When something that was mailed to the address came back; until then it gets no notices."""
    totp_nonce: Mapped[str | None] = mapped_column(String(32))
    """What the second factor's secret is derived from, with the server's key; set once it is begun."""
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the second factor was first used; from then on it is asked for."""
    totp_last_step: Mapped[int | None]
    """The newest time step whose code was used, since each works once."""
    created_at: Mapped[datetime] = instant()

    # Flask-Login's id is a sign-in, not a person, so that signing out elsewhere works.
    sign_in_token = ""

    @property
    def has_second_factor(self) -> bool:
        """Whether a code is asked for beside the password or the mailed code."""
        return self.totp_confirmed_at is not None

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


class ProofPurpose(StrEnum):
    """What something mailed to an address is to prove."""

    SIGN_IN = "sign_in"
    RESET = "reset"
    CHANGE = "change"
    """That the owner of the present address wants to change something, where there is no password."""
    NEW_ADDRESS = "new_address"
    CONFIRM = "confirm"
    """That an address typed by its owner is theirs."""


class Proof(Model):
    """A code or link mailed to an address, whether it has an account or not; used once, with an end.

    Neither is stored: both are derived from the nonce with the server's key when the mail is composed.
    """

    __tablename__ = "proof"
    __table_args__ = (Index("ix_proof_email", "email", "created_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[ProofPurpose] = one_of(ProofPurpose)
    email: Mapped[str] = mapped_column(String(254))
    """In stored form; the address that is proven."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    """The account that asked, where it was signed in."""
    nonce: Mapped[str] = mapped_column(String(32))
    known_browser: Mapped[bool] = mapped_column(default=False)
    network: Mapped[str] = mapped_column(String(64), default="")
    """A keyed hash of the network address that asked."""
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = instant(index=True)
    expires_at: Mapped[datetime] = instant()
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Model):
    """A code for the day the telephone is lost; works once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
