"""Links that answer one meeting from a mail: signed, for one answer of one member, until answers close."""

from dataclasses import dataclass

from groupnet.core.addresses import site_address
from groupnet.core.signing import read_signed, sign
from groupnet.meetings.models import Answer

_PURPOSE = "groupnet.meetings.answer"


@dataclass(frozen=True)
class AnswerLink:
    """What a link may do; it names its group, so that nothing is looked up across groups."""

    group_id: int
    meeting_id: int
    membership_id: int
    answer: Answer


def answer_token(link: AnswerLink) -> str:
    """The token of a link; nothing of it is stored, and it is the same whenever it is made."""
    return sign(_PURPOSE, [link.group_id, link.meeting_id, link.membership_id, link.answer.value])


def answer_address(*, group_id: int, meeting_id: int, membership_id: int, answer: Answer) -> str:
    """The whole address of the page that offers one answer. Its end is the meeting's: when answers close.

    Args:
        answer: `COMING`, `SUBSTITUTE` or `DECLINED`.
    """
    token = answer_token(AnswerLink(group_id, meeting_id, membership_id, answer))
    return site_address("meeting_answers.show", token=token)


def read_answer_link(token: str) -> AnswerLink | None:
    """What a token says, or None if it was not made here for this."""
    content = read_signed(_PURPOSE, token)
    if content is None:
        return None
    group_id, meeting_id, membership_id, answer = content
    return AnswerLink(group_id, meeting_id, membership_id, Answer(answer))
