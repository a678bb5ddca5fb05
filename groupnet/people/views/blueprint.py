"""What the pages of this room hang on."""

from flask import Blueprint

blueprint = Blueprint("people", "groupnet.people")
