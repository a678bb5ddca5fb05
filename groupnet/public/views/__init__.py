"""Pages for everybody, and those of the admins who answer for them."""

from groupnet.public.views import applications, editing, page, requests, visits

__all__ = ["applications", "editing", "page", "requests", "visits"]
