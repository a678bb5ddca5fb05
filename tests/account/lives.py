"""A person's whole life in a group: something in every column that is theirs, and something of another's."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from groupnet.account.archive import build_archive
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Invitation, Membership, Shown
from groupnet.groups.roles import Right
from groupnet.imports.models import ImportRun
from groupnet.members.models import JobSearchViewer
from groupnet.members.photos import make_faces
from groupnet.members.service import save_photo
from groupnet.notices.models import Notice, NoticeChoice, NoticeKind, Way
from groupnet.outbox.service import queue_mail
from groupnet.people.models import Person, Proof, ProofPurpose, RecoveryCode
from groupnet.people.queries import find_person_by_id
from groupnet.referrals.models import Referral, ReferralEvent, Step, Thanks
from tests.factories import World
from tests.members.pictures import picture

PHONE = "+442079460999"
TEXTS = ("headline", "company", "category", "background", "offers", "good_referral", "job_search")


@dataclass
class Life:
    """Who, with whom, and what passed between them."""

    group: Group
    me: Membership
    other: Membership
    given: Referral
    inside: Referral
    received: Referral
    thanks_given: Thanks
    thanks_received: Thanks


def live(world: World, group: Group, mark: str, *, person: Person | None = None, **others: Any) -> Life:
    """Let somebody live in a group.

    Args:
        mark: begins every text of theirs; "other-" and the mark begins every text of the other's.
    """
    words: dict[str, Any] = {name: f"{mark}-{name}" for name in TEXTS}
    me = world.member(
        group,
        f"{mark} Quillfeather",
        person=person,
        email=person.email if person else f"{mark.lower()}@example.org",
        phone=PHONE,
        links=f"https://{mark.lower()}.example.org",
        **words,
        **others,
    )
    other = world.member(group, f"other-{mark} Oka", rights=(Right.ADMIN,), phone=f"other-{mark}-phone")
    life = Life(group, me, other, **_exchange(world, me, other, mark))
    _leave_traces(world, life, mark)
    return life


def _exchange(world: World, me: Membership, other: Membership, mark: str) -> dict[str, Any]:
    def details(who: str) -> dict[str, str]:
        return {
            "prospect_name": f"{who}-prospect",
            "prospect_contact": f"{who}-contact",
            "note": f"{who}-note",
        }

    given = world.referral(me, other, **details(f"given-by-{mark}"))
    inside = world.referral(
        me,
        other,
        inside=True,
        prospect_name=f"{mark} Quillfeather",
        prospect_contact=PHONE,
        note=f"{mark}-calls",
    )
    received = world.referral(other, me, **details(f"other-{mark}"))
    return {
        "given": given,
        "inside": inside,
        "received": received,
        "thanks_given": world.thanks(
            me, other, referral_id=received.id, amount_minor=12_345, note=f"thanks-of-{mark}"
        ),
        "thanks_received": world.thanks(other, me, amount_minor=67_890, note=f"other-{mark}-thanks"),
    }


def _leave_traces(world: World, life: Life, mark: str) -> None:
    me, other, now = life.me, life.other, utc_now()
    with world.inside(life.group):
        save_photo(actor=me, membership=me, faces=make_faces(picture(), "me.jpg"))
        db.session.add_all(
            [
                JobSearchViewer(membership_id=me.id, viewer_id=other.id),
                JobSearchViewer(membership_id=other.id, viewer_id=me.id),
                _event(life.received, me, f"{mark}-event"),
                _event(life.received, other, f"other-{mark}-event"),
                _notice(me, NoticeKind.REFERRAL, life.received, now),
                _notice(me, NoticeKind.ANSWER, life.given, now + timedelta(minutes=15)),
                _invitation(me, other, me.email, f"other-{mark}-welcome"),
                _invitation(other, me, "secret@example.net", f"{mark}-welcome"),
                _import_run(me, other),
            ]
        )
        if me.person_id is not None:
            _account_traces(me, now)
        db.session.commit()


def _notice(who: Membership, kind: NoticeKind, referral: Referral, due_at: datetime) -> Notice:
    return Notice(
        membership_id=who.id, kind=kind, referral_id=referral.id, created_at=utc_now(), due_at=due_at
    )


def _invitation(to: Membership, by: Membership, mailed_to: str | None, note: str) -> Invitation:
    now = utc_now()
    return Invitation(
        membership_id=to.id,
        invited_by_id=by.id,
        nonce="n",
        mailed_to=mailed_to,
        note=note,
        created_at=now,
        expires_at=now,
        used_at=now,
    )


def _import_run(me: Membership, other: Membership) -> ImportRun:
    refused = [{"line": 2, "reason": f"{me.name}: {me.email}?", "column": ""}]
    return ImportRun(
        kind="members",
        filename=f"{me.name}.csv",
        report=json.dumps({"report": {"refused": refused, "notes": ["Quill"]}, "made": {"stays": {}}}),
        filled=json.dumps([[me.id, "company", me.company], [other.id, "company", "kept"]]),
        created_at=utc_now(),
    )


def _event(referral: Referral, who: Membership, note: str) -> ReferralEvent:
    return ReferralEvent(
        referral_id=referral.id,
        actor_id=who.id,
        step=Step.MOVED,
        status_after=referral.status,
        note=note,
        happened_at=utc_now(),
    )


def edited_by(referral: Referral, who: Membership) -> ReferralEvent:
    """An event that says who changed what a referral says."""
    event = _event(referral, who, "note")
    event.step = Step.EDITED
    return event


def _account_traces(me: Membership, now: Any) -> None:
    email = me.email or ""
    db.session.merge(NoticeChoice(person_id=me.person_id, kind=NoticeKind.THANKS, way=Way.NEVER))
    db.session.add_all(
        [
            RecoveryCode(person_id=me.person_id, code_hash="f" * 64),
            Proof(purpose=ProofPurpose.SIGN_IN, email=email, nonce="p", created_at=now, expires_at=now),
        ]
    )
    queue_mail(kind="people.code", to=email, payload={"proof": 0}, expires_at=now)


def hide_contact(world: World, membership: Membership) -> None:
    """Let nobody see how to reach a member."""
    with world.inside(membership):
        kept = db.session.merge(membership)
        kept.email_shown = kept.phone_shown = kept.links_shown = Shown.NOBODY
        db.session.commit()


def unpack(app: Flask, person_id: int) -> dict[str, bytes]:
    """A person's archive as it would be made now, by file name."""
    with app.app_context():
        person = find_person_by_id(person_id)
        assert person
        packed = build_archive(person, utc_now().date(), lambda _done, _total: None)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(content: bytes) -> list[dict[str, str]]:
    """A table of an archive."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
