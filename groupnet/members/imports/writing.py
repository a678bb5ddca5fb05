"""Writing what a plan says: new members with their periods, and blanks filled."""

from typing import Any

from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import insert_rows
from groupnet.groups.models import Membership, MembershipPeriod, Status
from groupnet.imports.models import ImportRun
from groupnet.imports.queries import find_added_members, find_newest
from groupnet.imports.undo import chunks
from groupnet.members.imports.founder import believe
from groupnet.members.imports.people import periods_of
from groupnet.members.imports.reading import MembersPlan


def carry_out(plan: MembersPlan, run: ImportRun) -> dict[str, Any]:
    """Add everybody with their periods, and fill the blanks.

    Returns:
        under "stays" the periods of each new member, under "founder" what became of the founder's first day.
    """
    newest = find_newest(Membership)
    _add_members(plan, run)
    ids = find_added_members(run, after=newest)
    stays: dict[str, list[list[str | None]]] = {}
    periods: list[dict[str, Any]] = []
    for someone in plan.added:
        member_id = ids[someone.name, someone.email]
        for status, starts_on, ends_on in periods_of(someone, plan.today):
            periods.append(
                {"membership_id": member_id, "status": status, "starts_on": starts_on, "ends_on": ends_on}
            )
            days = [day.isoformat() if day else None for day in (starts_on, ends_on)]
            stays.setdefault(str(member_id), []).append([str(status), *days])
    insert_rows(MembershipPeriod, periods)
    _fill_blanks(plan.fills)
    believed = believe(*plan.founder) if plan.founder else None
    return {"stays": stays, "founder": believed}


def _add_members(plan: MembersPlan, run: ImportRun) -> None:
    now = utc_now()
    insert_rows(
        Membership,
        [
            {
                "name": someone.name,
                "email": someone.email,
                "category": someone.category,
                "company": someone.company,
                "phone": someone.phone,
                "headline": someone.headline,
                "left_undated": someone.status is Status.LEFT and someone.left_on is None,
                "import_run_id": run.id,
                "created_at": now,
            }
            for someone in plan.added
        ],
    )


def _fill_blanks(fills: list[tuple[int, str, str]]) -> None:
    by_member: dict[int, dict[str, str]] = {}
    for member_id, name, value in fills:
        by_member.setdefault(member_id, {})[name] = value
    for ids in chunks(by_member):
        for member in db.session.execute(select(Membership).where(Membership.id.in_(ids))).scalars():
            for name, value in by_member[member.id].items():
                setattr(member, name, value)
        db.session.flush()
