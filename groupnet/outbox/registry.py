"""Who composes which mail and who does which job. Features bring theirs; `app.py` lists them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, current_app

from groupnet.outbox import mailer
from groupnet.outbox.letters import Letter
from groupnet.outbox.models import Job, OutgoingMail
from groupnet.settings import Mode

_EXTENSION = "groupnet-outbox"

Composer = Callable[[OutgoingMail], Letter | None]
"""Writes one kind of mail as things stand now, in the mail's locale and bound to its group; None where it has
become needless. It reads and never writes."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a job: a sentence, and where to go on; the file, if it made one."""

    sentence: str
    location: str = ""
    filename: str = ""
    media_type: str = ""
    content: bytes = b""


Progress = Callable[[int, int], None]
"""Told (done, total) now and then, beside the job's transaction; on SQLite it is heard only inside
`only_reading()`, or while nothing was asked of the database yet."""

Handler = Callable[[Job, Progress], Outcome | None]
"""Does one kind of job, bound to its group; what it writes is committed with the job's end. A `GroupnetError`
ends it with a sentence for the person; any other error is tried again."""


LONGEST_PERIOD = timedelta(days=7)
"""As long as a finished job is kept, so that it is not started twice in one period."""


@dataclass(frozen=True)
class Scheduled:
    """A job without a person, once a period, which is at most a week: two workers that both see it due write
    one row. Periods of a week begin on Monday, those of a day at midnight, in UTC."""

    kind: str
    every: timedelta
    tidies: bool = False
    """Whether it erases what is past its time, so that `groupnet tidy` does it too."""


def init_app(
    app: Flask,
    *,
    composers: Sequence[Mapping[str, Composer]],
    handlers: Sequence[Mapping[str, Handler]],
    schedule: Sequence[Scheduled],
) -> None:
    """Tell the application who does what.

    Raises:
        ValueError: two features claim one kind, or something scheduled has no handler or too long a period.
    """
    mailer.init_app(app)
    app.jinja_env.globals["site_mails"] = site_mails
    does = {"composers": _merged(composers), "handlers": _merged(handlers), "schedule": tuple(schedule)}
    missing = {entry.kind for entry in schedule} - set(does["handlers"])
    if missing:
        raise ValueError(f"nobody does what is scheduled: {missing}")
    if any(entry.every > LONGEST_PERIOD for entry in schedule):
        raise ValueError("a period is at most a week")
    app.extensions[_EXTENSION] = does


def site_mails() -> bool:
    """Whether a mail reaches anybody: not from a site in earnest without a mail server."""
    settings = current_app.config["GROUPNET"]
    return settings.mail_url is not None or settings.mode is not Mode.PRODUCTION


def composer_of(kind: str) -> Composer:
    """Who composes this kind of mail.

    Raises:
        KeyError: nobody.
    """
    return current_app.extensions[_EXTENSION]["composers"][kind]  # type: ignore[no-any-return]


def is_needless(mail: OutgoingMail) -> bool:
    """Whether a mail would be dropped, as things stand now; asked with the mail's group bound."""
    composer: Composer | None = current_app.extensions[_EXTENSION]["composers"].get(mail.kind)
    return composer is not None and composer(mail) is None


def handler_of(kind: str) -> Handler:
    """Who does this kind of job.

    Raises:
        KeyError: nobody.
    """
    return current_app.extensions[_EXTENSION]["handlers"][kind]  # type: ignore[no-any-return]


def list_scheduled() -> Sequence[Scheduled]:
    """What is to be done once a period."""
    return current_app.extensions[_EXTENSION]["schedule"]  # type: ignore[no-any-return]


def _merged(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for part in parts:
        twice = merged.keys() & part.keys()
        if twice:
            raise ValueError(f"claimed twice: {twice}")
        merged.update(part)
    return merged
