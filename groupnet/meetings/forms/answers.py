"""The form of an answer: which, and who comes in one's place."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import AnyOf

from groupnet.core.forms import BaseForm, line_field
from groupnet.meetings.models import Answer

ANSWERS = {
    Answer.COMING: _l("Coming"),
    Answer.SUBSTITUTE: _l("Sending someone"),
    Answer.DECLINED: _l("Can’t"),
}
HOME = "home"
CHOOSE = _l("Choose one of the three.")


class AnswerForm(BaseForm):
    """One of three answers; it may be sent any number of times, so it needs no key."""

    answer = HiddenField(validators=[AnyOf([answer.value for answer in ANSWERS], message=CHOOSE)])
    substitute_name = line_field(_l("Who comes for you?"))
    back = HiddenField()

    @property
    def chosen(self) -> Answer:
        """Which it is, once the form is found good."""
        return Answer(self.answer.data)

    @property
    def goes_home(self) -> bool:
        """Whether it was answered on the first page."""
        return bool(self.back.data == HOME)


class SubstituteForm(BaseForm):
    """Who comes in one's place, where the answer is settled by a link."""

    substitute_name = line_field(_l("Who comes for you?"))
