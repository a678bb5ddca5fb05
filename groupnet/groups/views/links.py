"""Joining links, for those who hand them out: one member's, and a sheet of everybody's."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from groupnet.core.access import allows
from groupnet.core.addresses import site_name
from groupnet.core.errors import NotAllowed
from groupnet.core.qr import qr_image
from groupnet.core.submissions import once
from groupnet.groups import service
from groupnet.groups.door import current_door
from groupnet.groups.forms import PlainForm
from groupnet.groups.links import joining_address
from groupnet.groups.models import Membership, Status
from groupnet.groups.policy import may_hand_link, may_read_link
from groupnet.groups.queries import (
    find_open_invitation,
    get_membership,
    list_invitable,
    list_open_invitations,
    list_rights,
    status_today,
)
from groupnet.groups.roles import Permission
from groupnet.groups.views.blueprint import blueprint


@blueprint.get("/members/<int:membership_id>/joining-link")
@allows(Permission.MEMBERS_INVITE)
def joining_link(membership_id: int) -> ResponseReturnValue:
    """One member's joining link, to copy or to show as a QR code."""
    door = current_door()
    membership = get_membership(membership_id)
    if not may_hand_link(door.membership, list_rights(membership.id), door.today):
        raise NotAllowed("")
    if membership.erased_at or status_today(membership, door.group.timezone) is Status.LEFT:
        return render_template("groups/joining_link_gone.html", membership=membership)
    invitation = find_open_invitation(membership.id) if membership.person_id is None else None
    is_mine = invitation is not None and may_read_link(door.membership, invitation)
    address = joining_address(invitation) if invitation and is_mine else ""
    return render_template(
        "groups/joining_link.html",
        membership=membership,
        form=PlainForm(),
        invitation=invitation,
        address=address,
        qr=qr_image(address) if address else "",
    )


@blueprint.post("/members/<int:membership_id>/joining-link")
@allows(Permission.MEMBERS_INVITE)
@once
def make_joining_link(membership_id: int) -> ResponseReturnValue:
    """Make a member's joining link; the one before ends."""
    door = current_door()
    service.make_joining_link(
        acting=door.membership, membership=get_membership(membership_id), today=door.today
    )
    return redirect(url_for(".joining_link", membership_id=membership_id), 303)


@blueprint.get("/joining-sheet")
@allows(Permission.MEMBERS_INVITE)
def joining_sheet() -> ResponseReturnValue:
    """Who has no account yet, and a button that makes a sheet of links for all of them."""
    door = current_door()
    people = list_invitable(door.membership, door.today)
    elsewhere = _with_links_of_others(people)
    mine = [person for person in people if person.id not in elsewhere]
    return render_template(
        "groups/joining_sheet.html", people=mine, elsewhere=len(elsewhere), form=PlainForm()
    )


@blueprint.post("/joining-sheet")
@allows(Permission.MEMBERS_INVITE)
@once
def make_joining_sheet() -> ResponseReturnValue:
    """Make the links that are missing, for the sheet."""
    door = current_door()
    made = service.make_missing_links(acting=door.membership, today=door.today)
    if made:
        flash(ngettext("%(num)d link made.", "%(num)d links made.", made), "success")
    return redirect(url_for(".print_joining_sheet"), 303)


@blueprint.get("/joining-sheet/print")
@allows(Permission.MEMBERS_INVITE)
def print_joining_sheet() -> ResponseReturnValue:
    """The sheet: a card to cut out for everybody whose link works."""
    door = current_door()
    people = list_invitable(door.membership, door.today)
    open_links = {
        one.membership_id: one
        for one in list_open_invitations([person.id for person in people])
        if may_read_link(door.membership, one)
    }
    cards = [
        (person.name, qr_image(joining_address(open_links[person.id])), open_links[person.id].expires_at)
        for person in people
        if person.id in open_links
    ]
    return render_template("groups/joining_cards.html", cards=cards, site=site_name())


def _with_links_of_others(people: list[Membership]) -> set[int]:
    acting = current_door().membership
    return {
        one.membership_id
        for one in list_open_invitations([person.id for person in people])
        if not may_read_link(acting, one)
    }
