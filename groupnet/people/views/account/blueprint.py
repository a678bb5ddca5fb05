"""What the pages of this part hang on."""

from flask import Blueprint

blueprint = Blueprint("security", "groupnet.people", url_prefix="/account")
