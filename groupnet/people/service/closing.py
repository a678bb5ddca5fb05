"""The end of an account."""

from sqlalchemy import delete

from groupnet.core.db import db
from groupnet.people.models import Person, Proof


def close_account(*, person: Person) -> None:
    """Forget an account and what was mailed to prove its address; sign-ins, codes, choices, jobs with their
    files, mails and sent forms go with the row.
    """
    db.session.execute(delete(Proof).where(Proof.email == person.email))
    gone = delete(Person).where(Person.id == person.id)
    db.session.execute(gone, execution_options={"synchronize_session": False})
