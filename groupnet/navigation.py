"""The menu, one table."""

from dataclasses import dataclass

from flask import Flask, g, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.door import Door
from groupnet.groups.roles import Permission
from groupnet.groups.words import role_words
from groupnet.notices.queries import unseen_of
from groupnet.referrals.queries import waiting_for


@dataclass(frozen=True)
class Item:
    """One line of the menu."""

    key: str
    label: str
    icon: str
    url: str
    active: bool
    badge: int | None = None


@dataclass(frozen=True)
class Navigation:
    """The menu as the page draws it."""

    items: list[Item]
    phone: list[Item]
    admin: list[Item]
    home_url: str
    me_url: str
    plus_url: str
    more_url: str
    more_active: bool
    switch_url: str
    account_url: str
    sign_out_url: str
    other_groups: bool
    bell_url: str
    bell_active: bool
    unseen: int
    """How many notices one has not seen."""


# key, word, icon, endpoint
TABLE = (
    ("home", _l("Home"), "house", "group.home.index"),
    ("members", _l("Members"), "users", "group.members.index"),
    ("referrals", _l("Referrals"), "arrow-left-right", "group.referrals.index"),
    ("meetings", _l("Meetings"), "calendar", "group.meetings.index"),
    ("reciprocity", _l("Reciprocity"), "grid-3x3", "group.reciprocity.index"),
)
ADMIN_TABLE = (
    (Permission.RIGHTS_GRANT, "rights", _l("Rights"), "key-round", "group.groups.rights"),
    (Permission.IMPORTS_RUN, "imports", _l("Import and export"), "file-up", "group.imports.index"),
    (Permission.SETTINGS_EDIT, "settings", _l("Group settings"), "settings", "group.groups.settings"),
    (Permission.PUBLIC_PAGE_EDIT, "public_page", _l("Public page"), "globe", "group.public_page.edit"),
    (
        Permission.APPLICATIONS_ANSWER,
        "applications",
        _l("Requests to join"),
        "user-check",
        "group.applications.index",
    ),
    (Permission.AUDIT_SEE, "audit", _l("Audit log"), "scroll-text", "group.groups.audit"),
    (Permission.MAIL_SEE, "mail", _l("Undelivered mail"), "mail-x", "group.groups.mail"),
)
BELONGS_TO = {"thanks": "referrals", "reports": "meetings"}
"""Whose line of the menu is marked on the pages of a blueprint that has none."""
BY_ENDING = {
    "settings": "settings",
    "rights": "rights",
    "_right": "rights",
    "audit": "audit",
    "mail": "mail",
}
"""Whose line is marked on the pages of groups, by how the view's name ends; the members' on all others."""
ON_THE_PHONE = ("home", "members", "meetings")
AT_THE_BELL = "notices"


def build_navigation(door: Door) -> Navigation:
    """The menu for a member."""
    key_here = _key_here()
    waiting, unseen = count_for_menu(door.membership.id)

    def item(key: str, word: LazyString, icon: str, endpoint: str) -> Item:
        badge = waiting if key == "referrals" and waiting else None
        return Item(key, str(word), icon, url_for(endpoint), active=key_here == key, badge=badge)

    items = [item(*row) for row in TABLE]
    return Navigation(
        items=items,
        phone=[one for one in items if one.key in ON_THE_PHONE],
        admin=[item(*row[1:]) for row in ADMIN_TABLE if row[0] in door.permissions],
        home_url=url_for("group.home.index"),
        me_url=url_for("group.members.show", membership_id=door.membership.id),
        plus_url=url_for("group.referrals.new"),
        more_url=url_for("group.home.more"),
        more_active=key_here not in (*ON_THE_PHONE, AT_THE_BELL),
        switch_url=url_for("home.groups"),
        account_url=url_for("account.index"),
        sign_out_url=url_for("people.sign_out"),
        other_groups=door.has_other_groups,
        bell_url=url_for("group.notices.index"),
        bell_active=key_here == AT_THE_BELL,
        unseen=unseen,
    )


def count_for_menu(membership_id: int) -> tuple[int, int]:
    """What waits for a member, and what they have not seen; one statement, since every page asks."""
    waiting, unseen = waiting_for(membership_id), unseen_of(membership_id, utc_now())
    counts = db.session.execute(select(waiting.scalar_subquery(), unseen.scalar_subquery())).one()
    return counts[0], counts[1]


def _key_here() -> str:
    """Whose line of the menu the page belongs to; "more" for the page of all the others."""
    blueprint = (request.blueprint or "").rpartition(".")[2]
    view = (request.endpoint or "").rpartition(".")[2]
    if blueprint == "groups":
        return next((key for ending, key in BY_ENDING.items() if view.endswith(ending)), "members")
    if (blueprint, view) == ("home", "more"):
        return "more"
    return BELONGS_TO.get(blueprint, blueprint)


def init_app(app: Flask) -> None:
    """Give the layouts what they draw around a page."""

    @app.context_processor
    def around_the_page() -> dict[str, object]:
        door: Door | None = g.get("door")
        if door is None or not current_user.is_authenticated:
            return {"g_group": None, "g_membership": None, "navigation": None}
        return {
            "resting": role_words(door.resting) if door.resting else "",
            "g_group": door.group,
            "g_membership": door.membership,
            "navigation": build_navigation(door),
        }
