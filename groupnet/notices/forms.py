"""The form of choices."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf

from groupnet.core.forms import BaseForm
from groupnet.notices.models import NoticeKind, Way
from groupnet.notices.policy import TOLD
from groupnet.notices.words import DIGEST_WORDS, KIND_WORDS, WAY_WORDS


def _asked(kind: NoticeKind) -> RadioField:
    words = DIGEST_WORDS if kind is NoticeKind.DIGEST else WAY_WORDS
    return RadioField(
        KIND_WORDS[kind],
        choices=[SelectChoice(way.value, word) for way, word in words.items()],
        validate_choice=False,
        validators=[AnyOf([way.value for way in words], message=_l("Please choose one."))],
    )


class ChoicesForm(BaseForm):
    """How one wants to be told, a field a kind."""

    referral = _asked(NoticeKind.REFERRAL)
    answer = _asked(NoticeKind.ANSWER)
    thanks = _asked(NoticeKind.THANKS)
    nudge = _asked(NoticeKind.NUDGE)
    reminder = _asked(NoticeKind.REMINDER)
    meeting = _asked(NoticeKind.MEETING)
    one_to_one = _asked(NoticeKind.ONE_TO_ONE)
    visitors = _asked(NoticeKind.VISITORS)
    digest = _asked(NoticeKind.DIGEST)

    @property
    def ways(self) -> dict[NoticeKind, Way]:
        """What was chosen."""
        return {kind: Way(self[kind.value].data) for kind in NoticeKind}

    @property
    def told(self) -> list[RadioField]:
        """The fields of the kinds of which there are notices."""
        return [self[kind.value] for kind in TOLD]
