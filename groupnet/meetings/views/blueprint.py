"""The blueprint of meetings inside a group."""

from flask import Blueprint

blueprint = Blueprint("meetings", __name__)
