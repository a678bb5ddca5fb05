"""Once: a form sent twenty times is carried out one time, and each of the twenty lands on the same page."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy import ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import BadRequest

from groupnet.core.clock import utc_now
from groupnet.core.db import Model, db, insert_unless_there, instant

KEY_FIELD = "submission_key"
LONGEST_KEY = 64
_KEY = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_KEY}}}")
KEPT = timedelta(days=7)
_NOT_PART_OF_THE_BODY = {KEY_FIELD, "csrf_token"}

P = ParamSpec("P")


class Submission(Model):
    """One form, sent once."""

    __tablename__ = "submission"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A hash of the form's key and of where it was sent."""
    endpoint: Mapped[str] = mapped_column(String(120))
    location: Mapped[str] = mapped_column(String(500), default="")
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = instant()


def once(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Guard a creating view: the first to arrive with a key does the work, the others go where it went."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        sent = request.form.get(KEY_FIELD, "")
        if not sent:
            return view(*args, **kwargs)
        key = _key_here(sent)
        person_id = int(current_user.id)
        digest = _digest_of_body()
        if not _claim(person_id, key, digest):
            return _go_where_it_went(person_id, key, digest)
        response = current_app.make_response(view(*args, **kwargs))
        if response.status_code < 400:
            db.session.execute(
                update(Submission)
                .where(Submission.person_id == person_id, Submission.key == key)
                .values(location=response.location or "")
            )
        return response

    return guarded


def forget_old_submissions() -> int:
    """Forget the forms that nobody sends again; how many."""
    old = delete(Submission).where(Submission.created_at < utc_now() - KEPT).returning(Submission.key)
    return len(db.session.execute(old).all())


def _key_here(sent: str) -> str:
    """What is stored for a key: at another view or in another group, the same key is another form."""
    if not _KEY.fullmatch(sent):
        raise BadRequest
    return hashlib.sha256(repr((sent, request.endpoint, request.path)).encode()).hexdigest()


def _claim(person_id: int, key: str, digest: str) -> bool:
    now = utc_now()
    claimed = db.session.execute(
        insert_unless_there(Submission)
        .values(
            person_id=person_id,
            key=key,
            endpoint=request.endpoint,
            location="",
            digest=digest,
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Submission.key)
    ).first()
    if claimed is None:
        return False
    db.session.execute(
        delete(Submission).where(Submission.person_id == person_id, Submission.created_at < now - KEPT)
    )
    return True


def _go_where_it_went(person_id: int, key: str, digest: str) -> ResponseReturnValue:
    first = db.session.execute(
        select(Submission).where(Submission.person_id == person_id, Submission.key == key)
    ).scalar_one()
    if first.digest != digest:
        flash(gettext("This was already saved. What you sent the second time was not kept."), "info")
    return redirect(first.location or request.path, 303)


def _digest_of_body() -> str:
    digest = hashlib.sha256()
    for name, values in sorted(request.form.lists()):
        if name not in _NOT_PART_OF_THE_BODY:
            digest.update(repr((name, values)).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        digest.update(repr((name, file.filename)).encode())
        digest.update(hashlib.file_digest(file.stream, "sha256").digest())  # type: ignore[arg-type]
        file.stream.seek(0)
    return digest.hexdigest()
