"""The unit of work: one request, one transaction, committed only when its answer is ready and good."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, Response, g, request

from groupnet.core.db import db, may_write

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class GroupnetFlask(Flask):
    """Flask, with the transaction around the view."""

    def full_dispatch_request(self) -> Response:
        """Say before the first statement whether this request may write."""
        token = may_write.set(request.method not in SAFE_METHODS)
        try:
            return super().full_dispatch_request()
        finally:
            may_write.reset(token)

    def dispatch_request(self) -> Response:
        """Commit when the response is built and below 400; leave nothing behind otherwise."""
        try:
            response = self.make_response(super().dispatch_request())
        except Exception:
            _leave_nothing()
            raise
        if request.method in SAFE_METHODS:
            if self.testing and (db.session.dirty or db.session.new or db.session.deleted):
                raise AssertionError(f"{request.method} {request.path} changed something in the session")
            db.session.rollback()
        elif response.status_code < 400:
            db.session.commit()
        else:
            _leave_nothing()
        return response


def _leave_nothing() -> None:
    db.session.rollback()
    writes: list[Callable[[], None]] = g.pop("refusals", [])
    for write in writes:
        write()
    if writes:
        db.session.commit()


def record_refusal(write: Callable[[], None]) -> None:
    """Keep a record of a refusal, written in a transaction of its own after the rollback.

    Args:
        write: adds rows to the session; it runs only if the request is refused.
    """
    g.setdefault("refusals", []).append(write)


@contextmanager
def outside_transaction() -> Iterator[None]:
    """Let go of the database during slow work: hashing, pictures, sheets.

    Raises:
        RuntimeError: something was written already, which would be lost.
    """
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("slow work must come before the first write")
    if not may_write.get():
        # a page that is only read keeps what it has read; a rollback would make it ask for each row again
        db.session.expunge_all()
    db.session.rollback()
    yield
