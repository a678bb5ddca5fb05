"""Days and hours as people of a locale write them."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from groupnet.core.templating import day_time


@pytest.mark.parametrize(
    ("locale", "said"), [("en_GB", "Thu 3 Dec 2020, 07:00"), ("en_US", "Thu Dec 3 2020, 7:00 AM")]
)
def test_an_hour_is_written_as_the_locale_does(app: Flask, locale: str, said: str) -> None:
    with app.test_request_context(), force_locale(locale):
        assert " ".join(day_time(datetime(2020, 12, 3, 7, tzinfo=UTC)).split()) == said
