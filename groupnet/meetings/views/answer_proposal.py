"""What a proposal's link in a mail opens: its times and the buttons, without signing in (UX 9)."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from groupnet.core.access import public
from groupnet.core.clock import utc_now
from groupnet.core.tenancy import bind_group
from groupnet.groups.models import Group
from groupnet.meetings.forms.one_to_ones import AcceptForm
from groupnet.meetings.models import ProposalStatus
from groupnet.meetings.one_to_one_links import ProposalLink, read_proposal_link
from groupnet.meetings.queries.proposals import list_times
from groupnet.meetings.queries.proposals_mailed import Mailed, find_mailed
from groupnet.meetings.service import proposals as service
from groupnet.people.limits import short_hash

blueprint = Blueprint("one_to_one_answers", __name__, url_prefix="/one-to-one-answer")


@blueprint.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The times that were proposed, or what was agreed by now."""
    link = read_proposal_link(token)
    found = _find(link)
    if link is None or found is None:
        return _over(None)
    with force_locale(found.group.locale):
        form = AcceptForm(formdata=None, time_id=link.time_id)
        return _page(token, found, form)


@blueprint.post("/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Accept a time or decline; what is answered already changes no more."""
    found = _find(read_proposal_link(token), to_change=True)
    if found is None or found.proposal.status is not ProposalStatus.OPEN:
        return redirect(url_for(".show", token=token), 303)
    with force_locale(found.group.locale):
        proposal, form = found.proposal, AcceptForm()
        if request.form.get("answer") == "decline":
            service.decline(acting=proposal.invited, proposal=proposal)
            return redirect(url_for(".show", token=token), 303)
        if form.validate():
            with form.rules():
                service.accept(
                    acting=proposal.invited, proposal=proposal, time_id=form.chosen, group=found.group
                )
                return redirect(url_for(".show", token=token), 303)
        return _page(token, found, form, status=422)


def _find(link: ProposalLink | None, *, to_change: bool = False) -> Mailed | None:
    if link is None:
        return None
    bind_group(link.group_id)
    found = find_mailed(link.proposal_id, link.invited_id, to_change=to_change)
    return found if found and short_hash(found.email) == link.address_hash else None


def _over(group: Group | None) -> ResponseReturnValue:
    with force_locale(group.locale if group else "en_GB"):
        return render_template("meetings/proposal_over.html", group=group), 404


def _page(token: str, found: Mailed, form: AcceptForm, *, status: int = 200) -> ResponseReturnValue:
    now = utc_now()
    times = [one for one in list_times(found.proposal.id) if one.starts_at > now]
    is_past = found.meeting.ends_at <= now if found.meeting else not times
    if found.proposal.status is ProposalStatus.WITHDRAWN or is_past:
        return _over(found.group)
    page = render_template(
        "meetings/answer_proposal.html",
        token=token,
        group=found.group,
        proposal=found.proposal,
        times=times,
        meeting=found.meeting,
        form=form,
    )
    return page, status
