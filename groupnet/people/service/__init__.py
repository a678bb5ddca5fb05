"""Writes of accounts and sign-ins."""

from groupnet.people.service.opening import open_account, prove_address, set_first_password
from groupnet.people.service.signing_in import end_every_sign_in, end_sign_in, open_sign_in, recognise

__all__ = [
    "end_every_sign_in",
    "end_sign_in",
    "open_account",
    "open_sign_in",
    "prove_address",
    "recognise",
    "set_first_password",
]
