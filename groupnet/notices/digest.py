"""The weekly mail over all of a person's groups, gathered when it is sent from what features bring."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext, ngettext

from groupnet.core.addresses import site_address
from groupnet.core.clock import day_in
from groupnet.core.templating import day
from groupnet.core.tenancy import every_group
from groupnet.groups.places import Place, list_open_places
from groupnet.notices.links import unsubscribing_address
from groupnet.notices.models import NoticeKind, Way
from groupnet.notices.period import Period
from groupnet.notices.queries import list_choices
from groupnet.notices.writers import DigestLine, DigestPart, list_digest_parts
from groupnet.outbox.letters import Button, Letter, Line, Lines
from groupnet.outbox.models import OutgoingMail
from groupnet.people.queries import find_person_by_id

MOST_LINES = 5


def compose_digest(mail: OutgoingMail) -> Letter | None:
    """The week in a person's groups; None where there is nothing to say, or it is not wanted any more."""
    person = find_person_by_id(mail.person_id or 0)
    if person is None or person.email_proven_at is None or person.email != mail.to_address:
        return None
    choices = list_choices(person.id)
    if choices[NoticeKind.DIGEST] is not Way.WEEKLY:
        return None
    places = list_open_places(person.id)
    wanted = [part for part in list_digest_parts() if choices[part.kind] in part.ways]
    blocks = gather_blocks(wanted, places, Period.of(mail))
    if not blocks:
        return None
    subject, why = _frame(places)
    return Letter(
        subject=subject,
        parts=[*blocks, Button(text=gettext("See everything"), url=site_address("home.root"))],
        sender=places[0].group.name if len(places) == 1 else "groupnet",
        why=why,
        unsubscribe=unsubscribing_address(person.id, NoticeKind.DIGEST),
        choices=site_address("notices.choices"),
    )


def gather_blocks(parts: Sequence[DigestPart], places: Sequence[Place], period: Period) -> list[Lines]:
    """The blocks that have something to say.

    Args:
        period: what the mail tells of.
    """
    if not places:
        return []
    with every_group():
        gathered = [(str(part.title), part.gather(places, period.since, period.until)) for part in parts]
    return [_block(title, lines, several=len(places) > 1) for title, lines in gathered if lines]


def _block(title: str, lines: Sequence[DigestLine], *, several: bool) -> Lines:
    told = [_line(line, several=several) for line in lines[:MOST_LINES]]
    more = len(lines) - len(told)
    if more:
        told.append(Line(text=ngettext("and %(num)d more", "and %(num)d more", more)))
    return Lines(title=title, lines=told)


def _line(line: DigestLine, *, several: bool) -> Line:
    group = line.place.group
    about = [group.name] if several else []
    if line.when is not None:
        when = line.when
        about.append(day(day_in(group.timezone, when) if isinstance(when, datetime) else when))
    url = line.url or site_address(line.endpoint, slug=group.slug, **line.values)
    return Line(text=line.text, url=url, about=" · ".join(about))


def _frame(places: Sequence[Place]) -> tuple[str, str]:
    """The subject, and why it comes."""
    if len(places) == 1:
        name = places[0].group.name
        return gettext("Your week in %(group)s", group=name), gettext(
            "You get this once a week because you are in %(group)s.", group=name
        )
    subject = gettext("Your week in %(number)d groups", number=len(places))
    return subject, gettext("You get this once a week, for all your groups.")
