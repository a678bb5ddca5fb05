"""What a file would add, in words: a date that was mistyped makes a meeting that everybody sees."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from flask_babel import gettext, ngettext

from groupnet.core.templating import short_day, weekday
from groupnet.meetings.imports.meant import Meant
from groupnet.meetings.queries.brought import list_meeting_days
from groupnet.meetings.recurrence import wall_time

MOST_NAMED = 20
ENOUGH_TO_COMPARE = 3
"""With fewer meetings there is no day of the week on which a group usually meets."""


def added_meetings(marks: Mapping[Meant, int], *, timezone: str, today: date) -> Iterator[str]:
    """How many meetings are to be added, then each with its marks; those on a day of the week on which the
    group never met otherwise come first.

    Args:
        marks: how many marks each meeting of the file gets.
    """
    added = [one for one in marks if one.id is None]
    if not added:
        return
    yield str(gettext("Held meetings to be added: %(count)d.", count=len(added)))
    days = Counter(day.weekday() for day in [*list_meeting_days(today), *{one.day for one in added}])
    may_compare = days.total() > ENOUGH_TO_COMPARE
    odd = {one for one in added if may_compare and days[one.day.weekday()] == 1}
    ordered = sorted(added, key=lambda one: (one not in odd, one.day, one.starts_at))
    for one in ordered[:MOST_NAMED]:
        yield _line(one, marks[one], timezone, is_odd=one in odd)
    if len(ordered) > MOST_NAMED:
        yield str(gettext("And %(count)d more.", count=len(ordered) - MOST_NAMED))


def _line(meeting: Meant, marks: int, timezone: str, *, is_odd: bool) -> str:
    day = f"{weekday(meeting.day)} {short_day(meeting.day)}"
    begins = wall_time(meeting.starts_at, timezone).strftime("%H:%M")
    said = ngettext(
        "%(day)s, %(begins)s – new, %(num)d mark",
        "%(day)s, %(begins)s – new, %(num)d marks",
        marks,
        day=day,
        begins=begins,
    )
    if is_odd:
        name = weekday(meeting.day, "wide")
        said += gettext("; your group met on no other %(weekday)s", weekday=name)
    return str(said)
