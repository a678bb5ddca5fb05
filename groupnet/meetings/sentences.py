"""What a member is told of meetings, one-to-ones and visitors, in one sentence: on the page of notices and as
the subject of mails. Each takes a row of `queries.told.list_told`."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from groupnet.core.templating import day_time
from groupnet.meetings.before import Reason, What
from groupnet.meetings.models import (
    Answer,
    Expectation,
    MeetingStatus,
    ProposalStatus,
    VisitorStatus,
)
from groupnet.meetings.words import ANSWERS
from groupnet.notices.models import NoticeKind

_OF_MEETINGS = {
    What.SCHEDULED: _l("New: %(title)s, %(when)s"),
    What.MOVED: _l("Moved: %(title)s is now on %(when)s"),
    What.CHANGED: _l("Another place: %(title)s, %(when)s"),
    What.CANCELLED: _l("Cancelled: %(title)s, %(when)s"),
    What.BACK: _l("It takes place after all: %(title)s, %(when)s"),
    What.PROMOTED: _l("A place has become free: you are in. %(title)s, %(when)s"),
    What.CALENDAR: _l("For your calendar: %(title)s, %(when)s"),
    What.SERIES_SCHEDULED: _l("New: %(title)s, first on %(when)s"),
    What.SERIES_MOVED: _l("New times: %(title)s, next on %(when)s"),
    What.SERIES_CHANGED: _l("Another place: %(title)s, from %(when)s on"),
    What.SERIES_CANCELLED: _l("%(title)s no longer takes place, from %(when)s on"),
    What.SERIES_CALENDAR: _l("For your calendar: %(title)s, next on %(when)s"),
}
_OF_PROPOSALS = {
    "proposed": _l("%(name)s would like a one-to-one with you"),
    ProposalStatus.ACCEPTED.value: _l("%(name)s accepts: your one-to-one is on %(when)s"),
    ProposalStatus.DECLINED.value: _l("%(name)s cannot make the times you proposed"),
    ProposalStatus.WITHDRAWN.value: _l("%(name)s took back the one-to-one that was proposed"),
}
_OF_VISITORS = {
    VisitorStatus.APPLIED.value: _l("%(name)s asks to join"),
    VisitorStatus.EXPECTED.value: _l("%(name)s would like to come as a visitor"),
}
ANSWER_WORDS = {
    Answer.COMING: _l("I’m coming"),
    Answer.SUBSTITUTE: _l("I’m sending someone"),
    Answer.DECLINED: _l("I can’t come"),
}
"""The answers that a mail offers."""


def told_sentence(row: Any) -> str:
    """What a notice says, as things stand now."""
    if row.visitor_id is not None:
        return _say(_OF_VISITORS[row.reason], name=row.visitor_name)
    if row.proposal_id is not None:
        if row.reason == "proposed" and row.agreed_id is not None:
            return _say(_l("%(name)s would like to move your one-to-one"), name=row.name)
        return _say(_OF_PROPOSALS[row.reason], name=row.name, when=when_of(row))
    if row.told is NoticeKind.REMINDER:
        return asking_sentence(row) if row.answer is None else _say(_l("%(title)s, %(when)s"), **_of(row))
    what = as_it_stands(row)
    if what is What.SERIES_SCHEDULED and getattr(row, "is_later", False):
        return _say(_l("New: %(title)s, next on %(when)s"), **_of(row))
    return _say(_OF_MEETINGS[what], **_of(row))


def asking_sentence(row: Any) -> str:
    """What asks for an answer."""
    return _say(_l("Are you coming? %(title)s, %(when)s"), **_of(row))


def about(row: Any) -> str:
    """What stands beside it: the reason, how it was, one's own answer."""
    if row.visitor_id is not None:
        return str(row.company)
    if row.proposal_id is not None:
        return str(row.proposal_note)
    what = as_it_stands(row)
    if what in (What.CANCELLED, What.SERIES_CANCELLED):
        return str(row.cancel_reason)
    before = None if row.told is NoticeKind.REMINDER else Reason.read(row.reason).before
    if what is What.MOVED and before is not None:
        return str(gettext("It was to be on %(when)s", when=day_time(before.starts_at, row.timezone)))
    if row.answer is not None and what is not What.PROMOTED:
        return str(ANSWERS[row.answer])
    return str(row.place)


def as_it_stands(row: Any) -> What:
    """What there is to tell of a meeting by now: the notice may be older than its last change."""
    what = What.SCHEDULED if row.told is NoticeKind.REMINDER else Reason.read(row.reason).what
    if row.status is MeetingStatus.CANCELLED:
        return What.SERIES_CANCELLED if what.of_series else What.CANCELLED
    if what is What.CANCELLED:
        return What.BACK
    if what is What.SERIES_CANCELLED:
        return What.SERIES_MOVED
    return what


def is_asked(row: Any) -> bool:
    """Whether a meeting still waits for the reader's word: silence there does not mean coming."""
    return row.answer is None and row.expectation is Expectation.SIGN_UP


def when_of(row: Any) -> str:
    """When it begins, by the group's clock; nothing where there is no meeting."""
    return day_time(row.starts_at, row.timezone) if row.starts_at else ""


def _of(row: Any) -> dict[str, str]:
    return {"title": row.title, "when": when_of(row)}


def _say(sentence: Any, **values: str) -> str:
    return str(sentence) % values
