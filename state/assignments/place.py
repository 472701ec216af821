"""Which class or assignment a page is about. What it shows, the page asks the API for itself."""

import reflex as rx

from alp_app.security.policies import Policy
from state.base import CoreAccess, handler
from state.reflex_internals import route_argument


class WorkPlaceState(CoreAccess, rx.State):
    classroom_id: str = ""
    assignment_id: str = ""

    @handler(Policy.SIGNED_IN)
    async def load(self) -> None:
        self.classroom_id = route_argument("classroom_id")
        self.assignment_id = route_argument("assignment_id")
