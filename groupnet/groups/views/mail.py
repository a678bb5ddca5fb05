"""Mails about a group that could not be delivered."""

import secrets

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.access import allows
from groupnet.core.errors import RuleBroken
from groupnet.core.paging import fetch_page, page_number
from groupnet.core.submissions import once
from groupnet.groups.addressees import find_addressees
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.groups.views.blueprint import blueprint
from groupnet.outbox.models import QueueState
from groupnet.outbox.queries import is_over, undelivered_of
from groupnet.outbox.service import send_again
from groupnet.outbox.words import is_wrong_address, what_of, why


@blueprint.get("/mail")
@allows(Permission.MAIL_SEE)
def mail() -> ResponseReturnValue:
    """What did not arrive, to whom and why; never what stood in it."""
    door = current_door()
    page = fetch_page(undelivered_of(door.group.id), page_number(request.args.get("page")))
    dead = [row for row in page.rows if row.state is QueueState.DEAD]
    return render_template(
        "groups/mail.html",
        page=page,
        nothing_waits=not dead and page.number == 1 and not page.has_next,
        addressees=find_addressees(page.rows, door.today) if page.rows else {},
        key=secrets.token_urlsafe(16),
        what_of=what_of,
        why=why,
        is_wrong_address=is_wrong_address,
        is_over=is_over,
    )


@blueprint.post("/mail/<int:mail_id>/again")
@allows(Permission.MAIL_SEE)
@once
def send_mail_again(mail_id: int) -> ResponseReturnValue:
    """Give one of them another chance."""
    door = current_door()
    try:
        kind = send_again(mail_id=mail_id, about_group_id=door.group.id)
    except RuleBroken as over:
        flash(over.message)
        return redirect(url_for(".mail"), 303)
    record_act(action=Action.MAIL_SENT_AGAIN, actor_id=door.membership.id, details={"kind": kind})
    flash(gettext("It is on its way again."), "success")
    return redirect(url_for(".mail"), 303)
