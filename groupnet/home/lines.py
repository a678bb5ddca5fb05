"""The lines of the first page, in words: who, what, when, and the one action."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from groupnet.core.money import money
from groupnet.groups.places import Place
from groupnet.home.queries import MOST_LINES, Found
from groupnet.meetings.queries.waiting import Other, Wait, WaitingMeeting
from groupnet.members.faces import short_names
from groupnet.referrals.policy import Act
from groupnet.referrals.queries import Face, News, NewsKind, Waiting
from groupnet.referrals.words import act_word, passed_sentence

FRESH = timedelta(days=7)


@dataclass(frozen=True)
class Asking:
    """How something around meetings that waits is put into words, and where it is settled."""

    title: LazyString
    endpoint: str
    argument: str
    action: LazyString
    about: LazyString | str = ""
    icon: str = ""


ASKING = {
    Wait.PROPOSAL: Asking(
        _l("%(name)s would like a one-to-one with you"),
        "group.meetings.proposal",
        "proposal_id",
        _l("Answer"),
    ),
    Wait.ONE_TO_ONE: Asking(
        _l("Did you meet %(name)s?"), "group.meetings.show", "meeting_id", _l("Answer"), _l("One-to-one")
    ),
    Wait.REQUEST: Asking(
        _l("%(name)s asks to join"), "group.applications.show", "visitor_id", _l("Answer"), icon="user-check"
    ),
    Wait.VISITOR: Asking(
        _l("What follows with %(name)s?"),
        "group.meetings.ask_to_follow_up",
        "visitor_id",
        _l("Follow up"),
        _l("Visitor"),
        "user-round",
    ),
    Wait.MET: Asking(
        _l("Whom did you meet at %(name)s?"),
        "group.meetings.met",
        "meeting_id",
        _l("Answer"),
        _l("For you alone"),
        "users",
    ),
}

ALL_OF: dict[Wait, tuple[str, dict[str, Any]]] = {
    Wait.PROPOSAL: ("group.meetings.one_to_ones", {}),
    Wait.ONE_TO_ONE: ("group.meetings.one_to_ones", {}),
    Wait.REQUEST: ("group.applications.index", {}),
    Wait.VISITOR: ("group.meetings.visitors", {}),
    Wait.MET: ("group.meetings.index", {"when": "past"}),
}
"""The page where all of a kind are found, and what it is asked for."""


@dataclass(frozen=True)
class Line:
    """One line. `url` is where its one action leads; `posts` when that changes something there."""

    title: str
    url: str
    action: str
    when: date | datetime
    person: Face | Other | None = None
    icon: str = ""
    """Stands where a face would, where it is about nobody with one."""
    about: str = ""
    page: str = ""
    hint: str = ""
    place: str = ""
    """The group's name, where the person has several."""
    all_url: str = ""
    """Where all of its kind are found, if it waits."""

    @property
    def posts(self) -> bool:
        """Whether the action is a button that changes something, beside a page of its own."""
        return bool(self.page)


@dataclass(frozen=True)
class Lines:
    """The two blocks made of lines."""

    waiting: list[Line]
    thanks: list[Line]
    rest_url: str
    """Where the first is found that the block of what waits has no room for; empty when it holds all."""


class Writer:
    """Puts what was found into words; each line leads into its own group, whichever page it stands on."""

    def __init__(self, found: Found, places: Sequence[Place]) -> None:
        self._places = {place.membership.id: place for place in places}
        everybody: list[Waiting | WaitingMeeting | News] = [
            *found.to_answer,
            *found.to_detail,
            *found.meetings,
            *found.news,
        ]
        faces = [one.person for one in everybody if one.person is not None]
        people = {face.name: face for face in faces}  # once, though met in two groups
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
            all_url=_list_address(one, direction="received", status="waiting"),
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
            all_url=_list_address(one, direction="given"),
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

    def meeting(self, one: WaitingMeeting) -> Line:
        """Something around meetings: a one-to-one, a visitor, a meeting that was."""
        name = self._short[one.name] if one.person else one.name
        asking = ASKING[one.what]
        all_of, which = ALL_OF[one.what]
        where: dict[str, Any] = {"slug": one.group_slug, asking.argument: one.id}
        return Line(
            person=one.person,
            icon=asking.icon,
            title=str(asking.title) % {"name": name},
            url=url_for(asking.endpoint, **where),
            action=str(asking.action),
            hint=name,
            when=one.when,
            about=str(asking.about),
            place=self._place(one),
            all_url=url_for(all_of, slug=one.group_slug, **which),
        )

    def _name(self, one: Waiting | News) -> str:
        return self._short[one.person.name]

    def _place(self, one: Waiting | News | WaitingMeeting) -> str:
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
    by_kind = {kind: [writer.meeting(one) for one in found.meetings if one.what is kind] for kind in Wait}
    asked = [*map(writer.to_answer, found.to_answer), *by_kind[Wait.PROPOSAL], *by_kind[Wait.REQUEST]]
    unasked = [
        *sorted(asked, key=_day_of),
        *by_kind[Wait.ONE_TO_ONE],
        *map(writer.to_detail, found.to_detail),
        *by_kind[Wait.VISITOR],
        *by_kind[Wait.MET],
    ]
    room = max(0, MOST_LINES - len(unasked))
    told = fresh[:room]
    thanks = _thanks_besides(told, found.news)
    return Lines(
        waiting=[*unasked, *map(writer.news, told)][:MOST_LINES],
        thanks=[writer.news(one) for one in thanks][:MOST_LINES],
        rest_url=unasked[MOST_LINES].all_url if len(unasked) > MOST_LINES else "",
    )


def _day_of(line: Line) -> date:
    return line.when.date() if isinstance(line.when, datetime) else line.when


def _thanks_besides(told: Sequence[News], news: Iterable[News]) -> list[News]:
    return [one for one in news if one.what is NewsKind.THANKED and one not in told]


def _address(view: str, one: Waiting | News) -> str:
    return url_for(f"group.referrals.{view}", referral_id=one.referral_id, slug=one.person.group_slug)


def _list_address(one: Waiting, **which: Any) -> str:
    return url_for("group.referrals.index", slug=one.person.group_slug, **which)


def _thanks_address(one: News) -> str:
    return url_for("group.thanks.index", slug=one.person.group_slug)
