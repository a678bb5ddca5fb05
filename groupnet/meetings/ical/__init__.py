"""Calendars for other programs: `calendar_of` for mails and files; the modules beneath write and describe."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from groupnet.meetings.ical.describing import Course, entry_of, series_entry
from groupnet.meetings.ical.entries import Attendee, Entry, Method, write_calendar
from groupnet.meetings.models import Answer
from groupnet.outbox.mailer import sender_address

__all__ = ["Attendee", "Method", "calendar_of"]

SOME_DAYS = timedelta(days=400)
"""A first day of any series lies within so many."""
PARTS = {Answer.COMING: "ACCEPTED", Answer.WAITLISTED: "TENTATIVE", None: "NEEDS-ACTION"}


def calendar_of(
    meeting: Any | None,
    series: Any | None,
    group: Any,
    *,
    method: Method | str,
    attendee: Attendee | None,
    answer: Answer | None = None,
    meetings: Iterable[Any] = (),
) -> bytes:
    """One meeting, or one series, as a file for a mail or to take along; bytes for `Letter(calendar=…)`.

    UID and SEQUENCE are those of the subscription feed. It needs an application context, and no request.

    Args:
        meeting: None where it is about the whole series; `CANCEL` then takes it away whole, so that a series
            that has met is ended by a `REQUEST` with its new last day instead.
        series: that the meeting belongs to, if any; a meeting of a series is written as its occurrence.
        method: `REQUEST` for an invitation or a change, `CANCEL`; `PUBLISH` for a file, without an attendee.
        attendee: who gets the mail.
        answer: theirs, where they have given one.
        meetings: of the whole series, so that what differs from its rule is in it too.
    """
    method = Method(method)
    if meeting is not None:
        entries = [entry_of(meeting, series, group, answer)]
    else:
        entries = _entries_of_series(series, group, method, meetings)
    return write_calendar(
        entries,
        method=method,
        organizer=Attendee(name=group.name, email=sender_address()) if attendee else None,
        attendee=attendee,
        part=PARTS.get(answer, "DECLINED"),
    )


def _entries_of_series(series: Any, group: Any, method: Method, meetings: Iterable[Any]) -> list[Entry]:
    first = series.first_on
    if method is Method.CANCEL:
        return [replace(series_entry(series, group, first, series.last_on), is_cancelled=True)]
    return Course(series, group, first, first + SOME_DAYS, [(one, None) for one in meetings]).entries()
