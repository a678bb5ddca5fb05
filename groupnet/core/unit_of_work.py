"""The unit of work: one request, one transaction, committed only when its answer is ready and good."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, request

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
            db.session.rollback()
            raise
        if request.method in SAFE_METHODS:
            if self.testing and (db.session.dirty or db.session.new or db.session.deleted):
                raise AssertionError(f"{request.method} {request.path} changed something in the session")
            db.session.rollback()
        elif response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return response


@contextmanager
def own_transaction() -> Iterator[None]:
    """Keep what is written in the block, whatever becomes of the request.

    Raises:
        RuntimeError: something was written already, which would be kept with it; or this request may not
            write.
    """
    if not may_write.get():
        raise RuntimeError("a safe request writes nothing")
    with outside_transaction():
        yield
        db.session.commit()


@contextmanager
def outside_transaction() -> Iterator[None]:
    """Let go of the database during slow work: hashing, pictures, sheets.

    Raises:
        RuntimeError: something was written already, which would be lost.
    """
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("this must come before the first write")
    if not may_write.get():
        # a page that is only read keeps what it has read; a rollback would make it ask for each row again
        db.session.expunge_all()
    db.session.rollback()
    yield


@contextmanager
def only_reading() -> Iterator[None]:
    """Read at length in a job or command without keeping any writer waiting.

    Raises:
        RuntimeError: something was written already, which would be lost.
    """
    with outside_transaction():
        token = may_write.set(False)
        try:
            yield
        finally:
            db.session.rollback()
            may_write.reset(token)
