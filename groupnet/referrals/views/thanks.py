"""Pages of thanks."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from groupnet.core.access import allows
from groupnet.core.clock import utc_now
from groupnet.core.errors import NotAllowed
from groupnet.core.ids import id_in
from groupnet.core.money import parse_amount
from groupnet.core.paging import page_number
from groupnet.core.submissions import once
from groupnet.groups.door import Door, current_door
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.referrals import service
from groupnet.referrals.forms import ThanksForm, WhomToThankForm
from groupnet.referrals.models import Referral, Thanks
from groupnet.referrals.picking import pick_from
from groupnet.referrals.policy import asks_for_amount, may_thank, may_withdraw_thanks, offers_to_take_back
from groupnet.referrals.queries import Direction, get_referral, get_thanks, list_thanks

blueprint = Blueprint("thanks", __name__, url_prefix="/thanks")


@blueprint.get("")
@allows(Permission.THANKS_GIVE)
def index() -> ResponseReturnValue:
    """The thanks I gave, or received; their amounts are mine to see."""
    given = request.args.get("direction") == Direction.GIVEN
    direction = Direction.GIVEN if given else Direction.RECEIVED
    page = list_thanks(current_door().membership, direction, number=page_number(request.args.get("page")))
    now = utc_now()
    undoable = {row.thanks_id for row in page.rows if given and offers_to_take_back(row.created_at, now)}
    return render_template("thanks/index.html", page=page, direction=direction, undoable=undoable)


@blueprint.get("/new")
@allows(Permission.THANKS_GIVE)
def new() -> ResponseReturnValue:
    """Whom to thank, and then the form."""
    door = current_door()
    referral = _referral(id_in(request.args.get("referral", "")), door)
    to = id_in(request.args.get("to", ""))
    if referral is None and to in (None, door.membership.id):
        return _who_page(door)
    thanked = referral.giver if referral else get_membership(to or 0)
    form = ThanksForm(
        referral_id=referral.id if referral else "", person_id=thanked.id, thanked_on=door.today
    )
    return _form_page(form, thanked, referral)


@blueprint.post("")
@allows(Permission.THANKS_GIVE)
@once
def create() -> ResponseReturnValue:
    """Thank somebody."""
    door = current_door()
    form = ThanksForm(thanked_on=door.today)
    referral = _referral(form.referral_number, door)
    thanked = referral.giver if referral else get_membership(form.person_number)
    if form.validate_on_submit():
        with form.rules():
            thanks = _give(form, thanked, referral, door)
            return redirect(url_for(".saved", thanks_id=thanks.id), 303)
    return _form_page(form, thanked, referral), 422


def _who_page(door: Door) -> ResponseReturnValue:
    """The faces; with what to mend when Next was pressed and none was picked."""
    picker = pick_from(door.membership, door.today, former_too=True)
    form = WhomToThankForm(formdata=MultiDict())
    picked_none = "to" in request.args and not form.validate()
    return render_template("thanks/who.html", picker=picker, form=form), 422 if picked_none else 200


def _form_page(form: ThanksForm, thanked: Membership, referral: Referral | None) -> str:
    return render_template(
        "thanks/new.html",
        form=form,
        thanked=thanked,
        referral=referral,
        asks_for_amount=asks_for_amount(referral),
        today=current_door().today,
    )


def _referral(referral_id: int | None, door: Door) -> Referral | None:
    if referral_id is None:
        return None
    referral = get_referral(referral_id, seen_by=door.membership)
    if not may_thank(door.membership, referral):
        raise NotAllowed(gettext("Thanks come from who received a referral, while it counts."))
    return referral


def _give(form: ThanksForm, thanked: Membership, referral: Referral | None, door: Door) -> Thanks:
    amount = parse_amount(form.amount.data or "", door.group.currency) if asks_for_amount(referral) else None
    return service.give_thanks(
        thanker=door.membership,
        thanked=thanked,
        thanked_on=form.thanked_on.data or door.today,
        today=door.today,
        referral=referral,
        amount_minor=amount,
        currency=door.group.currency,
        note=form.note.data or "",
    )


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
