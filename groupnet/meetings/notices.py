"""What members are told of meetings, one-to-ones and visitors: on the page of notices, by mail, and in the
weekly mail."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from groupnet.core.clock import utc_now
from groupnet.groups.models import Group, Membership
from groupnet.groups.places import Place, bring_rights
from groupnet.meetings.coming_up import gather_coming_up
from groupnet.meetings.mail import compose_told
from groupnet.meetings.models import MeetingKind, ProposalStatus
from groupnet.meetings.pages_told import page_of
from groupnet.meetings.policy import takes_answers
from groupnet.meetings.queries.told import list_told
from groupnet.meetings.sentences import about, is_asked, told_sentence
from groupnet.meetings.visiting import may_be_told
from groupnet.meetings.weekly_news import gatherer
from groupnet.notices.models import Notice, NoticeKind, Way
from groupnet.notices.writers import Action, DigestPart, MailWords, Words, Writer


class MeetingWriter:
    """Writes every kind that meetings bring."""

    def write(self, notices: Sequence[Notice], *, reader: Membership) -> Mapping[int, Words]:
        """Words for the page, in one statement; of visitors who are no longer the reader's to know, none."""
        told = list_told([notice.id for notice in notices])
        return {row.notice_id: _words(row) for row in told if may_be_told(reader, row)}

    def compose(self, notice: Notice, *, reader: Membership, group: Group) -> MailWords | None:
        """The mail, or None where nobody needs it any more."""
        row = next(iter(list_told([notice.id])), None)
        if row is None:
            return None
        if row.visitor_id is not None:
            bring_rights([Place(group, reader)])
        return compose_told(row, reader=reader, group=group) if may_be_told(reader, row) else None


WRITERS: dict[NoticeKind, Writer] = dict.fromkeys(
    (NoticeKind.REMINDER, NoticeKind.MEETING, NoticeKind.ONE_TO_ONE, NoticeKind.VISITORS), MeetingWriter()
)
DIGEST = [
    DigestPart(
        title=_l("Your next meetings"),
        kind=NoticeKind.REMINDER,
        gather=gather_coming_up,
        ways=frozenset({Way.AT_ONCE, Way.WEEKLY}),
    ),
    *(
        DigestPart(title=title, kind=kind, gather=gatherer(kind))
        for kind, title in {
            NoticeKind.MEETING: _l("New and changed meetings"),
            NoticeKind.ONE_TO_ONE: _l("One-to-ones"),
            NoticeKind.VISITORS: _l("Visitors and requests to join"),
        }.items()
    ),
]


def _words(row: Any) -> Words:
    endpoint, values = page_of(row)
    return Words(
        title=told_sentence(row),
        endpoint=endpoint,
        values=values,
        about=about(row),
        person=row if row.proposal_id is not None else None,
        actions=_actions(row),
    )


def _actions(row: Any) -> list[Action]:
    if row.proposal_id is not None and row.proposal_status is ProposalStatus.OPEN:
        values = {"proposal_id": row.proposal_id}
        hint = gettext("%(name)s about a one-to-one", name=row.name)
        return [Action(word=gettext("Answer"), endpoint="group.meetings.proposal", values=values, hint=hint)]
    if row.meeting_id is None or row.kind is not MeetingKind.GROUP:
        return []
    if not (is_asked(row) and takes_answers(row, utc_now())):
        return []
    values = {"meeting_id": row.meeting_id}
    return [Action(word=gettext("Answer"), endpoint="group.meetings.ask", values=values, hint=row.title)]
