"""How much happens on a day: the Thursday breakfast, quiet Augusts, busy springs and autumns."""

from datetime import date
from random import Random

WEEKDAYS = (0.09, 0.12, 0.12, 0.42, 0.17, 0.05, 0.03)
MONTHS = (0.85, 1.0, 1.2, 1.15, 1.15, 1.0, 0.8, 0.45, 1.1, 1.3, 1.2, 0.95)


def season(day: date) -> float:
    """How busy this time of year is; an ordinary week is 1."""
    if (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 3):
        return 0.2
    return MONTHS[day.month - 1]


def how_many(rng: Random, day: date, members: int, weekly_each: float) -> int:
    """The referrals passed on a day among so many members, each passing `weekly_each` in an ordinary week."""
    expected = members * weekly_each * season(day) * WEEKDAYS[day.weekday()] * rng.uniform(0.6, 1.4)
    whole = int(expected)
    return whole + (rng.random() < expected - whole)
