"""The mails of an account."""

from collections.abc import Mapping

from groupnet.outbox.registry import Composer
from groupnet.people.mail import account, signing_in

COMPOSERS: Mapping[str, Composer] = {**signing_in.COMPOSERS, **account.COMPOSERS}
