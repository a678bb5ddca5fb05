"""Faces made of uploaded pictures."""

import io

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Right
from groupnet.members.faces import SIZES
from groupnet.members.photos import Crop, make_faces
from tests.browser import Browser
from tests.factories import World
from tests.members.pictures import BLUE, GREEN, HOSTILE, RED, SVG, picture, thirds, with_place


def near(found: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 25 for one, other in zip(found, colour, strict=True))


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("name", HOSTILE)
def test_T37_hostile_pictures_are_refused(app: Flask, name: str) -> None:
    content, filename = HOSTILE[name]
    with app.test_request_context(), pytest.raises(RuleBroken) as refused:
        make_faces(content, filename)
    assert refused.value.field == "picture"


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *[("JPEG", mode) for mode in ("RGB", "L", "CMYK")],
        *[("PNG", mode) for mode in ("RGB", "L", "P", "RGBA", "LA", "1", "I;16")],
        *[("WEBP", mode) for mode in ("RGB", "RGBA")],
        *[("GIF", mode) for mode in ("P", "L")],
    ],
)
def test_every_usual_picture_becomes_three_square_faces(kind: str, mode: str) -> None:
    faces = make_faces(picture(kind, (640, 480), mode), f"me.{kind.lower()}")
    for name, pixels in SIZES.items():
        face = opened(getattr(faces, name))
        assert (face.format, face.size) == ("WEBP", (pixels, pixels))


def test_T37_nothing_of_the_file_is_kept() -> None:
    faces = make_faces(with_place())
    for content in faces[:3]:
        face = opened(content)
        assert not face.getexif()
        assert not {"exif", "icc_profile", "xmp"} & set(face.info)
        assert b"SecretCamera" not in content


def test_a_photo_is_turned_as_it_was_taken() -> None:
    face = opened(make_faces(with_place(orientation=6), crop=Crop.END).large)
    assert near(face.getpixel((5, 250)), GREEN), "what lay below the middle is now at the left"
    assert near(face.getpixel((500, 250)), RED), "what was on top is now at the right"


@pytest.mark.parametrize(
    ("crop", "first", "last"),
    [(Crop.START, RED, GREEN), (Crop.MIDDLE, RED, GREEN), (Crop.END, GREEN, BLUE)],
)
def test_the_kept_square_of_an_upright_picture(crop: Crop, first: object, last: object) -> None:
    face = opened(make_faces(thirds((400, 700)), crop=crop).large)
    assert near(face.getpixel((256, 4)), first)  # type: ignore[arg-type]
    assert near(face.getpixel((256, 508)), last) or crop is Crop.MIDDLE  # type: ignore[arg-type]


def test_a_lying_picture_is_cut_in_its_middle() -> None:
    face = opened(make_faces(thirds((900, 300))).large)
    assert near(face.getpixel((4, 256)), GREEN)
    assert near(face.getpixel((508, 256)), GREEN)


def test_transparency_becomes_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(out, "PNG")
    assert near(opened(make_faces(out.getvalue()).large).getpixel((100, 100)), (255, 255, 255))


def test_a_large_photo_is_reduced_quickly() -> None:
    faces = make_faces(picture("JPEG", (7000, 5000)))
    assert sum(len(content) for content in faces[:3]) < 100_000


def send(browser: Browser, member: Membership, content: bytes, filename: str = "me.jpg") -> TestResponse:
    data = {"picture": (io.BytesIO(content), filename), "crop": "middle"}
    return browser.post(f"members/{member.id}/photo", data, content_type="multipart/form-data")


def test_a_member_shows_their_face(world: World, browser: Browser) -> None:
    group = world.group()
    member = world.member(group)
    browser.sign_in(member)
    before = browser.get(f"members/{member.id}/edit").text
    assert "Remove the photo" not in before
    assert send(browser, member, with_place()).status_code == 303
    with world.inside(group):
        kept = get_membership(member.id)
    assert kept.photo_version
    assert kept.version == member.version, "a photo clashes with no text"
    for size, pixels in SIZES.items():
        answer = browser.get(f"members/{member.id}/photo/{size}?version={kept.photo_version}")
        assert answer.mimetype == "image/webp"
        assert answer.headers["Cache-Control"] == "private, max-age=86400"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert opened(answer.data).size == (pixels, pixels)
        again = browser.get(
            f"members/{member.id}/photo/{size}", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")
    assert f"photo/large?version={kept.photo_version}" in browser.get(f"members/{member.id}").text


def test_a_new_photo_has_another_address_and_a_removed_one_none(world: World, browser: Browser) -> None:
    group = world.group()
    member = world.member(group)
    browser.sign_in(member)
    versions = []
    for content in (thirds((300, 300)), picture("PNG", (300, 200))):
        assert send(browser, member, content, "me.png").status_code == 303
        with world.inside(group):
            versions.append(get_membership(member.id).photo_version)
    assert versions[0] != versions[1]
    page = browser.get(f"members/{member.id}/photo/remove")
    path = browser.path(f"members/{member.id}/photo/remove")
    assert browser.submit(page, {}, action=path).status_code == 303
    assert browser.get(f"members/{member.id}/photo/small").status_code == 404
    assert "<img" not in browser.get(f"members/{member.id}").text.partition("<main")[2]


@pytest.mark.parametrize(
    ("content", "filename", "sentence"),
    [
        (SVG, "me.svg", "holds more than a picture"),
        (b"", "", "Choose a picture first."),
        (picture("PNG"), "me.jpg", "holds a PNG picture"),
    ],
)
def test_T37_a_refused_picture_changes_nothing(
    world: World, browser: Browser, content: bytes, filename: str, sentence: str
) -> None:
    member = world.member(world.group(), offers="Roofs that stay")
    answer = send(browser.sign_in(member), member, content, filename)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Roofs that stay" in answer.text
    assert browser.get(f"members/{member.id}/photo/small").status_code == 404


def test_whose_photo_one_may_change(world: World, browser: Browser) -> None:
    group = world.group()
    member, other = world.member(group), world.member(group)
    admin = world.member(group, rights=(Right.ADMIN,))
    assert send(browser.sign_in(other), member, picture()).status_code == 403
    assert browser.get(f"members/{member.id}/photo/remove").status_code == 403
    assert send(browser.sign_in(admin), member, picture()).status_code == 303
    assert browser.sign_in(other).post(f"members/{member.id}/photo/remove").status_code == 403
    assert browser.get(f"members/{member.id}/photo/small").status_code == 200


def test_T3_a_face_stays_in_its_group(world: World, browser: Browser) -> None:
    member = world.member(world.group())
    send(browser.sign_in(member), member, picture())
    stranger = world.member(world.group())
    browser.sign_in(stranger)
    assert browser.get(f"members/{member.id}/photo/small").status_code == 404
    assert browser.get(f"members/{stranger.id}/photo/huge").status_code == 404
