"""The mail that ends the old half of a series that was split, in the calendars that have it.

It is a mail of its own: a calendar that invites is of one UID (RFC 5546, 3.2.2), and of a mail with two
files mail programs read the first.
"""

from collections.abc import Sequence

from groupnet.meetings.models import MeetingSeries
from groupnet.notices.models import Notice, NoticeKind
from groupnet.notices.queries import list_readers
from groupnet.outbox.service import Addressed, queue_mails

UNTIL = "meetings.until"


def queue_until(series: MeetingSeries, notices: Sequence[Notice]) -> None:
    """Write it down for those who are told of what comes after; it goes out together with that.

    Args:
        series: that has ended.
        notices: about the series that goes on instead; a mail whose notice is taken back is not sent.
    """
    readers = list_readers([notice.membership_id for notice in notices], NoticeKind.MEETING)
    for due_at in {notice.due_at for notice in notices}:
        mails = [
            Addressed(
                to=reader.address,
                payload={"notice_id": notice.id, "series_id": series.id},
                person_id=reader.membership.person_id,
                unique_key=f"{UNTIL}:{notice.id}:{series.id}",
            )
            for notice in notices
            if notice.due_at == due_at
            and (reader := readers.get(notice.membership_id)) is not None
            and reader.address is not None
        ]
        group = next((reader.group for reader in readers.values()), None)
        if mails and group is not None:
            queue_mails(mails, kind=UNTIL, about_group_id=group.id, locale=group.locale, due_at=due_at)
