"""A group with one of everything, for the rules that look at all pages at once."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, Status
from groupnet.groups.queries import list_periods
from groupnet.groups.roles import Right
from groupnet.groups.service import invite
from groupnet.imports.models import ImportRun, ImportUpload
from groupnet.referrals.models import Referral, ReferralEvent, Step, Thanks
from groupnet.referrals.models import Status as ReferralStatus
from groupnet.sheets import ImportReport
from tests.factories import World
from tests.rules.calendars import Calendar, fill_calendar
from tests.rules.townhall import Papers, write_papers

TEXTS = {
    **{"headline": 160, "company": 120, "category": 80},
    **dict.fromkeys(("background", "offers", "good_referral", "job_search"), 2000),
}
"""Columns that take words, with the most characters that fit."""
REPORT = json.dumps({"report": ImportReport("members").to_json(), "made": {}})


@dataclass
class Town:
    """A group, its people and what they did."""

    group: Group
    member: Membership
    other: Membership
    officer: Membership
    organiser: Membership
    admin: Membership
    founder: Membership
    """Who holds every right."""
    on_leave: Membership
    left: Membership
    invited: Membership
    no_account: Membership
    referral: Referral
    received: Referral
    thanks: Thanks
    run: ImportRun
    upload: ImportUpload
    papers: Papers
    calendar: Calendar

    @property
    def ids(self) -> dict[str, int]:
        """An own id for each name of an id in a route."""
        return {
            "membership_id": self.member.id,
            "referral_id": self.received.id,
            "thanks_id": self.thanks.id,
            "run_id": self.run.id,
            "import_run_id": self.run.id,
            "upload_id": self.upload.id,
            **self.papers.ids,
            **self.calendar.ids,
        }


def build_town(world: World, slug: str, text: str = "") -> Town:
    """Make a town.

    Args:
        slug: of its group.
        text: stands in every column that takes words; ordinary words when empty.
    """
    group = world.group(slug, name=text[:100] or slug.title())
    people = _people(world, group, text)
    given, received, thanks = _exchanges(world, people["member"], people["other"], text)
    run, upload = _imports(world, group, people["admin"], text, [given, received])
    papers = write_papers(world, group, people["member"], people["admin"], people["no_account"], received)
    return Town(
        group=group,
        **people,
        referral=given,
        received=received,
        thanks=thanks,
        run=run,
        upload=upload,
        papers=papers,
        calendar=fill_calendar(world, group, people, text),
    )


def _people(world: World, group: Group, text: str) -> dict[str, Membership]:
    words: dict[str, Any] = {name: text[:most] or f"{name} words" for name, most in TEXTS.items()}

    def member(name: str, *rights: Right, **others: Any) -> Membership:
        return world.member(group, f"{text[:100]} {name}".strip(), rights=rights, **words, **others)

    people = {
        "member": member("Grace Lind"),
        "other": member("Amara Oka"),
        "officer": member("Offa Cer", Right.OFFICER),
        "organiser": member("Olga Niser", Right.ORGANISER),
        "admin": member("Ada Min", Right.ADMIN),
        "founder": member("Fay Ounder", *Right),
        "on_leave": member("Lea Vent"),
        "left": member("Former Fox"),
        "invited": member("Early Bird"),
        "no_account": member("Nick Novak", account=False, email=None),
    }
    yesterday = world.today - timedelta(days=1)
    world.end_periods(people["on_leave"], yesterday)
    world.period(people["on_leave"], Status.ON_LEAVE, world.today)
    world.end_periods(people["left"], yesterday)
    _begin_later(world, people["invited"])
    return people


def _exchanges(
    world: World, member: Membership, other: Membership, text: str
) -> tuple[Referral, Referral, Thanks]:
    details = {
        "prospect_name": text[:110] or "Priya Shah",
        "prospect_contact": text[:110] or "+44 20 7946 0123",
        "note": text or "a note",
    }
    given = world.referral(member, other, **details)
    received = world.referral(
        other, member, status=ReferralStatus.WON, closed_at=utc_now(), decline_reason=text, **details
    )
    thanks = world.thanks(
        member, other, referral_id=received.id, amount_minor=12_300, note=text or "well done"
    )
    return given, received, thanks


def _begin_later(world: World, membership: Membership) -> None:
    with world.inside(membership):
        for period in list_periods([membership.id])[membership.id]:
            period.starts_on = world.today + timedelta(days=30)
        db.session.commit()


def _imports(
    world: World, group: Group, admin: Membership, text: str, referrals: list[Referral]
) -> tuple[ImportRun, ImportUpload]:
    with world.inside(group):
        run = ImportRun(
            imported_by_id=admin.id,
            kind="members",
            filename=text[:90] or "list.csv",
            report=REPORT,
            created_at=utc_now(),
        )
        upload = ImportUpload(
            uploaded_by_id=admin.id,
            kind="members",
            filename=text[:90] or "new.csv",
            content=f"name,email\n{text or 'Newcomer'},new-{group.slug}@example.org\n".encode(),
            created_at=utc_now(),
        )
        events = [
            ReferralEvent(
                referral_id=referral.id,
                actor_id=admin.id,
                step=Step.EDITED,
                status_after=referral.status,
                note=text or "an event's note",
                happened_at=utc_now(),
            )
            for referral in referrals
        ]
        db.session.add_all([run, upload, *events])
        db.session.flush()
        invite([admin])
        db.session.commit()
        return run, upload
