"""The words for kinds, states and steps; a job speaks of applied, interviewing and hired."""

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from groupnet.referrals.models import Kind, Referral, Standing, Status, Step
from groupnet.referrals.policy import Act
from groupnet.referrals.queries import Stage

KINDS = {Kind.BUSINESS: _l("Business"), Kind.JOB: _l("Job"), Kind.INTRODUCTION: _l("Introduction")}

_STATUSES = {
    Status.PASSED: _l("Passed"),
    Status.ACCEPTED: _l("Accepted"),
    Status.CONTACTED: _l("Contacted"),
    Status.WON: _l("Won"),
    Status.LOST: _l("Not this time"),
    Status.DECLINED: _l("Declined"),
}
_OF_A_JOB = {Status.ACCEPTED: _l("Applied"), Status.CONTACTED: _l("Interviewing"), Status.WON: _l("Hired")}
_OF_AN_INTRODUCTION = {Status.CONTACTED: _l("In touch"), Status.WON: _l("Worked out")}
_BY_KIND = {Kind.JOB: _OF_A_JOB, Kind.INTRODUCTION: _OF_AN_INTRODUCTION}

_STANDINGS = {Standing.DISPUTED: _l("Disputed"), Standing.WITHDRAWN: _l("Withdrawn")}

_STEPS = {
    Step.RECORDED: _l("Recorded"),
    Step.TOLD: _l("Told in person"),
    Step.DISPUTED: _l("Disputed"),
    Step.DISPUTE_LIFTED: _l("Dispute lifted"),
    Step.WITHDRAWN: _l("Withdrawn"),
    Step.ERASED: _l("Who to call and notes erased"),
}

_ACTS = {
    Act.ACCEPT: _l("Accept"),
    Act.CONTACT: _l("I called"),
    Act.WIN: _l("Business came of it"),
    Act.LOSE: _l("Not this time"),
    Act.DECLINE: _l("Decline"),
    Act.NAME: _l("Add a name"),
    Act.THANK: _l("Say thanks"),
}
_ACTS_ON_A_JOB = {
    Act.ACCEPT: _l("I applied"),
    Act.CONTACT: _l("I have an interview"),
    Act.WIN: _l("I was hired"),
}
_ACTS_ON_AN_INTRODUCTION = {Act.CONTACT: _l("We are in touch"), Act.WIN: _l("It worked out")}
_ACTS_BY_KIND = {Kind.JOB: _ACTS_ON_A_JOB, Kind.INTRODUCTION: _ACTS_ON_AN_INTRODUCTION}

_QUESTIONS = {
    Kind.BUSINESS: {
        Act.ACCEPT: _l("Accept %(name)s’s referral?"),
        Act.CONTACT: _l("Say that you called about %(name)s’s referral?"),
    },
    Kind.JOB: {
        Act.ACCEPT: _l("Say that you applied for %(name)s’s job?"),
        Act.CONTACT: _l("Say that you have an interview for %(name)s’s job?"),
    },
    Kind.INTRODUCTION: {
        Act.ACCEPT: _l("Accept %(name)s’s introduction?"),
        Act.CONTACT: _l("Say that you are in touch, after %(name)s’s introduction?"),
    },
}

_NOT_CALLED = {
    Kind.BUSINESS: _l("Not called yet"),
    Kind.JOB: _l("Not applied yet"),
    Kind.INTRODUCTION: _l("Not in touch yet"),
}

STAGES = {
    Stage.WAITING: _l("Waiting"),
    Stage.OPEN: _l("Open"),
    Stage.WON: _l("Won"),
    Stage.CLOSED: _l("Not this time"),
    Stage.NOT_COUNTED: _l("Not counted"),
}

FIELDS = {
    "kind": _l("kind"),
    "inside": _l("inside or outside"),
    "given_on": _l("date"),
    "prospect_name": _l("who to call"),
    "prospect_contact": _l("how to reach them"),
    "note": _l("note"),
    "told_in_person": _l("told in person"),
}


def kind_word(kind: Kind) -> str:
    """What is referred, as people read it."""
    return str(KINDS[kind])


def status_word(kind: Kind, status: Status, standing: Standing = Standing.CLEAR) -> str:
    """How a referral stands: its dispute or withdrawal before its step."""
    return str(_STANDINGS.get(standing) or _BY_KIND.get(kind, {}).get(status) or _STATUSES[status])


def act_word(kind: Kind, act: Act) -> str:
    """The words of the button that moves a referral on, the same wherever it stands."""
    return str(_ACTS_BY_KIND.get(kind, {}).get(act) or _ACTS[act])


def answer_question(kind: Kind, act: Act, name: str) -> str:
    """An answer that was chosen in a mail, before it is given.

    Args:
        act: `ACCEPT` or `CONTACT`.
        name: the giver's first name.
    """
    return str(_QUESTIONS[kind][act]) % {"name": name}


def not_called_word(kind: Kind) -> str:
    """The mark by which a giver sees, some days on, that nobody was in touch."""
    return str(_NOT_CALLED[kind])


def passed_sentence(kind: Kind, name: str) -> str:
    """What a receiver is told first.

    Args:
        name: the giver's.
    """
    titles = {
        Kind.BUSINESS: gettext("%(name)s passed you a referral", name=name),
        Kind.JOB: gettext("%(name)s passed you a job", name=name),
        Kind.INTRODUCTION: gettext("%(name)s has an introduction for you", name=name),
    }
    return str(titles[kind])


def next_word(kind: Kind, act: Act) -> str:
    """The words of the one next act in a list; won or lost is chosen on the referral's own page."""
    return str(gettext("How did it go?")) if act is Act.WIN else act_word(kind, act)


def not_answered_word(days: int) -> str:
    """The mark of a referral that waits for its answer, after so many days."""
    return str(ngettext("Not answered yet · %(num)d day", "Not answered yet · %(num)d days", days))


def waiting_word(days: int) -> str:
    """The same mark where there is little room, in a list."""
    return str(ngettext("Waiting %(num)d day", "Waiting %(num)d days", days))


def step_word(kind: Kind, step: Step, status_after: Status, note: str) -> str:
    """One line of a referral's history, without who and when."""
    if step is Step.MOVED:
        return status_word(kind, status_after)
    if step is Step.STEPPED_BACK:
        return str(gettext("Back to: %(status)s", status=status_word(kind, status_after)))
    if step is Step.EDITED:
        changed = [str(FIELDS[name]) for name in note.split() if name in FIELDS]
        return str(gettext("Changed: %(what)s", what=", ".join(changed)) if changed else gettext("Changed"))
    return str(_STEPS[step])


def answered_sentence(kind: Kind, status: Status, name: str) -> str:
    """What the receiver's step has brought about.

    Args:
        name: the giver's first name.
    """
    return str(gettext("%(status)s. %(name)s knows.", status=status_word(kind, status), name=name))


def over_sentence(referral: Referral, name: str) -> str:
    """Why a referral that does not stand waits for no answer.

    Args:
        name: the giver's first name.
    """
    if referral.standing is Standing.WITHDRAWN:
        return str(gettext("%(name)s took it back, so there is nothing to answer any more.", name=name))
    return str(gettext("It is set aside for now, so it waits for no answer."))


def status_sentence(referral: Referral, given: bool, name: str) -> str:
    """How a referral stands, for one of its two people.

    Args:
        given: the reader gave it.
        name: the other's first name.
    """
    if referral.standing is Standing.DISPUTED:
        return str(gettext("It counts again once the dispute is lifted."))
    if referral.standing is Standing.WITHDRAWN or referral.status is Status.DECLINED:
        return str(gettext("It counts nowhere."))
    if referral.status is Status.PASSED:
        waiting = gettext("%(name)s has yet to answer.", name=name)
        return str(waiting if given else gettext("It waits for your answer."))
    return ""
