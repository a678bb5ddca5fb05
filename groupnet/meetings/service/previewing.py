"""What a change of a series would bring, before it is saved."""

from dataclasses import dataclass
from datetime import date

from groupnet.groups.models import Group
from groupnet.meetings.models import MeetingSeries, MeetingStatus
from groupnet.meetings.queries.series import count_answers, list_occurrences
from groupnet.meetings.recurrence import list_days
from groupnet.meetings.service.cutting import find_cut
from groupnet.meetings.service.plans import SeriesPlan
from groupnet.meetings.service.series import check_series_plan, shown_until


@dataclass(frozen=True)
class Preview:
    """What a change would bring to the meetings of a series."""

    days: list[date]
    """Those of the new rule, the ones left out among them."""
    stay: int
    """Meetings that keep their day."""
    fall: int
    """Meetings whose day falls away."""
    made: int
    """New ones."""
    answers_that_stand: int
    answers_that_fall: int
    is_to_be_seen: bool
    """It brings so much that nobody saves it unseen."""


def preview_change(
    *, group: Group, series: MeetingSeries, plan: SeriesPlan, today: date, following: date | None = None
) -> Preview:
    """What `change_series` would bring with the same values; nothing is written.

    Raises:
        RuleBroken: a field cannot be so.
    """
    first_on = check_series_plan(plan, group=group, today=today)
    rows = list_occurrences(series.id)
    cut = find_cut(series=series, rows=rows, plan=plan, first_on=first_on, following=following, today=today)
    there = {row.occurs_on for row in rows if row.occurs_on}
    until = max([shown_until(max(today, cut.first_on)), *there])
    days = list_days(plan.rule, cut.first_on, until=until, last_on=plan.last_on, since=cut.on_day)
    wanted = [day for day in days if day not in plan.skipped]
    on = [row for row in cut.coming if row.status is not MeetingStatus.CANCELLED]
    stay = [row.id for row in on if row.occurs_on in wanted or row in cut.before]
    fall = [row.id for row in on if row.id not in stay]
    made = [day for day in wanted if day not in there]
    answers = count_answers([row.id for row in on])
    return Preview(
        days=days,
        stay=len(stay),
        fall=len(fall),
        made=len(made),
        answers_that_stand=sum(answers.get(number, 0) for number in stay),
        answers_that_fall=sum(answers.get(number, 0) for number in fall),
        # days behind those that stood so far come with time alone
        is_to_be_seen=bool(fall) or any(day < max(there, default=date.min) for day in made),
    )
