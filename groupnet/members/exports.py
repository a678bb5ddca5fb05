"""The members of a group as a table; it can be imported again."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.models import Membership, Status
from groupnet.groups.periods import joined_on, status_on
from groupnet.groups.queries import a_to_z, list_periods
from groupnet.imports.exporter import Reader
from groupnet.members.policy import may_see_email, may_see_phone

HEADERS = ("name", "email", "phone", "category", "company", "headline", "status", "joined", "left")
WORDS = {Status.ACTIVE: "active", Status.ON_LEAVE: "on leave", Status.LEFT: "left", Status.INVITED: "invited"}


class MemberExporter:
    """Gives out everybody, former members too, A to Z."""

    kind = "members"
    label = _l("Members")
    about = _l("Name, contact as each member shows it, category, company, headline, status, joined, left.")
    has_window = False

    def table(self, reader: Reader) -> tuple[Sequence[str], list[Any]]:
        """One row a member; what they show to nobody stays out, for admins too (T11)."""
        query = select(Membership).order_by(*a_to_z())
        members = db.session.execute(query).scalars().all()
        periods = list_periods()
        rows = []
        for member in members:
            stays = periods.get(member.id, [])
            status = status_on(reader.today, stays, left_undated=member.left_undated)
            left = stays[-1].ends_on if status is Status.LEFT and stays else None
            rows.append(
                (
                    member.name,
                    member.email if may_see_email(reader.acting, member) else None,
                    member.phone if may_see_phone(reader.acting, member) else None,
                    member.category,
                    member.company,
                    member.headline,
                    WORDS[status],
                    joined_on(stays),
                    left,
                )
            )
        return HEADERS, rows
