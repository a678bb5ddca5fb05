"""What an admin types to settle the rule of attendance."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from groupnet.core.forms import VersionedForm
from groupnet.meetings.models import RuleWindow
from groupnet.meetings.standing import ABSENCE
from groupnet.meetings.standing_words import absences

MONTHS = range(1, 25)
CAPS = range(1, 13)
WEIGHTS = {
    0: _l("does not count"),
    25: _l("a quarter of an absence"),
    50: _l("half an absence"),
    ABSENCE: _l("as much as an absence"),
}
NAMES = [
    "counted_over",
    "months",
    "term_starts_on",
    "cap_hundredths",
    "late_hundredths",
    "excused_hundredths",
    "substitute_hundredths",
]
"""The columns that the form changes."""


def _weight(label: object) -> SelectField:
    return SelectField(
        label, coerce=int, choices=[SelectChoice(str(weight), words) for weight, words in WEIGHTS.items()]
    )


class RuleForm(VersionedForm):
    """The rule, column by column."""

    counted_over = RadioField(
        _l("Count absences over"),
        choices=[
            SelectChoice(RuleWindow.ROLLING, _l("The last months")),
            SelectChoice(RuleWindow.TERM, _l("Fixed terms")),
        ],
    )
    months = SelectField(_l("How many months"), coerce=int)
    term_starts_on = DateField(_l("A term begins on"), validators=[Optional()])
    cap_hundredths = SelectField(_l("At most"), coerce=int)
    late_hundredths = _weight(_l("Coming late"))
    excused_hundredths = _weight(_l("Excused"))
    substitute_hundredths = _weight(_l("Somebody stands in"))

    def offer(self) -> "RuleForm":
        """Fill in what there is to choose from."""
        self.months.choices = [
            SelectChoice(str(number), gettext("%(num)d months", num=number)) for number in MONTHS
        ]
        self.cap_hundredths.choices = [
            SelectChoice(str(number * ABSENCE), gettext("%(num)s absences", num=absences(number * ABSENCE)))
            for number in CAPS
        ]
        return self
