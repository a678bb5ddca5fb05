"""A series in one sentence: rule and hours, first and last day, days left out, what is otherwise on others.

"Every Thursday, 07:15–09:15, from 3 Dec; not on 24 Dec; on 10 Dec at 08:00, Harbour Café"."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from babel.core import Locale
from babel.dates import format_skeleton, format_time
from babel.lists import format_list
from flask_babel import get_locale, gettext

from groupnet.core.clock import utc_now
from groupnet.core.templating import today
from groupnet.meetings.hours import hours_of, minutes_of
from groupnet.meetings.models import Meeting, MeetingSeries
from groupnet.meetings.policy import OPEN
from groupnet.meetings.recurrence import from_rrule, list_days, wall_time
from groupnet.meetings.recurrence_words import describe
from groupnet.meetings.words import hours_words

MOST_NAMED = 6
"""So many days left out, and so many that are otherwise, are named; of more there is the number."""
DAY_FIRST = "d MMM"


def say_series(series: MeetingSeries, meetings: Sequence[Meeting], zone: str) -> str:
    """A series as it is from now on, in one sentence; of one that has nothing to come, rule and hours alone.

    Args:
        meetings: all of it, in the order of the days that its rule gave them.
        zone: the group's, an IANA name.
    """
    now = utc_now()
    coming = [(one.occurs_on, one) for one in meetings if one.status in OPEN and one.starts_at > now]
    dated = [(day, one) for day, one in coming if day is not None]
    said = [f"{describe(from_rrule(series.rule, series.first_on))}, {_hours(series)}"]
    if not dated:
        return said[0]
    first = dated[0][0]
    if first >= today() and not _has_begun(meetings, first):
        said[0] = gettext("%(rhythm)s, from %(day)s", rhythm=said[0], day=say_days([first]))
    days, taking_place = _days_of(series, meetings, first), {day for day, _ in dated}
    left_out = [day for day in days if day not in taking_place and _is_settled(day, series, meetings)]
    if series.last_on is not None:
        last = max((day for day in days if day not in left_out), default=first)
        said[0] = gettext("%(rhythm)s until %(day)s", rhythm=said[0], day=say_days([last]))
        left_out = [day for day in left_out if day < last]
    if left_out:
        said.append(gettext("not on %(days)s", days=say_days(left_out)))
    differing = [(day, one) for day, one in dated if _is_otherwise(one, day, series, zone)]
    otherwise = [_say_otherwise(one, day, series, zone) for day, one in differing]
    said += otherwise[:MOST_NAMED]
    if len(otherwise) > MOST_NAMED:
        said.append(gettext("%(number)s more are otherwise", number=len(otherwise) - MOST_NAMED))
    return "; ".join(said)


def _has_begun(meetings: Sequence[Meeting], first: date) -> bool:
    """Whether one took place before the first to come, so that this one begins nothing."""
    return any(one.status in OPEN and one.occurs_on and one.occurs_on < first for one in meetings)


def _days_of(series: MeetingSeries, meetings: Sequence[Meeting], first: date) -> list[date]:
    """The days by the rule, to its end or as far as anything is known of them, those left out among them."""
    known = [first, *(one.occurs_on for one in meetings if one.occurs_on), *_skipped(series)]
    rule = from_rrule(series.rule, series.first_on)
    return list_days(rule, series.first_on, until=series.last_on or max(known), since=first)


def _is_settled(day: date, series: MeetingSeries, meetings: Sequence[Meeting]) -> bool:
    """Whether a day without a meeting is left out, and not one whose meeting is still to be made."""
    return day in _skipped(series) or any(one.occurs_on and day <= one.occurs_on for one in meetings)


def _skipped(series: MeetingSeries) -> set[date]:
    return {date.fromisoformat(line) for line in series.skipped.split()}


def _hours(series: MeetingSeries) -> str:
    begins = datetime.combine(series.first_on, series.starts_time)
    ends = begins + timedelta(minutes=series.minutes)
    return f"{_clock(begins.time())}–{_clock(ends.time())}"


def _clock(at: time) -> str:
    return str(format_time(at, "short", locale=get_locale()))


def _is_otherwise(meeting: Meeting, day: date, series: MeetingSeries, zone: str) -> bool:
    is_moved = meeting.on_day != day
    return is_moved or not _has_its_hours(meeting, series, zone) or meeting.place != series.place


def _has_its_hours(meeting: Meeting, series: MeetingSeries, zone: str) -> bool:
    usual = hours_of(meeting.on_day, series.starts_time, series.minutes, 0, zone)
    return (meeting.starts_at, meeting.ends_at) == (usual.starts_at, usual.ends_at)


def _say_otherwise(meeting: Meeting, day: date, series: MeetingSeries, zone: str) -> str:
    """What is otherwise on one day: "on 10 Dec at 08:00, Harbour Café"."""
    said = gettext("on %(day)s", day=say_days([meeting.on_day]))
    if meeting.on_day != day:
        said = gettext(
            "on %(day)s instead of %(other)s", day=say_days([meeting.on_day]), other=say_days([day])
        )
    if not _has_its_hours(meeting, series, zone):
        at = _clock(wall_time(meeting.starts_at, zone).time())
        if minutes_of(meeting) != series.minutes:
            at = hours_words(meeting.starts_at, meeting.ends_at, zone)
        said = gettext("%(day)s at %(hours)s", day=said, hours=at)
    return f"{said}, {meeting.place}" if meeting.place and meeting.place != series.place else said


def say_days(days: Sequence[date]) -> str:
    """Some days as a list: "24 and 31 Dec"; of many the first six, "and 4 more"."""
    locale = get_locale() or Locale.parse("en_GB")
    named = days[:MOST_NAMED]
    said = [_say_day(day, locale) for day in named]
    if locale.datetime_skeletons["MMMd"].pattern == DAY_FIRST:
        for number, (one, following) in enumerate(pairwise(named)):
            if (one.year, one.month) == (following.year, following.month):
                said[number] = str(one.day)
    if len(days) > MOST_NAMED:
        said.append(_more(len(days) - MOST_NAMED))
    return str(format_list(said, locale=locale))


def _say_day(day: date, locale: Locale) -> str:
    skeleton = "MMMd" if day.year == today().year else "yMMMd"
    return str(format_skeleton(skeleton, day, locale=locale))


def _more(number: int) -> str:
    return str(gettext("%(number)s more", number=number))
