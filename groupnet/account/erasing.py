"""Making a former member of somebody: what speaks of them goes, what they did with others stays."""

import json
import re
from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import delete, or_, select, update

from groupnet.account.places import OwnPlace
from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Invitation, JobSearchShown, Membership, Shown, Status
from groupnet.groups.service import change_status
from groupnet.groups.service.rights import end_all_rights
from groupnet.imports.models import ImportRun, ImportUpload
from groupnet.members.models import JobSearchViewer, Photo
from groupnet.notices.models import Notice
from groupnet.referrals.models import Referral
from groupnet.referrals.policy import Act, may
from groupnet.referrals.queries import get_life
from groupnet.referrals.service import erase_prospect

TEXTS = (
    "headline",
    "company",
    "category",
    "background",
    "offers",
    "good_referral",
    "job_search",
    "phone",
    "links",
)
"""Every column of a profile that its member wrote, beside name and address."""
AT_ONCE = {"synchronize_session": False}


def erase_place(*, place: OwnPlace, address: str) -> None:
    """Make a former member without name, address or profile of a membership; its group is bound and held.

    Referrals, thanks and their history stay for the others they were exchanged with; where the member was
    the customer, they are the one to be called, so that the prospect is erased as on request.

    Args:
        address: of the account, which an import may have noted.
    """
    membership = place.membership
    told_of = {membership.name, membership.email, address, membership.phone}
    _end_stay(place)
    end_all_rights(membership=membership, from_day=place.today, acting=membership)
    _erase_own_prospects(membership)
    _remove_what_hangs_on(membership)
    _forget_in_imports(membership, {text for text in told_of if text})
    _blank(place)
    record_act(action=Action.MEMBER_ERASED, actor_id=membership.id, subject_id=membership.id)


def former_name(locale: str) -> str:
    """What stands in a name's place, in the group's language."""
    with force_locale(locale):
        return str(gettext("Former member"))


def _end_stay(place: OwnPlace) -> None:
    reaches_today = any(period.ends_on is None or period.ends_on >= place.today for period in place.periods)
    if reaches_today:
        change_status(
            membership=place.membership, status=Status.LEFT, from_day=place.today, today=place.today
        )
    elif not place.periods:
        place.membership.left_undated = True


def _erase_own_prospects(membership: Membership) -> None:
    query = select(Referral).where(Referral.giver_id == membership.id, Referral.inside)
    for referral in db.session.execute(query).scalars():
        if may(Act.ERASE, membership, referral, get_life(referral.id)):
            erase_prospect(referral=referral, actor=membership)


def _remove_what_hangs_on(membership: Membership) -> None:
    me = membership.id
    chosen = or_(JobSearchViewer.membership_id == me, JobSearchViewer.viewer_id == me)
    for model, criterion in (
        (Photo, Photo.membership_id == me),
        (JobSearchViewer, chosen),
        (Invitation, Invitation.membership_id == me),
        (Notice, Notice.membership_id == me),
        (ImportUpload, ImportUpload.uploaded_by_id == me),
    ):
        db.session.execute(delete(model).where(criterion), execution_options=AT_ONCE)
    signed = update(Invitation).where(Invitation.invited_by_id == me)
    db.session.execute(signed.values(note=""), execution_options=AT_ONCE)


def _forget_in_imports(membership: Membership, texts: set[str]) -> None:
    """Imports keep the blanks they filled and the rows they refused; these may name anybody."""
    any_of = "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))
    named = re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE)
    for run in db.session.execute(select(ImportRun)).scalars():
        filled = [list(one) for one in run.list_filled()]
        run.filled = json.dumps([one for one in filled if one[0] != membership.id])
        record = run.get_record()
        told = {name: part if name == "made" else _without(part, named) for name, part in record.items()}
        if told != record:
            run.report = json.dumps(told)
        run.filename = named.sub("…", run.filename)
    db.session.flush()


def _without(value: Any, named: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return named.sub("…", value)
    if isinstance(value, list):
        return [_without(one, named) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, named) for key, one in value.items()}
    return value


def _blank(place: OwnPlace) -> None:
    membership = place.membership
    for name in TEXTS:
        setattr(membership, name, "")
    membership.name = former_name(place.group.locale)
    membership.email = membership.photo_version = membership.person_id = None
    membership.job_search_shown = JobSearchShown.NOBODY
    membership.email_shown = membership.phone_shown = membership.links_shown = Shown.NOBODY
    membership.erased_at = utc_now()
    db.session.flush()
