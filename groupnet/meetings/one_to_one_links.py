"""Links that answer one proposal of a one-to-one from a mail: signed, for the one who is asked, at the
address that it went to."""

from dataclasses import dataclass

from groupnet.core.addresses import site_address
from groupnet.core.signing import read_signed, sign
from groupnet.people.limits import short_hash

_PURPOSE = "groupnet.meetings.one-to-one"


@dataclass(frozen=True)
class ProposalLink:
    """What a link may do; it names its group, so that nothing is looked up across groups."""

    group_id: int
    proposal_id: int
    invited_id: int
    address_hash: str
    """Of the address that the mail went to."""
    time_id: int | None
    """The time that is chosen on the page to begin with; None for none."""


def proposal_address(
    *, group_id: int, proposal_id: int, invited_id: int, email: str | None, time_id: int | None = None
) -> str:
    """The whole address of the page that answers a proposal. Its end is the proposal's: once it is answered,
    withdrawn, or all its times are over.

    Args:
        email: where the mail goes; once the member has another address, the link opens nothing.
        time_id: of the time to offer first, where the mail has a link a time.
    """
    token = sign(_PURPOSE, [group_id, proposal_id, invited_id, short_hash(email), time_id])
    return site_address("one_to_one_answers.show", token=token)


def read_proposal_link(token: str) -> ProposalLink | None:
    """What a token says, or None if it was not made here for this."""
    content = read_signed(_PURPOSE, token)
    return ProposalLink(*content) if content and len(content) == 5 else None
