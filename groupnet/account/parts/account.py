"""The account's own part of an archive."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from groupnet.account.parts.shape import AccountPart, as_json
from groupnet.core.db import db
from groupnet.notices.models import NoticeChoice
from groupnet.people.models import Person, SignIn


def write_account(person: Person) -> bytes:
    """Address, name, days, how it is secured, sign-ins, choices; never a secret."""
    return as_json(
        {
            "name": person.name,
            "email": person.email,
            "email_proven_at": _iso(person.email_proven_at),
            "created_at": _iso(person.created_at),
            "has_password": person.password_hash is not None,
            "second_factor_since": _iso(person.totp_confirmed_at),
            "sign_ins": _sign_ins(person.id),
            "notices_by_mail": _choices(person.id),
        }
    )


def _sign_ins(person_id: int) -> list[dict[str, Any]]:
    query = (
        select(SignIn.device, SignIn.created_at, SignIn.ended_at)
        .where(SignIn.person_id == person_id)
        .order_by(SignIn.id)
    )
    return [
        {"browser": row.device, "signed_in_at": _iso(row.created_at), "ended_at": _iso(row.ended_at)}
        for row in db.session.execute(query)
    ]


def _choices(person_id: int) -> dict[str, str]:
    query = select(NoticeChoice.kind, NoticeChoice.way).where(NoticeChoice.person_id == person_id)
    return {str(row.kind): str(row.way) for row in db.session.execute(query.order_by(NoticeChoice.kind))}


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


PARTS = (
    AccountPart(
        "account.json", _l("Your account: name, address, sign-ins, and how you are told"), write_account
    ),
)
