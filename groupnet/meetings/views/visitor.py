"""One visitor: who they are, their visits, and what follows."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.clock import utc_now
from groupnet.core.errors import NotFound
from groupnet.core.submissions import once
from groupnet.core.telling import telling_rules
from groupnet.groups.door import current_door
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.meetings import visitor_words as words
from groupnet.meetings.forms.visitors import CONTACT, ComesAgainForm, ContactForm, FollowUpForm
from groupnet.meetings.models import Meeting, Visit, Visitor, VisitorStatus
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.visitors import (
    get_visit,
    get_visitor,
    has_come,
    list_same_address,
    list_visits_of,
)
from groupnet.meetings.queries.visitors_new import list_members, list_taking_visitors
from groupnet.meetings.service.visitors_again import expect_again, say_whether_came
from groupnet.meetings.service.visitors_followed import change_contact, erase_visitor, follow_up
from groupnet.meetings.service.visitors_known import read_contact
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.visitors import expected_sentence, line_of
from groupnet.meetings.visiting import follows_up, may_change, may_rewrite, may_see_contact, possible_steps
from groupnet.members.phones import phone_link, phone_words, region_of

SAID = {"yes": True, "no": False, "unknown": None}


@blueprint.get("/visitors/<int:visitor_id>")
@allows(Permission.VISITORS_SEE)
def visitor(visitor_id: int) -> ResponseReturnValue:
    """A visitor; who does not look after them sees the name, the company and who brings them."""
    door = current_door()
    found = get_visitor(visitor_id, door.membership)
    region = region_of(door.group)
    sees_contact = may_see_contact(door.membership, found)
    visits, saved = list_visits_of(visitor_id), request.args.get("saved", type=int)
    return render_template(
        "meetings/visitor.html",
        visitor=found,
        line=line_of(found) if sees_contact else found.company,
        visits=visits,
        saved=next((one for one in visits if one.visit_id == saved and one.came is None), None),
        sees_contact=sees_contact,
        same_address=_same_address(found),
        may_change=may_change(door.membership, found),
        may_rewrite=may_rewrite(door.membership, found),
        phone=phone_words(found.phone, region),
        phone_link=phone_link(found.phone, region),
        today=door.today,
        now=utc_now(),
        steps=words.STEPS,
    )


@blueprint.get("/visitors/<int:visitor_id>/edit")
@allows(Permission.VISITORS_SEE)
def edit_visitor(visitor_id: int) -> ResponseReturnValue:
    """The form of who a visitor is."""
    found = _to_rewrite(visitor_id)
    return _contact_page(found, _contact_form(found))


@blueprint.post("/visitors/<int:visitor_id>/edit")
@allows(Permission.VISITORS_SEE)
def update_visitor(visitor_id: int) -> ResponseReturnValue:
    """Save who a visitor is."""
    found = _to_rewrite(visitor_id, hold=True)
    form = _contact_form(found)
    if form.validate_on_submit():
        if form.is_stale(found):
            clashes = form.both_texts(found, [*CONTACT, "invited_by_id"])
            return _contact_page(found, form, clashes=clashes, has_errors=True), 409
        with form.rules():
            typed = {name: form[name].data or "" for name in CONTACT}
            contact = read_contact(group=current_door().group, **typed)
            change_contact(
                acting=current_door().membership,
                visitor=found,
                contact=contact,
                invited_by=_member(form.invited_by_id.data),
            )
            flash(gettext("Saved."), "success")
            return _to(visitor_id)
    return _contact_page(found, form), 422


@blueprint.get("/visitors/<int:visitor_id>/follow-up")
@allows(Permission.VISITORS_SEE)
def ask_to_follow_up(visitor_id: int) -> ResponseReturnValue:
    """The form of what follows."""
    found = _to_change(visitor_id)
    return _follow_up_page(found, _follow_up_form(found))


@blueprint.post("/visitors/<int:visitor_id>/follow-up")
@allows(Permission.VISITORS_SEE)
def save_follow_up(visitor_id: int) -> ResponseReturnValue:
    """Save what follows."""
    found = _to_change(visitor_id, hold=True)
    form = _follow_up_form(found)
    if form.validate_on_submit():
        if form.is_stale(found):
            clashes = form.both_texts(found, ["status", "owner_id", "follow_up_on", "note"])
            return _follow_up_page(found, form, clashes=clashes, has_errors=True), 409
        with form.rules():
            follow_up(
                acting=current_door().membership,
                visitor=found,
                owner=_member(form.owner_id.data),
                on_day=form.follow_up_on.data,
                note=form.note.data or "",
                status=VisitorStatus(form.status.data),
            )
            flash(gettext("Saved."), "success")
            return _to(visitor_id)
    return _follow_up_page(found, form), 422


@blueprint.post("/visitors/<int:visitor_id>/visits/<int:visit_id>")
@allows(Permission.VISITORS_SEE)
def say_came(visitor_id: int, visit_id: int) -> ResponseReturnValue:
    """Say whether they came, or cannot come."""
    found = _to_change(visitor_id)
    meeting = _meeting_of(get_visit(visit_id))
    visit = get_visit(visit_id, to_change=True)
    said = request.form.get("came", "")
    if visit.visitor_id != found.id or said not in SAID:
        raise NotFound
    with telling_rules():
        say_whether_came(acting=current_door().membership, visit=visit, said=SAID[said], meeting=meeting)
        if "undo" in request.form:
            flash(gettext("Undone: %(name)s is not expected.", name=found.name), "success")
    return _to(visitor_id)


@blueprint.get("/visitors/<int:visitor_id>/visit")
@allows(Permission.VISITORS_SEE)
def ask_again(visitor_id: int) -> ResponseReturnValue:
    """Which meeting a known visitor comes to next."""
    found = _to_change(visitor_id)
    return _again_page(found, _again_form())


@blueprint.post("/visitors/<int:visitor_id>/visit")
@allows(Permission.VISITORS_SEE)
@once
def come_again(visitor_id: int) -> ResponseReturnValue:
    """Announce a known visitor for another meeting."""
    found, me = _to_change(visitor_id), current_door().membership
    form = _again_form()
    if form.meeting_id.choices and form.validate_on_submit():
        with form.rules():
            meeting = get_meeting(form.meeting_id.data, me, to_change=True)
            over_full = "over_full" in form and form.over_full.data
            expect_again(acting=me, visitor=found, meeting=meeting, over_full=over_full)
            flash(expected_sentence(found.name, meeting), "success")
            return _to(visitor_id)
    return _again_page(found, form), 422


@blueprint.get("/visitors/<int:visitor_id>/erase")
@allows(Permission.VISITORS_SEE)
def ask_to_forget_visitor(visitor_id: int) -> ResponseReturnValue:
    """What erasing does, and its button."""
    found = _to_rewrite(visitor_id)
    return render_template("meetings/visitor_erase.html", visitor=found, same_address=_same_address(found))


@blueprint.post("/visitors/<int:visitor_id>/erase")
@allows(Permission.VISITORS_SEE)
def forget_visitor(visitor_id: int) -> ResponseReturnValue:
    """Erase who a visitor is; figures stay."""
    with telling_rules():
        door = current_door()
        erase_visitor(visitor=_to_rewrite(visitor_id), group=door.group, acting=door.membership)
        flash(gettext("Erased. That somebody visited stays, without a name."), "success")
    return redirect(url_for(".visitors"), 303)


def _to_change(visitor_id: int, *, hold: bool = False) -> Visitor:
    """A visitor whom the acting member looks after; for others there is no such page."""
    me = current_door().membership
    found = get_visitor(visitor_id, me, to_change=hold)
    if not may_change(me, found):
        raise NotFound
    return found


def _to_rewrite(visitor_id: int, *, hold: bool = False) -> Visitor:
    """A visitor whom the acting member may rename and erase; for others there is no such page."""
    found = _to_change(visitor_id, hold=hold)
    if not may_rewrite(current_door().membership, found):
        raise NotFound
    return found


def _same_address(found: Visitor) -> Sequence[Any]:
    """The others with the address, for those who may know of everybody."""
    return list_same_address(found) if follows_up(current_door().membership) else []


def _meeting_of(visit: Visit) -> Meeting | None:
    if visit.meeting_id is None:
        return None
    return get_meeting(visit.meeting_id, current_door().membership, to_change=True)


def _member(membership_id: int) -> Membership | None:
    return get_membership(membership_id) if membership_id else None


def _contact_form(found: Visitor) -> ContactForm:
    form = ContactForm(obj=found)
    form.offer_inviters(list_members(current_door().today, found.invited_by), found)
    return form


def _contact_page(found: Visitor, form: ContactForm, **others: object) -> str:
    return render_template("meetings/visitor_edit.html", visitor=found, form=form, **others)


def _follow_up_form(found: Visitor) -> FollowUpForm:
    form = FollowUpForm(obj=found)
    steps = possible_steps(current_door().membership, found, has_come=has_come(found.id))
    form.offer(list_members(current_door().today, found.owner), steps, found)
    return form


def _follow_up_page(found: Visitor, form: FollowUpForm, **others: object) -> str:
    return render_template("meetings/visitor_follow_up.html", visitor=found, form=form, **others)


def _again_form() -> ComesAgainForm:
    door = current_door()
    form = ComesAgainForm()
    runs = Permission.MEETINGS_RUN in door.permissions
    form.offer_meetings(list_taking_visitors(door.membership, utc_now()), runs=runs)
    return form


def _again_page(found: Visitor, form: ComesAgainForm) -> str:
    return render_template("meetings/visitor_again.html", visitor=found, form=form)


def _to(visitor_id: int) -> ResponseReturnValue:
    return redirect(url_for(".visitor", visitor_id=visitor_id), 303)
