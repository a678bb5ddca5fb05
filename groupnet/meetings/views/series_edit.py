"""A series changed: as a whole, or from one meeting on; what the change brings is looked at before."""

from types import SimpleNamespace
from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.clock import A_DAY, utc_now
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.forms import schedule as forms
from groupnet.meetings.forms.schedule import EditSeriesForm, closes_fields, rule_fields, series_plan_of
from groupnet.meetings.models import Meeting, MeetingSeries
from groupnet.meetings.preview_words import say_preview
from groupnet.meetings.queries.series import list_occurrences
from groupnet.meetings.recurrence import first_day
from groupnet.meetings.service.changing import change_series
from groupnet.meetings.service.cutting import rule_of
from groupnet.meetings.service.plans import SeriesPlan
from groupnet.meetings.service.previewing import preview_change
from groupnet.meetings.service.series import skipped_days
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.dates import keep_unshown, look_at, unticked
from groupnet.meetings.views.routes import group_facts, series_to_run, to_series
from groupnet.meetings.views.scheduling import COMPARED
from groupnet.meetings.views.series import following_of

SAME = ("title", "starts_time", "minutes", "place", "link", "capacity", "agenda", "last_on", "version")
SLOTS = ("speakers", "hosts", "greeters")
OF_RHYTHM = ["repeats", "last_on"]


@blueprint.get("/meetings/series/<int:series_id>/edit")
@allows(Permission.MEETINGS_RUN)
def edit_series(series_id: int) -> ResponseReturnValue:
    """The form of a series: all its meetings to come, or those from one on (`from`)."""
    found = series_to_run(series_id)
    start = following_of(found)
    form = EditSeriesForm(obj=series_as_typed(found, start))
    return series_page(found, form, start)


@blueprint.post("/meetings/series/<int:series_id>")
@allows(Permission.MEETINGS_RUN)
def update_series(series_id: int) -> ResponseReturnValue:
    """Save a series, unless somebody saved first; a change of its days once these were seen."""
    found = series_to_run(series_id, to_change=True)
    start = following_of(found)
    form = EditSeriesForm()
    offer(form)
    if form.validate_on_submit():
        if form.is_stale(found):
            clashes = form.both_texts(series_as_typed(found, start), [*OF_RHYTHM, *COMPARED])
            return series_page(found, form, start, clashes=clashes, has_errors=True), 409
        rule = forms.rule_of(form) or rule_of(found)
        following = start.occurs_on if start else None
        with form.rules():
            plan = series_plan_of(form, rule, unticked())
            unseen = _unseen(found, form, start, plan)
            if unseen:
                return unseen
            changed = change_series(series=found, plan=plan, following=following, **group_facts())
            flash(gettext("Saved. What has been stays as it was."), "success")
            return to_series(changed)
    return series_page(found, form, start), 422


def _unseen(found: MeetingSeries, form: EditSeriesForm, start: Meeting | None, plan: SeriesPlan) -> str:
    """The page of dates, where a change brings other days than those that were seen."""
    door = current_door()
    brings = preview_change(
        group=door.group,
        series=found,
        plan=plan,
        today=door.today,
        following=start.occurs_on if start else None,
    )
    if not brings.is_to_be_seen:
        return ""
    dates = look_at(plan, brings.days, besides=found.id)
    if request.form.get("seen") == dates.key:
        return ""
    keep_unshown(form, brings.days)
    return series_page(found, form, start, dates=dates, brings=say_preview(brings))


def series_as_typed(found: MeetingSeries, start: Meeting | None) -> SimpleNamespace:
    """A series as the form has it; its day is the first that the change is about."""
    rule = rule_of(found)
    today = current_door().today
    coming = [one.occurs_on for one in list_occurrences(found.id, since=utc_now()) if one.occurs_on]
    following = start.occurs_on if start else None
    day = following or min(
        (one for one in coming if one >= today), default=first_day(rule, max(found.first_on, today + A_DAY))
    )
    return SimpleNamespace(
        **{name: getattr(found, name) for name in (*SAME, *SLOTS)},
        on_day=day,
        expectation=found.expectation.value,
        skipped=sorted(one for one in skipped_days(found) if one >= day),
        **rule_fields(rule),
        **closes_fields(found.closes_minutes, found.starts_time),
    )


def offer(form: EditSeriesForm) -> None:
    """Fill in the choices; a series is never just once."""
    form.offer()
    form.offer_days()
    form.repeats.choices = [choice for choice in form.repeats.choices if choice.value != "once"]


def series_page(found: MeetingSeries, form: EditSeriesForm, start: Meeting | None, **shown: Any) -> str:
    """The form of a series."""
    offer(form)
    about = start or following_of(found, "of")
    return render_template(
        "meetings/edit_series.html", series=found, form=form, start=start, about=about, **shown
    )
