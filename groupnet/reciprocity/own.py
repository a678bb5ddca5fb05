"""The member's own panel: what went and what came, person by person. It is for that member alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from groupnet.groups.models import Status
from groupnet.reciprocity.people import BoardMember
from groupnet.reciprocity.queries import PairRow
from groupnet.reciprocity.suggestions import Partner, Suggestion, suggest
from groupnet.reciprocity.windows import Window


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One other person: what went to them and what came from them; `outside` if no member in the window."""

    person: BoardMember
    given: int
    received: int
    latest_received_on: date | None
    outside: bool


@dataclass(frozen=True, slots=True)
class OwnPanel:
    """All of it, those first with whom most was exchanged, and whom to help next."""

    lines: list[OwnLine]
    status: Status
    has_standing: bool
    suggestion: Suggestion[int] | None

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((max(line.given, line.received) for line in self.lines), default=0)

    @property
    def gave(self) -> list[OwnLine]:
        """To whom something went, most first."""
        return sorted((line for line in self.lines if line.given), key=lambda line: -line.given)

    @property
    def received(self) -> list[OwnLine]:
        """From whom something came, most first."""
        return sorted((line for line in self.lines if line.received), key=lambda line: -line.received)


def own_panel(
    viewer_id: int,
    people: Mapping[int, BoardMember],
    rows: Iterable[PairRow],
    *,
    window: Window,
    today: date,
) -> OwnPanel:
    """The panel of one member.

    Args:
        viewer_id: whose.
        people: everybody who ever belonged to the group, A to Z.
        rows: at least the pairs of this member.
        window: what the rows speak of.
        today: in the group's zone; standing and leave are of this day.
    """
    viewer = people[viewer_id]
    lines = _lines(viewer_id, people, rows, window)
    has_standing = viewer.has_standing(today)
    return OwnPanel(
        lines=sorted(lines.values(), key=lambda line: -line.given - line.received),
        status=viewer.status(today),
        has_standing=has_standing,
        suggestion=suggest(
            _partners(viewer_id, people, lines, today), viewer_name=viewer.name, has_standing=has_standing
        ),
    )


def _lines(
    viewer_id: int, people: Mapping[int, BoardMember], rows: Iterable[PairRow], window: Window
) -> dict[int, OwnLine]:
    given: dict[int, int] = {}
    received: dict[int, PairRow] = {}
    for row in rows:
        if row.count and row.giver_id == viewer_id:
            given[row.receiver_id] = row.count
        elif row.count and row.receiver_id == viewer_id:
            received[row.giver_id] = row
    return {
        key: OwnLine(
            person=person,
            given=given.get(key, 0),
            received=received[key].count if key in received else 0,
            latest_received_on=received[key].latest_on if key in received else None,
            outside=not person.within(window),
        )
        for key, person in people.items()
        if key in given or key in received
    }


def _partners(
    viewer_id: int, people: Mapping[int, BoardMember], lines: Mapping[int, OwnLine], today: date
) -> list[Partner[int]]:
    """Everybody else who is here today, as the suggestion needs them."""
    partners = []
    for key, person in people.items():
        status = person.status(today)
        if key == viewer_id or not status.is_present:
            continue
        line = lines.get(key)
        partners.append(
            Partner(
                member=key,
                name=person.name,
                given=line.given if line else 0,
                received=line.received if line else 0,
                last_received_on=line.latest_received_on if line else None,
                has_good_referral=bool(person.good_referral.strip()),
                newcomer=person.is_newcomer(today),
                on_leave=status is Status.ON_LEAVE,
            )
        )
    return partners
