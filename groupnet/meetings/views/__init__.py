"""Pages of meetings: each module has its routes on the room's one blueprint."""

from groupnet.meetings.views import (
    answer_by_mail,
    answering,
    answers,
    attendance,
    door,
    door_visitors,
    feed,
    index,
    months,
    new,
    rule,
    scheduling,
    series,
    show,
    slots,
    taps,
    tick_sheet,
)
from groupnet.meetings.views.blueprint import blueprint

__all__ = [
    "answer_by_mail",
    "answering",
    "answers",
    "attendance",
    "blueprint",
    "door",
    "door_visitors",
    "feed",
    "index",
    "months",
    "new",
    "rule",
    "scheduling",
    "series",
    "show",
    "slots",
    "taps",
    "tick_sheet",
]
