"""Pages of members: the directory, profiles, photos, and who stands where."""

from groupnet.members.views import copying, directory, joining, photos, profile, standing
from groupnet.members.views.blueprint import blueprint

__all__ = ["blueprint", "copying", "directory", "joining", "photos", "profile", "standing"]
