"""The mailed code that stands for a password where there is none."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from groupnet.core.access import signed_in
from groupnet.core.telling import telling_rules
from groupnet.people.presence import ask_for_code
from groupnet.people.views.account.blueprint import blueprint
from groupnet.people.views.account.forms import ActForm

PAGES = {
    **{page: f".{page}" for page in ("password", "address", "set_up", "codes", "off")},
    "delete": "account.delete",
}
"""The pages that ask for a proof, by the names of their views."""


@blueprint.post("/code")
@signed_in
def mail_code() -> ResponseReturnValue:
    """Have a code mailed to the present address, and go on where it was asked for."""
    page = PAGES.get(ActForm().next.data or "", PAGES["password"])
    with telling_rules():
        ask_for_code()
        flash(gettext("A code is on its way to %(email)s.", email=current_user.email), "success")
    return redirect(url_for(page), 303)
