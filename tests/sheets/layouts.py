"""Kinds of sheets for the tests; the features describe their own."""

from groupnet.sheets import Column, Layout, need

MEMBERS = Layout(
    "members",
    [
        Column("name", ("Full name", "Member")),
        Column("first_name", ("First", "Given name")),
        Column("last_name", ("Last", "Surname", "Family name")),
        Column("email", ("E-mail", "Email address", "Mail", "E-mail 1 - Value"), label="e-mail"),
        Column("company", ("Organization", "Organization name", "Business")),
        Column("joined", ("Member since", "Joined on")),
    ],
    [need("name", ("first_name", "last_name"))],
)

REFERRALS = Layout(
    "referrals",
    [
        Column("date", ("Given on", "Day")),
        Column("giver", ("From",)),
        Column("receiver", ("To",)),
        Column("thanks", ("Amount",)),
    ],
    [need("date"), need("giver"), need("receiver")],
)

SLIPS = Layout(
    "BNI slips audit",
    [
        Column("giver", ("From",)),
        Column("receiver", ("To",)),
        Column("slip_type"),
        Column("inside", ("Inside/Outside",)),
        Column("amount", ("TYFCB Amount", "$ if TYFCB", "TYFCB")),
        Column("credits", ("CEU Credits", "Qty if CEU")),
        Column("detail"),
    ],
    [need("giver"), need("receiver"), need("slip_type")],
)

SUMMARY = Layout(
    "BNI summary",
    [
        Column("first_name"),
        Column("last_name"),
        *(Column(name) for name in ("P", "A", "L", "M", "S", "RGI", "RGO", "RRI", "RRO", "V", "1-2-1")),
        *(Column(name) for name in ("TYFCB", "CEU", "Custom")),
    ],
    [need("first_name"), need("last_name"), need("P"), need("RGI")],
)
