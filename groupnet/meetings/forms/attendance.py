"""What an organiser taps and ticks, and what a member types at the door."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import DataRequired

from groupnet.core.forms import BaseForm, line_field
from groupnet.meetings.models import Mark

HERE_NOW = "here"
"""A bare tap: present or late, as the clock says."""
NOT_RECORDED = "none"
TAPPED = {HERE_NOW, NOT_RECORDED, *Mark}
"""What a tap may say."""


class TapForm(BaseForm):
    """One tap: whom and what are told by the button that was pressed, named `member` or `mark`."""

    substitute_name = line_field(_l("Who stood in?"))


class WalkInForm(BaseForm):
    """Somebody at the door whom nobody announced."""

    name = line_field(_l("Name"), required=DataRequired(_l("Type the visitor’s name.")))


class CloseForm(BaseForm):
    """Who of those unmarked was absent, and who excused."""

    absent = SelectMultipleField(_l("Absent"), coerce=int, validate_choice=False)
    excused = SelectMultipleField(_l("Excused"), coerce=int, validate_choice=False)


class HereForm(BaseForm):
    """A member says that they are here, by the link or the code that hangs at the door."""

    token = HiddenField()
    code = line_field(_l("Code at the door"), longest=20)
