"""Pages of notices: what one was told, how one wants to be told, and the end of mails by one click."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from groupnet.core.access import allows, public, signed_in
from groupnet.core.clock import utc_now
from groupnet.core.paging import fetch_page, page_number
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.notices import service
from groupnet.notices.forms import ChoicesForm
from groupnet.notices.links import read_unsubscribing
from groupnet.notices.models import Notice, NoticeKind, Way
from groupnet.notices.policy import way_after_unsubscribing, way_of_mails
from groupnet.notices.queries import list_choices, notices_of
from groupnet.notices.words import MAIL_WORDS, NO_LONGER_AT_ONCE
from groupnet.notices.writers import Words, write_all
from groupnet.people.queries import find_person_by_id

blueprint = Blueprint("notices", __name__, url_prefix="/notices")
personal = Blueprint("notices", __name__)
NOTICES_A_PAGE = 25


@dataclass(frozen=True)
class Line:
    """One notice on the page."""

    notice: Notice
    words: Words


@blueprint.get("")
@allows(Permission.NOTICES_SEE)
def index() -> ResponseReturnValue:
    """What I was told in this group; reading it marks nothing."""
    me, now = current_door().membership, utc_now()
    number = page_number(request.args.get("page"))
    page = fetch_page(notices_of(me, now), number, size=NOTICES_A_PAGE)
    notices = [row[0] for row in page.rows]
    words = write_all(notices, reader=me)
    lines = [Line(notice, words[notice.id]) for notice in notices if notice.id in words]
    return render_template("notices/index.html", page=page, lines=lines, until=now.isoformat())


@blueprint.post("/seen")
@allows(Permission.NOTICES_SEE)
def see() -> ResponseReturnValue:
    """All that stood on the page is read; what came since is not."""
    service.mark_seen(membership=current_door().membership, until=_instant(request.form.get("until", "")))
    return redirect(url_for(".index"), 303)


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None


@personal.get("/account/notices")
@signed_in
def choices() -> ResponseReturnValue:
    """How I want to be told, over all my groups."""
    chosen = list_choices(current_user.id)
    form = ChoicesForm(data={kind.value: way.value for kind, way in chosen.items()})
    return render_template("notices/choices.html", form=form, person=current_user)


@personal.post("/account/notices")
@signed_in
def choose() -> ResponseReturnValue:
    """Store what I chose."""
    form = ChoicesForm()
    if form.validate_on_submit():
        service.choose(person_id=current_user.id, ways=form.ways)
        flash(gettext("Saved."), "success")
        return redirect(url_for(".choices"), 303)
    return render_template("notices/choices.html", form=form, person=current_user), 422


@personal.get("/unsubscribe/<token>")
@public
def ask_to_unsubscribe(token: str) -> ResponseReturnValue:
    """What the one button would change; for who opens the link from a mail."""
    found = read_unsubscribing(token)
    if found is None:
        return _ended()
    person_id, kind = found
    chosen = list_choices(person_id)
    after = way_after_unsubscribing(kind, chosen[kind])
    if after is chosen[kind]:
        return _stopped(kind, chosen)
    goes_to = way_of_mails(kind, {**chosen, kind: after})
    return render_template(
        "notices/unsubscribe.html", kind_word=MAIL_WORDS[kind], kind=kind, goes_to=goes_to, token=token
    )


@personal.post("/unsubscribe/<token>")
@public
def unsubscribe(token: str) -> ResponseReturnValue:
    """End mails of one kind. Mail programs send this by themselves, so there is no CSRF token (RFC 8058)."""
    found = read_unsubscribing(token)
    if found is None:
        return _ended()
    person_id, kind = found
    if find_person_by_id(person_id) is None:
        return _stopped(kind, dict.fromkeys(NoticeKind, Way.NEVER))
    service.unsubscribe(person_id=person_id, kind=kind)
    return _stopped(kind, list_choices(person_id))


def _stopped(kind: NoticeKind, choices: Mapping[NoticeKind, Way]) -> str:
    way = way_of_mails(kind, choices)
    return render_template("notices/unsubscribed.html", sentence=NO_LONGER_AT_ONCE[kind], way=way)


def _ended() -> ResponseReturnValue:
    return render_template("notices/link_over.html"), 404
