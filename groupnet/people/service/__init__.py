"""Writes of accounts and sign-ins."""

from groupnet.people.service.opening import open_account, prove_address, set_first_password
from groupnet.people.service.proving import (
    check_counted_code,
    find_resetting,
    mail_proof,
    recognise_code,
    reset_password,
    take_charge,
)
from groupnet.people.service.second_step import pass_second_step
from groupnet.people.service.signing_in import end_every_sign_in, end_sign_in, open_sign_in, recognise

__all__ = [
    "check_counted_code",
    "end_every_sign_in",
    "end_sign_in",
    "find_resetting",
    "mail_proof",
    "open_account",
    "open_sign_in",
    "pass_second_step",
    "prove_address",
    "recognise",
    "recognise_code",
    "reset_password",
    "set_first_password",
    "take_charge",
]
