"""What an admin types to grant rights, and whoever records a leaving."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from groupnet.core.forms import BaseForm
from groupnet.groups.models import RightsTerm
from groupnet.groups.roles import Right
from groupnet.groups.words import right_word

BY_WEIGHT = (Right.ADMIN, Right.OFFICER, Right.ORGANISER)
OPEN_END = _l("Leave it empty for a right without an end.")


class GrantForm(BaseForm):
    """A right, for whom, from when to when."""

    membership_id = SelectField(_l("Member"), validators=[InputRequired(_l("Choose a member."))])
    right = RadioField(_l("Right"), coerce=Right, validators=[InputRequired(_l("Choose a right."))])
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Say from which day."))])
    ends_on = DateField(_l("Last day"), validators=[Optional()], description=OPEN_END)

    def offer(self, people: Sequence[Any]) -> "GrantForm":
        """Fill in whom and what there is to choose from."""
        self.membership_id.choices = [
            SelectChoice("", gettext("Choose…")),
            *[SelectChoice(str(person.id), _said(person)) for person in people],
        ]
        self.right.choices = [SelectChoice(right.value, right_word(right)) for right in BY_WEIGHT]
        return self


class EndForm(BaseForm):
    """Another last day."""

    ends_on = DateField(_l("Last day"), validators=[Optional()], description=OPEN_END)
    seen = HiddenField()
    """The last day as it stood when the page was made."""

    @classmethod
    def of(cls, term: RightsTerm) -> "EndForm":
        """The form as it begins."""
        form = cls(formdata=None)
        form.ends_on.data, form.seen.data = term.ends_on, _iso(term.ends_on)
        return form

    def is_stale(self, term: RightsTerm) -> bool:
        """Whether somebody has changed the last day since the page was made."""
        return (self.seen.data or "") != _iso(term.ends_on)


def _last_day() -> DateField:
    return DateField(_l("Last day in the group"), validators=[InputRequired(_l("Say which day."))])


class LeavingForm(BaseForm):
    """The last day; `leaving_form` puts before it who takes each right over."""

    last_day = _last_day()

    @property
    def heirs(self) -> dict[Right, int]:
        """Whom the form names for each right."""
        chosen = {right: getattr(self, f"to_{right}", None) for right in Right}
        return {right: int(field.data) for right, field in chosen.items() if field and field.data}

    def heir_fields(self) -> list[SelectField]:
        """The questions who takes over, for the page."""
        return [self[f"to_{right}"] for right in BY_WEIGHT if f"to_{right}" in self]


def leaving_form(rights: Sequence[Right], people: Sequence[Any]) -> LeavingForm:
    """The form, with a question for each right that may be handed over.

    Args:
        people: to whom.
    """
    choices = [
        SelectChoice("", gettext("Nobody for now")),
        *[SelectChoice(str(person.id), _said(person)) for person in people],
    ]

    class WithHeirs(LeavingForm):
        pass

    for right in rights:
        label = gettext("Who takes over as %(right)s", right=right_word(right).lower())
        setattr(WithHeirs, f"to_{right}", SelectField(label, choices=choices))
    WithHeirs.last_day = _last_day()  # after the heirs, as the page asks: errors are summed up in this order
    return WithHeirs()


def _said(person: Any) -> str:
    return f"{person.name} · {person.category}" if person.category else str(person.name)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
