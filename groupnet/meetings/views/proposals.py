"""Proposing a one-to-one, and answering: accept, decline, other times."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.clock import utc_now
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.core.ids import id_in
from groupnet.core.submissions import once
from groupnet.core.templating import day_time
from groupnet.groups.door import current_door
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.one_to_ones import (
    PICK_A_PERSON,
    AcceptForm,
    OfferForm,
    ProposeForm,
    offered,
)
from groupnet.meetings.models import Meeting, Proposal
from groupnet.meetings.pairing import may_answer_proposal, may_withdraw, offered_times
from groupnet.meetings.queries.one_to_ones import list_people
from groupnet.meetings.queries.proposals import get_proposal, list_times
from groupnet.meetings.service import proposals as service
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.one_to_ones import picker_of
from groupnet.members.faces import first_name


@blueprint.get("/one-to-ones/propose")
@allows(Permission.ONE_TO_ONES_HAVE)
def new_proposal() -> ResponseReturnValue:
    """To whom; then, for that person, a few times."""
    to = id_in(request.args.get("person_id", request.args.get("to", "")))
    form = ProposeForm(formdata=None, person_id=to, **times_to_begin_with())
    if to is None and "step" in request.args:
        form.person_id.errors = [PICK_A_PERSON]
        return _propose_page(form), 422
    return _propose_page(form)


@blueprint.post("/one-to-ones/proposals")
@allows(Permission.ONE_TO_ONES_HAVE)
@once
def propose() -> ResponseReturnValue:
    """Propose."""
    door = current_door()
    form = ProposeForm()
    if form.validate_on_submit():
        with form.rules():
            invited = _picked(form.person_id.data)
            proposal = service.propose(
                acting=door.membership,
                invited=invited,
                group=door.group,
                offer=form.offer(door.group.timezone),
            )
            flash(gettext("Proposed to %(name)s, who is told.", name=first_name(invited)), "success")
            return redirect(url_for(".proposal", proposal_id=proposal.id), 303)
    return _propose_page(form), 422


@blueprint.get("/one-to-ones/proposals/<int:proposal_id>")
@allows(Permission.ONE_TO_ONES_HAVE)
def proposal(proposal_id: int) -> ResponseReturnValue:
    """A proposal, with its answers for the one who is asked."""
    return _proposal_page(get_proposal(proposal_id, current_door().membership), AcceptForm(formdata=None))


@blueprint.post("/one-to-ones/proposals/<int:proposal_id>/accept")
@allows(Permission.ONE_TO_ONES_HAVE)
def accept(proposal_id: int) -> ResponseReturnValue:
    """Agree on one of the times."""
    door = current_door()
    found = get_proposal(proposal_id, door.membership, to_change=True)
    form = AcceptForm()
    if form.validate_on_submit():
        with form.rules():
            meeting = service.accept(
                acting=door.membership, proposal=found, time_id=form.chosen, group=door.group
            )
            flash(agreed_words(meeting), "success")
            return redirect(url_for(".show", meeting_id=meeting.id), 303)
    return _proposal_page(found, form), 422


@blueprint.post("/one-to-ones/proposals/<int:proposal_id>/decline")
@allows(Permission.ONE_TO_ONES_HAVE)
def decline(proposal_id: int) -> ResponseReturnValue:
    """Not this time."""
    me = current_door().membership
    found = get_proposal(proposal_id, me, to_change=True)
    service.decline(acting=me, proposal=found)
    flash(gettext("%(name)s is told kindly.", name=first_name(found.proposer)), "success")
    return redirect(url_for(".one_to_ones"), 303)


@blueprint.post("/one-to-ones/proposals/<int:proposal_id>/withdraw")
@allows(Permission.ONE_TO_ONES_HAVE)
def withdraw_proposal(proposal_id: int) -> ResponseReturnValue:
    """Take one's own proposal back."""
    me = current_door().membership
    service.withdraw(acting=me, proposal=get_proposal(proposal_id, me, to_change=True))
    flash(gettext("Withdrawn."), "success")
    return redirect(url_for(".one_to_ones"), 303)


@blueprint.get("/one-to-ones/proposals/<int:proposal_id>/other-times")
@allows(Permission.ONE_TO_ONES_HAVE)
def other_times(proposal_id: int) -> ResponseReturnValue:
    """The form of other times."""
    me = current_door().membership
    found = get_proposal(proposal_id, me)
    if not may_answer_proposal(me, found):
        return redirect(url_for(".proposal", proposal_id=proposal_id), 303)
    kept = {"minutes": found.minutes, "place": found.place, "link": found.link}
    return _others_page(found, OfferForm(formdata=None, **times_to_begin_with(), **kept))


@blueprint.post("/one-to-ones/proposals/<int:proposal_id>/other-times")
@allows(Permission.ONE_TO_ONES_HAVE)
@once
def propose_others(proposal_id: int) -> ResponseReturnValue:
    """Answer with other times."""
    door = current_door()
    found = get_proposal(proposal_id, door.membership, to_change=True)
    form = OfferForm()
    if form.validate_on_submit():
        with form.rules():
            new = service.propose_others(
                acting=door.membership, proposal=found, offer=form.offer(door.group.timezone)
            )
            flash(gettext("Proposed to %(name)s, who is told.", name=first_name(found.proposer)), "success")
            return redirect(url_for(".proposal", proposal_id=new.id), 303)
    return _others_page(found, form), 422


def times_to_begin_with() -> dict[str, Any]:
    """The fields of two times that people can mean."""
    return offered(offered_times(utc_now(), current_door().group.timezone))


def agreed_words(meeting: Meeting) -> str:
    """What is said when two have agreed."""
    return str(gettext("Agreed: %(when)s. It is in both your calendars.", when=day_time(meeting.starts_at)))


def _picked(membership_id: int | None) -> Membership:
    try:
        return get_membership(membership_id or 0)
    except NotFound as missing:
        raise RuleBroken(gettext("Pick somebody who is in the group today."), field="person_id") from missing


def _propose_page(form: ProposeForm) -> str:
    door = current_door()
    people = list(list_people(door.membership, door.today))
    chosen = next((one for one in people if one.id == form.person_id.data), None)
    return render_template(
        "meetings/propose.html",
        form=form,
        people=people,
        chosen=chosen,
        picker=picker_of(people, form.person_id.data),
        today=door.today,
    )


def _others_page(found: Proposal, form: OfferForm) -> str:
    return render_template("meetings/other_times.html", proposal=found, form=form, today=current_door().today)


def _proposal_page(found: Proposal, form: AcceptForm) -> str:
    me, now = current_door().membership, utc_now()
    is_mine = found.proposer_id == me.id
    times = list_times(found.id)
    return render_template(
        "meetings/proposal.html",
        proposal=found,
        form=form,
        is_mine=is_mine,
        other=found.invited if is_mine else found.proposer,
        times=times,
        open_ids={one.id for one in times if one.starts_at > now},
        may_answer=may_answer_proposal(me, found),
        may_withdraw=may_withdraw(me, found),
    )
