"""What a driver's error means, by its code alone: its message may hold what people typed."""

from enum import StrEnum

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "40001", "40P01", "53300", "55P03", "57014")
"""Locks, deadlocks, too many connections, and statements that took too long."""
NOT_MIGRATED = ("42P01", "42703")
"""A table or column is not there; SQLite has no code of its own for it."""
_SQLITE_SAYS = ("no such table", "no such column")


class Outage(StrEnum):
    """Why the database did not do as asked."""

    BUSY = "is busy"
    NOT_MIGRATED = "is not migrated; run: groupnet migrate"
    UNUSABLE = "cannot be used"


def code_of(error: DBAPIError) -> str:
    """SQLite's name or PostgreSQL's state for an error; "" where the driver gives none."""
    code = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return str(code or "")


def outage_of(error: DBAPIError) -> Outage | None:
    """What the database suffers from; None for a statement that is wrong in itself."""
    if isinstance(error, (DataError, IntegrityError)):
        return None
    code = code_of(error)
    if code.startswith(BUSY):
        return Outage.BUSY
    missing = code == "SQLITE_ERROR" and str(error.orig).startswith(_SQLITE_SAYS)
    if missing or code in NOT_MIGRATED:
        return Outage.NOT_MIGRATED
    return None if code == "SQLITE_ERROR" or code.startswith("42") else Outage.UNUSABLE
