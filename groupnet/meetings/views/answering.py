"""One's own answer to a meeting, and who comes."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.core.errors import NotFound
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings import answer_words
from groupnet.meetings.forms.answers import AnswerForm
from groupnet.meetings.models import Answer, Meeting, MeetingAnswer
from groupnet.meetings.policy import is_answered_here
from groupnet.meetings.queries.answers import answers_of, find_answering
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.slots import has_slot
from groupnet.meetings.service.answering import give_answer
from groupnet.meetings.views.blueprint import blueprint

# the buttons and who comes stand on pages of other modules too
blueprint.add_app_template_global(answer_words.place_in_line, "place_in_line")
blueprint.add_app_template_global(answer_words.count_sentence, "count_sentence")
blueprint.add_app_template_global(answer_words.kitchen_sentence, "kitchen_sentence")
blueprint.add_app_template_global(answer_words.own_mark, "own_mark")


@blueprint.get("/meetings/<int:meeting_id>/answer")
@allows(Permission.MEETINGS_ANSWER)
def ask(meeting_id: int) -> ResponseReturnValue:
    """The answer's own page."""
    return _page(get_meeting(meeting_id, current_door().membership), AnswerForm())


@blueprint.post("/meetings/<int:meeting_id>/answer")
@allows(Permission.MEETINGS_ANSWER)
def answer(meeting_id: int) -> ResponseReturnValue:
    """Answer for oneself; from the meeting's page, from its own, or from home."""
    me = current_door().membership
    meeting = get_meeting(meeting_id, me, to_change=True)
    form = AnswerForm()
    if form.validate_on_submit():
        with form.rules():
            given = give_answer(
                acting=me,
                membership=me,
                meeting=meeting,
                answer=form.chosen,
                substitute_name=form.substitute_name.data,
            )
            _say(given)
            if form.goes_home and not (given.answer is Answer.DECLINED and has_slot(meeting.id, me.id)):
                return redirect(url_for("group.home.index"), 303)
            return redirect(url_for(".show", meeting_id=meeting_id), 303)
    return _page(meeting, form), 422


@blueprint.get("/meetings/<int:meeting_id>/who-comes")
@allows(Permission.MEETINGS_SEE)
def who_comes(meeting_id: int) -> ResponseReturnValue:
    """Everybody who comes, who is sent and who waits."""
    meeting = get_meeting(meeting_id, current_door().membership)
    answering = find_answering(meeting, current_door().membership)
    return render_template("meetings/who_comes.html", meeting=meeting, answering=answering)


def _say(given: MeetingAnswer) -> None:
    position = None
    if given.answer is Answer.WAITLISTED:
        own = answers_of(current_door().membership, [given.meeting_id])
        position = own[given.meeting_id].position
    flash(answer_words.noted(given, position), "success")


def _page(meeting: Meeting, form: AnswerForm) -> str:
    if not is_answered_here(meeting):
        raise NotFound
    answering = find_answering(meeting, current_door().membership)
    return render_template("meetings/answer.html", meeting=meeting, answering=answering, form=form)
