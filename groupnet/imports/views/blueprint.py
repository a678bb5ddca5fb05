"""Where all pages of imports hang."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
