"""Scenes told by hand, so that the member a visitor signs in as has a day worth looking at."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from groupnet.demo.story.model import Life, Status, ToldReferral, ToldThanks
from groupnet.demo.story.words import load_table

FILES = ("scenes_received.toml", "scenes_given.toml")
LEAD = "grace-lindqvist"
TOLD_BY_HAND_DAYS = 190
"""For so many days back the lead's story in Harbour is told here alone."""


def tell_scenes(today: date) -> Iterator[tuple[ToldReferral, list[ToldThanks]]]:
    """Every scene with its thanks; keys are "scene-01" and on."""
    scenes = [scene for file in FILES for scene in load_table(file)["scene"]]
    for number, scene in enumerate(scenes, start=1):
        referral = _referral(scene, f"scene-{number:02}", today)
        yield referral, [_thanks(referral, one, today) for one in scene.get("thanks", ())]


def _referral(scene: dict[str, Any], key: str, today: date) -> ToldReferral:
    given_on = today - timedelta(days=scene["given"])
    first: tuple[Status, date] = ("passed", given_on)
    later = tuple((status, today - timedelta(days=ago)) for status, ago in scene.get("steps", ()))
    return ToldReferral(
        key=key,
        group=scene.get("group", "harbour"),
        giver=scene["giver"],
        receiver=scene["receiver"],
        given_on=given_on,
        kind=scene.get("kind", "business"),
        inside=scene.get("inside", False),
        life=Life((first, *later)),
        prospect_name=scene.get("prospect", ""),
        prospect_contact=scene.get("contact", ""),
        note=scene.get("note", ""),
    )


def _thanks(referral: ToldReferral, told: list[Any], today: date) -> ToldThanks:
    ago, pounds, note = told
    return ToldThanks(
        group=referral.group,
        thanker=referral.receiver,
        thanked=referral.giver,
        thanked_on=today - timedelta(days=ago),
        referral_key=referral.key,
        amount_minor=pounds * 100 or None,
        note=note,
    )
