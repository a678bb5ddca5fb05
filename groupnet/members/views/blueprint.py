"""The blueprint that the pages of members hang on."""

from flask import Blueprint

blueprint = Blueprint("members", __name__, url_prefix="/members")
