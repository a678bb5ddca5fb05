"""What a town writes down beside what its people do: notices, mails, jobs, the log, an account's secrets."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from groupnet.audit.models import Action, AuditEntry
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Invitation, Membership, RightsTerm
from groupnet.groups.service import invite
from groupnet.notices.models import Notice, NoticeChoice, NoticeKind, Way, WeeklyPeriod
from groupnet.outbox.models import Job, JobFile, OutgoingMail, QueueState
from groupnet.outbox.service import queue_job, queue_mail
from groupnet.people.models import Proof, ProofPurpose, RecoveryCode
from groupnet.referrals.models import Referral, ReferralEvent
from tests.factories import World


@dataclass
class Papers:
    """One of each."""

    notice: Notice
    mail_id: int
    job_id: int
    entry: AuditEntry
    invitation: Invitation
    """A waiting one, for the member without an account."""
    term: RightsTerm
    """Another's than the admin's."""

    @property
    def ids(self) -> dict[str, int]:
        """An own id for each name of an id in a route."""
        return {
            "notice_id": self.notice.id,
            "mail_id": self.mail_id,
            "job_id": self.job_id,
            "entry_id": self.entry.id,
            "invitation_id": self.invitation.id,
            "term_id": self.term.id,
        }


def write_papers(
    world: World, group: Group, member: Membership, admin: Membership, guest: Membership, referral: Referral
) -> Papers:
    """Write one of each down: the member's own notice and job, a dead mail of the group."""
    with world.inside(group):
        now = utc_now()
        event = db.session.execute(
            select(ReferralEvent).where(ReferralEvent.referral_id == referral.id).limit(1)
        ).scalar_one()
        notice = Notice(
            membership_id=member.id,
            kind=NoticeKind.REFERRAL,
            referral_id=referral.id,
            event_id=event.id,
            created_at=now,
            due_at=now,
        )
        entry = AuditEntry(
            action=Action.MEMBER_EDITED,
            actor_id=admin.id,
            subject_id=member.id,
            details='{"fields": ["name"]}',
            happened_at=now,
        )
        db.session.add_all([notice, entry])
        _account_papers(member, now)
        mail_id = _dead_mail(group, member)
        job_id = _done_job(group, member)
        (invitation,) = invite([guest])
        term = db.session.execute(
            select(RightsTerm).where(RightsTerm.membership_id != admin.id).limit(1)
        ).scalar_one()
        db.session.commit()
        return Papers(notice, mail_id, job_id, entry, invitation, term)


def _account_papers(member: Membership, now: object) -> None:
    assert member.person_id is not None
    db.session.add_all(
        [
            NoticeChoice(person_id=member.person_id, kind=NoticeKind.THANKS, way=Way.NEVER),
            WeeklyPeriod(person_id=member.person_id, since=now, until=now),
            RecoveryCode(person_id=member.person_id, code_hash="0" * 64),
            Proof(
                purpose=ProofPurpose.SIGN_IN,
                email=member.email or "",
                nonce="n",
                created_at=now,
                expires_at=utc_now() - timedelta(minutes=1),
            ),
        ]
    )
    db.session.flush()


def _dead_mail(group: Group, member: Membership) -> int:
    mail_id = queue_mail(
        kind="test.mail",
        to=member.email or "nobody@example.org",
        payload={},
        person_id=member.person_id,
        about_group_id=group.id,
    )
    mail = db.session.execute(select(OutgoingMail).where(OutgoingMail.id == mail_id)).scalar_one()
    mail.state, mail.failure = QueueState.DEAD, "address refused (550)"
    return mail.id


def _done_job(group: Group, member: Membership) -> int:
    job_id = queue_job(kind="test.job", payload={}, person_id=member.person_id, about_group_id=group.id)
    job = db.session.execute(select(Job).where(Job.id == job_id)).scalar_one()
    job.state, job.finished_at = QueueState.DONE, utc_now()
    job.outcome = '{"sentence": "Your archive is ready.", "location": ""}'
    db.session.add(
        JobFile(
            job_id=job.id,
            name="archive.zip",
            media_type="application/zip",
            content=b"PK",
            expires_at=utc_now() + timedelta(days=7),
        )
    )
    return job.id
