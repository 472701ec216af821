"""What may come in about how somebody wants to be told."""

from typing import Annotated

from pydantic import Field

from alp_app.kit.ids import NotificationId
from alp_app.models.notification import Channel, NotificationKind
from alp_app.services.classes.inputs import Input, Zone


class SettingsInput(Input):
    channels: dict[NotificationKind, Channel]
    """Kinds that are left out stay as they are."""
    digest_hour: Annotated[int, Field(ge=0, le=23)] = 7
    time_zone: Zone | None = None
    """None stays as it is."""


class ReadInput(Input):
    ids: Annotated[list[NotificationId], Field(max_length=200)] | None = None
    """None: everything."""


class Unsubscription(Input):
    token: Annotated[str, Field(max_length=1000)]
