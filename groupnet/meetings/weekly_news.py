"""What was told of meetings, one-to-ones and visitors, for those who want it once a week."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from groupnet.core.clock import utc_now
from groupnet.groups.places import Place, bring_rights
from groupnet.meetings.before import Reason, What
from groupnet.meetings.mail import as_it_comes, is_as_told
from groupnet.meetings.models import ProposalStatus
from groupnet.meetings.pages_told import page_of
from groupnet.meetings.queries.told import list_unseen_told
from groupnet.meetings.sentences import as_it_stands, told_sentence
from groupnet.meetings.visiting import may_be_told
from groupnet.notices.models import NoticeKind
from groupnet.notices.writers import DigestLine

NEW = frozenset({What.SCHEDULED, What.SERIES_SCHEDULED})
PASSING = frozenset(
    {
        *(What.MOVED, What.CHANGED, What.CALENDAR),
        *(What.SERIES_MOVED, What.SERIES_CHANGED, What.SERIES_CALENDAR),
    }
)
"""Of no interest to whoever reads in the same mail that it is new."""


def gatherer(kind: NoticeKind) -> Callable[[Sequence[Place], datetime, datetime], list[DigestLine]]:
    """What gathers the news of a kind: of several about one thing the last, and only what still stands."""

    def gather(places: Sequence[Place], since: datetime, until: datetime) -> list[DigestLine]:
        by_id = {place.membership.id: place for place in places}
        if kind is NoticeKind.VISITORS:
            bring_rights(places)
        lines = []
        for told in _latest(list_unseen_told(list(by_id), kind, since, until)):
            row, place = _still_news(told), by_id[told.told_id]
            if row is not None and may_be_told(place.membership, told):
                endpoint, values = page_of(row)
                lines.append(
                    DigestLine(text=told_sentence(row), place=place, endpoint=endpoint, values=values)
                )
        return lines

    return gather


def _latest(rows: Sequence[Any]) -> list[Any]:
    """Of several about one thing the last; what is new this week is that, wherever it was moved since."""
    kept: dict[tuple[int | None, ...], Any] = {}
    for row in rows[::-1]:
        key = (row.told_id, row.visitor_id, row.proposal_id, row.meeting_id)
        if key not in kept or _what(row) not in PASSING or _what(kept[key]) not in NEW:
            kept[key] = row
    new = {(row.told_id, row.series_id) for row in kept.values() if _what(row) is What.SERIES_SCHEDULED}
    news = [
        row for row in kept.values() if _what(row) not in PASSING or (row.told_id, row.series_id) not in new
    ]
    return sorted(news, key=lambda row: (row.due_at, row.notice_id), reverse=True)


def _what(row: Any) -> What | None:
    is_of_meeting = row.visitor_id is None and row.proposal_id is None
    return Reason.read(row.reason).what if is_of_meeting else None


def _still_news(row: Any) -> Any | None:
    """The row as things stand now; None where nobody needs it any more."""
    if row.visitor_id is not None:
        stands = row.erased_at is None and row.visitor_status.value == row.reason
        return row if stands else None
    if row.proposal_id is not None:
        return row if _proposal_stands(row) else None
    row = as_it_comes(row)
    if row is None or not is_as_told(row, Reason.read(row.reason), as_it_stands(row)):
        return None
    return row


def _proposal_stands(row: Any) -> bool:
    if row.reason == "proposed":
        return row.proposal_status is ProposalStatus.OPEN
    if row.reason == ProposalStatus.ACCEPTED.value and (row.starts_at is None or row.starts_at <= utc_now()):
        return False
    return bool(row.reason == row.proposal_status.value)
