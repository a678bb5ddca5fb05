"""The browsers somebody is signed in with, seen from one of them."""

from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.people.models import SignIn
from groupnet.people.tokens import token_hash


def end_one_sign_in(*, person_id: int, sign_in_id: int) -> None:
    """Sign one browser of a person out.

    Raises:
        NotFound: none of theirs has this id.
    """
    ended = db.session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .values(ended_at=utc_now())
        .returning(SignIn.id)
        .execution_options(synchronize_session=False)
    )
    if ended.scalar_one_or_none() is None:
        raise NotFound


def end_other_sign_ins(*, person_id: int, here: str) -> None:
    """Sign all browsers of a person out but one.

    Args:
        here: the secret of the sign-in that stays.
    """
    db.session.execute(
        update(SignIn)
        .where(
            SignIn.person_id == person_id,
            SignIn.token_hash != token_hash(here),
            SignIn.ended_at.is_(None),
        )
        .values(ended_at=utc_now())
        .execution_options(synchronize_session=False)
    )
