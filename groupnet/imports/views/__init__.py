"""Pages of imports and exports: a file, the look before it goes in, the result, undo."""

from groupnet.imports.views import large, runs, uploads
from groupnet.imports.views.blueprint import blueprint

__all__ = ["blueprint", "large", "runs", "uploads"]
