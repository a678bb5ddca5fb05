"""Who holds which right, and granting, correcting and ending one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.submissions import once
from groupnet.core.telling import telling_rules
from groupnet.groups import service
from groupnet.groups.door import current_door
from groupnet.groups.forms import EndForm, GrantForm
from groupnet.groups.holders import find_day_without_admin, get_term, list_grantable, list_holders
from groupnet.groups.models import Membership, RightsTerm
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import OF_A_RIGHT, Permission, Right
from groupnet.groups.views.blueprint import blueprint
from groupnet.groups.words import PERMISSIONS, right_word


@blueprint.get("/rights")
@allows(Permission.RIGHTS_GRANT)
def rights() -> ResponseReturnValue:
    """Who holds what, and what each right may do."""
    door = current_door()
    holders = list_holders(door.today)
    return render_template(
        "groups/rights.html",
        holders=holders,
        meanings=[(right, OF_A_RIGHT[right]) for right in (Right.ADMIN, Right.OFFICER, Right.ORGANISER)],
        words=PERMISSIONS,
        right_word=right_word,
    )


@blueprint.get("/rights/new")
@allows(Permission.RIGHTS_GRANT)
def new_right() -> ResponseReturnValue:
    """The form of a right to be granted."""
    form = _grant_form()
    form.starts_on.data = current_door().today
    return render_template("groups/rights_new.html", form=form)


@blueprint.post("/rights")
@allows(Permission.RIGHTS_GRANT)
@once
def create_right() -> ResponseReturnValue:
    """Grant a right."""
    form, door = _grant_form(), current_door()
    if form.validate_on_submit():
        with form.rules():
            member = get_membership(int(form.membership_id.data))
            service.give_right(
                acting=door.membership,
                membership=member,
                right=form.right.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                today=door.today,
            )
            flash(gettext("The right is granted to %(name)s.", name=member.name), "success")
            return redirect(url_for(".rights"), 303)
    return render_template("groups/rights_new.html", form=form), 422


@blueprint.get("/rights/<int:term_id>")
@allows(Permission.RIGHTS_GRANT)
def edit_right(term_id: int) -> ResponseReturnValue:
    """A right's last day, and its end."""
    term, member = get_term(term_id)
    return _term_page(term, member, EndForm.of(term))


@blueprint.post("/rights/<int:term_id>")
@allows(Permission.RIGHTS_GRANT)
def update_right(term_id: int) -> ResponseReturnValue:
    """Correct a right's last day."""
    door = current_door()
    term, member = get_term(term_id)
    form = EndForm()
    if form.validate_on_submit():
        if form.is_stale(term):
            return _term_page(term, member, _renewed(form, term), has_errors=True), 409
        with form.rules():
            service.change_end(acting=door.membership, term=term, ends_on=form.ends_on.data, today=door.today)
            flash(gettext("The last day is corrected."), "success")
            return redirect(url_for(".rights"), 303)
        term, member = get_term(term_id)
    return _term_page(term, member, form), 422


@blueprint.post("/rights/<int:term_id>/end")
@allows(Permission.RIGHTS_GRANT)
def end_right(term_id: int) -> ResponseReturnValue:
    """End a right at once, or take back one that is still to come."""
    door = current_door()
    term, _ = get_term(term_id)
    is_own = term.membership_id == door.membership.id
    with telling_rules():
        service.end_right(acting=door.membership, term=term, today=door.today)
        flash(gettext("The right has ended."), "success")
        # whoever ends their own right to grant rights may not see the page of rights any more
        return redirect(url_for("group.home.index" if is_own else ".rights"), 303)
    return redirect(url_for(".edit_right", term_id=term_id), 303)


def _grant_form() -> GrantForm:
    door = current_door()
    return GrantForm().offer(list_grantable(door.today, besides=(door.membership.id,)))


def _renewed(form: EndForm, term: RightsTerm) -> EndForm:
    """What was typed stays, beside the words that somebody else was there first."""
    form.seen.data = term.ends_on.isoformat() if term.ends_on else ""
    form.form_errors.append(
        gettext("Somebody changed this right meanwhile. Look again, and save if it stands.")
    )
    return form


def _term_page(term: RightsTerm, member: Membership, form: EndForm, **others: object) -> str:
    door = current_door()
    return render_template(
        "groups/rights_edit.html",
        **{
            "term": term,
            "member": member,
            "form": form,
            "own": member.id == door.membership.id,
            "without_admin": find_day_without_admin(term, door.today),
            "right": right_word(term.right),
            **others,
        },
    )
