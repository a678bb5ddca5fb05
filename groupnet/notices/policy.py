"""What holds where a person has chosen nothing, and what may be chosen."""

from collections.abc import Mapping

from groupnet.notices.models import NoticeKind, Way

DEFAULTS = {
    NoticeKind.REFERRAL: Way.AT_ONCE,
    NoticeKind.ANSWER: Way.AT_ONCE,
    NoticeKind.THANKS: Way.WEEKLY,
    NoticeKind.NUDGE: Way.AT_ONCE,
    NoticeKind.REMINDER: Way.AT_ONCE,
    NoticeKind.MEETING: Way.AT_ONCE,
    NoticeKind.ONE_TO_ONE: Way.AT_ONCE,
    NoticeKind.VISITORS: Way.AT_ONCE,
    NoticeKind.DIGEST: Way.WEEKLY,
}
"""Mailed at once is what somebody waits for; everything else can wait for the weekly mail."""

TOLD = tuple(kind for kind in NoticeKind if kind is not NoticeKind.DIGEST)
"""The kinds of which there are notices."""


def way_of_mails(kind: NoticeKind, choices: Mapping[NoticeKind, Way]) -> Way:
    """How mails of a kind really come: without the weekly mail, what is chosen for it is in the app only."""
    way = choices[kind]
    return choices[NoticeKind.DIGEST] if way is Way.WEEKLY else way


def way_after_unsubscribing(kind: NoticeKind, way: Way) -> Way:
    """How a kind is told after one click in one of its mails; it never leads to more mail than before."""
    if kind is NoticeKind.DIGEST:
        return Way.NEVER
    return Way.WEEKLY if way is Way.AT_ONCE else way
