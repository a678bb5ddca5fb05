"""The sheets that hold referrals, and the words in them."""

from flask_babel import lazy_gettext as _l

from groupnet.imports.importer import Example
from groupnet.referrals.models import Kind, Status
from groupnet.sheets import Column, Layout, need

REFERRALS = Layout(
    "referrals",
    [
        Column(
            "date", ("Given on", "Referral date", "Date given", "Passed on", "Day", "When", "Date passed")
        ),
        Column(
            "giver",
            (
                "From",
                "Given by",
                "Referrer",
                "Giver email",
                "Giver name",
                "From member",
                "Passed by",
                "Sender",
            ),
        ),
        Column(
            "receiver",
            (
                *("To", "Given to", "Received by", "Recipient", "Receiver email", "Receiver name"),
                *("To member", "Passed to"),
            ),
        ),
        Column("kind", ("Type", "Referral type", "Kind of referral")),
        Column("inside", ("Inside/Outside", "Inside or outside", "Tier")),
        Column(
            "prospect",
            (
                *("Prospect name", "Referred person", "Person referred", "Referral name", "Contact"),
                *("Customer", "Client", "Lead", "Who to call", "Who"),
            ),
        ),
        Column("status", ("Referral status", "State", "Outcome", "Result")),
        Column(
            "thanks",
            (
                *("Thanks amount", "Amount", "Thank you", "Closed business", "TYFCB", "TYFCB amount"),
                *("Business amount", "Value"),
            ),
        ),
    ],
    [need("date"), need("giver"), need("receiver")],
)

SLIPS = Layout(
    "BNI slips audit",
    [
        Column("giver", ("From",)),
        Column("receiver", ("To",)),
        Column("slip_type", label="slip type"),
        Column("inside", ("Inside/Outside",), label="inside/outside"),
        Column("thanks", ("TYFCB Amount", "$ if TYFCB", "TYFCB"), label="TYFCB amount"),
        Column("credits", ("CEU Credits", "Qty if CEU")),
        Column("detail"),
    ],
    [need("giver"), need("receiver"), need("slip_type")],
)

SHEETS = {REFERRALS.name: _l("a list of referrals"), SLIPS.name: _l("BNI’s slips audit")}

KINDS = {
    **dict.fromkeys(("business", "referral", "client", "customer", "lead"), Kind.BUSINESS),
    **dict.fromkeys(("job", "job lead", "position", "employment"), Kind.JOB),
    **dict.fromkeys(("introduction", "intro"), Kind.INTRODUCTION),
}
KIND_WORDS = ("business", "job", "introduction")

INSIDE = {
    **dict.fromkeys(("inside", "tier 1", "tier 1 inside", "internal", "self", "yes", "y", "true", "1"), True),
    **dict.fromkeys(("outside", "tier 2", "tier 2 outside", "external", "no", "n", "false", "0", "2"), False),
    **dict.fromkeys(("tier 3", "tier 3 outside"), False),
}
INSIDE_WORDS = ("inside", "outside")

STATUSES = {
    **dict.fromkeys(("passed", "given", "new", "pending", "sent"), Status.PASSED),
    **dict.fromkeys(("accepted", "received", "applied", "confirmed"), Status.ACCEPTED),
    **dict.fromkeys(
        ("contacted", "in progress", "open", "in touch", "interviewing", "working"), Status.CONTACTED
    ),
    **dict.fromkeys(
        ("won", "closed", "closed won", "successful", "done", "business", "hired", "worked out"), Status.WON
    ),
    **dict.fromkeys(("lost", "closed lost", "unsuccessful", "not this time", "no business"), Status.LOST),
    **dict.fromkeys(("declined", "rejected", "refused"), Status.DECLINED),
}
STATUS_WORDS = tuple(status.value for status in Status)

ONE_TO_ONE = ("onetoone", "121")
VISITOR = ("visitor",)
NOT_KEPT = {"ceu": _l("CEU slips"), "chaptereducationunit": _l("CEU slips")}

EXAMPLE = Example(
    ("date", "giver", "receiver", "kind", "inside", "prospect", "status", "thanks"),
    (
        ("2025-03-06", "amara@example.org", "Dev Patel", "business", "outside", "", "won", "1250.00"),
        ("2025-03-06", "Elena Rossi", "Amara Okafor", "business", "inside", "", "contacted", ""),
        ("2025-03-13", "Dev Patel", "Elena Rossi", "introduction", "", "", "", ""),
    ),
)
