"""What a group sees of the person, and since when: profile, photo, periods, rights, invitations, notices."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from groupnet.account.parts.shape import PlacePart, as_json
from groupnet.account.places import OwnPlace
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Invitation
from groupnet.groups.queries import list_rights
from groupnet.members.models import JobSearchViewer
from groupnet.members.queries import find_photo
from groupnet.notices.models import Notice
from groupnet.sheets import write_csv

PROFILE = (
    "name",
    "email",
    "headline",
    "company",
    "category",
    "background",
    "offers",
    "good_referral",
    "job_search",
    "phone",
)
CHOICES = ("job_search_shown", "email_shown", "phone_shown", "links_shown")


def write_profile(place: OwnPlace) -> bytes:
    """The profile with what is shown to whom."""
    membership = place.membership
    told: dict[str, Any] = {"group": place.group.name, "status": place.status.value}
    told |= {name: getattr(membership, name) for name in PROFILE}
    told |= {"links": membership.links.split("\n") if membership.links else []}
    told |= {name: str(getattr(membership, name)) for name in CHOICES}
    told |= {"job_search_shown_to": _chosen(place), "created_at": membership.created_at.isoformat()}
    return as_json(told)


def write_photo(place: OwnPlace) -> bytes | None:
    """The photo, in the largest size that is kept."""
    found = find_photo(place.membership.id, "large")
    return found[0] if found else None


def write_periods(place: OwnPlace) -> bytes:
    """When the person was active or on leave; an open end is empty."""
    rows = [(period.status.value, period.starts_on, period.ends_on) for period in place.periods]
    return write_csv(("status", "from", "to"), rows)


def write_rights(place: OwnPlace) -> bytes:
    """Every right held, with its days."""
    terms = list_rights(place.membership.id)
    return write_csv(
        ("right", "from", "to"), [(term.right.value, term.starts_on, term.ends_on) for term in terms]
    )


def write_invitations(place: OwnPlace) -> bytes:
    """Joining links made by the person and for them; never a link itself, nor another's address."""
    me = place.membership.id
    query = (
        select(Invitation)
        .where(or_(Invitation.membership_id == me, Invitation.invited_by_id == me))
        .order_by(Invitation.id)
    )
    found = db.session.execute(query).scalars().all()
    names = place.find_names([*[one.membership_id for one in found], *[one.invited_by_id for one in found]])
    rows = [
        (
            names.get(one.membership_id),
            names.get(one.invited_by_id),
            one.note if one.invited_by_id == me else None,
            one.created_at,
            one.expires_at,
            one.used_at,
            one.revoked_at,
        )
        for one in found
    ]
    return write_csv(("for", "made by", "your words", "made", "ends", "used", "revoked"), rows)


def write_notices(place: OwnPlace) -> bytes:
    """What the person was told; what is still held back is told to nobody yet."""
    query = (
        select(Notice)
        .where(Notice.membership_id == place.membership.id, Notice.due_at <= utc_now())
        .order_by(Notice.id)
    )
    rows = [
        (one.due_at, one.kind.value, one.referral_id, one.thanks_id, one.seen_at)
        for one in db.session.execute(query).scalars()
    ]
    return write_csv(("told", "about", "referral", "thanks", "seen"), rows)


def _chosen(place: OwnPlace) -> list[str]:
    me = place.membership.id
    query = select(JobSearchViewer.viewer_id).where(JobSearchViewer.membership_id == me)
    chosen = db.session.execute(query.order_by(JobSearchViewer.viewer_id)).scalars().all()
    names = place.find_names(chosen)
    return [names[one] for one in chosen if one in names]


PARTS = (
    PlacePart("profile.json", _l("Your profile in the group, and who sees what of it"), write_profile),
    PlacePart("photo.webp", _l("Your photo, if you have one there"), write_photo),
    PlacePart("periods.csv", _l("When you were active or on leave"), write_periods),
    PlacePart("rights.csv", _l("The rights you hold or held, with their days"), write_rights),
    PlacePart("invitations.csv", _l("Joining links made by you and for you"), write_invitations),
    PlacePart("notices.csv", _l("What groupnet told you"), write_notices),
)
