"""What tests of people who press at the same moment share."""

import pytest
from flask import Flask

from tests.factories import World
from tests.mailbox import Mailbox


@pytest.fixture
def world(own_app: Flask) -> World:
    """In a database of its own, where everything is really committed."""
    return World(own_app)


@pytest.fixture
def mailbox(own_app: Flask) -> Mailbox:
    """Takes the mails of that database."""
    return Mailbox(own_app)
