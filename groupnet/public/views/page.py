"""A group's public page: who it is, its next meeting, coming as a visitor, asking to join."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from flask_limiter import Limiter

from groupnet.core.access import public
from groupnet.core.clock import utc_now
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.core.ids import id_in
from groupnet.core.tenancy import bind_group
from groupnet.groups.models import Group
from groupnet.groups.queries import find_group
from groupnet.meetings.models import Meeting
from groupnet.meetings.service.visitors_known import read_contact
from groupnet.outbox.registry import site_mails
from groupnet.people.limits import keyed, network
from groupnet.public import service
from groupnet.public.forms import JoinForm, StrangerForm, VisitForm
from groupnet.public.models import PublicPage, RequestKind
from groupnet.public.paragraphs import paragraphs
from groupnet.public.policy import place_told
from groupnet.public.queries import Welcome, find_page, find_welcome
from groupnet.public.when import when_words

blueprint = Blueprint("public", __name__, url_prefix="/p/<slug:slug>")
POSTS_BY_NETWORK = "240 per hour"
"""Sixty people behind one address, who mistype now and then, are not slowed."""


@dataclass(frozen=True)
class Open:
    """An open page and its group."""

    group: Group
    page: PublicPage


@blueprint.get("")
@public
def show(slug: str) -> ResponseReturnValue:
    """The page."""
    shown = _open(slug)
    with force_locale(shown.group.locale):
        return draw_page(shown.group, shown.page)


@blueprint.get("/visit")
@public
def ask_for_visit(slug: str) -> ResponseReturnValue:
    """The form to come as a visitor."""
    shown = _open(slug)
    with force_locale(shown.group.locale):
        welcome = _welcome(shown)
        return _visit_page(shown, welcome, VisitForm(meeting_id=welcome.meeting.id))


@blueprint.post("/visit")
@public
def visit(slug: str) -> ResponseReturnValue:
    """Say that one would like to come; the answer is the same for every address, and a mail asks for more."""
    shown = _open(slug)
    with force_locale(shown.group.locale):
        welcome, form = _welcome(shown), VisitForm()
        if form.validate_on_submit():
            with form.rules():
                if not form.is_by_program:
                    _ask_to_come(shown, welcome, form)
                return redirect(url_for(".sent", slug=slug, visit="yes"), 303)
        return _visit_page(shown, welcome, form), 422


@blueprint.get("/join")
@public
def ask_for_place(slug: str) -> ResponseReturnValue:
    """The form to ask to join."""
    shown = _open(slug, takes_requests=True)
    with force_locale(shown.group.locale):
        return _join_page(shown, JoinForm())


@blueprint.post("/join")
@public
def join(slug: str) -> ResponseReturnValue:
    """Ask to join; the answer is the same for every address, and a mail asks for more."""
    shown = _open(slug, takes_requests=True)
    form = JoinForm()
    with force_locale(shown.group.locale):
        if form.validate_on_submit():
            with form.rules():
                if not form.is_by_program:
                    _ask(shown, form, RequestKind.JOIN, message=form.message.data or "")
                return redirect(url_for(".sent", slug=slug), 303)
        return _join_page(shown, form), 422


@blueprint.get("/sent")
@public
def sent(slug: str) -> ResponseReturnValue:
    """What everybody reads who sent one of the two forms, whoever they are."""
    shown = _open(slug)
    with force_locale(shown.group.locale):
        comes = shown.page.welcomes_visitors and "visit" in request.args
        welcome = find_welcome(utc_now()) if comes else None
        when = when_words(welcome.meeting, shown.group) if welcome else ""
        return render_template("public/sent.html", group=shown.group, when=when)


@blueprint.get("/thanks")
@public
def thanks(slug: str) -> ResponseReturnValue:
    """What somebody reads whose request to join has arrived."""
    shown = _open(slug)
    with force_locale(shown.group.locale):
        return render_template("public/thanks.html", group=shown.group)


def draw_page(group: Group, page: PublicPage, *, is_preview: bool = False) -> str:
    """The page as everybody sees it; in a preview nothing can be pressed."""
    welcome = find_welcome(utc_now())
    return render_template(
        "public/show.html",
        group=group,
        page=page,
        about=list(paragraphs(page.about)),
        welcome=welcome,
        when=when_words(welcome.meeting, group) if welcome else "",
        place=place_told(welcome.meeting) if welcome else "",
        takes_visitors=page.welcomes_visitors and site_mails(),
        takes_requests=page.takes_requests and site_mails(),
        is_preview=is_preview,
    )


def limit_by_network(limiter: Limiter) -> None:
    """Let one network send so many forms an hour."""
    limiter.limit(POSTS_BY_NETWORK, key_func=_network, methods=["POST"])(blueprint)


def _network() -> str:
    # the limiter logs this word: never the address itself
    return f"public {keyed(network(request.remote_addr or ''))[:16]}"


def _open(slug: str, *, takes_requests: bool = False) -> Open:
    """An open page; a closed one and an unknown group answer alike (T3)."""
    group = find_group(slug)
    if group is None:
        raise NotFound
    bind_group(group.id)
    page = find_page()
    if page is None or not page.is_open:
        raise NotFound
    if takes_requests and not (page.takes_requests and site_mails()):
        raise NotFound
    return Open(group, page)


def _welcome(shown: Open) -> Welcome:
    # where no mail reaches anybody, nobody could show that an address is theirs
    welcomes = shown.page.welcomes_visitors and site_mails()
    welcome = find_welcome(utc_now()) if welcomes else None
    if welcome is None:
        raise NotFound
    return welcome


def _ask_to_come(shown: Open, welcome: Welcome, form: VisitForm) -> None:
    if id_in(str(form.meeting_id.data or "")) != welcome.meeting.id:
        form.meeting_id.data = str(welcome.meeting.id)
        raise RuleBroken(gettext("The next meeting is another by now. Look at the day, and send it again."))
    if welcome.is_full:
        raise RuleBroken(gettext("Every place at this meeting is taken. You are welcome at the next one."))
    about = {name: form[name].data or "" for name in ("company", "category")}
    _ask(shown, form, RequestKind.VISIT, meeting=welcome.meeting, **about)


def _ask(
    shown: Open,
    form: StrangerForm,
    kind: RequestKind,
    *,
    meeting: Meeting | None = None,
    message: str = "",
    **about: str,
) -> None:
    service.ask(
        group=shown.group,
        kind=kind,
        contact=read_contact(group=shown.group, name=form.name.data, email=form.email.data, **about),
        meeting=meeting,
        message=message,
        network=network(request.remote_addr or ""),
        form_key=form.submission_key.data or "",
    )


def _visit_page(shown: Open, welcome: Welcome, form: VisitForm) -> str:
    return render_template(
        "public/visit.html",
        group=shown.group,
        when=when_words(welcome.meeting, shown.group),
        place=place_told(welcome.meeting),
        form=form,
    )


def _join_page(shown: Open, form: JoinForm) -> str:
    return render_template("public/join.html", group=shown.group, form=form)
