"""What a joining link opens: a page for somebody whom the group expects."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from groupnet.core.access import public
from groupnet.core.clock import today_in
from groupnet.core.errors import RuleBroken
from groupnet.core.tenancy import bind_group
from groupnet.core.unit_of_work import outside_transaction
from groupnet.groups import service
from groupnet.groups.forms import JoinForm
from groupnet.groups.links import open_joining_link
from groupnet.groups.models import Group, Membership
from groupnet.groups.places import list_open_places
from groupnet.groups.queries import find_membership_of, list_places_of
from groupnet.people import browser
from groupnet.people.addresses import normal_email
from groupnet.people.models import Person
from groupnet.people.passwords import check_password, hash_password
from groupnet.people.queries import find_person
from groupnet.people.service import open_account, recognise, set_first_password

blueprint = Blueprint("joining", __name__)


@blueprint.get("/join/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Whose place it is, and what is still missing."""
    link = open_joining_link(token)
    if link is None:
        return _link_is_over()
    _, membership, group = link
    bind_group(group.id)
    return _page(membership, group, JoinForm())


@blueprint.post("/join/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """Take the place: with the account at hand, with another, or with a new one."""
    link = open_joining_link(token)
    if link is None:
        return _link_is_over()
    _, membership, group = link
    bind_group(group.id)
    form = JoinForm()
    if form.validate_on_submit():
        with form.rules():
            is_stranger = not current_user.is_authenticated
            person = _person_for(form, membership, group) if is_stranger else current_user
            return _take_place(token, person, is_stranger=is_stranger)
    return _page(membership, group, form), 422


def _person_for(form: JoinForm, membership: Membership, group: Group) -> Person:
    """Whoever joins: the account that has the address already, with its password; else a new one.

    The password's form comes before the first look at accounts, and either way one password is hashed: a link
    must not tell, by sentence or by time, which addresses have an account.
    """
    email, name = membership.email or _typed_email(form), membership.name
    check_password(form.password.data or "", not_these=(email, name, group.name))
    account = find_person(email)
    if account and (account.password_hash or list_places_of(account.id)):
        return _proven(form, email)
    with outside_transaction():
        hashed = hash_password(form.password.data or "")
    account = find_person(email)  # hashing let go of the database, so what was read may have changed
    if account is None:
        return open_account(email=email, name=name, password_hash=hashed)
    set_first_password(person=account, password_hash=hashed)
    return account


def _proven(form: JoinForm, email: str) -> Person:
    person = recognise(
        email=email,
        password=form.password.data or "",
        address=request.remote_addr or "",
        known_browser=browser.knows(email),
    )
    if person is None:
        raise RuleBroken(
            gettext(
                "This address and password do not fit together, or the address has an account already:"
                " type that account's password."
            ),
            field="password",
        )
    return person


def _typed_email(form: JoinForm) -> str:
    if not form.email.data:
        raise RuleBroken(gettext("Type your e-mail address: you will sign in with it."), field="email")
    return normal_email(form.email.data)


def _take_place(token: str, person: Person, *, is_stranger: bool) -> ResponseReturnValue:
    link = open_joining_link(token, to_use=True)
    if link is None:
        return _link_is_over()
    invitation, membership, group = link
    service.join_group(
        invitation=invitation, membership=membership, person=person, today=today_in(group.timezone)
    )
    if is_stranger:
        browser.enter(person)
    if any(place.group.id == group.id for place in list_open_places(person.id)):
        flash(gettext("Welcome to %(group)s.", group=group.name), "success")
        target = url_for("group.home.index", slug=group.slug)
    else:
        flash(gettext("Your place is kept. %(group)s opens for you on your first day.", group=group.name))
        target = url_for("home.groups")
    return browser.remember(current_app.make_response(redirect(target, 303)), person.email)


def _page(membership: Membership, group: Group, form: JoinForm) -> str:
    way, here = "password", None
    if current_user.is_authenticated:
        here = find_membership_of(current_user.id)
        is_theirs = membership.email in (None, current_user.email)
        way = "member" if here else "account" if is_theirs else "other"
    return render_template(
        "groups/join.html", membership=membership, group=group, form=form, way=way, here=here
    )


def _link_is_over() -> ResponseReturnValue:
    """The same page for a forged, a used and an old link."""
    return render_template("groups/link_over.html"), 404
