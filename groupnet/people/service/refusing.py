"""Refused sign-ins, for those who watch over a group."""

from groupnet.core.clock import utc_now
from groupnet.core.unit_of_work import own_transaction
from groupnet.outbox.service import queue_job
from groupnet.people.limits import keyed

JOB = "groups.sign_in_refused"
"""Done by the room of groups, which alone knows where somebody is a member."""


def note_refusal(*, email: str) -> None:
    """Keep that a sign-in was refused, once an hour for an address, with an account or without (T16).

    Nothing may have been written before it in a request; it is kept whatever becomes of the rest.

    Args:
        email: the address tried, in stored form.
    """
    hour = f"{utc_now():%Y-%m-%dT%H}"
    with own_transaction():
        queue_job(kind=JOB, payload={"email": email}, unique_key=f"refused {keyed(f'{email} {hour}')}")
