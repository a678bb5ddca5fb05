"""What an answer's link in a mail opens: the chosen answer and its one button, without signing in (UX 9)."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from groupnet.core.access import public
from groupnet.core.tenancy import bind_group
from groupnet.meetings.forms.answers import ANSWERS, SubstituteForm
from groupnet.meetings.links import AnswerLink, answer_token, read_answer_link
from groupnet.meetings.models import Answer
from groupnet.meetings.policy import takes_answers
from groupnet.meetings.queries.answers import OwnAnswer, find_answering
from groupnet.meetings.queries.asked import Asked, find_asked
from groupnet.meetings.service.answering import give_answer
from groupnet.people.limits import short_hash

blueprint = Blueprint("meeting_answers", __name__, url_prefix="/meeting-answer")


@blueprint.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The answer that was chosen in the mail, or how it stands by now."""
    link = read_answer_link(token)
    asked = _find(link)
    if link is None or asked is None or not _is_open(asked):
        return _over(asked)
    with force_locale(asked.group.locale):
        return _page(link, asked, SubstituteForm())


@blueprint.post("/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Carry the answer out; one that is there already changes nothing."""
    link = read_answer_link(token)
    asked = _find(link, to_answer=True)
    if link is None or asked is None or not _is_open(asked):
        return redirect(url_for(".show", token=token), 303)
    form = SubstituteForm()
    with force_locale(asked.group.locale):
        if form.validate():
            with form.rules():
                give_answer(
                    acting=asked.member,
                    membership=asked.member,
                    meeting=asked.meeting,
                    answer=link.answer,
                    substitute_name=form.substitute_name.data or "",
                )
                return redirect(url_for(".show", token=token), 303)
        return _page(link, asked, form), 422


def _find(link: AnswerLink | None, *, to_answer: bool = False) -> Asked | None:
    if link is None:
        return None
    bind_group(link.group_id)
    asked = find_asked(link.meeting_id, link.membership_id, to_answer=to_answer)
    return asked if asked and short_hash(asked.email) == link.address_hash else None


def _is_open(asked: Asked) -> bool:
    return asked.belongs and takes_answers(asked.meeting)


def _over(asked: Asked | None) -> ResponseReturnValue:
    """One plain page: for whoever has left it says nothing of the meeting."""
    shown = asked if asked and asked.belongs else None
    with force_locale(shown.group.locale if shown else "en_GB"):
        return render_template("meetings/answer_over.html", asked=shown), 404


def _page(link: AnswerLink, asked: Asked, form: SubstituteForm) -> str:
    answering = find_answering(asked.meeting, asked.member)
    others = [
        (words, url_for(".show", token=answer_token(_with(link, other))))
        for other, words in ANSWERS.items()
        if other is not link.answer
    ]
    return render_template(
        "meetings/answer_by_mail.html",
        asked=asked,
        answering=answering,
        chosen=link.answer,
        is_done=_is_done(link.answer, answering.mine),
        others=others,
        form=form,
    )


def _with(link: AnswerLink, answer: Answer) -> AnswerLink:
    return replace(link, answer=answer)


def _is_done(wanted: Answer, mine: OwnAnswer) -> bool:
    if mine.answer is Answer.WAITLISTED:
        return wanted is (Answer.SUBSTITUTE if mine.substitute_name else Answer.COMING)
    return mine.answer is wanted
