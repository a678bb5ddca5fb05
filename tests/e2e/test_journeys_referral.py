"""A referral, from the tap at the breakfast table to the thanks for it."""

import re
from typing import Any

import pytest

MOST_TAPS = 4
DEV, AMARA, ELENA = "dev.patel@example.org", "amara.okafor@example.org", "elena.marsh@example.org"
AMOUNT = "£4,321"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_member_logs_a_referral_in_at_most_four_taps(visit: Any, device: str, scripts: bool) -> None:
    visitor = visit("member", device, java_script_enabled=scripts)
    page = visitor.page
    visitor.tap(page.get_by_role("link", name="Log a referral").filter(visible=True).first)
    visitor.pick("Amara")
    visitor.press("Pass it to Amara" if scripts else "Save")
    assert visitor.heading() == "Passed to Amara"
    assert visitor.taps <= MOST_TAPS

    page.get_by_label("Name", exact=True).fill("Priya Shah")
    page.get_by_label("Their phone or e-mail").fill("+44 20 7946 0123")
    visitor.press("Save")
    assert visitor.heading() == "Referral to Amara Okafor"
    assert page.get_by_role("main").get_by_text("Priya Shah").is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_another_one_is_undone_and_counts_nowhere(visit: Any, scripts: bool) -> None:
    visitor = visit("member", "phone", java_script_enabled=scripts)
    page = visitor.open("referrals/new")
    visitor.pick("Dev P.")
    visitor.press("Pass it to Dev P." if scripts else "Save")
    number = page.url.split("/")[-2]
    visitor.press("Undo this referral")
    assert page.get_by_text("Taken back. It counts nowhere.").is_visible()
    visitor.open(f"referrals/{number}")
    assert page.get_by_text("Withdrawn").first.is_visible()


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_filter_finds_the_face_at_once(visit: Any, device: str) -> None:
    visitor = visit("member", device)
    page = visitor.open("referrals/new")
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url) if "/photo/" not in request.url else None)
    page.get_by_label("Find a person").fill("kwame")
    shown = page.locator(".pick").filter(visible=True)
    assert shown.locator(".who").all_inner_texts() == ["Kwame"]
    assert requests == []


def test_T11_what_came_of_it_is_thanked_for_and_the_amount_is_between_two(visit: Any) -> None:
    giver, receiver = visit(DEV, "phone"), visit(AMARA, "desk")
    address = _pass_a_referral(giver, "Amara", "Tamsin Reed")
    page = receiver.page
    page.goto(address)
    assert page.get_by_text("Tamsin Reed").is_visible()
    receiver.press("Accept")
    receiver.press("I called")
    receiver.press("Business came of it")
    receiver.follow("Say thanks")
    page.get_by_label("What it was worth").fill("4321")
    page.get_by_label("A few words").fill("You made our month.")
    receiver.press("Say thanks to Dev")
    assert receiver.heading() == "Thanks sent to Dev"
    assert page.get_by_text(AMOUNT).is_visible()

    home = giver.open().locator("main")
    assert home.get_by_text("Amara thanked you").first.is_visible()
    assert home.get_by_text(AMOUNT).first.is_visible()
    _nobody_else_sees_it(visit, address)


def _pass_a_referral(giver: Any, receiver: str, prospect: str) -> str:
    page = giver.open("referrals/new")
    giver.pick(receiver)
    page.get_by_text("Add who to call, and details").tap()
    page.get_by_label("Who to call").fill(prospect)
    giver.press(f"Pass it to {receiver}")
    giver.follow("See this referral")
    page.wait_for_url(re.compile(r"/referrals/\d+$"))
    return str(page.url)


def _nobody_else_sees_it(visit: Any, address: str) -> None:
    for who in (ELENA, "admin", "member"):
        other = visit(who)
        assert other.page.goto(address).status == 404
        for path in ("", "members", "thanks", "thanks?direction=given", "referrals", "reciprocity"):
            page = other.open(path)
            assert page.content().count("4,321") == 0, (who, path)
            assert "Tamsin Reed" not in page.content(), (who, path)
