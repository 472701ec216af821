"""The address under which another program reads somebody's calendar."""

from datetime import datetime

from sqlalchemy import Uuid
from sqlmodel import Field

from alp_app.kit.ids import OrganisationId, UserId
from alp_app.models.columns import Table, created, organisation


class CalendarFeed(Table, table=True):
    """Whoever has the token reads the calendar, and nothing else. Only a hash of it is kept."""

    user_id: UserId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="user_account.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    token_hash: str = Field(unique=True)
    created_at: datetime = created()
