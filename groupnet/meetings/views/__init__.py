"""Pages of meetings: each module has its routes on the room's one blueprint."""

from groupnet.meetings.views import (
    answer_by_mail,
    answering,
    answers,
    feed,
    index,
    months,
    new,
    scheduling,
    series,
    show,
    slots,
)
from groupnet.meetings.views.blueprint import blueprint

__all__ = [
    "answer_by_mail",
    "answering",
    "answers",
    "blueprint",
    "feed",
    "index",
    "months",
    "new",
    "scheduling",
    "series",
    "show",
    "slots",
]
