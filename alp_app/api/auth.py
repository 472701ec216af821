"""Who sends a request: an access token, or a browser with its session cookie."""

from starlette.requests import Request

from alp_app import runtime
from alp_app.security.actor import Actor
from alp_app.services.accounts.inputs import Client


async def resolve_actor(request: Request) -> Actor:
    """Raises NotSignedIn for a token that is wrong or has ended. A token wins over a cookie.

    Cookies are only believed because `security.origin` has refused other sites' requests before.
    """
    actors = runtime.current().actors
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return await actors.for_access_token(token.strip())
    return await actors.for_cookie(request.headers.get("cookie", ""))


def client_of(request: Request) -> Client:
    """The address is the connection's; behind a proxy, the server in front sets it."""
    return Client(
        address=request.client.host if request.client else "",
        user_agent=request.headers.get("user-agent", ""),
    )
