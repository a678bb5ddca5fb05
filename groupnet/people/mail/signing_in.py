"""The mails of an account: a code, a link to a new password."""

from flask_babel import gettext

from groupnet.core.addresses import site_address
from groupnet.outbox.letters import Button, Letter, Words
from groupnet.outbox.models import OutgoingMail
from groupnet.outbox.registry import Composer
from groupnet.people.letters import code_letter
from groupnet.people.proofs import find_proof, proof_token
from groupnet.people.queries import find_person


def code(mail: OutgoingMail) -> Letter | None:
    """The code to sign in with; nothing where the address has no account."""
    proof = find_proof(mail.content()["proof"])
    if proof is None or find_person(mail.to_address) is None:
        return None
    return code_letter(
        proof,
        subject=gettext("Your code to sign in"),
        unasked=gettext(
            "Then somebody typed your address. Without the code they do not get in; tell it to nobody."
        ),
    )


def reset(mail: OutgoingMail) -> Letter | None:
    """The way to a new password; nothing where the address has no account."""
    proof = find_proof(mail.content()["proof"])
    if proof is None or find_person(mail.to_address) is None:
        return None
    return Letter(
        subject=gettext("Choose a new password"),
        parts=(
            Words(text=gettext("Somebody asked for a new password for this address.")),
            Button(
                text=gettext("Choose a new password"),
                url=site_address("people.reset", token=proof_token(proof)),
            ),
            Words(text=gettext("The link works once, for an hour, and until you next sign in.")),
            Words(text=gettext("You did not ask? Then do nothing: your password stays as it is.")),
        ),
    )


COMPOSERS: dict[str, Composer] = {"people.code": code, "people.reset": reset}
