"""Time zones to choose from: one name for each, without the older spellings."""

from datetime import timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from groupnet.core.clock import utc_now


@cache
def list_zones() -> tuple[str, ...]:
    """The zones of the world by the names in use today, A to Z, and UTC; no alias such as Asia/Calcutta."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return (*sorted({row[2] for row in rows}), "UTC")


def zone_words(zone: str) -> str:
    """A zone with its present distance from UTC: "Kolkata (UTC+5:30)"."""
    place = zone.partition("/")[2] or zone
    offset = _offset_words(utc_now().astimezone(ZoneInfo(zone)).utcoffset() or timedelta())
    return f"{place.replace('_', ' ').replace('/', ', ')} ({offset})"


def _offset_words(offset: timedelta) -> str:
    minutes = round(abs(offset).total_seconds() / 60)
    if not minutes:
        return "UTC"
    sign = "\u2212" if offset < timedelta() else "+"
    hours, rest = divmod(minutes, 60)
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"
