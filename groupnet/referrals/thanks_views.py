"""Pages of thanks."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.errors import NotAllowed, NotFound, RuleBroken
from groupnet.core.money import parse_amount
from groupnet.core.paging import page_number
from groupnet.core.submissions import once
from groupnet.groups.door import Door, current_door
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.referrals import service
from groupnet.referrals.forms import ThanksForm
from groupnet.referrals.models import Referral, Thanks
from groupnet.referrals.picking import pick_from
from groupnet.referrals.policy import Act, Life, asks_for_amount, may, may_withdraw_thanks
from groupnet.referrals.queries import Direction, get_referral, get_thanks, list_thanks

blueprint = Blueprint("thanks", __name__, url_prefix="/thanks")


@blueprint.get("")
@allows(Permission.THANKS_GIVE)
def index() -> ResponseReturnValue:
    """The thanks I gave, or received; their amounts are mine to see."""
    given = request.args.get("direction") == Direction.GIVEN
    direction = Direction.GIVEN if given else Direction.RECEIVED
    page = list_thanks(current_door().membership, direction, number=page_number(request.args.get("page")))
    return render_template("thanks/index.html", page=page, direction=direction)


@blueprint.get("/new")
@allows(Permission.THANKS_GIVE)
def new() -> ResponseReturnValue:
    """The form."""
    door = current_door()
    referral = _referral(request.args.get("referral", type=int), door)
    form = ThanksForm(
        referral_id=referral.id if referral else "",
        person_id=request.args.get("to", type=int),
        thanked_on=door.today,
    )
    return _form_page(form, referral, door)


@blueprint.post("")
@allows(Permission.THANKS_GIVE)
@once
def create() -> ResponseReturnValue:
    """Thank somebody."""
    door = current_door()
    form = ThanksForm(thanked_on=door.today)
    referral = _referral(form.referral_number, door)
    if form.validate_on_submit():
        with form.rules():
            thanks = _give(form, referral, door)
            return redirect(url_for(".saved", thanks_id=thanks.id), 303)
    return _form_page(form, referral, door), 422


def _form_page(form: ThanksForm, referral: Referral | None, door: Door) -> str:
    picker = None
    if referral is None:
        picker = pick_from(door.membership, door.today, first=form.person_id.data, former_too=True)
    return render_template(
        "thanks/new.html",
        form=form,
        referral=referral,
        picker=picker,
        asks_for_amount=asks_for_amount(referral),
        today=door.today,
    )


def _referral(referral_id: int | None, door: Door) -> Referral | None:
    if referral_id is None:
        return None
    referral = get_referral(referral_id, seen_by=door.membership)
    if not may(Act.THANK, door.membership, referral, Life(())):
        raise NotAllowed(gettext("Thanks come from who received a referral, while it counts."))
    return referral


def _give(form: ThanksForm, referral: Referral | None, door: Door) -> Thanks:
    amount = parse_amount(form.amount.data or "", door.group.currency) if asks_for_amount(referral) else None
    return service.give_thanks(
        thanker=door.membership,
        thanked=referral.giver if referral else _picked(form.person_id.data),
        thanked_on=form.thanked_on.data or door.today,
        today=door.today,
        referral=referral,
        amount_minor=amount,
        note=form.note.data or "",
    )


def _picked(membership_id: int | None) -> Membership:
    if membership_id is None:
        raise RuleBroken(gettext("Pick a person: tap a face."), field="person_id")
    try:
        return get_membership(membership_id)
    except NotFound as missing:
        raise RuleBroken(
            gettext("Pick somebody of the group who helped you."), field="person_id"
        ) from missing


@blueprint.get("/<int:thanks_id>/saved")
@allows(Permission.THANKS_GIVE)
def saved(thanks_id: int) -> ResponseReturnValue:
    """What was just said, and the way to undo it."""
    thanks = _mine(thanks_id)
    return render_template("thanks/saved.html", thanks=thanks, thanked=get_membership(thanks.thanked_id))


@blueprint.get("/<int:thanks_id>/withdraw")
@allows(Permission.THANKS_GIVE)
def ask_to_withdraw(thanks_id: int) -> ResponseReturnValue:
    """The page that asks before thanks are taken back."""
    thanks = _mine(thanks_id)
    return render_template("thanks/withdraw.html", thanks=thanks, thanked=get_membership(thanks.thanked_id))


@blueprint.post("/<int:thanks_id>/withdraw")
@allows(Permission.THANKS_GIVE)
def withdraw(thanks_id: int) -> ResponseReturnValue:
    """Who thanked takes it back."""
    me = current_door().membership
    service.withdraw_thanks(thanks=get_thanks(thanks_id, seen_by=me), actor=me)
    flash(gettext("Taken back."), "success")
    return redirect(url_for(".index", direction=Direction.GIVEN), 303)


def _mine(thanks_id: int) -> Thanks:
    me = current_door().membership
    thanks = get_thanks(thanks_id, seen_by=me)
    if not may_withdraw_thanks(me, thanks):
        raise NotAllowed("")
    return thanks
