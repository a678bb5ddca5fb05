"""Links that answer one meeting from a mail: signed, for one answer of one member, until answers close or the
member's address is another."""

from dataclasses import dataclass

from groupnet.core.addresses import site_address
from groupnet.core.signing import read_signed, sign
from groupnet.meetings.models import Answer
from groupnet.people.limits import short_hash

_PURPOSE = "groupnet.meetings.answer"


@dataclass(frozen=True)
class AnswerLink:
    """What a link may do; it names its group, so that nothing is looked up across groups."""

    group_id: int
    meeting_id: int
    membership_id: int
    answer: Answer
    address_hash: str
    """Of the address that the mail went to."""


def answer_token(link: AnswerLink) -> str:
    """The token of a link; nothing of it is stored, and it is the same whenever it is made."""
    content = [link.group_id, link.meeting_id, link.membership_id, link.answer.value, link.address_hash]
    return sign(_PURPOSE, content)


def answer_address(
    *, group_id: int, meeting_id: int, membership_id: int, answer: Answer, email: str | None
) -> str:
    """The whole address of the page that offers one answer. Its end is the meeting's: when answers close.

    Args:
        answer: `COMING`, `SUBSTITUTE` or `DECLINED`.
        email: where the mail goes; once the member has another address, the link opens nothing.
    """
    token = answer_token(AnswerLink(group_id, meeting_id, membership_id, answer, short_hash(email)))
    return site_address("meeting_answers.show", token=token)


def read_answer_link(token: str) -> AnswerLink | None:
    """What a token says, or None if it was not made here for this."""
    content = read_signed(_PURPOSE, token)
    if not content or len(content) != 5:
        return None
    group_id, meeting_id, membership_id, answer, address_hash = content
    return AnswerLink(group_id, meeting_id, membership_id, Answer(answer), address_hash)
