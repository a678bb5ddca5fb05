"""The mail that ends the old half of a series that was split."""

from flask_babel import gettext

from groupnet.core.addresses import site_address
from groupnet.core.templating import day_time
from groupnet.meetings.ical import Method
from groupnet.meetings.mail_parts import page_button, series_for_calendar
from groupnet.meetings.policy import OPEN
from groupnet.meetings.queries.series import list_occurrences
from groupnet.meetings.queries.told import find_series
from groupnet.notices.links import unsubscribing_address
from groupnet.notices.models import NoticeKind
from groupnet.notices.queries import find_notice, find_reader
from groupnet.outbox.letters import Letter, Words
from groupnet.outbox.models import OutgoingMail


def compose_until(mail: OutgoingMail) -> Letter | None:
    """The old half for the reader's calendar, with its last day; None where what comes after is not told."""
    content = mail.content()
    notice, series = find_notice(content["notice_id"]), find_series(content["series_id"])
    if notice is None or notice.seen_at is not None or series is None:
        return None
    reader = find_reader(notice.membership_id, NoticeKind.MEETING)
    if reader is None or reader.person is None or reader.address != mail.to_address:
        return None
    group = reader.group
    last = max((one.starts_at for one in list_occurrences(series.id) if one.status in OPEN), default=None)
    if last is None:
        subject = gettext("For your calendar: the old days of %(title)s", title=series.title)
    else:
        when = day_time(last, group.timezone)
        subject = gettext(
            "For your calendar: %(title)s as before until %(when)s", title=series.title, when=when
        )
    said = gettext("What comes after is in another mail. This one ends the old entry in your calendar.")
    see = page_button(
        gettext("See it in groupnet"), "group.meetings.series", group, series_id=content["series_id"]
    )
    return Letter(
        subject=subject,
        parts=[Words(text=said), see],
        calendar=series_for_calendar(
            series,
            method=Method.CANCEL if last is None else Method.REQUEST,
            kind=NoticeKind.MEETING,
            reader=reader.membership,
            group=group,
        ),
        sender=group.name,
        why=gettext("You get this because you are in %(group)s.", group=group.name),
        unsubscribe=unsubscribing_address(reader.person.id, NoticeKind.MEETING),
        choices=site_address("notices.choices"),
    )
