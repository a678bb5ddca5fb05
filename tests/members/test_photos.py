"""Faces made of uploaded pictures."""

import io

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from groupnet.core.errors import RuleBroken
from groupnet.core.limited import Busy, LimitedProcess
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Right
from groupnet.members import photos
from groupnet.members.cutting import MOST_SCANS, SIZES, count_scans
from groupnet.members.photos import Crop, make_faces
from tests.browser import Browser
from tests.factories import World
from tests.members.pictures import (
    BLUE,
    GREEN,
    HOSTILE,
    RED,
    SVG,
    many_scans,
    picture,
    thirds,
    with_place,
)


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


def test_T37_T58_a_picture_with_many_scans_is_refused_before_decoding(app: Flask) -> None:
    honest = thirds((600, 600), "JPEG", progressive=True)
    assert 1 < count_scans(honest) < 20
    assert count_scans(picture(comment=b"\xff\xda" * 1000)) == 1, "what other segments hold is no scan"
    assert count_scans(picture() + b"\xff\xda" * 1000) == 1, "nor what comes after the end"
    with app.test_request_context(), pytest.raises(RuleBroken, match="far longer to open"):
        make_faces(many_scans(honest, MOST_SCANS))


@pytest.mark.parametrize("hidden", [b"\xff\x01", b"\xff\xff\xff\x00", b"\xff\xd0"])
def test_T37_scans_do_not_hide_behind_markers_without_a_length(hidden: bytes) -> None:
    honest = thirds((300, 300), "JPEG", progressive=True)
    bare = honest[:-2] + hidden + many_scans(honest, 200)[len(honest) - 2 :]
    assert count_scans(bare) > MOST_SCANS


def test_T37_T58_a_picture_that_costs_too_much_is_stopped(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = LimitedProcess("tests.members.endless", at_once=1, waiting=0, patience=0)
    monkeypatch.setattr(photos, "_cutter", stopped)
    with app.test_request_context(), pytest.raises(RuleBroken, match="far longer to open"):
        make_faces(picture())


def test_T58_many_pictures_at_once_hold_no_thread_for_long(
    world: World, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = LimitedProcess("groupnet.members.cutter", at_once=1, waiting=1, patience=0.01)
    monkeypatch.setattr(photos, "_cutter", taken)
    member = world.member(world.group())
    browser.sign_in(member)
    with taken._turn():
        answer = send(browser, member, picture())
        assert answer.status_code == 422
        assert "Many pictures are being made ready." in answer.text
    assert send(browser, member, picture()).status_code == 303, "the turn and the place are free again"


def test_T58_no_more_wait_than_may(app: Flask) -> None:
    full = LimitedProcess("groupnet.members.cutter", at_once=1, waiting=0, patience=3600)
    with full._turn(), pytest.raises(Busy):
        full.answer(picture(), Crop.MIDDLE, wall_seconds=1)


def test_T36_a_picture_of_more_than_ten_megabytes_is_refused(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(RuleBroken, match="larger than 10 MB"):
        make_faces(picture() + bytes(photos.LARGEST))


def test_T37_the_process_that_opens_pictures_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def run(command: list[str], **options: object) -> object:
        seen.update(options)
        raise AssertionError

    monkeypatch.setenv("GROUPNET_SECRET_KEY", "a-secret")
    monkeypatch.setattr("groupnet.core.limited.subprocess.run", run)
    with pytest.raises(AssertionError):
        make_faces(picture())
    assert "a-secret" not in repr(seen["env"])


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_only_the_first_frame_of_a_moving_picture_is_shown(kind: str) -> None:
    first, other = (Image.new("RGB", (200, 200), colour) for colour in (GREEN, RED))
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=[other] * 20)
    assert near(opened(make_faces(out.getvalue(), f"me.{kind.lower()}").large).getpixel((100, 100)), GREEN)


def test_a_phones_picture_with_a_second_one_inside_is_a_jpeg() -> None:
    first, other = (Image.new("RGB", (200, 200), colour) for colour in (GREEN, RED))
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[other])
    assert near(opened(make_faces(out.getvalue(), "me.jpg").large).getpixel((100, 100)), GREEN)


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
