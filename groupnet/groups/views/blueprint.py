"""What the pages of this room hang on."""

from flask import Blueprint

blueprint = Blueprint("groups", "groupnet.groups")
