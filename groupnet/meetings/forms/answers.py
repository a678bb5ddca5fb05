"""The form of an answer: which, and who comes in one's place."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField

from groupnet.core.forms import BaseForm, line_field
from groupnet.meetings.models import Answer

ANSWERS = {
    Answer.COMING: _l("Coming"),
    Answer.SUBSTITUTE: _l("Sending someone"),
    Answer.DECLINED: _l("Can’t"),
}
HOME = "home"


class AnswerForm(BaseForm):
    """One of three answers; it may be sent any number of times, so it needs no key."""

    answer = RadioField(
        _l("Your answer"),
        choices=list(ANSWERS.items()),
        coerce=Answer,
        validate_choice=True,
    )
    substitute_name = line_field(_l("Who comes in your place?"))
    back = HiddenField()

    @property
    def goes_home(self) -> bool:
        """Whether it was answered on the first page."""
        return bool(self.back.data == HOME)


class SubstituteForm(BaseForm):
    """Who comes in one's place, where the answer is settled by a link."""

    substitute_name = line_field(_l("Who comes in your place?"))
