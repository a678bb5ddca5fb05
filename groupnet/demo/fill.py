"""Filling a database with the demo, once."""

from flask import current_app
from flask_babel import gettext

from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.tenancy import group_bound
from groupnet.demo.calendar import fill_calendar
from groupnet.demo.cast import Cast, load_cast
from groupnet.demo.encounters import fill_encounters
from groupnet.demo.faces import draw_album, give_faces
from groupnet.demo.history import record_history
from groupnet.demo.hours import Hours
from groupnet.demo.papers import mail_the_week, write_papers
from groupnet.demo.people import Places, found_group, open_accounts
from groupnet.demo.story import tell_story
from groupnet.groups.models import Group
from groupnet.groups.queries import count_groups, find_group
from groupnet.people.guesses import DEMO_PASSWORD
from groupnet.people.passwords import hash_password
from groupnet.settings import Mode


def fill_demo() -> bool:
    """Put the demo's groups, people, referrals, thanks and meetings in; the caller commits.

    Days are counted back from the present day in the groups' zone. What stands there already is kept.

    Returns:
        Whether anything was put in: False where the demo stands already.

    Raises:
        RuleBroken: this is a real site, or real groups stand here, among whom an account with a known
            password must not exist (T22).
    """
    if current_app.config["GROUPNET"].mode is Mode.PRODUCTION:
        raise RuleBroken(gettext("The demo has a password that everybody knows: it cannot fill a real site."))
    cast = load_cast()
    if any(find_group(group.slug) for group in cast.groups):
        return False
    if count_groups():
        raise RuleBroken(
            gettext("Real groups stand in this database; the demo needs one of its own. Choose another.")
        )
    album = draw_album(cast)  # the slow part comes before the first write
    accounts = open_accounts(cast, hash_password(DEMO_PASSWORD))
    today = today_in(cast.groups[0].timezone)
    story = tell_story(cast, today)
    for group in cast.groups:
        with group_bound(None):
            founded, places = found_group(group, accounts)
            give_faces(places, album)
            record_history(
                [one for one in story.referrals if one.group == group.slug],
                [one for one in story.thanks if one.group == group.slug],
                places,
                Hours(group.timezone, utc_now()),
            )
            readers = [one.slug for one in cast.demo_sign_ins if one.group == group.slug]
            _fill_days(founded, places, readers)
            mail_the_week([accounts[slug] for slug in readers], founded)
    db.session.flush()
    return True


def _fill_days(group: Group, places: Places, readers: list[str]) -> None:
    """Meetings, encounters and papers; what the demo's visitors are asked themselves is left to them."""
    fill_calendar(group, places, unanswered={places[slug].id for slug in readers})
    fill_encounters(group, places)
    write_papers(group, places)


def demo_sign_ins(cast: Cast | None = None) -> list[tuple[str, str, str]]:
    """In whose name a visitor may look round: role, address, password."""
    cast = cast or load_cast()
    return [
        (one.role, cast.group(one.group).member(one.slug).email, DEMO_PASSWORD) for one in cast.demo_sign_ins
    ]
