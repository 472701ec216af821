"""Expected failures, each written for the person who will read it.

AppError
├── NotSignedIn       401  we do not know who is asking
├── NotFound          404  it does not exist, or the actor may not know that it does
├── Forbidden         403  it exists and the actor may not do this to it
│   └── ViewOnly           the actor only looks, as a learner of a class would
├── Conflict          409  the request is fine; the present state of things refuses it
├── Invalid           422  the request itself is malformed
├── QuotaExceeded     429  the actor has run out of something they can get more of
├── Unavailable       503  something we depend on is not answering; trying later may work
│   ├── SiteClosed         only administrators get in at present
│   └── SiteReadOnly       nobody changes anything at present
└── StorageFull       507  a disk of the school has no room left

Anything that is not an AppError is a bug, and is reported as one.
"""

from typing import ClassVar


class AppError(Exception):
    """A failure we expected. `message` says what happened, `hint` says what to do next."""

    code: ClassVar[str]
    status: ClassVar[int]
    hint: ClassVar[str] = ""

    def __init__(self, message: str, **facts: str | int | bool) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class NotSignedIn(AppError):
    code = "not_signed_in"
    status = 401
    hint = "Sign in, then try again."

    def __init__(self) -> None:
        super().__init__("You are not signed in.")


class NotFound(AppError):
    code = "not_found"
    status = 404


class Forbidden(AppError):
    code = "forbidden"
    status = 403


class Conflict(AppError):
    code = "conflict"
    status = 409


class Unavailable(AppError):
    code = "unavailable"
    status = 503


class Invalid(AppError):
    code = "invalid"
    status = 422


class QuotaExceeded(AppError):
    code = "quota_exceeded"
    status = 429


class ViewOnly(Forbidden):
    """A teacher looks at a class as its learners do. Whatever was asked for, nothing is changed."""

    code = "view_only"
    hint = "Go back to teaching first: the bar at the top of the page leads there."

    def __init__(self) -> None:
        super().__init__("You are looking at the class as a learner, so nothing is changed.")


class StorageFull(AppError):
    code = "storage.full"
    status = 507
    hint = "Nothing was kept. Tell your administrator, then try again."

    def __init__(self) -> None:
        super().__init__("The server has no room left.")


class SiteClosed(Unavailable):
    code = "site.closed"
    hint = "Come back a little later. What you have done is kept."

    def __init__(self) -> None:
        super().__init__("The school is closed for maintenance.")


class SiteReadOnly(Unavailable):
    code = "site.read_only"
    hint = "You can look at everything. Try again a little later."

    def __init__(self) -> None:
        super().__init__("The school is read-only for now, so nothing was changed.")
