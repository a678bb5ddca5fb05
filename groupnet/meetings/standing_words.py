"""The rule of attendance, and how somebody stands by it, in words without blame."""

from decimal import Decimal

from babel.numbers import format_decimal
from flask_babel import format_date, get_locale, gettext, ngettext

from groupnet.meetings.standing import ABSENCE, Rule, Standing


def absences(hundredths: int) -> str:
    """A number of absences: "2", "2.5"."""
    return str(format_decimal(Decimal(hundredths) / ABSENCE, locale=get_locale()))


def say_standing(found: Standing, rule: Rule) -> str:
    """How much is used up: "2 absences in the last 6 months (the rule allows 3)"."""
    many = 1 if found.weight == ABSENCE else 2  # a plural for parts of one, too
    counts = {
        "used": ngettext("%(used)s absence", "%(used)s absences", many, used=absences(found.weight)),
        "cap": absences(found.cap),
    }
    if rule.term_starts_on is not None:
        day = format_date(found.first, "d MMMM yyyy")
        return str(
            gettext("%(used)s in this term, since %(day)s (the rule allows %(cap)s)", day=day, **counts)
        )
    return str(
        ngettext(
            "%(used)s in the last month (the rule allows %(cap)s)",
            "%(used)s in the last %(num)d months (the rule allows %(cap)s)",
            rule.months,
            **counts,
        )
    )


def say_in_short(found: Standing) -> str:
    """How much is used up, where the rule stands on the page already: "2 of 3 absences"."""
    used, cap = absences(found.weight), absences(found.cap)
    if found.weight > found.cap:
        many = 1 if found.weight == ABSENCE else 2
        return str(
            ngettext(
                "%(used)s absence, %(cap)s allowed",
                "%(used)s absences, %(cap)s allowed",
                many,
                used=used,
                cap=cap,
            )
        )
    many = 1 if found.cap == ABSENCE else 2
    return str(
        ngettext("%(used)s of %(cap)s absence", "%(used)s of %(cap)s absences", many, used=used, cap=cap)
    )


def say_rule(rule: Rule) -> str:
    """What is counted over which time, in one line."""
    cap = absences(rule.cap)
    if rule.term_starts_on is not None:
        day = format_date(rule.term_starts_on, "d MMMM yyyy")
        return str(
            ngettext(
                "%(cap)s absences in a term of %(num)d month, reckoned from %(day)s",
                "%(cap)s absences in a term of %(num)d months, reckoned from %(day)s",
                rule.months,
                cap=cap,
                day=day,
            )
        )
    return str(
        ngettext(
            "%(cap)s absences in any %(num)d month",
            "%(cap)s absences in any %(num)d months",
            rule.months,
            cap=cap,
        )
    )


def say_weights(rule: Rule) -> list[str]:
    """What weighs something besides an absence, one sentence each; none where nothing does."""
    said = (
        (rule.late, gettext("Coming late weighs %(weight)s of an absence.", weight=absences(rule.late))),
        (rule.excused, gettext("Excused weighs %(weight)s of an absence.", weight=absences(rule.excused))),
        (
            rule.substitute,
            gettext(
                "Somebody standing in weighs %(weight)s of an absence.", weight=absences(rule.substitute)
            ),
        ),
    )
    return [str(sentence) for weight, sentence in said if weight]
