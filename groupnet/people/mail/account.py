"""What is mailed when an account is changed: codes and links to do it, and notes that it was done."""

from flask_babel import gettext as _
from sqlalchemy import select

from groupnet.core.addresses import site_address, site_name
from groupnet.core.db import db
from groupnet.outbox.letters import Button, Letter, Part, Words
from groupnet.outbox.models import OutgoingMail
from groupnet.outbox.registry import Composer
from groupnet.people.letters import code_letter
from groupnet.people.models import Proof
from groupnet.people.proofs import find_proof, proof_token
from groupnet.people.queries import find_person


def change_code(mail: OutgoingMail) -> Letter | None:
    """The code that stands for a password where there is none."""
    proof = find_proof(mail.content()["proof"])
    if proof is None:
        return None
    return code_letter(
        proof,
        subject=_("Your code to change your account"),
        unasked=_(
            "Then somebody uses a browser that you are signed in with. Tell nobody the code, and sign that"
            " browser out:"
        ),
        way_out=Button(text=_("See where you are signed in"), url=site_address("security.devices")),
    )


def password_changed(_mail: OutgoingMail) -> Letter:
    """That there is another password."""
    return Letter(
        subject=_("Your password was changed"),
        parts=(
            Words(
                text=_(
                    "The password of your account at %(site)s was changed just now. All other browsers were"
                    " signed out. If it was you, there is nothing to do.",
                    site=site_name(),
                )
            ),
            *_if_not_you(),
        ),
    )


def new_address(mail: OutgoingMail) -> Letter | None:
    """The link that makes an address the account's; its owner alone reads that it has an account already."""
    proof = find_proof(mail.content()["proof"])
    if proof is None:
        return None
    if find_person(mail.to_address) is not None:
        return Letter(
            subject=_("This address has an account already"),
            parts=(
                Words(
                    text=_(
                        "Somebody wants to use this address for another account at %(site)s. It has one"
                        " already, so nothing was changed. If that was you: sign in with this address, or"
                        " give the other account another one.",
                        site=site_name(),
                    )
                ),
                Words(text=_("You did not ask? Then there is nothing to do.")),
            ),
        )
    return Letter(
        subject=_("Use this address from now on?"),
        parts=(
            Words(
                text=_(
                    "Somebody asked to use this address for their account at %(site)s. The link"
                    " opens a page with a button; only that changes the address.",
                    site=site_name(),
                )
            ),
            Button(text=_("See and confirm"), url=_link(proof)),
            Words(text=_("The link works once, for a day. You did not ask? Then do nothing.")),
        ),
    )


def new_address_asked(mail: OutgoingMail) -> Letter | None:
    """To the current address: that another one was asked for (T21)."""
    proof = _find_any_proof(mail.content()["proof"])
    if proof is None:
        return None
    return Letter(
        subject=_("Your address is to be changed"),
        parts=(
            Words(
                text=_(
                    "Somebody asked to use %(email)s for your account at %(site)s from now on."
                    " It is changed as soon as that address is confirmed.",
                    email=proof.email,
                    site=site_name(),
                )
            ),
            *_if_not_you(_("That also takes the request back.")),
        ),
    )


def address_changed(mail: OutgoingMail) -> Letter | None:
    """To the old address: that it opens the account no more."""
    proof = _find_any_proof(mail.content()["proof"])
    if proof is None:
        return None
    return Letter(
        subject=_("Your address was changed"),
        parts=(
            Words(
                text=_(
                    "Your account at %(site)s now has the address %(email)s. Sign in with it; this one no"
                    " longer opens the account.",
                    site=site_name(),
                    email=proof.email,
                )
            ),
            Words(text=_("Was it not you? Then tell somebody who runs your group at once.")),
        ),
    )


def confirm_address(mail: OutgoingMail) -> Letter | None:
    """The link that shows that the account's address is its owner's."""
    proof = find_proof(mail.content()["proof"])
    if proof is None:
        return None
    return Letter(
        subject=_("Is this your address?"),
        parts=(
            Words(
                text=_(
                    "It stands in your account at %(site)s. Once you have confirmed it, we can mail"
                    " you there.",
                    site=site_name(),
                )
            ),
            Button(text=_("See and confirm"), url=_link(proof)),
            Words(text=_("The link works once, for a day. You have no such account? Then do nothing.")),
        ),
    )


def second_step_changed(mail: OutgoingMail) -> Letter:
    """That something about the second step is another."""
    subject, what = {
        "on": (
            _("Your second step is on"),
            _(
                "Whoever signs in to your account at %(site)s now needs a code from your app too.",
                site=site_name(),
            ),
        ),
        "moved": (
            _("Your second step was moved"),
            _(
                "Codes for your account at %(site)s now come from another app. Old codes do not work.",
                site=site_name(),
            ),
        ),
        "codes": (
            _("You have new recovery codes"),
            _("The old recovery codes of your account at %(site)s do not work any more.", site=site_name()),
        ),
        "off": (
            _("Your second step is off"),
            _("Your account at %(site)s now asks for no code from an app.", site=site_name()),
        ),
    }[str(mail.content()["change"])]
    return Letter(
        subject=subject,
        parts=(Words(text=what + " " + _("If it was you, there is nothing to do.")), *_if_not_you()),
    )


def _if_not_you(what_else: str = "") -> tuple[Part, ...]:
    words = _("Was it not you? Then choose a new password at once, and look who is signed in.")
    return (
        Words(text=f"{words} {what_else}".strip()),
        Button(text=_("Choose a new password"), url=site_address("people.forgotten")),
    )


def _link(proof: Proof) -> str:
    return site_address("security.mailed_link", token=proof_token(proof))


def _find_any_proof(proof_id: int) -> Proof | None:
    """A proof that may be used or over by now."""
    return db.session.execute(select(Proof).where(Proof.id == proof_id)).scalar_one_or_none()


COMPOSERS: dict[str, Composer] = {
    "people.change_code": change_code,
    "people.password_changed": password_changed,
    "people.new_address": new_address,
    "people.new_address_asked": new_address_asked,
    "people.address_changed": address_changed,
    "people.confirm_address": confirm_address,
    "people.second_step_changed": second_step_changed,
}
