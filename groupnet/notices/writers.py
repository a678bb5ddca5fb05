"""Who puts notices into words. Notices knows nothing of what they are about: features bring their writers,
and their part of the weekly mail; `app.py` lists them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from flask import Flask, current_app
from flask_babel import LazyString

from groupnet.groups.models import Group, Membership
from groupnet.groups.places import Place
from groupnet.notices.models import Notice, NoticeKind, Way
from groupnet.outbox.letters import Part

_EXTENSION = "groupnet-notices"


class Face(Protocol):
    """Who a notice is about: a membership, or a row with its id, name and photo."""

    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def photo_version(self) -> str | None: ...


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing to do about a notice, on its line. `posts` where it changes something."""

    word: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    posts: bool = False
    hint: str = ""
    """Words that only a screen reader needs: "the referral from Amara"."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """A notice on the page: who, what, and where it leads."""

    title: str
    """A sentence: "Amara passed you a referral"."""
    endpoint: str
    """The page it leads to, in full: "group.referrals.show"; with `values`, but for the slug."""
    values: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""
    person: Face | None = None
    actions: Sequence[Action] = ()


@dataclass(frozen=True, kw_only=True)
class MailWords:
    """A notice as a mail. Sender, the reason why it comes and the way to end it are added."""

    subject: str
    parts: Sequence[Part]
    calendar: tuple[str, bytes] | None = None
    """As `Letter` has it."""


class Writer(Protocol):
    """Puts notices of some kinds into words. It reads and never writes."""

    def write(self, notices: Sequence[Notice], *, reader: Membership) -> Mapping[int, Words]:
        """Words for notices of the bound group and of one member, by the notices' ids; all at once, since a
        page may cost only two statements here. A notice left out is not shown.

        Args:
            reader: whose notices they are, with the rights of today: what only a right showed goes with it.
        """
        ...

    def compose(self, notice: Notice, *, reader: Membership, group: Group) -> MailWords | None:
        """The mail, as things stand when it is sent; None where it has become needless: answered, withdrawn
        or stepped back since, or is no longer the reader's to know. Runs outside any request: links by
        `site_address`, with the slug; the reader's rights are not looked up yet."""
        ...


@dataclass(frozen=True, kw_only=True)
class DigestLine:
    """One line of the weekly mail."""

    text: str
    place: Place
    """Whose group it is about; told where the reader has several."""
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    """Of the page, but for the slug."""
    url: str = ""
    """Instead of the page: an address that works without signing in."""
    when: date | datetime | None = None
    """Told as a day in the group's zone."""


@dataclass(frozen=True, kw_only=True)
class DigestPart:
    """A block of the weekly mail: at most five of its lines are told, and how many more there are.

    `gather(places, since, until)` gets a person's open places and what the mail tells of: after one instant,
    and up to another, which may have passed a while ago. It runs outside any request, with no group bound and
    every group open, so it must hold on to the places' membership ids.
    """

    title: LazyString
    kind: NoticeKind
    """The choice that it obeys."""
    gather: Callable[[Sequence[Place], datetime, datetime], Sequence[DigestLine]]
    ways: frozenset[Way] = frozenset({Way.WEEKLY})
    """It is told to those who chose one of these for its kind: what was mailed at once is not told again, but
    what still waits may be."""


def init_app(
    app: Flask, *, writers: Sequence[Mapping[NoticeKind, Writer]], digest: Sequence[Sequence[DigestPart]]
) -> None:
    """Tell the application who writes what.

    Args:
        writers: of each feature; one that writes several kinds gets all of a page at once.
        digest: of each feature, in the order of the mail.

    Raises:
        ValueError: two features claim one kind.
    """
    merged: dict[NoticeKind, Writer] = {}
    for some in writers:
        if twice := merged.keys() & some.keys():
            raise ValueError(f"claimed twice: {twice}")
        merged.update(some)
    app.extensions[_EXTENSION] = {
        "writers": merged,
        "digest": tuple(part for parts in digest for part in parts),
    }


def find_writer(kind: NoticeKind) -> Writer | None:
    """Who writes a kind, if anybody does."""
    return current_app.extensions[_EXTENSION]["writers"].get(kind)  # type: ignore[no-any-return]


def list_digest_parts() -> Sequence[DigestPart]:
    """The blocks of the weekly mail, in order."""
    return current_app.extensions[_EXTENSION]["digest"]  # type: ignore[no-any-return]


def write_all(notices: Sequence[Notice], *, reader: Membership) -> dict[int, Words]:
    """Words for notices of any kind, by their ids.

    Args:
        reader: whose notices they are, with the rights of today.
    """
    by_writer: dict[int, tuple[Writer, list[Notice]]] = {}
    for notice in notices:
        writer = find_writer(notice.kind)
        if writer is not None:
            by_writer.setdefault(id(writer), (writer, []))[1].append(notice)
    return {
        key: words
        for writer, some in by_writer.values()
        for key, words in writer.write(some, reader=reader).items()
    }
