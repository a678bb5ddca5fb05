"""Writes of the public page: the page itself, those who come by it, and answers to those who ask to join."""

from groupnet.public.service.answering import accept_application, decline_application
from groupnet.public.service.asking import ask, forget_old_requests, forget_requests_of
from groupnet.public.service.coming import (
    ask_to_join,
    come_after_all,
    come_as_visitor,
    find_obstacle,
    lacks_room,
    may_come_after_all,
)
from groupnet.public.service.page import PageSettings, save_page

__all__ = [
    "PageSettings",
    "accept_application",
    "ask",
    "ask_to_join",
    "come_after_all",
    "come_as_visitor",
    "decline_application",
    "find_obstacle",
    "forget_old_requests",
    "forget_requests_of",
    "lacks_room",
    "may_come_after_all",
    "save_page",
]
