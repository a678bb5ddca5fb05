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
from groupnet.groups.forms import AddressForm, JoinForm, NewAccountForm
from groupnet.groups.holders import list_faces
from groupnet.groups.links import OpenLink, open_joining_link
from groupnet.groups.models import Group, Membership
from groupnet.groups.places import list_open_places
from groupnet.groups.profiles import list_copyable
from groupnet.groups.queries import find_membership_of, list_places_of
from groupnet.outbox.registry import site_mails
from groupnet.people import browser
from groupnet.people.addresses import normal_email
from groupnet.people.entering import let_in
from groupnet.people.models import Person
from groupnet.people.passwords import check_password, hash_password
from groupnet.people.queries import find_person
from groupnet.people.service import open_account, prove_address, recognise, set_first_password

blueprint = Blueprint("joining", __name__)


@blueprint.get("/join/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Whose place it is, and what is still missing."""
    link = open_link(token)
    if link is None:
        return link_is_over()
    return page_of(link, token, _form_for(link))


@blueprint.post("/join/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """Take the place: with the account at hand, with another, or with a new one."""
    link = open_link(token)
    if link is None:
        return link_is_over()
    form = _form_for(link)
    if form.validate_on_submit():
        with form.rules():
            if current_user.is_authenticated:
                return take_place(token, current_user)
            if isinstance(form, NewAccountForm):
                return take_place(token, _newcomer(form, link), name=form.name.data)
            if link.is_mailed or must_type_a_code(link):
                return redirect(url_for(".show", token=token), 303)
            return take_place(token, _person_for(form, link.membership, link.group))
    return page_of(link, token, form), 422


def open_link(token: str) -> OpenLink | None:
    """What a link leads to, with the session bound to its group."""
    link = open_joining_link(token)
    if link is not None:
        bind_group(link.group.id)
    return link


def must_type_a_code(link: OpenLink) -> bool:
    """Whether an address that nobody knows yet is to be proven before anything happens."""
    return link.membership.email is None and site_mails()


def take_place(token: str, person: Person, *, name: str | None = None) -> ResponseReturnValue:
    """Let a person take the place; a stranger is signed in, by way of the second step if there is one.

    Args:
        person: the one signed in, or who has shown a first proof in this request.
        name: as they write it themselves.
    """
    is_stranger = not current_user.is_authenticated
    if is_stranger and person.has_second_factor:
        return let_in(person, url_for(".show", token=token))
    link = open_joining_link(token, to_use=True)
    if link is None:
        return link_is_over()
    service.join_group(
        invitation=link.invitation,
        membership=link.membership,
        person=person,
        today=today_in(link.group.timezone),
        name=name,
    )
    if link.is_mailed:
        prove_address(person=person)
    target, words = _after_joining(link, person)
    answer = current_app.make_response(redirect(target, 303))
    answer = let_in(person, target) if is_stranger else browser.remember(answer, person.email)
    flash(words, "success")
    return answer


def page_of(link: OpenLink, token: str, form: JoinForm | NewAccountForm) -> str:
    """The page of a link, for whoever stands before it."""
    membership, here = link.membership, None
    if current_user.is_authenticated:
        here = find_membership_of(current_user.id)
        is_theirs = membership.email in (None, current_user.email)
        way = "member" if here else "account" if is_theirs else "other"
    elif link.is_mailed:
        way = "new" if isinstance(form, NewAccountForm) else "sign-in"
    else:
        way = "address" if must_type_a_code(link) else "password"
    return render_template(
        "groups/join.html",
        membership=membership,
        group=link.group,
        form=form,
        way=way,
        here=here,
        inviter=_inviter_of(link),
        invitation=link.invitation,
        token=token,
    )


def _inviter_of(link: OpenLink) -> str:
    """Who made the link, by name; empty where it was the host, or somebody whose account is gone."""
    maker_id = link.invitation.invited_by_id
    maker = list_faces([maker_id]).get(maker_id) if maker_id else None
    return maker.name if maker and not maker.is_erased else ""


def link_is_over() -> ResponseReturnValue:
    """The same page for a forged, a used, a revoked and an old link."""
    return render_template("groups/link_over.html"), 404


def _form_for(link: OpenLink) -> JoinForm | NewAccountForm:
    """A mailed link proves its address: a new account needs no more; one that is there is signed in to."""
    is_new = (
        link.is_mailed and not current_user.is_authenticated and not find_person(link.membership.email or "")
    )
    if not is_new:
        return JoinForm()
    form = NewAccountForm(name=link.membership.name)
    form.not_these = (link.membership.email or "", link.membership.name, link.group.name)
    return form


def _newcomer(form: NewAccountForm, link: OpenLink) -> Person:
    email, password = link.membership.email or "", form.password.data or ""
    hashed = None
    if password:
        with outside_transaction():
            hashed = hash_password(password)
    if find_person(email):  # opened meanwhile, in another window
        raise RuleBroken(gettext("There is an account for %(email)s by now. Sign in to it.", email=email))
    return open_account(email=email, name=form.name.data, password_hash=hashed)


def _person_for(form: JoinForm, membership: Membership, group: Group) -> Person:
    """Whoever joins: the account that has the address already, with its password; else a new one.

    The password's form comes before the first look at accounts, and either way one password is hashed: a link
    must not tell, by sentence or by time, which addresses have an account.
    """
    email, name = membership.email or typed_email(form), membership.name
    check_password(form.password.data or "", not_these=(email, name, group.name))
    account = find_person(email)
    if account and (account.password_hash or account.email_proven_at or list_places_of(account.id)):
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


def typed_email(form: AddressForm | JoinForm) -> str:
    """The address that a form asks for where the group knows none, in stored form.

    Raises:
        RuleBroken: nothing was typed.
    """
    if not form.email.data:
        raise RuleBroken(gettext("Type your e-mail address: you will sign in with it."), field="email")
    return normal_email(form.email.data)


def _after_joining(link: OpenLink, person: Person) -> tuple[str, str]:
    places = {place.group.id: place for place in list_open_places(person.id)}
    mine, group = places.pop(link.group.id, None), link.group
    if mine is None:
        words = gettext("Your place is kept. %(group)s opens for you on your first day.", group=group.name)
        return url_for("home.groups"), words
    words = gettext("Welcome to %(group)s.", group=group.name)
    if any(list_copyable(mine.membership, other.membership) for other in places.values()):
        return url_for("group.members.ask_to_copy", slug=group.slug), words
    return url_for("group.home.index", slug=group.slug), words
