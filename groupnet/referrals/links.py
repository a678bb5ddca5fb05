"""Links that answer one referral from a mail: signed, for one act of one receiver, with an end."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from groupnet.core.addresses import site_address
from groupnet.core.clock import utc_now
from groupnet.core.signing import read_signed, sign
from groupnet.referrals.policy import Act

_PURPOSE = "groupnet.answer"
GOOD_FOR = timedelta(days=30)


@dataclass(frozen=True)
class AnswerLink:
    """What an answering link may do; it names its group, so that nothing is looked up across groups."""

    group_id: int
    referral_id: int
    receiver_id: int
    act: Act
    event_id: int
    """The event that recorded it: what was passed once is answered, and nothing else under its number."""
    ends: int
    """In seconds since 1970."""


def answer_address(
    *, group_id: int, referral_id: int, receiver_id: int, act: Act, event_id: int, mailed_at: datetime
) -> str:
    """The whole address of the page that offers one answer; nothing of it is stored.

    Args:
        act: `ACCEPT` or `CONTACT`.
        event_id: of the event that recorded the referral.
        mailed_at: when its mail became due: a mail that is sent twice holds the same link.
    """
    ends = int((mailed_at + GOOD_FOR).timestamp())
    link = AnswerLink(group_id, referral_id, receiver_id, act, event_id, ends)
    return site_address("answering.show", token=answer_token(link))


def answer_token(link: AnswerLink) -> str:
    """What an answering link holds."""
    content = [link.group_id, link.referral_id, link.receiver_id, link.act.value, link.event_id, link.ends]
    return sign(_PURPOSE, content)


def link_to_next(link: AnswerLink) -> str:
    """The token of the answer that follows acceptance, which the same mail offered; it ends with this one."""
    return answer_token(replace(link, act=Act.CONTACT))


def read_answer_link(token: str) -> AnswerLink | None:
    """What a token says, or None if it was not made here for this, or its end has come."""
    content = read_signed(_PURPOSE, token)
    if content is None:
        return None
    group_id, referral_id, receiver_id, act, event_id, ends = content
    if datetime.fromtimestamp(ends, UTC) <= utc_now():
        return None
    return AnswerLink(group_id, referral_id, receiver_id, Act(act), event_id, ends)
