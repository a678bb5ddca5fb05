"""What mails say of referrals and thanks, to their two people alone (T11), as things stand when sent."""

from typing import Any

from flask_babel import gettext

from groupnet.core.addresses import site_address
from groupnet.core.money import money
from groupnet.core.templating import day
from groupnet.groups.models import Group, Membership
from groupnet.groups.models import Status as MemberStatus
from groupnet.groups.queries import status_today
from groupnet.notices.models import NoticeKind
from groupnet.notices.writers import MailWords
from groupnet.outbox.letters import Button, Part, Quote, Words
from groupnet.referrals.links import answer_address
from groupnet.referrals.models import Status, Step
from groupnet.referrals.policy import Act, may_answer
from groupnet.referrals.sentences import is_as_told, told_sentence
from groupnet.referrals.words import act_word, kind_word

ASKING = frozenset({NoticeKind.REFERRAL, NoticeKind.NUDGE})


def compose_told(row: Any, *, reader: Membership, group: Group) -> MailWords | None:
    """The mail about what a row of `list_told` tells; None where it has become needless.

    Args:
        reader: who is told.
    """
    if not is_as_told(row):
        return None
    if row.told is NoticeKind.NUDGE and status_today(reader, group.timezone) is MemberStatus.ON_LEAVE:
        return None
    if row.told is NoticeKind.THANKS:
        parts = _thanks(row)
    elif row.told in ASKING:
        parts = [*_asking(row), *_who_to_call(row), *_answers(row, reader, group)]
    else:
        parts = _answer(row)
    see = Button(text=gettext("See it in groupnet"), url=_page(row, group), quiet=row.told in ASKING)
    return MailWords(subject=told_sentence(row, row.name), parts=[*parts, see])


def _page(row: Any, group: Group) -> str:
    if row.referral_id is None:
        return site_address("group.thanks.index", slug=group.slug)
    return site_address("group.referrals.show", slug=group.slug, referral_id=row.referral_id)


def _what(row: Any) -> str:
    return str(gettext("%(kind)s, passed on %(day)s.", kind=kind_word(row.kind), day=day(row.given_on)))


def _asking(row: Any) -> list[Part]:
    said = [_what(row)]
    if row.inside:
        said.append(gettext("It is %(name)s who needs it.", name=row.name))
    if row.told_in_person:
        said.append(gettext("%(name)s told you in person.", name=row.name))
    parts: list[Part] = [Words(text=" ".join(said))]
    if row.told is NoticeKind.NUDGE:
        parts.append(
            Words(
                text=gettext(
                    "One press below is enough, here and now. If it is not for you after all,"
                    " say so in groupnet, so that %(name)s can find another way.",
                    name=row.name,
                )
            )
        )
    return parts


def _who_to_call(row: Any) -> list[Part]:
    called = "\n".join(filter(None, [row.prospect_name, row.prospect_contact]))
    parts: list[Part] = []
    if called:
        parts += [Words(text=gettext("Who to call:")), Quote(text=called)]
    if row.note:
        parts += [Words(text=gettext("%(name)s says:", name=row.name)), Quote(text=row.note)]
    if parts:
        parts.append(Words(text=gettext("Only you and %(name)s see this.", name=row.name)))
    return parts


def _answers(row: Any, reader: Membership, group: Group) -> list[Part]:
    return [
        Button(
            text=act_word(row.kind, act),
            url=answer_address(
                group_id=group.id,
                referral_id=row.referral_id,
                receiver_id=reader.id,
                act=act,
                event_id=row.event_id,
                mailed_at=row.due_at,
            ),
            second=act is Act.CONTACT and row.status is Status.PASSED,
        )
        for act in (Act.ACCEPT, Act.CONTACT)
        if may_answer(act, row)
    ]


def _answer(row: Any) -> list[Part]:
    parts: list[Part] = [Words(text=_what(row))]
    about = row.prospect_name if row.step is not Step.DISPUTED else ""
    if about:
        parts.append(Words(text=gettext("It was about %(whom)s.", whom=about)))
    if row.step is Step.RECORDED:
        parts.append(Words(text=gettext("If it was different, you can say so.")))
    if row.step is Step.DISPUTED:
        parts.append(Words(text=gettext("While it is set aside, it counts nowhere and nothing moves.")))
    if row.step is Step.DISPUTE_LIFTED:
        parts.append(Words(text=gettext("It counts again.")))
    if row.said:
        parts += [Words(text=gettext("%(name)s says:", name=row.name)), Quote(text=row.said)]
    return parts


def _thanks(row: Any) -> list[Part]:
    parts: list[Part] = []
    if row.amount_minor is not None:
        amount = money(row.amount_minor, row.currency)
        parts.append(Words(text=gettext("Business of %(amount)s, before tax, came of it.", amount=amount)))
    if row.thanks_note:
        parts.append(Quote(text=row.thanks_note))
    return parts or [Words(text=gettext("Something came of what you passed."))]
