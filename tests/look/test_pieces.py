"""The pieces of a page, drawn without the application."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from lucide.jinja import lucide
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired

ROOT = Path(__file__).parents[2]
DEV = SimpleNamespace(id=4, name="Dev Patel", category="IT support")
EVIL = SimpleNamespace(id=5, name='<script>"x"', category="")


class Asked(Form):  # type: ignore[misc]
    """A form with something missing."""

    name = StringField("Name", validators=[InputRequired("Please give a name.")])
    kind = RadioField(
        "Kind",
        choices=[SelectChoice("a", "A"), SelectChoice("b", "B")],
        validators=[InputRequired("Please choose one.")],
    )


@pytest.fixture(scope="module")
def draw() -> Any:
    """Renders a line of template with the macros at hand."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        icon=lambda name, size=20: lucide(name, size=size),
        face_url=lambda _person, _pixels: None,
        csrf_token=lambda: "a-token",
        url_for=lambda endpoint, **values: f"/{endpoint}?{values}",
        asset=lambda name: f"/{name}",
        csp_nonce=lambda: "a-nonce",
        get_flashed_messages=lambda **_: [],
    )

    def drawn(name: str, line: str, **values: Any) -> str:
        return env.from_string(f'{{% from "components/{name}.html" import {name} %}}{line}').render(**values)

    drawn.page = lambda name, **values: env.get_template(name).render(**values)  # type: ignore[attr-defined]
    return drawn


def _refused() -> Asked:
    form = Asked(MultiDict())
    form.validate()
    return form


def test_a_field_says_the_same_words_as_the_summary_and_points_at_them(draw: Any) -> None:
    form = _refused()
    summary = draw("error_summary", "{{ error_summary(form) }}", form=form)
    field = draw("field", '{{ field(form.name, hint="As on your card") }}', form=form)
    assert '<a href="#name">Please give a name.</a>' in summary
    assert "Please give a name." in field
    assert 'aria-describedby="name-hint name-error"' in field
    assert 'aria-invalid="true"' in field


def test_the_summary_leads_to_the_first_of_several_choices(draw: Any) -> None:
    form = _refused()
    assert 'href="#kind-0"' in draw("error_summary", "{{ error_summary(form) }}", form=form)
    assert 'id="kind-0"' in draw("field", '{{ field(form.kind, look="chips") }}', form=form)


def test_a_broken_rule_without_a_field_stands_in_the_summary(draw: Any) -> None:
    form = Asked(MultiDict({"name": "Ana", "kind": "a"}))
    form.validate()
    form.form_errors.append("Dev left the group.")
    assert "<li>Dev left the group.</li>" in draw("error_summary", "{{ error_summary(form) }}", form=form)


def test_a_form_in_order_has_no_summary(draw: Any) -> None:
    form = Asked(MultiDict({"name": "Ana", "kind": "a"}))
    form.validate()
    assert draw("error_summary", "{{ error_summary(form) }}", form=form).strip() == ""


def test_a_field_keeps_what_was_typed_and_passes_attributes_on(draw: Any) -> None:
    form = Asked(MultiDict({"name": "Ana"}))
    html = draw("field", '{{ field(form.name, autocomplete="name", class="is-short") }}', form=form)
    assert 'value="Ana"' in html
    assert 'autocomplete="name"' in html
    assert 'class="form-control is-short"' in html


def test_a_face_without_a_photo_shows_initials_that_no_screen_reader_spells(draw: Any) -> None:
    html = draw("face", "{{ face(dev) }}", dev=DEV)
    assert ">DP</span>" in html
    assert 'aria-hidden="true"' in html
    assert "tint-4" in html


def test_the_picker_marks_the_chosen_and_is_found_by_category(draw: Any) -> None:
    html = draw(
        "faces_picker",
        '{{ faces_picker("to", [("Here", people), ("", [])], "Who?", chosen=4, short={4: "Dev P."}) }}',
        people=[DEV, EVIL],
    )
    assert 'value="4" data-name="Dev P." checked' in html
    assert 'data-find="Dev Patel IT support"' in html
    assert html.count("<fieldset") == 1


def test_names_never_become_markup(draw: Any) -> None:
    html = draw("faces_picker", '{{ faces_picker("to", [("", [evil])], "Who?") }}', evil=EVIL)
    html += draw("row_line", "{{ row_line(evil.name, evil.name, '/x', person=evil) }}", evil=EVIL)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_one_act_is_a_form_with_a_token(draw: Any) -> None:
    html = draw("post_button", '{{ post_button("/x", "Accept", fields={"step": "accepted"}) }}')
    assert 'method="post"' in html
    assert 'name="csrf_token" value="a-token"' in html
    assert 'name="step" value="accepted"' in html


def test_bars_share_one_scale_and_say_their_figures(draw: Any) -> None:
    html = draw("bar", "{{ bar(1, 4, 4) }}")
    assert 'class="bar-given" width="25.0%"' in html
    assert 'class="bar-received" y="8" width="100.0%"' in html
    assert "1 given" in html
    assert "4 received" in html


def test_a_bar_of_nothing_divides_by_nothing(draw: Any) -> None:
    assert 'class="bar-given" width="0' in draw("bar", "{{ bar(0, 0, 0) }}")


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 418, 422, 429, 500, 503])
def test_every_error_has_a_title_and_a_way_on_without_group_or_person(draw: Any, status: int) -> None:
    html = draw.page("errors/error.html", status=status)
    assert html.count("<h1>") == 1
    assert 'href="/"' in html
    assert "<title> – groupnet" not in html


def test_an_error_says_its_own_sentence_and_offers_what_was_typed(draw: Any) -> None:
    html = draw.page("errors/error.html", status=503, sentence="We are full.", sent_again=[("note", "<b>")])
    assert "We are full." in html
    assert 'name="note" value="&lt;b&gt;"' in html


def test_our_scripts_stay_small() -> None:
    assert sum(path.stat().st_size for path in (ROOT / "static/js").rglob("*.js")) <= 20_000
