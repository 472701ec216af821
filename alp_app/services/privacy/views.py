"""What can be seen of what is held about people, of its erasure, and of how long records are kept."""

from collections.abc import Mapping
from datetime import datetime

from alp_app.kit.ids import DataExportId
from alp_app.models.privacy import RetentionKind
from alp_app.services.courses.views import View


class PortionView(View):
    """One kind of record that is held about somebody."""

    name: str
    """Its words are in the catalogue under `privacy.portion.<name>`."""
    number: int
    since: datetime | None
    href: str
    """Where its person sees it; empty when only here."""
    kept_days: int | None
    """After which it goes by itself; None: it is kept as long as the account."""
    is_after_class: bool
    """Those days are counted from the end of the class."""
    stays: bool
    """It is the school's, and stays when the account goes."""


class ExportView(View):
    id: DataExportId
    requested_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    size: int
    """Bytes."""
    file_href: str
    """Empty until it is ready."""


class MyDataView(View):
    """Everything that is held about me, in numbers."""

    portions: tuple[PortionView, ...]
    export: ExportView | None
    has_password: bool
    """Asked for when I erase my account; without one, my name is."""
    display_name: str
    held_back: str
    """Why my account cannot be erased now: `last_admin`, `only_teacher`, or nothing."""
    classes: tuple[str, ...]
    """In which I am the only teacher."""


class ReceiptView(View):
    """Of an erasure. It names nobody."""

    code: str
    """As people read it: `BCDF-2345-…`."""
    school: str
    requested_at: datetime
    finished_at: datetime | None
    """None while it goes on."""
    removed: Mapping[str, int]
    """How many records, by portion."""
    kept: tuple[str, ...]
    """Portions of which the school keeps something, without the person."""


class RetentionView(View):
    """How long one kind of record is kept."""

    kind: RetentionKind
    days: int | None
    """None: until somebody deletes it."""
    default_days: int | None
    least_days: int
    due: int
    """What the next run would remove."""
    removed: int
    """By the last run."""


class RetentionOverview(View):
    rules: tuple[RetentionView, ...]
    last_run_at: datetime | None
