"""The life of a referral against a tiny model of it: whatever the two try, in whatever order."""

from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import sampled_from
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.core.errors import GroupnetError
from groupnet.groups.models import Membership
from groupnet.referrals import service
from groupnet.referrals.models import Referral, Standing, Status
from groupnet.referrals.queries import counted
from tests.referrals.pairs import Pair

NEXT = {
    "passed": {"accepted", "declined"},
    "accepted": {"contacted", "declined"},
    "contacted": {"won", "lost"},
}
MOVES: dict[str, tuple[Callable[..., None], dict[str, Any]]] = {
    "accepted": (service.accept_referral, {}),
    "contacted": (service.contact_prospect, {}),
    "won": (service.win, {}),
    "lost": (service.lose, {}),
    "declined": (service.decline_referral, {"reason": "it does not fit"}),
}
SIDES = sampled_from(["giver", "receiver"])


class Life(RuleBasedStateMachine):
    """What the two may do, in few words; `pair` is set by the test."""

    pair: ClassVar[Pair]

    @initialize(side=SIDES)
    def record(self, side: str) -> None:
        self.recorder = side
        self.id = self.pair.give() if side == "giver" else self.pair.record_received()
        self.status = "passed" if side == "giver" else "accepted"
        self.before: str | None = None
        self.standing = "clear"
        self.acted: set[str] = set()

    def _person(self, side: str) -> Membership:
        return self.pair.amara if side == "giver" else self.pair.dev

    def _try(self, allowed: bool, act: Any, side: str, **others: Any) -> bool:
        try:
            self.pair.act(act, self._person(side), self.id, **others)
        except GroupnetError:
            assert not allowed, f"{act.__name__} by the {side} was refused"
            return False
        assert allowed, f"{act.__name__} by the {side} went through"
        return True

    @rule(side=SIDES, to=sampled_from(sorted(MOVES)))
    def move(self, side: str, to: str) -> None:
        allowed = side == "receiver" and self.standing == "clear" and to in NEXT.get(self.status, ())
        act, others = MOVES[to]
        if self._try(allowed, act, side, **others):
            self.before, self.status = self.status, to
            self.acted.add(side)

    @rule(side=SIDES)
    def step_back(self, side: str) -> None:
        allowed = side == "receiver" and self.standing == "clear" and self.before is not None
        if self._try(allowed, service.step_back, side):
            self.status, self.before = self.before or "", None

    @rule(side=SIDES)
    def dispute(self, side: str) -> None:
        counts = self.standing == "clear" and self.status != "declined"
        if self._try(counts and side != self.recorder, service.dispute, side):
            self.standing = "disputed"

    @rule(side=SIDES)
    def lift(self, side: str) -> None:
        allowed = self.standing == "disputed" and side != self.recorder
        if self._try(allowed, service.lift_dispute, side):
            self.standing = "clear"

    @rule(side=SIDES)
    def withdraw(self, side: str) -> None:
        nobody_else = not self.acted - {self.recorder}
        allowed = side == self.recorder and self.standing != "withdrawn" and nobody_else
        if self._try(allowed, service.withdraw, side):
            self.standing = "withdrawn"

    @invariant()
    def it_stands_as_the_model_says(self) -> None:
        referral = self.pair.read(self.id)
        closed = self.status in ("won", "lost", "declined") or self.standing == "withdrawn"
        assert (referral.status, referral.standing) == (Status(self.status), Standing(self.standing))
        assert (referral.closed_at is not None) == closed
        with self.pair.world.inside(self.pair.group):
            counts = db.session.execute(select(Referral.id).where(counted(), Referral.id == self.id)).first()
        assert (counts is not None) == (self.standing == "clear" and self.status != "declined")


def test_no_order_of_acts_leads_where_the_rules_do_not(pair: Pair) -> None:
    run_state_machine_as_test(
        type("LifeOfThePair", (Life,), {"pair": pair}),
        settings=settings(
            max_examples=50,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
