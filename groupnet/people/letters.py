"""The letter that brings a code, for every room that has one mailed."""

from datetime import timedelta

from flask_babel import gettext, ngettext

from groupnet.outbox.letters import Button, Code, Letter, Part, Words
from groupnet.people.models import Proof
from groupnet.people.proofs import LIVES, code_of


def code_letter(
    proof: Proof, *, subject: str, unasked: str, way_out: Button | None = None, sender: str = "groupnet"
) -> Letter:
    """A proof's code, and for how long it works.

    Args:
        unasked: for whoever did not ask for it: what that means. way_out: where they do something about it.
        sender: the name beside the site's address.
    """
    minutes = LIVES[proof.purpose] // timedelta(minutes=1)
    parts: list[Part] = [
        Words(text=gettext("Type this code on the page where you asked for it:")),
        Code(text=code_of(proof)),
        Words(
            text=ngettext(
                "It works once, for %(num)d minute.", "It works once, for %(num)d minutes.", minutes
            )
        ),
        Words(text=f"{gettext('You did not ask for it?')} {unasked}"),
    ]
    if way_out:
        parts.append(way_out)
    return Letter(subject=subject, parts=parts, sender=sender)
