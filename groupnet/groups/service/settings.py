"""A group's settings."""

from dataclasses import asdict, dataclass
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import list_currencies
from flask_babel import gettext

from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.references import has_amounts
from groupnet.groups.locales import LOCALES
from groupnet.groups.models import Group, Membership
from groupnet.groups.signals import timezone_changed

WINDOWS = (3, 6, 12)
"""The months a group may choose to look back over by default."""
PROSPECTS_KEPT = (3, 6, 12, 24)
"""The months a group may choose to keep the prospects of closed referrals."""


def check_timezone(timezone: str) -> None:
    """Refuse a zone that does not exist.

    Raises:
        RuleBroken: naming what is expected.
    """
    if timezone not in available_timezones():
        raise RuleBroken(
            gettext("The time zone must be a name such as Europe/London or America/New_York."),
            field="timezone",
        )
    ZoneInfo(timezone)


def check_currency(currency: str) -> None:
    """Refuse a currency that does not exist.

    Raises:
        RuleBroken: naming what is expected.
    """
    if currency not in list_currencies():
        raise RuleBroken(
            gettext("The currency must be a three-letter code such as GBP or EUR."), field="currency"
        )


@dataclass(frozen=True, kw_only=True)
class GroupSettings:
    """What a group may settle for itself, by the names of its columns."""

    name: str
    timezone: str
    locale: str
    currency: str
    default_window_months: int
    prospects_kept_months: int
    categories_exclusive: bool
    pair_counts_open: bool
    second_factor_required: bool


def change_settings(
    *, acting: Membership, has_second_factor: bool, group: Group, settings: GroupSettings
) -> None:
    """Change what a group has settled for itself; its address stays as it is.

    Args:
        acting: who does it. has_second_factor: whether their account asks for a second step.

    Raises:
        RuleBroken: a value is none of those offered, the currency would change what amounts mean, or the
            second step would be asked of others by one who has none.
    """
    _check_offered(settings)
    _check_amounts_keep_their_meaning(group, settings.currency)
    if settings.second_factor_required and not (group.second_factor_required or has_second_factor):
        raise RuleBroken(
            gettext("Set up your own second step first: without it your rights would rest at once."),
            field="second_factor_required",
        )
    before = {name: getattr(group, name) for name in asdict(settings)}
    changed = {
        name: [before[name], value] for name, value in asdict(settings).items() if before[name] != value
    }
    for name, (_, value) in changed.items():
        setattr(group, name, value)
    db.session.flush()
    if "timezone" in changed:
        timezone_changed.send(group, old=before["timezone"], new=group.timezone)
    if changed:
        record_act(action=Action.SETTINGS_CHANGED, actor_id=acting.id, details=changed)


def _check_offered(settings: GroupSettings) -> None:
    check_timezone(settings.timezone)
    check_currency(settings.currency)
    if settings.locale not in LOCALES:
        raise RuleBroken(gettext("Choose one of the languages offered."), field="locale")
    if settings.default_window_months not in WINDOWS:
        raise RuleBroken(gettext("Choose 3, 6 or 12 months."), field="default_window_months")
    if settings.prospects_kept_months not in PROSPECTS_KEPT:
        raise RuleBroken(gettext("Choose 3, 6, 12 or 24 months."), field="prospects_kept_months")


def _check_amounts_keep_their_meaning(group: Group, currency: str) -> None:
    if currency != group.currency and has_amounts():
        raise RuleBroken(
            gettext(
                "Amounts are recorded in %(currency)s, and would mean something else in another currency. "
                "Keep %(currency)s.",
                currency=group.currency,
            ),
            field="currency",
        )
