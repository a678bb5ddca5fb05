"""The table of public pages."""

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.db import Model
from groupnet.core.tenancy import GroupOwned, owned_by_group


class PublicPage(GroupOwned, Model):
    """A group's page for everybody; without a row there is none."""

    __tablename__ = "public_page"
    __table_args__ = owned_by_group(UniqueConstraint("group_id", name="uq_public_page_group"))

    is_open: Mapped[bool] = mapped_column(default=False)
    about: Mapped[str] = mapped_column(Text, default="")
    """Who the group is, in its own words."""
    welcomes_visitors: Mapped[bool] = mapped_column(default=True)
    takes_requests: Mapped[bool] = mapped_column(default=True)
    """Whether one may ask to join."""
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
