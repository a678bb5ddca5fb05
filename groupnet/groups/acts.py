"""The audit log in words: who did what to whom, in one sentence an entry."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from groupnet.audit.models import Action
from groupnet.audit.queries import Entry
from groupnet.core.templating import short_day
from groupnet.groups.locales import locale_words
from groupnet.groups.models import Status
from groupnet.groups.roles import Right
from groupnet.groups.words import right_word, status_word

KINDS = {
    "rights": (_l("Rights"), (Action.RIGHT_GRANTED, Action.RIGHT_ENDED)),
    "settings": (_l("Settings"), (Action.SETTINGS_CHANGED,)),
    "members": (
        _l("Members"),
        (
            Action.MEMBER_ADDED,
            Action.MEMBER_EDITED,
            Action.MEMBER_INVITED,
            Action.INVITE_REVOKED,
            Action.MEMBER_JOINED,
            Action.STATUS_CHANGED,
            Action.MEMBER_ERASED,
        ),
    ),
    "files": (_l("Imports and exports"), (Action.IMPORTED, Action.IMPORT_UNDONE, Action.EXPORTED)),
    "sign-ins": (_l("Refused sign-ins"), (Action.SIGN_IN_REFUSED,)),
    "mail": (_l("Mail"), (Action.MAIL_SENT_AGAIN,)),
}
"""What the log can be narrowed to: the word in the address, the label, the acts."""

FIELDS = {
    "name": _l("Name"),
    "headline": _l("Headline"),
    "company": _l("Company"),
    "category": _l("Category"),
    "background": _l("Background"),
    "offers": _l("What I can do for others"),
    "good_referral": _l("A good referral"),
    "email": _l("E-mail"),
    "email_shown": _l("E-mail shown to"),
    "phone": _l("Phone"),
    "phone_shown": _l("Phone shown to"),
    "links": _l("Links"),
    "links_shown": _l("Links shown to"),
    "photo": _l("Photo"),
    "timezone": _l("Time zone"),
    "locale": _l("Dates and numbers"),
    "currency": _l("Currency"),
    "default_window_months": _l("Usual period"),
    "prospects_kept_months": _l("Keep contact details for"),
    "categories_exclusive": _l("One member for each category"),
    "pair_counts_open": _l("Every member sees how much two members exchange"),
    "attendance_rule": _l("Rule of attendance"),
    "second_factor_required": _l("Admins and officers need a second step"),
    "public_page_open": _l("Public page open"),
    "public_page_visitors": _l("Public page: visitors welcome"),
    "public_page_requests": _l("Public page: one may ask to join"),
}
"""Fields of profiles and settings, as the log names them."""
TABLES = {
    "members": _l("members"),
    "referrals": _l("referrals"),
    "reciprocity": _l("the reciprocity board"),
}
SENTENCES = {
    Action.RIGHT_ENDED: _l("%(actor)s ended for %(subject)s: %(right)s, the last day being %(to)s"),
    Action.SETTINGS_CHANGED: _l("%(actor)s changed the group’s settings"),
    Action.MEMBER_ADDED: _l("%(actor)s added %(subject)s"),
    Action.MEMBER_EDITED: _l("%(actor)s changed the profile of %(subject)s: %(fields)s"),
    Action.MEMBER_INVITED: _l("%(actor)s invited %(subject)s by mail"),
    Action.INVITE_REVOKED: _l("%(actor)s took the invitation of %(subject)s back"),
    Action.MEMBER_JOINED: _l("%(subject)s joined"),
    Action.STATUS_CHANGED: _l("%(actor)s recorded for %(subject)s: %(status)s from %(from)s"),
    Action.MEMBER_ERASED: _l("A former member deleted their account"),
    Action.IMPORTED: _l("%(actor)s brought in %(table)s: %(rows)s"),
    Action.IMPORT_UNDONE: _l("%(actor)s undid an import of %(table)s: %(rows)s"),
    Action.EXPORTED: _l("%(actor)s took a table along, %(table)s: %(rows)s"),
    Action.SIGN_IN_REFUSED: _l("A sign-in as %(subject)s was refused"),
    Action.MAIL_SENT_AGAIN: _l("%(actor)s sent a mail again that could not be delivered"),
}
GRANTED = {
    Right.ADMIN: _l("%(actor)s made %(subject)s an admin, %(days)s"),
    Right.OFFICER: _l("%(actor)s made %(subject)s an officer, %(days)s"),
    Right.ORGANISER: _l("%(actor)s made %(subject)s an organiser, %(days)s"),
}
INVITED_BY_LINK = _l("%(actor)s made a joining link for %(subject)s")
TAKEN_BACK = _l("%(actor)s took back from %(subject)s, before it began: %(right)s from %(from)s")
LEFT = _l("%(actor)s recorded that %(subject)s leaves: %(from)s is the first day outside the group")
LEFT_BY_ONESELF = _l("%(actor)s leaves: %(from)s is the first day outside the group")
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def say(entry: Entry, names: Mapping[int, str]) -> str:
    """One act in words.

    Args:
        names: of the memberships that entries name, by id.
    """
    actor = _name(entry.actor_id, names) or str(gettext("The host"))
    subject = _name(entry.subject_id, names) or str(gettext("Somebody"))
    told = {"actor": actor, "subject": subject, **_words(entry)}
    return _sentence(entry) % told


def say_settings(entry: Entry) -> list[str]:
    """What a change of settings changed: from which value to which, one line each."""
    if entry.action is not Action.SETTINGS_CHANGED:
        return []
    return [
        gettext(
            "%(setting)s: from %(before)s to %(after)s",
            setting=_field(name),
            before=_value(name, before),
            after=_value(name, after),
        )
        for name, (before, after) in entry.details.items()
    ]


def _sentence(entry: Entry) -> str:
    details, is_own = entry.details, entry.actor_id is not None and entry.actor_id == entry.subject_id
    if entry.action is Action.RIGHT_GRANTED:
        return str(GRANTED[Right(details["right"])])
    if entry.action is Action.RIGHT_ENDED and str(details.get("to")) < str(details.get("from")):
        return str(TAKEN_BACK)
    if entry.action is Action.MEMBER_INVITED and details.get("way") != "mail":
        return str(INVITED_BY_LINK)
    if entry.action is Action.STATUS_CHANGED and details.get("status") == Status.LEFT:
        return str(LEFT_BY_ONESELF if is_own else LEFT)
    return str(SENTENCES[entry.action])


def _words(entry: Entry) -> dict[str, str]:
    details = entry.details
    words = {
        "right": "",
        "from": "",
        "to": "",
        "days": "",
        "fields": "",
        "status": "",
        "table": "",
        "rows": "",
    }
    if "right" in details:
        words["right"] = right_word(Right(details["right"]))
    first, last = _day(details.get("from")), _day(details.get("to"))
    words |= {"from": first, "to": last}
    if first:
        words["days"] = (
            gettext("%(first)s to %(last)s", first=first, last=last)
            if last
            else gettext("from %(first)s on", first=first)
        )
    if "fields" in details:
        words["fields"] = ", ".join(_field(name) for name in details["fields"])
    if "status" in details:
        words["status"] = status_word(Status(details["status"]))
    if "kind" in details:
        words["table"] = str(TABLES.get(details["kind"], details["kind"]))
    if "rows" in details:
        words["rows"] = ngettext("%(num)d row", "%(num)d rows", details["rows"])
    return words


def _name(membership_id: int | None, names: Mapping[int, str]) -> str:
    if membership_id is None:
        return ""
    # isolated, so that a name turns no words around it (T30)
    return f"{FIRST_STRONG_ISOLATE}{names.get(membership_id, '')}{POP_ISOLATE}"


def _field(name: str) -> str:
    return str(FIELDS.get(name, name))


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if name.endswith("_months"):
        return str(ngettext("%(num)d month", "%(num)d months", value))
    if name == "locale":
        return locale_words(str(value))
    return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}"


def _day(text: Any) -> str:
    return short_day(date.fromisoformat(text)) if text else ""
