"""/classes: the classes that a teacher runs, and beginning one."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.forms import Filled, read_form
from alp_app.kit.pages import MAXIMUM_LIMIT, PageRequest
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.classes import commands, queries
from alp_app.services.classes.inputs import NewClass
from alp_app.services.classes.views import ClassRow
from alp_app.services.courses.catalogue import list_catalogue
from alp_app.services.courses.catalogue_views import CatalogueEntry, CatalogueFilter
from state.base import handler
from state.live import Live


class ClassesState(Live, rx.State):
    classes: rx.Field[list[ClassRow]] = rx.field(default_factory=list[ClassRow])
    courses: rx.Field[list[CatalogueEntry]] = rx.field(default_factory=list[CatalogueEntry])
    """What a class can be begun on."""
    is_loaded: bool = False
    is_beginning: bool = False

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.is_beginning = False
        await self._refresh()
        yield ClassesState.watch

    @handler(Policy.STAFF)
    async def begin(self) -> None:
        """Open the form."""
        self.is_beginning = True

    @handler(Policy.STAFF)
    async def leave(self) -> None:
        self.is_beginning = False

    @handler(Policy.STAFF)
    async def create(self, form: Filled) -> AsyncGenerator[Any]:
        async with self._work() as work:
            made = await commands.create_class(work, details=read_form(NewClass, form))
        self.is_beginning = False
        yield rx.redirect(f"/classes/{made}")

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("class"), await self._topic("course")]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            self.classes = await queries.list_classes(reader)
            found = await list_catalogue(
                reader, CatalogueFilter(), PageRequest(limit=MAXIMUM_LIMIT)
            )
        self.courses = found.items
        self.is_loaded = True
