"""What an answer's link in a mail opens: the chosen answer and its one button, without signing in (UX 9)."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from groupnet.core.access import public
from groupnet.core.tenancy import bind_group
from groupnet.referrals import service, words
from groupnet.referrals.links import read_answer_link
from groupnet.referrals.policy import Act, may_answer
from groupnet.referrals.queries import Asked, Face, find_asked

blueprint = Blueprint("answering", __name__, url_prefix="/answer")


@blueprint.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The answer that was chosen in the mail, or how the referral stands by now."""
    asked, act = _open(token)
    if asked is None or not asked.is_open:
        return render_template("referrals/answer_over.html", group=asked.group if asked else None), 404
    with force_locale(asked.group.locale):
        return _page(token, asked, act)


@blueprint.post("/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Carry the answer out; one that is there already, or needed no more, changes nothing."""
    asked, act = _open(token, to_answer=True)
    if asked and asked.is_open and may_answer(act, asked.referral):
        service.answer_referral(referral=asked.referral, actor=asked.referral.receiver, act=act)
    return redirect(url_for(".show", token=token), 303)


def _open(token: str, *, to_answer: bool = False) -> tuple[Asked | None, Act]:
    link = read_answer_link(token)
    if link is None:
        return None, Act.ACCEPT
    bind_group(link.group_id)
    asked = find_asked(
        link.referral_id, receiver_id=link.receiver_id, event_id=link.event_id, to_answer=to_answer
    )
    return asked, link.act


def _page(token: str, asked: Asked, act: Act) -> str:
    giver = asked.referral.giver
    return render_template(
        "referrals/answer.html",
        token=token,
        group=asked.group,
        referral=asked.referral,
        act=act,
        can_answer=may_answer(act, asked.referral),
        # a photo is behind the door
        giver=Face(giver.id, giver.name, None, asked.group.slug),
        words=words,
    )
