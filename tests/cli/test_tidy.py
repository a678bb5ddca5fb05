"""Tidying up once a day: what is past its time goes, in every group."""

from datetime import timedelta

from sqlalchemy import select, update

from groupnet.account.service import DELETED
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.outbox.models import OutgoingMail, QueueState
from groupnet.outbox.service import queue_mail
from groupnet.referrals.models import Referral, Status
from tests.cli.conftest import Command
from tests.factories import World

DAY = timedelta(days=1)


def close_two(world: World, group: Group, days_ago: int) -> None:
    """A referral won so long ago, and one won yesterday; each with a prospect."""
    giver, receiver = world.member(group), world.member(group)
    for days in (days_ago, 1):
        closed_at = utc_now() - days * DAY
        world.referral(giver, receiver, status=Status.WON, closed_at=closed_at, prospect_name="Ann Lee")


def count_named(world: World, group: Group) -> int:
    with world.inside(group):
        return len(db.session.execute(select(Referral.id).where(Referral.prospect_name != "")).all())


def test_T59_every_group_is_tidied_by_its_own_setting(command: Command, world_there: World) -> None:
    world = world_there
    harbour = world.group("harbour", prospects_kept_months=3)
    northside = world.group("northside", timezone="Pacific/Auckland")
    close_two(world, harbour, 100)
    close_two(world, northside, 100)
    told = command("tidy")
    assert told.exit_code == 0
    assert "Prospects of 1 referral erased." in told.stdout.splitlines()
    assert (count_named(world, harbour), count_named(world, northside)) == (1, 2)


def test_tidying_once_more_changes_nothing(command: Command, world_there: World) -> None:
    close_two(world_there, world_there.group("harbour"), 800)
    assert "of 1 referral erased" in command("tidy").stdout
    again = command("tidy")
    assert (again.exit_code, "Prospects of 0 referrals erased." in again.stdout) == (0, True)


def test_the_last_mails_of_accounts_that_are_gone_go_too(command: Command, world_there: World) -> None:
    with world_there.app.app_context():
        mail_id = queue_mail(kind=DELETED, to="gone@example.org", payload={})
        db.session.execute(update(OutgoingMail).values(state=QueueState.DONE, finished_at=utc_now()))
        db.session.commit()
    assert mail_id
    assert command("tidy").exit_code == 0
    with world_there.app.app_context():
        assert db.session.execute(select(OutgoingMail.id)).all() == []


def test_on_a_bare_machine_there_is_nothing_to_erase(command: Command) -> None:
    told = command("tidy")
    assert told.exit_code == 0
    assert told.stdout.splitlines()
    assert not any(figure in told.stdout for figure in "123456789")


def test_a_worker_tidies_as_the_command_does(command: Command, world_there: World) -> None:
    harbour = world_there.group("harbour", prospects_kept_months=3)
    close_two(world_there, harbour, 100)
    assert command("worker", "--once").exit_code == 0
    assert count_named(world_there, harbour) == 1
