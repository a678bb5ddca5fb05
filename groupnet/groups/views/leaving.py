"""Leaving: one page, for the member themselves and for whoever records it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.errors import NotAllowed
from groupnet.core.templating import long_day, short_day
from groupnet.groups import service
from groupnet.groups.door import current_door
from groupnet.groups.forms import LeavingForm, leaving_form
from groupnet.groups.holders import get_member_with_terms, list_grantable
from groupnet.groups.holdings import Parting, list_holdings
from groupnet.groups.models import Membership, RightsTerm
from groupnet.groups.periods import earliest_change, joined_on
from groupnet.groups.policy import may_hand_rights_over, may_see_off
from groupnet.groups.queries import list_periods
from groupnet.groups.roles import Permission, Right
from groupnet.groups.views.blueprint import blueprint
from groupnet.groups.words import right_word

PATH = "/members/<int:membership_id>/leaving"


@blueprint.get(PATH)
@allows(Permission.MEMBERSHIP_LEAVE)
def leaving(membership_id: int) -> ResponseReturnValue:
    """What the member holds, who takes it over, and from which day."""
    member, terms = _leaver(membership_id)
    form = _form(member, terms)
    form.last_day.data = current_door().today
    return _page(member, terms, form)


@blueprint.post(PATH)
@allows(Permission.MEMBERSHIP_LEAVE)
def leave(membership_id: int) -> ResponseReturnValue:
    """Record the leaving, and hand over."""
    door = current_door()
    member, terms = _leaver(membership_id)
    form = _form(member, terms)
    if form.validate_on_submit():
        with form.rules():
            service.leave_group(
                acting=door.membership,
                membership=member,
                last_day=form.last_day.data,
                heirs=form.heirs,
                today=door.today,
            )
            _tell(member, form)
            return redirect(url_for("group.members.show", membership_id=membership_id), 303)
    return _page(member, terms, form), 422


def _leaver(membership_id: int) -> tuple[Membership, list[RightsTerm]]:
    door = current_door()
    member, terms = get_member_with_terms(membership_id, door.today)
    if not may_see_off(door.membership, member):
        raise NotAllowed(gettext("Only %(name)s, an officer or an admin can record this.", name=member.name))
    return member, terms


def _form(member: Membership, terms: list[RightsTerm]) -> LeavingForm:
    door = current_door()
    held = [right for right in Right if any(term.right is right for term in terms)]
    if not held or not may_hand_rights_over(door.membership):
        return leaving_form([], [])
    # nobody takes a right over by their own hand
    return leaving_form(held, list_grantable(door.today, besides=(member.id, door.membership.id)))


def _tell(member: Membership, form: LeavingForm) -> None:
    door = current_door()
    last_day = form.last_day.data
    if last_day < door.today:
        said = gettext("Recorded. The group is closed to %(name)s from now on.", name=member.name)
    elif member.id == door.membership.id:
        said = gettext(
            "Your last day is %(day)s. The group stays open to you until it is over.", day=long_day(last_day)
        )
    else:
        said = gettext(
            "Recorded. The group stays open to %(name)s until %(day)s is over.",
            name=member.name,
            day=long_day(last_day),
        )
    flash(said, "success")


def _earliest(member: Membership) -> str:
    """Which last days may be recorded for somebody else, in words."""
    door = current_door()
    if member.id == door.membership.id:
        return ""
    periods = list_periods([member.id])[member.id]
    since = earliest_change(periods, door.today)
    if since is None:
        return str(gettext("Any day, past or to come."))
    if since == joined_on(periods):
        return str(gettext("Any day since they joined (%(day)s).", day=short_day(since)))
    return str(
        gettext("Any day since %(day)s, when the present time in the group began.", day=short_day(since))
    )


def _page(member: Membership, terms: list[RightsTerm], form: LeavingForm) -> str:
    door = current_door()
    parting = Parting(group=door.group, member=member, viewer=door.membership)
    return render_template(
        "groups/leaving.html",
        member=member,
        terms=terms,
        form=form,
        own=parting.is_own,
        holdings=list_holdings(parting),
        earliest=_earliest(member),
        frees=member.category if door.group.categories_exclusive else "",
        may_hand=may_hand_rights_over(door.membership),
        right_word=right_word,
    )
