"""What the demo's members speak about, each of their own trade, and who stands in for them."""

from collections.abc import Sequence
from itertools import cycle
from random import Random

TALKS = {
    "Architecture": "What a wall can and cannot do",
    "Bookkeeping": "Receipts: a confession",
    "Building surveying": "What a surveyor looks for first",
    "Care at home": "When your parents need a hand",
    "Commercial cleaning": "Whom you should ask at six in the morning",
    "Commercial finance": "What a lender reads before your numbers",
    "Commercial roofing": "Flat roofs, and why they are not",
    "Conveyancing": "Where the weeks go when you buy a house",
    "Counselling": "How to ask somebody how they are",
    "Dentistry": "Three things your dentist wishes you knew",
    "Electrical": "Reading your own fuse box",
    "Event catering": "Feeding two hundred from a van",
    "Event sound & light": "Why the microphone howls",
    "Executive coaching": "Listening, and other work",
    "Executive travel": "Four airports in two days",
    "Family law": "A separation without a court",
    "Financial planning": "Pensions, without the yawning",
    "Floristry": "What flowers cost in February, and why",
    "Gardens & landscape": "A garden that needs no Sunday",
    "HR consulting": "The first day of somebody new",
    "IT support": "The backup nobody had tried",
    "Insurance": "What your policy does not say",
    "Interior design": "Light before colour",
    "Joinery & kitchens": "A drawer, from the tree on",
    "Locks & alarms": "How a burglar sees your shop",
    "Mortgage advice": "Fixed or not: five families",
    "Nutrition": "Lunch at the desk",
    "Personal training": "Ten minutes that count",
    "Photography": "The one photo every business needs",
    "Physiotherapy": "Your chair and your back",
    "Plumbing & heating": "What the boiler is telling you",
    "Print & signage": "What your van says about you",
    "Quantity surveying": "How a budget holds",
    "Recruitment": "Adverts that nobody answers",
    "Removals & storage": "How we moved a whole bakery in one night",
    "Residential estate": "The first ten seconds of a viewing",
    "Tax advice": "Five dates to write down today",
    "Telecoms": "One number for everybody",
    "Trade marks": "Is your name yours?",
    "Translation": "Words that do not travel",
    "Venue": "What makes a room work",
    "Video production": "A minute of film, hour by hour",
    "Web design": "The page people really read",
    "Business travel": "Trains, and what they save you",
    "Wills & probate": "The letter beside the will",
    "Wine & drinks": "A decent bottle below ten pounds",
}
JOB_TALKS = (
    "How I got four interviews in a month",
    "The gap in my years, and what I say about it",
    "Asking for twenty minutes of somebody’s time",
    "What the other side of the table hears",
)
STAND_INS = (
    *("Bernd Vogel", "Theodora Lane", "Sam Poe", "Ines Duarte", "Callum Reid", "Yusuf Demir"),
    *("Marta Nowak", "Ola Brandt", "Priya Raman", "Hugh Dempsey", "Lena Fischer", "Tom Abara"),
)


class StandIns:
    """Names in turn, so that nobody stands in for two on one morning."""

    def __init__(self) -> None:
        self._names = cycle(STAND_INS)

    def next(self) -> str:
        """Somebody else than the eleven before."""
        return next(self._names)


def topic_of(category: str, rng: Random, said: Sequence[str] = ()) -> str:
    """What somebody of a trade speaks about.

    Args:
        said: what was spoken about lately, which a job circle does not hear again.
    """
    if category in TALKS:
        return TALKS[category]
    return rng.choice([talk for talk in JOB_TALKS if talk not in said[-len(JOB_TALKS) + 1 :]])
