"""What an admin types to settle a group."""

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
from groupnet.groups.zones import list_zones, zone_words

PAIR_COUNTS = {
    "True": _l("As slips are read out at the table: who passed how many referrals to whom."),
    "False": _l("Everybody sees only their own row and column, in exports too."),
}
"""What each choice means, by its value."""


class SettingsForm(VersionedForm):
    """A group's settings."""

    name = line_field(_l("Name"), required=DataRequired(_l("A group has a name.")))
    timezone = SelectField(_l("Time zone"))
    locale = SelectField(_l("Dates and numbers"))
    currency = SelectField(_l("Currency"))
    default_window_months = RadioField(
        _l("Usual period"),
        coerce=int,
        choices=[SelectChoice(str(months), _l("%(num)d months", num=months)) for months in WINDOWS],
    )
    prospects_kept_months = SelectField(
        _l("Keep contact details for"),
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
    # what the group has stays among them, under whatever name it was stored
    regions = [(zone.partition("/"), zone) for zone in sorted({*list_zones(), present})]
    placed = [SelectChoice(zone, zone_words(zone), optgroup=parts[0]) for parts, zone in regions if parts[2]]
    others = [SelectChoice(zone, zone, optgroup=gettext("Other")) for parts, zone in regions if not parts[2]]
    return [*placed, *others]


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
