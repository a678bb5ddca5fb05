"""For any WSGI server: `wsgi:app`. Settings come from the environment; see docs/operating.md."""

from groupnet.app import create_app

app = create_app()
