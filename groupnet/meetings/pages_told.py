"""Which page a notice of meetings, one-to-ones or visitors leads to."""

from typing import Any

from groupnet.meetings.models import ProposalStatus


def page_of(row: Any) -> tuple[str, dict[str, Any]]:
    """The endpoint and its values, but for the slug.

    Args:
        row: of `list_told`.
    """
    if row.visitor_id is not None:
        return "group.meetings.visitor", {"visitor_id": row.visitor_id}
    if row.proposal_id is not None and row.proposal_status is not ProposalStatus.ACCEPTED:
        return "group.meetings.proposal", {"proposal_id": row.proposal_id}
    return "group.meetings.show", {"meeting_id": row.meeting_id}
