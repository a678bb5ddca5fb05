"""The mail that an account sends last."""

from flask_babel import gettext

from groupnet.account.service import DELETED
from groupnet.outbox.letters import Letter, Words
from groupnet.outbox.models import OutgoingMail
from groupnet.outbox.registry import Composer


def compose_farewell(_mail: OutgoingMail) -> Letter:
    """That the account is gone, to the address that it had; there is nobody left to name."""
    return Letter(
        subject=gettext("Your groupnet account is gone"),
        parts=[
            Words(text=gettext("Your account, your profiles and your photos are deleted.")),
            Words(
                text=gettext(
                    "Referrals and thanks stay with the people you exchanged them with. There you are "
                    "“Former member”, without a name."
                )
            ),
            Words(text=gettext("This address is forgotten, and nothing more comes from here. All the best.")),
        ],
        why=gettext("You deleted your account, or somebody who was signed in to it did."),
    )


COMPOSERS: dict[str, Composer] = {DELETED: compose_farewell}
