"""Joining by a code that is mailed to one's address."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from groupnet.core.access import public
from groupnet.groups.forms import AddressForm, CodeForm, JoinForm
from groupnet.groups.links import OpenLink
from groupnet.groups.mail import CODE_KIND
from groupnet.groups.views.arrival import blueprint, link_is_over, open_link, page_of, take_place, typed_email
from groupnet.outbox.registry import site_mails
from groupnet.people import browser
from groupnet.people.models import Person, ProofPurpose
from groupnet.people.queries import find_person
from groupnet.people.service import check_counted_code, mail_proof, open_account, take_charge

PENDING = "joining"
"""What the session keeps meanwhile: of which invitation, which proof, to which address."""


@blueprint.post("/join/<token>/code")
@public
def send_code(token: str) -> ResponseReturnValue:
    """Mail a code to the address, whether it has an account or not; nothing else happens yet (T16)."""
    link = open_link(token)
    if link is None:
        return link_is_over()
    if current_user.is_authenticated or link.is_mailed or not site_mails():
        return redirect(url_for(".show", token=token), 303)
    form = AddressForm()
    if form.validate_on_submit():
        with form.rules():
            email = link.membership.email or typed_email(form)
            session[PENDING] = [link.invitation.id, _mail_code(link, email), email]
            return redirect(url_for(".ask_for_code", token=token), 303)
    join_form = JoinForm()
    join_form.email.errors = [*form.email.errors]
    return page_of(link, token, join_form), 422


@blueprint.get("/join/<token>/code")
@public
def ask_for_code(token: str) -> ResponseReturnValue:
    """Where the code is typed."""
    link = open_link(token)
    if link is None:
        return link_is_over()
    pending = _pending(link)
    if pending is None:
        return redirect(url_for(".show", token=token))
    return _code_page(link, token, CodeForm(), pending[1])


@blueprint.post("/join/<token>/with-code")
@public
def accept_with_code(token: str) -> ResponseReturnValue:
    """Take the place with the code."""
    link = open_link(token)
    if link is None:
        return link_is_over()
    pending = _pending(link)
    if pending is None or current_user.is_authenticated:
        return redirect(url_for(".show", token=token), 303)
    proof_id, email = pending
    form = CodeForm()
    if form.validate_on_submit():
        with form.rules():
            proof = check_counted_code(
                proof_id=proof_id,
                email=email,
                code=form.code.data,
                address=request.remote_addr or "",
                known_browser=browser.knows(email),
            )
            return take_place(token, _owner_of(proof.email, link))
    return _code_page(link, token, form, email), 422


def _mail_code(link: OpenLink, email: str) -> int:
    """Begin a proof and queue its mail; 0 where too many were asked for, which the page does not tell."""
    proof = mail_proof(
        purpose=ProofPurpose.SIGN_IN,
        email=email,
        address=request.remote_addr or "",
        known_browser=browser.knows(email),
        kind=CODE_KIND,
        about_group_id=link.group.id,
        locale=link.group.locale,
    )
    return proof.id if proof else 0


def _owner_of(email: str, link: OpenLink) -> Person:
    person = find_person(email) or open_account(email=email, name=link.membership.name)
    take_charge(person=person)
    return person


def _pending(link: OpenLink) -> tuple[int, str] | None:
    kept = session.get(PENDING)
    if not kept or kept[0] != link.invitation.id or link.membership.email not in (None, kept[2]):
        return None
    return kept[1], kept[2]


def _code_page(link: OpenLink, token: str, form: CodeForm, email: str) -> str:
    return render_template(
        "groups/joining_code.html",
        membership=link.membership,
        group=link.group,
        form=form,
        email=email,
        token=token,
    )
