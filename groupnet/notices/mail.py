"""Mails about notices, written as things stand when they are sent."""

from flask_babel import gettext

from groupnet.core.addresses import site_address
from groupnet.notices.digest import compose_digest
from groupnet.notices.links import unsubscribing_address
from groupnet.notices.models import NoticeKind
from groupnet.notices.policy import TOLD
from groupnet.notices.queries import find_notice, find_reader
from groupnet.notices.writers import find_writer
from groupnet.outbox.letters import Letter
from groupnet.outbox.models import OutgoingMail
from groupnet.outbox.registry import Composer


def compose_notice(mail: OutgoingMail) -> Letter | None:
    """A notice as a mail; None where it was taken back, seen or answered, or is not wanted now."""
    notice = find_notice(int(mail.content()["notice_id"]))
    if notice is None or notice.seen_at is not None:
        return None
    writer, reader = find_writer(notice.kind), find_reader(notice.membership_id, notice.kind)
    if writer is None or reader is None or reader.person is None or reader.address != mail.to_address:
        return None
    words = writer.compose(notice, reader=reader.membership, group=reader.group)
    if words is None:
        return None
    return Letter(
        subject=words.subject,
        parts=words.parts,
        calendar=words.calendar,
        sender=reader.group.name,
        why=gettext("You get this because you are in %(group)s.", group=reader.group.name),
        unsubscribe=unsubscribing_address(reader.person.id, notice.kind),
        choices=site_address("notices.choices"),
    )


COMPOSERS: dict[str, Composer] = {
    **{f"notices.{kind.value}": compose_notice for kind in TOLD},
    f"notices.{NoticeKind.DIGEST.value}": compose_digest,
}
