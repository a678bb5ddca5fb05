"""The fresh proof that an account's owner sits there: every change of it, and its end, begin with one."""

from enum import StrEnum
from typing import Self, cast

from flask import request, session
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from groupnet.core.forms import BaseForm, line_field
from groupnet.people.models import Person, ProofPurpose
from groupnet.people.passwords import LONGEST
from groupnet.people.proofs import find_proof
from groupnet.people.service.changing import ask_for_change_code, prove_presence

DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "autocapitalize": "none"}
_ASKED = "asked_to_change"
"""Where the session keeps which code this browser asked for."""


def password_proof() -> PasswordField:
    """The password of those who have one."""
    return PasswordField(
        _l("Your current password"),
        validators=[InputRequired(_l("Type your current password.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


def code_proof() -> StringField:
    """The mailed code of those who have no password."""
    return line_field(
        _l("Code from the mail"),
        longest=40,
        required=DataRequired(_l("Type the six digits that were mailed to you.")),
        render_kw=DIGITS,
    )


class ProvingForm(BaseForm):
    """Shows that the owner sits there: by the password, or by the mailed code where there is none.

    A form with more fields names the two proofs again where its page draws them: errors are summed up in the
    order of the fields.
    """

    present_password = password_proof()
    code = code_proof()

    def asking(self, *, for_password: bool) -> Self:
        """Leave out the proof that does not fit this account."""
        if for_password:
            del self.code
        else:
            del self.present_password
        return self


class Way(StrEnum):
    """How somebody shows that it is them."""

    PASSWORD = "password"  # noqa: S105 - a word
    CODE = "code"
    ASK = "ask"
    """By a code that is not asked for yet."""


def me() -> Person:
    """Whoever is signed in, as the services know them."""
    return cast(Person, current_user._get_current_object())


def way_to_prove() -> Way:
    """How whoever is signed in shows here that it is them."""
    if current_user.password_hash is not None:
        return Way.PASSWORD
    proof = find_proof(session.get(_ASKED, 0))
    waits = proof and proof.person_id == current_user.id and proof.purpose == ProofPurpose.CHANGE
    return Way.CODE if waits else Way.ASK


def ask_for_code() -> None:
    """Have a code mailed to whoever is signed in, which this browser then waits for.

    Raises:
        RuleBroken: too many were asked for lately.
    """
    session[_ASKED] = ask_for_change_code(person=me()).id


def prove(form: ProvingForm) -> Person:
    """Check the proof that a form brings; nothing may be written before it.

    Raises:
        RuleBroken: at its field.
    """
    person = me()
    by_password = person.password_hash is not None
    return prove_presence(
        person=person,
        password=(form.present_password.data or "") if "present_password" in form else "",
        code="" if by_password or "code" not in form else form.code.data,
        proof_id=session.get(_ASKED, 0),
        address=request.remote_addr or "",
    )
