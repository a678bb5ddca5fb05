"""Which meetings of a series a change is about: asked while it is typed, and nothing typed is lost."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.core.errors import NotFound
from groupnet.core.forms import VersionedForm
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.schedule import EditMeetingForm, EditSeriesForm
from groupnet.meetings.models import Meeting, MeetingSeries
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import series_to_run
from groupnet.meetings.views.scheduling import COMPARED, edit_page, meeting_as_typed
from groupnet.meetings.views.series import following_of
from groupnet.meetings.views.series_edit import OF_RHYTHM, offer, series_as_typed, series_page

THIS, FOLLOWING, ALL = "this", "following", "all"
NOT_TYPED = frozenset({"csrf_token", "submission_key", "version"})


@blueprint.post("/meetings/series/<int:series_id>/scope")
@allows(Permission.MEETINGS_RUN)
def choose_scope(series_id: int) -> ResponseReturnValue:
    """Another scope for what is being typed: the form of it, with what was typed laid over. Saves nothing."""
    found = series_to_run(series_id)
    meeting = following_of(found, "of")
    if meeting is None:
        raise NotFound
    was, scope = (request.form.get(name, "") for name in ("was", "scope"))
    typed = _form(was)
    current = _as_typed(was, found, meeting)
    typed.validate()
    if typed.is_stale(current):
        compared = COMPARED if was == THIS else [*OF_RHYTHM, *COMPARED]
        clashes = typed.both_texts(current, compared)
        return _page(was, found, meeting, typed, clashes=clashes, has_errors=True), 409
    target = _form(scope, obj=_as_typed(scope, found, meeting))
    lay_over(target, typed, _form(was, obj=current))
    return _page(scope, found, meeting, target)


def lay_over(target: VersionedForm, typed: VersionedForm, before: VersionedForm) -> None:
    """Give a form what was typed into another: what is otherwise than it stood there, and no more."""
    for field in typed:
        name = field.name
        if name in NOT_TYPED or name not in target or name not in before:
            continue
        if field.process_errors or field.data != before[name].data:
            target[name].data, target[name].raw_data = field.data, field.raw_data


def _form(scope: str, obj: Any = None) -> Any:
    """The form of a scope: what was sent, or with an object what stands."""
    sent = {"formdata": None, "obj": obj} if obj is not None else {}
    if scope == THIS:
        form: Any = EditMeetingForm(**sent)
        form.offer()
        return form
    form = EditSeriesForm(**sent)
    offer(form)
    return form


def _as_typed(scope: str, found: MeetingSeries, meeting: Meeting) -> Any:
    if scope == THIS:
        return meeting_as_typed(meeting)
    return series_as_typed(found, meeting if scope == FOLLOWING else None)


def _page(scope: str, found: MeetingSeries, meeting: Meeting, form: Any, **shown: Any) -> str:
    if scope == THIS:
        return edit_page(meeting, form, **shown)
    return series_page(found, form, meeting if scope == FOLLOWING else None, **shown)
