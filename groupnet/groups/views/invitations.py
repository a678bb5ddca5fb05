"""Inviting people by mail, and who was invited and has not joined."""

import secrets

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from groupnet.core.access import allows
from groupnet.core.paging import page_number
from groupnet.core.submissions import once
from groupnet.core.telling import telling_rules
from groupnet.groups import service
from groupnet.groups.door import current_door
from groupnet.groups.forms import InviteForm, InviteListForm, PlainForm
from groupnet.groups.invitations import (
    Planned,
    Verdict,
    count_left_today,
    fetch_invited,
    list_uninvited,
    plan_invitations,
)
from groupnet.groups.invitations_reading import Guest, read_guests
from groupnet.groups.invitations_words import mail_words, refusal_words, verdict_words
from groupnet.groups.models import Membership
from groupnet.groups.policy import may_hand_link, may_see_contact
from groupnet.groups.queries import list_terms
from groupnet.groups.roles import Permission
from groupnet.groups.service.inviting import MOST_AT_ONCE, check_how_many
from groupnet.groups.views.blueprint import blueprint

LONGEST_ID = 10


@blueprint.get("/invitations")
@allows(Permission.MEMBERS_INVITE)
def invitations() -> ResponseReturnValue:
    """Who was invited and has not joined."""
    door = current_door()
    page = fetch_invited(door.today, page_number(request.args.get("page")))
    terms = list_terms([membership.id for _, membership, _, _ in page.rows])
    mine = {
        membership.id: may_hand_link(
            door.membership, [term for term in terms if term.membership_id == membership.id], door.today
        )
        for _, membership, _, _ in page.rows
    }
    lines = [
        (invitation, membership, inviter, mail_words(invitation, state), mine[membership.id])
        for invitation, membership, inviter, state in page.rows
    ]
    return render_template("groups/invitations.html", page=page, lines=lines, key=secrets.token_urlsafe(16))


@blueprint.get("/invitations/new")
@allows(Permission.MEMBERS_INVITE)
def new_invitation() -> ResponseReturnValue:
    """The form for one person."""
    return render_template("groups/invite.html", form=InviteForm())


@blueprint.post("/invitations")
@allows(Permission.MEMBERS_INVITE)
@once
def create_invitation() -> ResponseReturnValue:
    """Invite one person."""
    door = current_door()
    form = InviteForm()
    if form.validate_on_submit():
        with form.rules():
            sent = service.invite_people(
                acting=door.membership,
                guests=[Guest(1, form.name.data, form.email.data)],
                note=form.note.data,
                today=door.today,
            )
            if sent.invited:
                flash(gettext("The invitation is on its way to %(name)s.", name=form.name.data), "success")
                return redirect(url_for(".invitations"), 303)
            (refused,) = sent.passed_over
            known = _known(refused)
            form.email.errors = [*form.email.errors, refusal_words(refused, known)]
            return render_template("groups/invite.html", form=form, known=known), 422
    return render_template("groups/invite.html", form=form), 422


@blueprint.get("/invitations/list")
@allows(Permission.MEMBERS_INVITE)
def new_invitations() -> ResponseReturnValue:
    """The form for a list of people."""
    return render_template("groups/invite_list.html", form=InviteListForm(), planned=None)


@blueprint.post("/invitations/preview")
@allows(Permission.MEMBERS_INVITE)
def preview_invitations() -> ResponseReturnValue:
    """Say line by line what would happen; nothing is written."""
    form = InviteListForm()
    if form.validate_on_submit():
        with form.rules():
            check_how_many(read_guests(form.people.data))
            return _preview(form), 200
    return render_template("groups/invite_list.html", form=form, planned=None), 422


@blueprint.post("/invitations/list")
@allows(Permission.MEMBERS_INVITE)
@once
def create_invitations() -> ResponseReturnValue:
    """Invite the people of a list that was looked at."""
    door = current_door()
    form = InviteListForm()
    if form.validate_on_submit():
        with form.rules():
            sent = service.invite_people(
                acting=door.membership,
                guests=read_guests(form.people.data),
                note=form.note.data,
                again=form.again.data,
                today=door.today,
            )
            flash(_said(sent.invited, len(sent.passed_over)), "success")
            return redirect(url_for(".invitations"), 303)
        return _preview(form), 422
    return render_template("groups/invite_list.html", form=form, planned=None), 422


@blueprint.get("/invitations/everybody")
@allows(Permission.MEMBERS_INVITE)
def ask_to_invite_everybody() -> ResponseReturnValue:
    """Who has no account and was not invited by mail, and one button."""
    door, run_id = current_door(), _id_in(request.args.get("run"))
    people = list_uninvited(door.membership, door.today, run_id=run_id)
    return render_template(
        "groups/invite_everybody.html",
        people=people,
        most=min(MOST_AT_ONCE, count_left_today()),
        form=PlainForm(),
        run_id=run_id,
    )


@blueprint.post("/invitations/everybody")
@allows(Permission.MEMBERS_INVITE)
@once
def invite_everybody() -> ResponseReturnValue:
    """Invite them all."""
    door, run_id = current_door(), _id_in(request.form.get("run"))
    with telling_rules():
        invited = service.invite_everybody(acting=door.membership, today=door.today, run_id=run_id)
        flash(_said(invited), "success")
    return redirect(url_for(".invitations"), 303)


@blueprint.post("/invitations/<int:invitation_id>/resend")
@allows(Permission.MEMBERS_INVITE)
@once
def resend_invitation(invitation_id: int) -> ResponseReturnValue:
    """Mail an invitation once more."""
    door = current_door()
    with telling_rules():
        membership = service.send_invitation_again(
            acting=door.membership, invitation_id=invitation_id, today=door.today
        )
        flash(gettext("The invitation is on its way to %(name)s.", name=membership.name), "success")
    return redirect(url_for(".invitations"), 303)


@blueprint.post("/invitations/<int:invitation_id>/revoke")
@allows(Permission.MEMBERS_INVITE)
def revoke_invitation(invitation_id: int) -> ResponseReturnValue:
    """End an invitation."""
    door = current_door()
    membership = service.revoke_invitation(
        acting=door.membership, invitation_id=invitation_id, today=door.today
    )
    flash(gettext("The invitation of %(name)s is withdrawn; its link is dead.", name=membership.name))
    return redirect(url_for(".invitations"), 303)


def _preview(form: InviteListForm) -> str:
    door = current_door()
    planned = plan_invitations(acting=door.membership, guests=read_guests(form.people.data), today=door.today)
    count = {verdict: sum(one.verdict is verdict for one in planned) for verdict in Verdict}
    return render_template(
        "groups/invite_list.html",
        form=form,
        planned=[(one, verdict_words(one)) for one in sorted(planned, key=_refused_first)],
        to_invite=count[Verdict.INVITED],
        invited_already=count[Verdict.AGAIN],
        may_bring_back=Permission.MEMBERS_MANAGE in door.permissions,
        left_today=count_left_today(),
    )


def _id_in(text: str | None) -> int | None:
    """The import whose people are meant; everybody's where none is named."""
    is_id = text and text.isascii() and text.isdecimal() and len(text) < LONGEST_ID
    return int(text) if text and is_id else None


def _refused_first(planned: Planned) -> tuple[bool, int]:
    return planned.verdict is Verdict.INVITED, planned.guest.line


def _known(planned: Planned) -> Membership | None:
    """Whose the address is; None where that is not for whoever invites to know, or nobody's."""
    one, acting = planned.membership, current_door().membership
    return one if one and may_see_contact(acting, one, one.email_shown) else None


def _said(invited: int, left_out: int = 0) -> str:
    if not invited:
        return str(gettext("Nobody was left to invite."))
    sent = ngettext("%(num)d invitation is on its way", "%(num)d invitations are on their way", invited)
    if not left_out:
        return f"{sent}."
    rest = ngettext("%(num)d line was left out", "%(num)d lines were left out", left_out)
    return str(gettext("%(sent)s, %(rest)s.", sent=sent, rest=rest))
