"""What a member is told, in one sentence: on the page of notices, in mails and in the weekly one.

Each takes a row of `list_told`, and what the other person is called.
"""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from groupnet.notices.models import NoticeKind
from groupnet.referrals.models import Kind, Standing, Status, Step
from groupnet.referrals.policy import waits_for_call
from groupnet.referrals.words import passed_sentence, status_word

_NUDGES = {
    Kind.BUSINESS: _l("Have you called about what %(name)s passed you?"),
    Kind.JOB: _l("Have you applied for the job that %(name)s passed you?"),
    Kind.INTRODUCTION: _l("Are you in touch, after what %(name)s introduced?"),
}
_STEPS = {
    Step.RECORDED: _l("%(name)s recorded what you passed"),
    Step.DISPUTED: _l("%(name)s says it was different"),
    Step.DISPUTE_LIFTED: _l("%(name)s lifted the dispute"),
}
_MOVES = {
    Status.ACCEPTED: _l("%(name)s accepted what you passed"),
    Status.CONTACTED: _l("%(name)s called about what you passed"),
    Status.WON: _l("Business came of what you passed %(name)s"),
    Status.LOST: _l("Nothing came of what you passed %(name)s, this time"),
    Status.DECLINED: _l("%(name)s cannot take on what you passed"),
}
_MOVES_BY_KIND = {
    Kind.JOB: {
        Status.ACCEPTED: _l("%(name)s applied for the job you passed"),
        Status.CONTACTED: _l("%(name)s has an interview for the job you passed"),
        Status.WON: _l("%(name)s was hired for the job you passed"),
    },
    Kind.INTRODUCTION: {
        Status.ACCEPTED: _l("%(name)s accepted your introduction"),
        Status.CONTACTED: _l("%(name)s is in touch, after your introduction"),
        Status.WON: _l("Your introduction for %(name)s worked out"),
    },
}


def is_as_told(row: Any) -> bool:
    """Whether it still stands as it was told: not answered, stepped back, disputed or withdrawn since.

    A nudge stands until somebody was called, answered or not.
    """
    if row.told is NoticeKind.THANKS:
        return True
    if row.told is NoticeKind.NUDGE:
        return waits_for_call(row)
    if row.step is Step.DISPUTED:
        return bool(row.standing is Standing.DISPUTED)
    if row.step is Step.DISPUTE_LIFTED:
        return bool(row.standing is Standing.CLEAR)
    return bool(row.standing is Standing.CLEAR and row.status is row.status_after)


def told_sentence(row: Any, name: str) -> str:
    """What a notice says.

    Args:
        name: what the other person is called.
    """
    if row.told is NoticeKind.THANKS:
        return str(gettext("%(name)s thanked you", name=name))
    if row.told is NoticeKind.REFERRAL:
        return passed_sentence(row.kind, name)
    if row.told is NoticeKind.NUDGE:
        return _say(_NUDGES[row.kind], name)
    return _answer(row, name) if is_as_told(row) else _how_it_stands(row, name)


def _answer(row: Any, name: str) -> str:
    if row.step in _STEPS:
        return _say(_STEPS[row.step], name)
    return _say(_MOVES_BY_KIND.get(row.kind, {}).get(row.status_after) or _MOVES[row.status_after], name)


def _how_it_stands(row: Any, name: str) -> str:
    stands = status_word(row.kind, row.status, row.standing)
    if row.giver_id == row.told_id:
        return str(gettext("What you passed %(name)s stands at: %(status)s", name=name, status=stands))
    return str(gettext("What %(name)s passed you stands at: %(status)s", name=name, status=stands))


def _say(sentence: Any, name: str) -> str:
    return str(sentence) % {"name": name}
