"""Mail on its way out: the only place that touches Flask-Mail."""
