"""What an answer's link in a mail opens: the chosen answer and its one button, without signing in (UX 9)."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from groupnet.core.access import public
from groupnet.core.tenancy import bind_group
from groupnet.referrals import service, words
from groupnet.referrals.links import AnswerLink, link_to_next, read_answer_link
from groupnet.referrals.models import Referral
from groupnet.referrals.policy import Act, Life, may_answer, may_take_answer_back
from groupnet.referrals.queries import Asked, Face, find_asked, list_events

blueprint = Blueprint("answering", __name__, url_prefix="/answer")


@blueprint.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The answer that was chosen in the mail, or how the referral stands by now."""
    asked, link = _open(token)
    if link is None or asked is None or not asked.is_open:
        return render_template("referrals/answer_over.html", group=asked.group if asked else None), 404
    with force_locale(asked.group.locale):
        return _page(token, asked, link)


@blueprint.post("/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Carry the answer out; one that is there already, or needed no more, changes nothing."""
    asked, link = _open(token, to_answer=True)
    if link and asked and asked.is_open and may_answer(link.act, asked.referral):
        service.answer_referral(referral=asked.referral, actor=asked.referral.receiver, act=link.act)
    return redirect(url_for(".show", token=token), 303)


@blueprint.post("/<token>/undo")
@public
def undo(token: str) -> ResponseReturnValue:
    """Take back the answer that this link gave, while nothing followed it."""
    asked, link = _open(token, to_answer=True)
    if link and asked and asked.is_open and _may_undo(link, asked.referral):
        service.step_back(referral=asked.referral, actor=asked.referral.receiver)
    return redirect(url_for(".show", token=token), 303)


def _may_undo(link: AnswerLink, referral: Referral) -> bool:
    return may_take_answer_back(link.act, referral, Life(list_events(referral.id)))


def _open(token: str, *, to_answer: bool = False) -> tuple[Asked | None, AnswerLink | None]:
    link = read_answer_link(token)
    if link is None:
        return None, None
    bind_group(link.group_id)
    asked = find_asked(
        link.referral_id, receiver_id=link.receiver_id, event_id=link.event_id, to_answer=to_answer
    )
    return asked, link


def _page(token: str, asked: Asked, link: AnswerLink) -> str:
    referral, giver = asked.referral, asked.referral.giver
    leads_on = link.act is Act.ACCEPT and may_answer(Act.CONTACT, referral)
    can_answer = may_answer(link.act, referral)
    return render_template(
        "referrals/answer.html",
        token=token,
        group=asked.group,
        referral=referral,
        act=link.act,
        can_answer=can_answer,
        can_undo=not can_answer and _may_undo(link, referral),
        next_token=link_to_next(link) if leads_on and not can_answer else "",
        # a photo is behind the door
        giver=Face(giver.id, giver.name, None, asked.group.slug),
        words=words,
    )
