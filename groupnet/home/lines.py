"""The lines of the first page, in words: who, what, when, and the one action."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext

from groupnet.core.money import money
from groupnet.groups.places import Place
from groupnet.home.queries import MOST_LINES, Found
from groupnet.members.faces import short_names
from groupnet.referrals.policy import Act
from groupnet.referrals.queries import Face, News, NewsKind, Waiting
from groupnet.referrals.words import act_word, passed_sentence

FRESH = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """One line. `url` is where its one action leads; `posts` when that changes something there."""

    person: Face
    title: str
    url: str
    action: str
    when: date | datetime
    about: str = ""
    page: str = ""
    hint: str = ""
    place: str = ""
    """The group's name, where the person has several."""

    @property
    def posts(self) -> bool:
        """Whether the action is a button that changes something, beside a page of its own."""
        return bool(self.page)


@dataclass(frozen=True)
class Lines:
    """The two blocks made of lines; `more_wait` when the first has not room for all."""

    waiting: list[Line]
    thanks: list[Line]
    more_wait: bool


class Writer:
    """Puts what was found into words; each line leads into its own group, whichever page it stands on."""

    def __init__(self, found: Found, places: Sequence[Place]) -> None:
        self._places = {place.membership.id: place for place in places}
        everybody: list[Waiting | News] = [*found.to_answer, *found.to_detail, *found.news]
        people = {one.person.name: one.person for one in everybody}  # once, though met in two groups
        short = short_names(people.values())
        self._short = {name: short[person.id] for name, person in people.items()}

    def to_answer(self, one: Waiting) -> Line:
        """Somebody passed me something."""
        return Line(
            person=one.person,
            title=passed_sentence(one.kind, self._name(one)),
            url=_address("accept", one),
            action=act_word(one.kind, Act.ACCEPT),
            hint=gettext("what %(name)s passed you", name=self._name(one)),
            when=one.given_on,
            about=one.prospect_name,
            page=_address("show", one),
            place=self._place(one),
        )

    def to_detail(self, one: Waiting) -> Line:
        """I passed something and did not say what."""
        return Line(
            person=one.person,
            title=gettext("Who should %(name)s call?", name=self._name(one)),
            url=_address("saved", one),
            action=act_word(one.kind, Act.NAME),
            hint=gettext("the referral to %(name)s", name=self._name(one)),
            when=one.given_on,
            about=gettext("No name yet"),
            place=self._place(one),
        )

    def news(self, one: News) -> Line:
        """Something came of what I passed."""
        name = self._name(one)
        title = gettext("Something came of what you passed %(name)s", name=name)
        about = ""
        if one.what is NewsKind.THANKED:
            title = gettext("%(name)s thanked you", name=name)
            about = self._amount(one)
        return Line(
            person=one.person,
            title=title,
            url=_address("show", one) if one.referral_id else _thanks_address(one),
            action=gettext("See"),
            hint=gettext("the news from %(name)s", name=name),
            when=one.happened_at,
            about=about,
            place=self._place(one),
        )

    def _name(self, one: Waiting | News) -> str:
        return self._short[one.person.name]

    def _place(self, one: Waiting | News) -> str:
        return self._places[one.membership_id].group.name if len(self._places) > 1 else ""

    def _amount(self, one: News) -> str:
        if one.amount_minor is None:
            return ""
        return money(one.amount_minor, self._places[one.membership_id].group.currency)


def write_lines(found: Found, places: Sequence[Place], now: datetime) -> Lines:
    """Everything found, at most five lines a block: first what others wait for, then the good news.

    Fresh thanks are news and stand above; they are not told twice.
    """
    writer = Writer(found, places)
    fresh = [one for one in found.news if one.happened_at > now - FRESH]
    unasked = [
        *map(writer.to_answer, found.to_answer),
        *map(writer.to_detail, found.to_detail),
    ]
    room = max(0, MOST_LINES - len(unasked))
    told = fresh[:room]
    thanks = _thanks_besides(told, found.news)
    return Lines(
        waiting=[*unasked, *map(writer.news, told)][:MOST_LINES],
        thanks=[writer.news(one) for one in thanks][:MOST_LINES],
        more_wait=len(found.to_answer) > MOST_LINES,
    )


def _thanks_besides(told: Sequence[News], news: Iterable[News]) -> list[News]:
    return [one for one in news if one.what is NewsKind.THANKED and one not in told]


def _address(view: str, one: Waiting | News) -> str:
    return url_for(f"group.referrals.{view}", referral_id=one.referral_id, slug=one.person.group_slug)


def _thanks_address(one: News) -> str:
    return url_for("group.thanks.index", slug=one.person.group_slug)
