"""What an admin types to settle a group."""

from zoneinfo import available_timezones

from babel.core import get_global
from babel.numbers import get_currency_name
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from groupnet.core.forms import VersionedForm, line_field
from groupnet.groups.locales import LOCALES, locale_words
from groupnet.groups.models import Group
from groupnet.groups.service.settings import PROSPECTS_KEPT, WINDOWS

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


class SettingsForm(VersionedForm):
    """A group's settings."""

    name = line_field(_l("Name"), required=DataRequired(_l("A group has a name.")))
    timezone = SelectField(_l("Time zone"))
    locale = SelectField(_l("Dates and numbers"))
    currency = SelectField(_l("Currency"))
    default_window_months = RadioField(
        _l("Look back over"),
        coerce=int,
        choices=[SelectChoice(str(months), _l("%(num)d months", num=months)) for months in WINDOWS],
    )
    prospects_kept_months = SelectField(
        _l("Keep who to call for"),
        coerce=int,
        choices=[SelectChoice(str(months), _l("%(num)d months", num=months)) for months in PROSPECTS_KEPT],
    )
    categories_exclusive = BooleanField(_l("One member for each category"))
    pair_counts_open = RadioField(
        _l("Who sees how much two members exchange"),
        coerce=lambda value: {"True": True, "False": False}.get(str(value)),
        choices=[
            SelectChoice("True", _l("Every member")),
            SelectChoice("False", _l("Only the two themselves")),
        ],
    )
    second_factor_required = BooleanField(_l("Admins and officers need a second step to sign in"))

    def offer(self, group: Group) -> "SettingsForm":
        """Fill in what there is to choose from; what the group has now is always among it."""
        self.timezone.choices = _timezones(group.timezone)
        self.locale.choices = [SelectChoice(code, locale_words(code)) for code in LOCALES]
        self.currency.choices = _currencies(group.currency)
        return self


NAMES = [
    "name",
    "timezone",
    "locale",
    "currency",
    "default_window_months",
    "prospects_kept_months",
    "categories_exclusive",
    "pair_counts_open",
    "second_factor_required",
]
"""The settings that the form changes."""


def _timezones(present: str) -> list[SelectChoice]:
    zones = [zone.partition("/") for zone in sorted(available_timezones())]
    placed = [
        SelectChoice(f"{region}/{place}", place.replace("_", " ").replace("/", ", "), optgroup=region)
        for region, _, place in zones
        if region in REGIONS
    ]
    others = {"UTC", present} - {choice.value for choice in placed}
    return [*placed, *[SelectChoice(zone, zone, optgroup=gettext("Other")) for zone in sorted(others)]]


def _currencies(present: str) -> list[SelectChoice]:
    used = {
        code
        for of_one_place in get_global("territory_currencies").values()
        for code, _, until, is_tender in of_one_place
        if until is None and is_tender
    }
    locale = get_locale()
    return [
        SelectChoice(code, f"{code} · {get_currency_name(code, locale=locale)}")
        for code in sorted(used | {present})
    ]
