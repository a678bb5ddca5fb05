"""Forms of members: the shape of input."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from groupnet.core.errors import RuleBroken
from groupnet.core.forms import (
    BaseForm,
    VersionedForm,
    clean_line,
    clean_text,
    line_field,
    text_field,
    web_address,
)
from groupnet.members.photos import Crop
from groupnet.members.words import JOB_SEARCH_SHOWN, SHOWN
from groupnet.people.addresses import normal_email

NAME_NEEDED = DataRequired(_l("A name is needed."))
SHOWN_CHOICES = [SelectChoice(shown.value, words) for shown, words in SHOWN.items()]


def _shown_field(label: Any) -> SelectField:
    return SelectField(label, choices=SHOWN_CHOICES)


def _email_field() -> EmailField:
    return EmailField(_l("E-mail"), validators=[Length(max=254), _an_address], filters=[clean_line])


def _an_address(_form: Any, field: Field) -> None:
    """Told with the form's other slips, not after them."""
    try:
        if field.data:
            normal_email(field.data)
    except RuleBroken as broken:
        raise ValidationError(broken.message) from broken


class ProfileForm(VersionedForm):
    """A profile. The view takes out what the viewer may not change."""

    name = line_field(_l("Name"), required=NAME_NEEDED)
    headline = line_field(_l("Headline"), longest=160)
    company = line_field(_l("Company"))
    category = line_field(_l("Category"), longest=80)
    background = text_field(_l("Background"))
    offers = text_field(_l("What I can do for others"))
    good_referral = text_field(_l("A good referral for me is…"))
    email = _email_field()
    email_shown = _shown_field(_l("E-mail shown to"))
    phone = TelField(_l("Phone"), validators=[Length(max=40)], filters=[clean_line])
    phone_shown = _shown_field(_l("Phone shown to"))
    links = TextAreaField(_l("Links"), validators=[Length(max=2000), web_address], filters=[clean_text])
    links_shown = _shown_field(_l("Links shown to"))
    job_search = text_field(_l("Looking for work"))
    job_search_shown = RadioField(
        _l("Who sees that you are looking for work"),
        choices=[SelectChoice(shown.value, words) for shown, words in JOB_SEARCH_SHOWN.items()],
    )
    viewers = SelectMultipleField(_l("People of your choice"), coerce=int)

    def keep_only(self, names: frozenset[str]) -> None:
        """Take out every field of the profile that is not named."""
        for name in [name for name in self.profile_names() if name not in names]:
            del self[name]

    def profile_names(self) -> list[str]:
        """The fields that belong to the profile, as they stand on the form."""
        return [name for name in self._fields if name not in ("csrf_token", "submission_key", "version")]


class NewMemberForm(BaseForm):
    """A member to be added."""

    name = line_field(_l("Name"), required=NAME_NEEDED)
    email = _email_field()
    company = line_field(_l("Company"))
    category = line_field(_l("Category"), longest=80)
    joined_on = DateField(_l("Member since"), validators=[Optional()])


class PhotoForm(BaseForm):
    """A picture to become a face."""

    picture = FileField(_l("Choose a picture"), validators=[FileRequired(_l("Choose a picture first."))])
    crop = RadioField(
        _l("If it is not square, keep"),
        choices=[
            SelectChoice(Crop.START.value, _l("Top or left")),
            SelectChoice(Crop.MIDDLE.value, _l("Middle")),
            SelectChoice(Crop.END.value, _l("Bottom or right")),
        ],
        default=Crop.MIDDLE.value,
    )


class CopyForm(BaseForm):
    """What to copy from one's profile in another group."""

    source = HiddenField()
    # what is no blank any more is left alone, not refused
    names = SelectMultipleField(_l("What to copy"), validate_choice=False)


class ChangeForm(BaseForm):
    """The day from which a member stands otherwise."""

    from_day = DateField(_l("From"), validators=[InputRequired(_l("Say from which day."))])
