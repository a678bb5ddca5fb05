"""What happened since last time, as it may be told at the table (T11, T15), and the same as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext

from groupnet.core.money import money
from groupnet.core.templating import day, day_time, month
from groupnet.groups.models import Group
from groupnet.meetings.models import Meeting
from groupnet.reports.queries import COUNTS, NEWCOMER, NEXT_SPEAKER, PAIR, SPEAKER, VISITOR, Occasion

ENOUGH = 3
"""Fewer than so many thanks, referrals or people tell of somebody."""


@dataclass(frozen=True, kw_only=True)
class Since:
    """The page. Nothing in it says whom to call, or what a single thanks came to."""

    meeting: Meeting
    previous: Meeting | None
    pairs: Sequence[Any]
    """`giver`, `receiver` and `number`; none where the group keeps this to its two."""
    referrals: int | None
    """None where it is too few to say."""
    thanks: int | None
    """As with referrals."""
    one_to_ones: int | None
    """As with referrals."""
    is_counted: bool
    """Whether anything is counted: where pairs are closed, only for what was held and the very next."""
    month: date
    """The first of the last whole month."""
    month_minor: int | None
    """What its thanks come to; None where it is too few to say."""
    currency: str
    speakers: Sequence[Any] = ()
    next_speakers: Sequence[Any] = ()
    visitors: Sequence[Any] = ()
    newcomers: Sequence[Any] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing at all is there to tell."""
        counts = (self.referrals, self.thanks, self.one_to_ones, self.month_minor)
        people = (self.speakers, self.next_speakers, self.visitors, self.newcomers)
        return None not in counts[:3] and not any(counts) and not any(people)

    @property
    def figures(self) -> list[tuple[str, str]]:
        """What was counted: (number, words)."""
        said = [
            (self.referrals, ngettext("referral passed", "referrals passed", self.referrals or 0)),
            (self.thanks, ngettext("thanks", "thanks", self.thanks or 0)),
            (self.one_to_ones, ngettext("one-to-one", "one-to-ones", self.one_to_ones or 0)),
        ]
        return [(str(number), words) for number, words in said if number is not None]

    @property
    def withheld(self) -> list[str]:
        """What is too few to say, or not told of this meeting."""
        if not self.is_counted:
            return [
                str(gettext("What was passed since is told of meetings that were held, and of the next one."))
            ]
        said = (
            (self.referrals, gettext("Referrals: too few to say.")),
            (self.thanks, gettext("Thanks: too few to say.")),
            (self.one_to_ones, gettext("One-to-ones: too few to say.")),
        )
        return [str(sentence) for number, sentence in said if number is None]

    @property
    def month_sentence(self) -> str:
        """The sum of the last whole month; nothing where it is too few to say."""
        if self.month_minor is None:
            return ""
        amount = money(self.month_minor, self.currency)
        return str(
            gettext("%(month)s: %(amount)s of business thanked for.", month=month(self.month), amount=amount)
        )


def make_since(
    occasion: Occasion, exchange: Sequence[Any], people: Sequence[Any], *, group: Group, month_first: date
) -> Since:
    """The page of a meeting.

    Where pair counts are closed nobody's are named, and the sum of referrals, of thanks and of one-to-ones
    stands from three of three people on, for meetings that were held and the very next. Amounts are those of
    a whole month, from three thanks by three people on.

    Args:
        exchange, people: rows of `reports.queries`.
        month_first: the first of the month whose thanks are in `exchange`.
    """
    pairs = _of(exchange, PAIR)
    (counts,) = _of(exchange, COUNTS)
    passed = sum(row.number for row in pairs)
    somebody = {row.giver_id for row in pairs} | {row.receiver_id for row in pairs}
    is_open = group.pair_counts_open
    return Since(
        meeting=occasion.meeting,
        previous=occasion.previous,
        pairs=pairs if is_open else (),
        referrals=_told(passed, len(somebody), occasion, is_open=is_open),
        thanks=_told(counts.number, counts.of_thanks, occasion, is_open=is_open),
        one_to_ones=_told(counts.one_to_ones, counts.of_one_to_ones, occasion, is_open=is_open),
        is_counted=occasion.is_counted,
        month=month_first,
        month_minor=counts.amount_minor if _is_enough(counts.thanks, counts.people) else None,
        currency=group.currency,
        speakers=_of(people, SPEAKER),
        next_speakers=_of(people, NEXT_SPEAKER),
        visitors=_of(people, VISITOR),
        newcomers=_of(people, NEWCOMER),
    )


def _of(rows: Sequence[Any], what: int) -> Sequence[Any]:
    return [row for row in rows if row.what == what]


def _is_enough(number: int, people: int) -> bool:
    """Whether a number may be said without telling of somebody."""
    return number >= ENOUGH and people >= ENOUGH


def _told(number: int, people: int, occasion: Occasion, *, is_open: bool) -> int | None:
    if not occasion.is_counted:
        return None
    return number if is_open or number == 0 or _is_enough(number, people) else None


def as_text(since: Since, group: Group) -> str:
    """The same for the group's chat."""
    lines = [f"{since.meeting.title}, {day_time(since.meeting.starts_at, group.timezone)}", ""]
    figures = ", ".join(f"{number} {words}" for number, words in since.figures)
    lines += [f"{span_sentence(since)}: {figures}"] if figures else []
    lines += [
        f"{row.giver} → {row.receiver}" + (f" ({row.number})" if row.number > 1 else "")
        for row in since.pairs
    ]
    lines += [since.month_sentence] if since.month_sentence else []
    for title, people in (
        (gettext("New members"), since.newcomers),
        (gettext("Visitors"), since.visitors),
        (gettext("Speaking"), since.speakers),
        (gettext("Speaking next"), since.next_speakers),
    ):
        if people:
            lines += ["", f"{title}:", *(f"- {_named(row)}" for row in people)]
    return "\n".join(lines)


def span_sentence(since: Since) -> str:
    """Since when."""
    if since.previous is None:
        return str(gettext("In the last 30 days"))
    return str(gettext("Since %(day)s", day=day(since.previous.on_day)))


def _named(row: Any) -> str:
    said = ", ".join(part for part in (row.name, row.note) if part)
    return str(gettext("%(who)s (brought by %(name)s)", who=said, name=row.by)) if row.by else said
