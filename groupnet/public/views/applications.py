"""Admins answer those who ask to join."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.paging import page_number
from groupnet.core.telling import telling_rules
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.queries.visitors import list_applications, list_visits_of
from groupnet.public import service
from groupnet.public.forms import DeclineForm, PlainForm
from groupnet.public.queries import get_applicant

blueprint = Blueprint("applications", __name__, url_prefix="/applications")


@blueprint.get("")
@allows(Permission.APPLICATIONS_ANSWER)
def index() -> ResponseReturnValue:
    """Who asks to join, the longest waiting first."""
    page = list_applications(page_number(request.args.get("page")))
    return render_template("public/applications.html", page=page)


@blueprint.get("/<int:visitor_id>")
@allows(Permission.APPLICATIONS_ANSWER)
def show(visitor_id: int) -> ResponseReturnValue:
    """One request, and its two answers."""
    applicant = get_applicant(visitor_id)
    return render_template(
        "public/application.html",
        applicant=applicant,
        visits=list_visits_of(visitor_id),
        form=PlainForm(),
        decline_form=DeclineForm(),
    )


@blueprint.post("/<int:visitor_id>/accept")
@allows(Permission.APPLICATIONS_ANSWER)
def accept(visitor_id: int) -> ResponseReturnValue:
    """Take them in: they are invited by mail."""
    door = current_door()
    applicant = get_applicant(visitor_id, to_change=True)
    with telling_rules():
        member = service.accept_application(
            acting=door.membership, group=door.group, visitor=applicant, today=door.today
        )
        if member.email:
            flash(gettext("%(name)s is invited to join.", name=member.name), "success")
            return redirect(url_for(".index"), 303)
        flash(gettext("%(name)s is added. Hand them this joining link.", name=member.name), "success")
        return redirect(url_for("group.groups.joining_link", membership_id=member.id), 303)
    return redirect(url_for(".show", visitor_id=visitor_id), 303)


@blueprint.post("/<int:visitor_id>/decline")
@allows(Permission.APPLICATIONS_ANSWER)
def decline(visitor_id: int) -> ResponseReturnValue:
    """Say no, with a kind mail or without a word."""
    applicant = get_applicant(visitor_id, to_change=True)
    form = DeclineForm()
    with telling_rules():
        by_mail = bool(form.by_mail.data)
        service.decline_application(group=current_door().group, visitor=applicant, by_mail=by_mail)
        flash(
            gettext("Declined, with a kind mail.") if by_mail and applicant.email else gettext("Declined."),
            "success",
        )
    return redirect(url_for(".index"), 303)
