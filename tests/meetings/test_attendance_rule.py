"""The rule as a form, and who sees how they and others stand."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from groupnet.audit.models import AuditEntry
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Status
from groupnet.groups.roles import Right
from groupnet.meetings.models import AttendanceRule, Mark, Meeting, MeetingKind, MeetingStatus
from tests.browser import Browser
from tests.factories import World
from tests.meetings.marking import Breakfast, make_breakfast
from tests.statements import count_statements

TYPED = {
    "cap_hundredths": "200",
    "counted_over": "rolling",
    "months": "3",
    "term_starts_on": "",
    "late_hundredths": "50",
    "excused_hundredths": "0",
    "substitute_hundredths": "25",
}


def held(breakfast: Breakfast, days_ago: int, **fields: object) -> Meeting:
    starts_at = utc_now() - timedelta(days=days_ago)
    return breakfast.world.meeting(
        breakfast.group, starts_at=starts_at, **{"status": MeetingStatus.HELD, **fields}
    )


def rule_of(breakfast: Breakfast) -> AttendanceRule | None:
    with breakfast.world.inside(breakfast.group):
        return db.session.execute(select(AttendanceRule)).scalar_one_or_none()


def test_an_admin_settles_the_rule_and_the_log_tells(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    admin = world.member(breakfast.group, rights=(Right.ADMIN,))
    assert browser.sign_in(admin).submit("attendance/rule", TYPED).status_code == 303
    rule = rule_of(breakfast)
    assert rule is not None
    assert (rule.cap_hundredths, rule.months, rule.late_hundredths) == (200, 3, 50)
    with world.inside(breakfast.group):
        entry = db.session.execute(select(AuditEntry)).scalars().one()
    assert "2 absences in any 3 months" in str(entry.details)
    assert "Rule of attendance" in browser.get("audit").text


def test_terms_need_a_first_day(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    admin = world.member(breakfast.group, rights=(Right.ADMIN,))
    browser.sign_in(admin)
    for day in ("", "1803-01-01", "soon"):
        typed = {**TYPED, "counted_over": "term", "term_starts_on": day}
        assert browser.submit("attendance/rule", typed).status_code == 422
    assert rule_of(breakfast) is None
    typed = {**TYPED, "counted_over": "term", "term_starts_on": world.today.isoformat()}
    assert browser.submit("attendance/rule", typed).status_code == 303
    assert "in this term, since" in browser.get(f"attendance/{admin.id}").text


@pytest.mark.parametrize("is_settled", [False, True])
def test_T47_a_stale_rule_answers_409_with_both_texts(
    world: World, browser: Browser, is_settled: bool
) -> None:
    breakfast = make_breakfast(world)
    browser.sign_in(world.member(breakfast.group, rights=(Right.ADMIN,)))
    if is_settled:
        browser.submit("attendance/rule", TYPED)
    page = browser.get("attendance/rule")
    assert browser.submit(page, {**TYPED, "months": "4"}).status_code == 303
    stale = browser.submit(page, {**TYPED, "months": "9"})
    assert stale.status_code == 409
    assert "4 months" in stale.text
    assert "9 months" in stale.text
    rule = rule_of(breakfast)
    assert rule is not None
    assert rule.months == 4
    assert browser.submit(stale, {}).status_code == 303
    rule = rule_of(breakfast)
    assert rule is not None
    assert rule.months == 9


def test_a_member_sees_their_own_standing_without_blame(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    world.attendance(held(breakfast, 7), breakfast.dev, Mark.ABSENT)
    world.attendance(held(breakfast, 14), breakfast.dev, Mark.ABSENT)
    world.attendance(held(breakfast, 21), breakfast.dev, Mark.LATE)
    world.attendance(held(breakfast, 300), breakfast.dev, Mark.ABSENT)
    page = browser.sign_in(breakfast.dev).get(f"attendance/{breakfast.dev.id}")
    assert "2 absences in the last 6 months (the rule allows 3)" in page.text
    assert browser.get(f"attendance/{breakfast.amara.id}").status_code == 403


def test_the_page_of_ones_attendance_names_everybody_who_reads_of_it(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    world.attendance(held(breakfast, 7), breakfast.dev, Mark.ABSENT)
    page = browser.sign_in(breakfast.dev).get(f"attendance/{breakfast.dev.id}").text
    assert "You and the officers see this; organisers take it down, and admins can export it." in page
    admin = world.member(breakfast.group, rights=(Right.ADMIN,))
    assert browser.sign_in(admin).get(f"attendance/{breakfast.dev.id}").status_code == 403
    assert "Dev Patel" in browser.post("imports/exports/attendance.csv").text


def test_only_held_meetings_of_the_group_count_and_days_on_leave_do_not(
    world: World, browser: Browser
) -> None:
    breakfast = make_breakfast(world)
    world.end_periods(breakfast.dev, world.today - timedelta(days=20))
    world.period(
        breakfast.dev, Status.ON_LEAVE, world.today - timedelta(days=19), world.today - timedelta(days=10)
    )
    world.period(breakfast.dev, Status.ACTIVE, world.today - timedelta(days=9))
    world.attendance(held(breakfast, 14), breakfast.dev, Mark.ABSENT)
    world.attendance(held(breakfast, 5, kind=MeetingKind.COMMITTEE), breakfast.dev, Mark.ABSENT)
    world.attendance(held(breakfast, 4, status=MeetingStatus.CANCELLED), breakfast.dev, Mark.ABSENT)
    page = browser.sign_in(breakfast.dev).get(f"attendance/{breakfast.dev.id}")
    assert "0 absences in the last 6 months (the rule allows 3)" in page.text
    world.attendance(held(breakfast, 3), breakfast.dev, Mark.ABSENT)
    assert "1 absence in the last 6 months" in browser.get(f"attendance/{breakfast.dev.id}").text


def test_a_meeting_does_not_count_before_it_has_begun(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    soon = world.meeting(
        breakfast.group, starts_at=utc_now() + timedelta(minutes=30), status=MeetingStatus.HELD
    )
    world.attendance(soon, breakfast.dev, Mark.ABSENT)
    page = browser.sign_in(breakfast.dev).get(f"attendance/{breakfast.dev.id}")
    assert "0 absences in the last 6 months" in page.text
    assert soon.title not in page.text


def test_officers_see_everybody_a_to_z_and_members_and_organisers_do_not(
    world: World, browser: Browser
) -> None:
    breakfast = make_breakfast(world)
    officer = world.member(breakfast.group, "Zoe Officer", rights=(Right.OFFICER,))
    world.attendance(held(breakfast, 7), breakfast.dev, Mark.ABSENT)
    world.attendance(held(breakfast, 14), breakfast.dev, Mark.SUBSTITUTE)
    html = browser.sign_in(officer).get("attendance").text
    names = [
        html.index(f"{name}</bdi>") for name in ("Amara Okafor", "Dev Patel", "Olga Organ", "Zoe Officer")
    ]
    assert names == sorted(names)
    line = html[names[1] : names[2]]
    assert "1 of 3 absences" in line
    assert line.index(">S</abbr>") < line.index(">A</abbr>")
    assert "Excused" in html
    assert html.count("3 absences in any 6 months") == 1, "the rule is said once"
    assert browser.get(f"attendance/{breakfast.dev.id}").status_code == 200
    for who in (breakfast.dev, breakfast.organiser):
        assert browser.sign_in(who).get("attendance").status_code == 403


def test_more_absences_than_the_rule_allows_are_said_as_they_are(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    for weeks in range(1, 5):
        world.attendance(held(breakfast, 7 * weeks), breakfast.dev, Mark.ABSENT)
    page = browser.sign_in(world.member(breakfast.group, rights=(Right.OFFICER,))).get("attendance").text
    assert "4 absences, 3 allowed" in page


def test_ones_attendance_stands_beside_the_meetings_and_under_more(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    officer = world.member(breakfast.group, rights=(Right.OFFICER,))
    for who, sees_all in ((breakfast.dev, False), (officer, True)):
        browser.sign_in(who)
        own = f'href="/g/{breakfast.group.slug}/attendance/{who.id}"'
        assert own in browser.get("meetings").text
        more = browser.get("more").text
        assert own in more
        assert (f'href="/g/{breakfast.group.slug}/attendance"' in more) is sees_all


def test_weights_are_told_in_halves_and_quarters(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    browser.sign_in(world.member(breakfast.group, rights=(Right.ADMIN,)))
    browser.submit("attendance/rule", TYPED)
    world.attendance(held(breakfast, 7), breakfast.dev, Mark.LATE)
    world.attendance(held(breakfast, 6), breakfast.dev, Mark.SUBSTITUTE)
    html = browser.sign_in(breakfast.dev).get(f"attendance/{breakfast.dev.id}").text
    assert "0.75 absences in the last 3 months (the rule allows 2)" in html
    assert "Coming late weighs 0.5 of an absence." in html


@pytest.mark.parametrize("many", [5, 50])
def test_the_officers_page_keeps_its_budget(world: World, browser: Browser, many: int) -> None:
    breakfast = make_breakfast(world)
    officer = world.member(breakfast.group, rights=(Right.OFFICER,))
    meetings = [held(breakfast, 7 * number) for number in range(1, 4)]
    for _ in range(many):
        member = world.member(breakfast.group, account=False)
        for meeting in meetings:
            world.attendance(meeting, member, Mark.LATE)
    browser.sign_in(officer)
    for path in ("attendance", f"attendance/{breakfast.dev.id}"):
        with count_statements() as sent:
            assert browser.get(path).status_code == 200
        assert len(sent) <= 6, "\n".join(sent)
