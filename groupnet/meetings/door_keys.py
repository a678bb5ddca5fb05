"""What hangs at the door of a meeting: a link and six digits, made from the server's key, stored nowhere."""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from flask import current_app

from groupnet.core.addresses import site_address
from groupnet.core.signing import read_signed, sign
from groupnet.meetings.models import Meeting

_PURPOSE = "groupnet.here"
_DIGITS = 6


@dataclass(frozen=True)
class DoorLink:
    """Which meeting a link is for."""

    group_id: int
    meeting_id: int


def door_token(meeting: Meeting) -> str:
    """What the link at the door holds."""
    return sign(_PURPOSE, [meeting.group_id, meeting.id])


def door_address(meeting: Meeting) -> str:
    """The whole address behind the QR code."""
    return site_address("door.arrive", token=door_token(meeting))


def read_door_token(token: str) -> DoorLink | None:
    """Which meeting a token is for, or None if it was not made here for this."""
    content = read_signed(_PURPOSE, token)
    return DoorLink(*content) if content else None


def door_code(meeting: Meeting) -> str:
    """The six digits to type where no camera is at hand."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    said = f"{_PURPOSE}:{meeting.group_id}:{meeting.id}".encode()
    number = int.from_bytes(hmac.new(key, said, sha256).digest()[:8])
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def opens_door(meeting: Meeting, *, token: str, code: str) -> bool:
    """Whether a member read the link or typed the digits of this meeting's door."""
    link = read_door_token(token) if token else None
    if link is not None:
        return link == DoorLink(meeting.group_id, meeting.id)
    typed = "".join(code.split()).replace("-", "")
    return hmac.compare_digest(typed.encode(), door_code(meeting).encode())
