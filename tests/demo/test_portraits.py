"""Portraits: everybody who has one looks like themselves, every time."""

import io
import os
import subprocess
import sys
from functools import cache
from hashlib import sha256

from PIL import Image

from groupnet.demo.cast import Look, Member, load_cast
from groupnet.demo.portraits import draw_portrait, portrait_of
from groupnet.demo.portraits.palette import CLOTH, HAIR, SKIN

DRAW_ONE = """
from hashlib import sha256
from groupnet.demo.cast import load_cast
from groupnet.demo.portraits import portrait_of
print(sha256(portrait_of(load_cast().group("harbour").member("grace-lindqvist"))).hexdigest())
"""


def everybody() -> dict[str, Member]:
    return {member.slug: member for group in load_cast().groups for member in group.members}


@cache
def portraits() -> dict[str, bytes]:
    drawn = {slug: portrait_of(member) for slug, member in everybody().items()}
    return {slug: portrait for slug, portrait in drawn.items() if portrait}


def test_a_portrait_is_a_square_of_512_pixels_that_opens() -> None:
    for portrait in portraits().values():
        with Image.open(io.BytesIO(portrait)) as picture:
            picture.load()
            assert (picture.format, picture.size, picture.mode) == ("PNG", (512, 512), "RGB")


def test_no_two_people_look_alike() -> None:
    assert len(portraits()) == len(everybody()) - 3
    assert len(set(portraits().values())) == len(portraits())


def test_a_member_without_a_look_has_no_portrait() -> None:
    assert portrait_of(everybody()["kwame-boateng"]) is None


def test_every_look_is_made_of_known_parts() -> None:
    for member in everybody().values():
        look = member.look
        if look:
            assert look.skin in SKIN
            assert look.hair_colour in HAIR
            assert look.colour in CLOTH
            assert look.top in {"crew", "vneck", "shirt", "polo", "blazer", "rollneck", "blouse"}
            assert look.beard in {"", "stubble", "moustache", "goatee", "short", "full"}
            assert look.glasses in {"", "round", "square"}
            assert (look.scarf in CLOTH) == (look.hair == "headscarf")


def test_the_same_person_is_drawn_the_same_in_another_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", DRAW_ONE],
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == sha256(portraits()["grace-lindqvist"]).hexdigest()


def test_the_look_decides_the_picture() -> None:
    plain = Look(skin="fair", hair="short", hair_colour="brown", top="crew", colour="teal")
    with_glasses = Look(
        skin="fair", hair="short", hair_colour="brown", top="crew", colour="teal", glasses="round"
    )
    assert draw_portrait(plain, "somebody") == draw_portrait(plain, "somebody")
    assert draw_portrait(plain, "somebody") != draw_portrait(with_glasses, "somebody")
