"""Tables of what a profile holds beside its words."""

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.db import Model, group_key
from groupnet.core.tenancy import GroupOwned, owned_by_group


class Photo(GroupOwned, Model):
    """A member's face, square, as WebP in the sizes the pages use; the original is not kept."""

    __tablename__ = "photo"
    __table_args__ = owned_by_group(
        group_key("membership_id", "membership"), UniqueConstraint("group_id", "membership_id")
    )

    membership_id: Mapped[int]
    small: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    medium: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    large: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class JobSearchViewer(GroupOwned, Model):
    """Somebody chosen to see that a member is looking for work."""

    __tablename__ = "job_search_viewer"
    __table_args__ = owned_by_group(
        group_key("membership_id", "membership"),
        group_key("viewer_id", "membership"),
        UniqueConstraint("group_id", "membership_id", "viewer_id"),
    )

    membership_id: Mapped[int]
    viewer_id: Mapped[int]
