"""Writes of profiles, photos and where members stand."""

from datetime import date
from typing import Any

from flask_babel import gettext
from sqlalchemy import delete, or_, update

from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.db import db
from groupnet.core.errors import NotAllowed, RuleBroken
from groupnet.core.tenancy import insert_rows
from groupnet.core.words import fold
from groupnet.groups.forgetting import Forgetting, Forgotten
from groupnet.groups.models import Group, JobSearchShown, Membership, Status
from groupnet.groups.queries import lock_group
from groupnet.groups.service import add_member, change_status, check_email_is_free
from groupnet.members.models import JobSearchViewer, Photo
from groupnet.members.phones import check_phone, region_of
from groupnet.members.photos import Faces
from groupnet.members.policy import fields_open_to, may_edit
from groupnet.members.queries import list_categories
from groupnet.people.addresses import normal_email


def add_to_group(
    *,
    actor: Membership,
    name: str,
    email: str,
    company: str,
    category: str,
    joined_on: date | None,
    today: date,
) -> Membership:
    """Add a member on an admin's word.

    Args:
        actor: the admin.
        email: may be empty.
        joined_on: None where it lies before the records.

    Raises:
        RuleBroken: the address is malformed or taken, or the category is another member's.
    """
    _check_category(lock_group(), category, today)
    added = add_member(
        name=name, email=email or None, joined_on=joined_on, company=company, category=category
    )
    record_act(action=Action.MEMBER_ADDED, actor_id=actor.id, subject_id=added.id)
    return added


def save_profile(*, actor: Membership, membership: Membership, typed: dict[str, Any], today: date) -> None:
    """Save what the actor may change of a profile; the rest of what was typed is left alone.

    Args:
        actor: who saves.
        typed: by the form's names; `viewers` are the ids of people who see the search for work.
        today: in the group's zone.

    Raises:
        RuleBroken: at its field.
    """
    open_fields = fields_open_to(actor, membership)
    profile = {name: value for name, value in typed.items() if name in open_fields}
    group = lock_group()
    if fold(profile.get("category", "")) != fold(membership.category):
        _check_category(group, profile.get("category", ""), today, besides=membership.id)
    if "phone" in profile:
        profile["phone"] = check_phone(profile["phone"], region_of(group))
    if "email" in profile:
        profile["email"] = _checked_email(profile["email"], membership)
    viewers = profile.pop("viewers", None)
    if viewers is not None:
        _choose_viewers(membership, profile, viewers)
    changed = [name for name, value in profile.items() if getattr(membership, name) != value]
    for name, value in profile.items():
        setattr(membership, name, value)
    db.session.flush()
    _tell_edited(actor, membership, changed)


def change_standing(
    *, actor: Membership, membership: Membership, status: Status, from_day: date, today: date
) -> None:
    """Put a member on leave, bring them back or mark them as left, from a day on.

    Raises:
        RuleBroken: the day does not fit, the last admin would go, or somebody fills their category meanwhile.
    """
    if status is Status.ACTIVE:
        _check_category(lock_group(), membership.category, today, besides=membership.id)
    change_status(membership=membership, status=status, from_day=from_day, today=today, acting=actor)
    record_act(
        action=Action.STATUS_CHANGED,
        actor_id=actor.id,
        subject_id=membership.id,
        details={"status": status, "from": from_day},
    )


def save_photo(*, actor: Membership, membership: Membership, faces: Faces) -> None:
    """Keep a new face. The profile's version stays: a photo clashes with no text.

    Raises:
        NotAllowed: it is not the actor's to change.
    """
    _forget_photo(actor, membership)
    face = {"small": faces.small, "medium": faces.medium, "large": faces.large}
    insert_rows(Photo, [{"membership_id": membership.id, **face}])
    _set_photo_version(membership, faces.version)
    _tell_edited(actor, membership, ["photo"])


def remove_photo(*, actor: Membership, membership: Membership) -> None:
    """Forget a face; initials stand in.

    Raises:
        NotAllowed: it is not the actor's to change.
    """
    _forget_photo(actor, membership)
    _set_photo_version(membership, None)
    _tell_edited(actor, membership, ["photo"])


def forget_member(forgotten: Forgotten) -> None:
    """Forget a member's photo, and whom they chose or who chose them to see that they look for work."""
    me = forgotten.membership.id
    chosen = or_(JobSearchViewer.membership_id == me, JobSearchViewer.viewer_id == me)
    for rows in (delete(Photo).where(Photo.membership_id == me), delete(JobSearchViewer).where(chosen)):
        db.session.execute(rows, execution_options={"synchronize_session": False})


FORGETTING = Forgetting(forget_member, (Photo, JobSearchViewer))


def _forget_photo(actor: Membership, membership: Membership) -> None:
    if not may_edit(actor, membership):
        raise NotAllowed("")
    db.session.execute(delete(Photo).where(Photo.membership_id == membership.id))


def _tell_edited(actor: Membership, membership: Membership, fields: list[str]) -> None:
    """One's own profile is one's own affair; of another's, the names of the fields stand in the log."""
    if fields and actor.id != membership.id:
        record_act(
            action=Action.MEMBER_EDITED,
            actor_id=actor.id,
            subject_id=membership.id,
            details={"fields": fields},
        )


def _set_photo_version(membership: Membership, version: str | None) -> None:
    db.session.execute(update(Membership).where(Membership.id == membership.id).values(photo_version=version))


def _check_category(group: Group, category: str, today: date, *, besides: int | None = None) -> None:
    if not group.categories_exclusive or not category:
        return
    wanted = fold(category)
    for name, held in list_categories(today, besides=besides):
        if fold(held) == wanted:
            raise RuleBroken(
                gettext(
                    "%(name)s fills the category %(category)s. In this group each is filled once.",
                    name=name,
                    category=held,
                ),
                field="category",
            )


def _checked_email(typed: str, membership: Membership) -> str | None:
    if not typed:
        return None
    address = normal_email(typed)
    check_email_is_free(address, besides=membership.id)
    return address


def _choose_viewers(membership: Membership, profile: dict[str, Any], viewers: list[int]) -> None:
    if profile.get("job_search_shown") == JobSearchShown.CHOSEN and not viewers:
        raise RuleBroken(gettext("Choose at least one person, or nobody."), field="job_search_shown")
    db.session.execute(delete(JobSearchViewer).where(JobSearchViewer.membership_id == membership.id))
    insert_rows(
        JobSearchViewer, [{"membership_id": membership.id, "viewer_id": viewer} for viewer in set(viewers)]
    )
