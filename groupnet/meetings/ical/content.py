"""Lines of a calendar's file (RFC 5545, 3.1 and 3.3).

Own code beside icalendar: calendars of all members ask for their feeds all day long, and icalendar takes 7
to 8 times as long to write one (decision 17). The tests read what it writes with two other programs.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from groupnet.core.clock import A_MINUTE

LONGEST = 75
"""Octets of a line."""
BREAK = "\r\n"
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""Whatever some reader takes for the end of a line."""
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff]")
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def one_line(text: str) -> str:
    """A text of one line, with nothing that a reader could take for more."""
    return " ".join(_UNSEEN.sub("", _BREAKS.sub(" ", text)).split())


def many_lines(text: str) -> str:
    """A text of several lines, with one kind of break and nothing unseen."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text)).strip()


def plain(name: str, value: str) -> str:
    """A property whose value is ours."""
    return _fold(f"{name}:{value}")


def text(name: str, value: str) -> str:
    """A property with words, cleaned by `one_line` or `many_lines`."""
    return _fold(f"{name}:{value.translate(_ESCAPED)}")


def utc(name: str, moment: datetime) -> str:
    """A property with an instant."""
    return plain(name, in_utc(moment))


def local(name: str, moment: datetime, zone: str) -> str:
    """A property with an instant by the clock of a zone."""
    shown = moment.astimezone(ZoneInfo(zone))
    # the second of two equal hours can only be told in UTC
    return utc(name, moment) if shown.fold else by_clock(name, [shown], zone)


def by_clock(name: str, hours: list[datetime], zone: str) -> str:
    """A property with what the clocks of a zone show; their own zone is not looked at."""
    return _fold(f"{name};TZID={zone}:" + ",".join(f"{hour:%Y%m%dT%H%M%S}" for hour in hours))


def lasting(name: str, length: timedelta) -> str:
    """A property with a length of time, in whole minutes."""
    return plain(name, f"PT{length // A_MINUTE}M")


def address(name: str, email: str, called: str, **parameters: str) -> str:
    """A property with somebody's address and name."""
    # a quoted name holds anything but a double quote
    quoted = one_line(called).replace('"', "'")
    more = "".join(f";{key}={value}" for key, value in parameters.items())
    return _fold(f'{name};CN="{quoted}"{more}:mailto:{one_line(email)}')


def in_utc(moment: datetime) -> str:
    """An instant as calendars write it."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _fold(line: str) -> str:
    if len(line) * 4 <= LONGEST or len(line.encode()) <= LONGEST:
        return line
    folded, begin, octets = [], 0, 0
    for at, sign in enumerate(line):
        size = 1 if sign < "\x80" else len(sign.encode())
        if octets + size > LONGEST:
            folded.append(line[begin:at])
            begin, octets = at, 1  # the space that a line that goes on begins with
        octets += size
    folded.append(line[begin:])
    return f"{BREAK} ".join(folded)
