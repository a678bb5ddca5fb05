"""How long mails, jobs, files, sign-ins and sent forms are kept."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select, update

from groupnet.core.clock import utc_now
from groupnet.core.db import Model, db
from groupnet.core.submissions import Submission
from groupnet.outbox import jobs as outbox_jobs
from groupnet.outbox.models import Job, JobFile, OutgoingMail, QueueState
from groupnet.outbox.service import queue_job, queue_mail
from groupnet.people import jobs as people_jobs
from groupnet.people.models import Proof, ProofPurpose, SignIn
from tests.factories import World

DAY = timedelta(days=1)


def count(model: type[Model]) -> int:
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def tidy(module: object) -> None:
    module.tidy(Job(), lambda done, total: None)  # type: ignore[attr-defined]


def add_mail(state: QueueState, days: int) -> None:
    mail_id = queue_mail(kind="test.mail", to="p@example.org", payload={})
    finished_at = None if state is QueueState.WAITING else utc_now() - days * DAY
    ended = {"state": state, "finished_at": finished_at, "created_at": utc_now() - days * DAY}
    db.session.execute(update(OutgoingMail).where(OutgoingMail.id == mail_id).values(ended))


def test_T59_mails_go_when_their_time_is_over_and_waiting_ones_never(app: Flask) -> None:
    with app.app_context():
        for state, days in (
            (QueueState.DONE, 31),
            (QueueState.DONE, 29),
            (QueueState.DEAD, 31),
            (QueueState.DROPPED, 8),
            (QueueState.DROPPED, 6),
            (QueueState.WAITING, 100),
        ):
            add_mail(state, days)
        tidy(outbox_jobs)
        left = db.session.execute(select(OutgoingMail.state)).scalars().all()
    assert sorted(left) == sorted([QueueState.DONE, QueueState.DROPPED, QueueState.WAITING])


def test_T59_jobs_go_with_their_files_and_files_before_them(app: Flask) -> None:
    with app.app_context():
        for finished, expires in ((9, -2), (3, -1), (3, 4)):
            job_id = queue_job(kind="test.job", payload={})
            done = {"state": QueueState.DONE, "finished_at": utc_now() - finished * DAY}
            db.session.execute(update(Job).where(Job.id == job_id).values(done))
            expires_at = utc_now() + expires * DAY
            db.session.add(
                JobFile(job_id=job_id, name="a", media_type="text/plain", content=b"", expires_at=expires_at)
            )
        db.session.flush()
        tidy(outbox_jobs)
        assert (count(Job), count(JobFile)) == (2, 1)


def test_T59_sign_ins_proofs_and_sent_forms_go_when_they_are_long_over(world: World) -> None:
    person = world.person()
    with world.app.app_context():
        now = utc_now()
        for created, ended in ((1, None), (100, 31), (100, 3), (211, None)):
            db.session.add(
                SignIn(
                    token_hash=f"{created}-{ended}",
                    person_id=person.id,
                    created_at=now - created * DAY,
                    ended_at=now - ended * DAY if ended else None,
                )
            )
        for days in (-3, -1, 1):
            db.session.add(
                Proof(
                    purpose=ProofPurpose.RESET,
                    email="p@example.org",
                    nonce="n",
                    created_at=now,
                    expires_at=now + days * DAY,
                )
            )
        for days in (8, 1):
            db.session.add(
                Submission(
                    person_id=person.id, key=str(days), endpoint="x", digest="d", created_at=now - days * DAY
                )
            )
        db.session.flush()
        tidy(people_jobs)
        assert (count(SignIn), count(Proof), count(Submission)) == (2, 2, 1)
