"""Taking away the members that an import added, as far as nobody has touched them since."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from flask_babel import gettext
from sqlalchemy import delete, select

from groupnet.core.db import Model, db
from groupnet.core.references import pointed_at
from groupnet.groups.models import Invitation, Membership, MembershipPeriod
from groupnet.imports.importer import Undone
from groupnet.imports.models import ImportRun

T = TypeVar("T")
A_STATEMENT = 500
_GO_TOGETHER = (MembershipPeriod, Invitation)

Stays = dict[int, list[list[str | None]]]
"""Membership -> its periods as [status, first day, last day], fit for JSON."""


def remove_members(run: ImportRun, made: dict[str, Any], undone: Undone) -> None:
    """Remove the members of a run who have no account, whom nobody edited and nothing points at.

    Their unused joining links go with them. Everybody else is kept and named.

    Args:
        made: under "stays" the periods that the import gave them.
    """
    of_run = Membership.import_run_id == run.id
    needed = pointed_at(Membership, select(Membership.id).where(of_run), besides=_GO_TOGETHER)
    before: dict[str, Any] = made.get("stays", {})
    now = stays_of(run)
    query = select(Membership.id, Membership.name, Membership.person_id, Membership.version).where(of_run)
    gone: list[int] = []
    for member_id, name, person_id, version in db.session.execute(query.order_by(Membership.id)):
        same_stays = before.get(str(member_id), []) == now.get(member_id, [])
        if person_id is None and version == 1 and same_stays and member_id not in needed:
            gone.append(member_id)
        else:
            undone.kept.append(name)
    for ids in chunks(gone):
        remove_rows(Invitation, Invitation.membership_id.in_(ids))
        remove_rows(MembershipPeriod, MembershipPeriod.membership_id.in_(ids))
        remove_rows(Membership, Membership.id.in_(ids))
    undone.removed += len(gone)


def stays_of(run: ImportRun) -> Stays:
    """The periods of all members that a run added."""
    query = (
        select(
            MembershipPeriod.membership_id,
            MembershipPeriod.status,
            MembershipPeriod.starts_on,
            MembershipPeriod.ends_on,
        )
        .join(Membership, Membership.id == MembershipPeriod.membership_id)
        .where(Membership.import_run_id == run.id)
        .order_by(MembershipPeriod.id)
    )
    stays: Stays = {}
    for member_id, status, starts_on, ends_on in db.session.execute(query):
        days = [day.isoformat() if day else None for day in (starts_on, ends_on)]
        stays.setdefault(member_id, []).append([str(status), *days])
    return stays


def blank_again(fills: Sequence[Sequence[Any]], undone: Undone) -> None:
    """Empty the blanks that an import filled, where they still hold what it wrote.

    Args:
        fills: (membership, field, value).
    """
    by_member: dict[int, list[tuple[str, str]]] = {}
    for member_id, field, value in fills:
        by_member.setdefault(member_id, []).append((field, value))
    for ids in chunks(list(by_member)):
        for member in db.session.execute(select(Membership).where(Membership.id.in_(ids))).scalars():
            for field, value in by_member[member.id]:
                in_use = field == "email" and member.person_id is not None
                if in_use or getattr(member, field) != value:
                    undone.kept.append(gettext("%(name)s: %(field)s", name=member.name, field=field))
                else:
                    setattr(member, field, None if field == "email" else "")
                    undone.blanked += 1
        db.session.flush()


def remove_rows(model: type[Model], criterion: Any) -> None:
    """Delete the rows of the bound group that a criterion meets."""
    db.session.execute(delete(model).where(criterion), execution_options={"synchronize_session": False})


def chunks(things: Iterable[T], size: int = A_STATEMENT) -> Iterator[list[T]]:
    """Ids in portions that one statement can hold; or anything else, so many at once."""
    remaining = iter(things)
    while portion := list(islice(remaining, size)):
        yield portion
