"""The sheets that hold members: a group's own list, and the BNI summary, which serves as one."""

from flask_babel import lazy_gettext as _l

from groupnet.groups.models import Status
from groupnet.imports.importer import Example
from groupnet.sheets import Column, Layout, need

_NAMES = (
    Column("first_name", ("First", "Given name", "Forename", "First names"), label="first name"),
    Column("last_name", ("Last", "Surname", "Family name", "Last names"), label="last name"),
)

MEMBERS = Layout(
    "members",
    [
        Column("name", ("Full name", "Member", "Member name", "Members", "Display name", "Person", "Who")),
        *_NAMES,
        Column(
            "email",
            (
                *("E-mail", "E-mail address", "Mail", "Email 1", "E-mail 1 - Value", "Primary email"),
                *("Contact email", "Business email", "Work email"),
            ),
            label="e-mail",
        ),
        Column(
            "category",
            (
                *("Profession", "Speciality", "Specialty", "Classification", "Seat", "Business category"),
                *("Trade", "Industry", "Occupation"),
            ),
        ),
        Column(
            "company",
            (
                *("Company name", "Business", "Business name", "Organisation", "Organization"),
                *("Organisation name", "Organization name", "Firm", "Employer"),
            ),
        ),
        Column(
            "joined",
            (
                *("Joined on", "Date joined", "Join date", "Joined date", "Joining date", "Member since"),
                *("Since", "Start date", "Membership start", "Induction date", "Inducted"),
            ),
        ),
        Column("status", ("Membership status", "Member status", "State")),
        Column(
            "left",
            ("Left on", "Date left", "Leaving date", "Leave date", "End date", "Membership end", "Until"),
            label="left on",
        ),
        Column(
            "phone",
            (
                *("Telephone", "Phone number", "Telephone number", "Mobile", "Mobile phone", "Mobile number"),
                *("Cell", "Cell phone", "Phone 1 - Value", "Tel"),
            ),
        ),
        Column("headline", ("Tagline", "Position", "Job title")),
    ],
    [need("name", ("first_name", "last_name"))],
)

_COUNTS = ("P", "A", "L", "M", "S", "RGI", "RGO", "RRI", "RRO", "V", "1-2-1", "TYFCB", "CEU", "Custom")

SUMMARY = Layout(
    "BNI summary",
    [*_NAMES, *(Column(name) for name in _COUNTS)],
    [need("first_name"), need("last_name"), need("P"), need("RGI")],
)

SHEETS = {MEMBERS.name: _l("a list of members"), SUMMARY.name: _l("BNI’s summary (PALMS)")}

NOT_PEOPLE = frozenset({"total", "totals", "visitors", "visitor", "bni"})
"""Lines of the BNI summary that stand under the members."""

STATUSES = {
    **dict.fromkeys(("active", "member", "current", "yes", "present"), Status.ACTIVE),
    **dict.fromkeys(("on leave", "leave", "leave of absence", "absent", "paused"), Status.ON_LEAVE),
    **dict.fromkeys(
        ("left", "former", "former member", "past", "inactive", "resigned", "dropped", "no"), Status.LEFT
    ),
}
STATUS_WORDS = ("active", "on leave", "left")

EXAMPLE = Example(
    ("name", "email", "category", "company", "joined", "status"),
    (
        ("Amara Okafor", "amara@example.org", "Family law", "Okafor Legal", "2023-09-14", "active"),
        ("Dev Patel", "dev@example.org", "Mortgages", "Hearth Mortgages", "2024-02-01", "on leave"),
        ("Elena Rossi", "", "Removals", "Rossi Moves", "", "active"),
        ("Tom Berg", "", "Joinery", "", "2022-05-03", "left"),
    ),
)
