"""Plausible times of day: slips are written at the breakfast, the rest happens while people work."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

BREAKFAST = (time(7, 10), time(8, 40))
AT_WORK = (time(8, 45), time(18, 30))
THURSDAY = 3


class Hours:
    """Makes instants for the days of the story; none lies in the future."""

    def __init__(self, timezone: str, now: datetime) -> None:
        self._zone = ZoneInfo(timezone)
        self._now = now

    def recorded_on(self, rng: Random, day: date) -> datetime:
        """When somebody wrote it down: on Thursdays mostly at the breakfast."""
        at_breakfast = day.weekday() == THURSDAY and rng.random() < 0.8
        return self._between(rng, day, *(BREAKFAST if at_breakfast else AT_WORK))

    def afterwards(self, rng: Random, day: date, before: datetime) -> datetime:
        """When the next step was taken on a day that is not earlier than the step before.

        Args:
            before: the instant of that step; the next one comes later.
        """
        found = self._between(rng, day, *AT_WORK)
        if found > before:
            return found
        return before + min(timedelta(minutes=rng.randint(4, 90)), (self._now - before) / 2)

    def _between(self, rng: Random, day: date, first: time, last: time) -> datetime:
        start = self._at(day, first)
        end = min(self._at(day, last), self._now)
        if end <= start:  # the demo is filled early in the morning
            start = self._at(day, time(0))
        return start + (end - start) * rng.random()

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self._zone).astimezone(UTC)
