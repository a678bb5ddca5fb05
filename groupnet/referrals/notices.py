"""Notices of referrals and thanks in words, and their part of the weekly mail."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from groupnet.core.clock import utc_now
from groupnet.core.money import money
from groupnet.groups.models import Group, Membership
from groupnet.groups.places import Place
from groupnet.members.faces import short_names
from groupnet.notices.models import Notice, NoticeKind, Way
from groupnet.notices.writers import Action, DigestLine, DigestPart, MailWords, Words, Writer
from groupnet.referrals.mail import ASKING, compose_told
from groupnet.referrals.models import Standing
from groupnet.referrals.policy import NEXT_OF_RECEIVER, waits_for_call
from groupnet.referrals.queries import (
    Waiting,
    list_to_answer,
    list_to_detail,
    list_told,
    list_unseen_told,
)
from groupnet.referrals.sentences import is_as_told, told_sentence
from groupnet.referrals.words import act_word, passed_sentence, status_word

MOST_COUNTED = 50
"""So many of what waits are counted in the weekly mail; it tells a few of them."""
DETAIL_ASKED_FOR = timedelta(days=7)


class ReferralWriter:
    """Writes every kind that referrals and thanks bring."""

    def write(self, notices: Sequence[Notice], *, reader: Membership) -> Mapping[int, Words]:  # noqa: ARG002
        """Words for the page; a nudge is left out once it is needless."""
        rows = [row for row in list_told([notice.id for notice in notices]) if not _is_needless(row)]
        short = short_names({row.id: row for row in rows}.values())
        return {row.notice_id: _words(row, short[row.id]) for row in rows}

    def compose(self, notice: Notice, *, reader: Membership, group: Group) -> MailWords | None:
        """The mail, or None where nobody needs it any more."""
        row = next(iter(list_told([notice.id])), None)
        return None if row is None else compose_told(row, reader=reader, group=group)


WRITERS: dict[NoticeKind, Writer] = dict.fromkeys(
    (NoticeKind.REFERRAL, NoticeKind.ANSWER, NoticeKind.THANKS, NoticeKind.NUDGE), ReferralWriter()
)


def _is_needless(row: Any) -> bool:
    return row.told is NoticeKind.NUDGE and not is_as_told(row)


def _words(row: Any, name: str) -> Words:
    endpoint = "group.referrals.show" if row.referral_id else "group.thanks.index"
    return Words(
        title=told_sentence(row, name),
        endpoint=endpoint,
        values=_values(row),
        about=_about(row),
        person=row,
        actions=_actions(row, name),
    )


def _values(row: Any) -> dict[str, Any]:
    return {"referral_id": row.referral_id} if row.referral_id else {}


def _about(row: Any) -> str:
    if row.told is NoticeKind.THANKS:
        return money(row.amount_minor, row.currency) if row.amount_minor is not None else ""
    if row.told is NoticeKind.REFERRAL and not is_as_told(row):
        return status_word(row.kind, row.status, row.standing)
    return str(row.prospect_name) if row.standing is Standing.CLEAR else ""


def _actions(row: Any, name: str) -> list[Action]:
    if row.told not in ASKING or not (is_as_told(row) and waits_for_call(row)):
        return []
    hint = gettext("what %(name)s passed you", name=name)
    act = NEXT_OF_RECEIVER[row.status]
    word, endpoint = act_word(row.kind, act), f"group.referrals.{act.value}"
    return [Action(word=word, endpoint=endpoint, values=_values(row), posts=True, hint=hint)]


def _gather_waiting(places: Sequence[Place], _since: datetime, _until: datetime) -> list[DigestLine]:
    by_id = {place.membership.id: place for place in places}
    named_since = utc_now().date() - DETAIL_ASKED_FOR
    to_answer = [
        _waits(one, by_id, passed_sentence(one.kind, one.person.name), "group.referrals.show")
        for one in list_to_answer(list(by_id), MOST_COUNTED)
    ]
    to_detail = [
        _waits(one, by_id, _who_to_call(one.person.name), "group.referrals.saved")
        for one in list_to_detail(list(by_id), named_since, MOST_COUNTED)
    ]
    return [*to_answer, *to_detail]


def _who_to_call(name: str) -> str:
    return str(gettext("Who should %(name)s call?", name=name))


def _waits(one: Waiting, by_id: Mapping[int, Place], text: str, endpoint: str) -> DigestLine:
    return DigestLine(
        text=text,
        place=by_id[one.membership_id],
        endpoint=endpoint,
        values={"referral_id": one.referral_id},
        when=one.given_on,
    )


def _gatherer(kind: NoticeKind) -> Callable[[Sequence[Place], datetime, datetime], list[DigestLine]]:
    def gather(places: Sequence[Place], since: datetime, until: datetime) -> list[DigestLine]:
        by_id = {place.membership.id: place for place in places}
        rows = list_unseen_told(list(by_id), kind, since, until)
        return [_news(row, by_id[row.told_id]) for row in _latest(rows)]

    return gather


def _latest(rows: Sequence[Any]) -> list[Any]:
    """Of several steps of one referral the last; each of several thanks."""
    kept = {row.notice_id if row.told is NoticeKind.THANKS else -row.referral_id: row for row in rows[::-1]}
    newest_first = sorted(kept.values(), key=lambda row: row.due_at, reverse=True)
    return [row for row in newest_first if is_as_told(row)]


def _news(row: Any, place: Place) -> DigestLine:
    text = told_sentence(row, row.name)
    if row.told is NoticeKind.THANKS and row.amount_minor is not None:
        text = gettext("%(what)s: %(amount)s", what=text, amount=_about(row))
    return DigestLine(
        text=text,
        place=place,
        endpoint="group.referrals.show" if row.referral_id else "group.thanks.index",
        values=_values(row),
        when=row.due_at,
    )


DIGEST = [
    DigestPart(
        title=_l("Waiting for you"),
        kind=NoticeKind.REFERRAL,
        gather=_gather_waiting,
        ways=frozenset({Way.AT_ONCE, Way.WEEKLY}),
    ),
    DigestPart(title=_l("Reminders"), kind=NoticeKind.NUDGE, gather=_gatherer(NoticeKind.NUDGE)),
    DigestPart(
        title=_l("What came of what you passed"),
        kind=NoticeKind.ANSWER,
        gather=_gatherer(NoticeKind.ANSWER),
    ),
    DigestPart(title=_l("Thanks"), kind=NoticeKind.THANKS, gather=_gatherer(NoticeKind.THANKS)),
]
