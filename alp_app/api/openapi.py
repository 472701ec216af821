"""The OpenAPI document: what FastAPI finds in the routes, and what holds for all of them."""

from typing import Any, cast

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from alp_app.api import idempotency
from alp_app.api.problems import Problem, documented
from alp_app.api.routes import policy_of
from alp_app.security.cookies import SESSION_COOKIE
from alp_app.security.policies import Policy

INTRODUCTION = """\
Everything that the pages do, for other programs.

Sign in with `POST /api/v1/tokens` and send the access token as `Authorization: Bearer`. Failures are
problem documents (RFC 9457): decide by `code`, show `detail` and `hint`. Lists answer `items` and a
`next_cursor`, to be sent as `cursor`. A `POST` with an `Idempotency-Key` has one effect however
often it is sent, for a day. Files are sent first, by the tus protocol to `/api/v1/uploads`, and then
taken to their place by a route with `upload_id`. What is not there and what you may not know of look
the same: 404.
"""

TAGS = {
    "Evidence": "What speaks for the sentences of a draft.",
    "Sign-in": "Accounts and tokens for programs.",
    "My account": "What belongs to whoever asks.",
    "People": "Everybody in the school, for administrators.",
    "Courses": "What can be learnt.",
    "Learning": "Enrolment, progress and answers.",
    "Classes": "A group that takes a course together: people, codes, links, release plan.",
    "Community": "What is said in a class: announcements, questions about lessons and their answers.",
    "Tests": "Tests of a class: made, taken against the clock, marked, judged and marked again.",
    "Calendar": "What happens when, also as iCalendar.",
    "Notifications": "What you were told, how you want to be, and the mails of the school.",
    "Manifests": "How each generated part of a course was made, and whether it can be made again.",
    "Reviews": "Looking at a course before learners do: comments, approval, what a school asks for.",
    "Privacy": "What is held about you, and for how long records are kept.",
    "Assignments": "What a class is to do, what is handed in, and what teachers say of it.",
    "Practice": "Questions that come back when they are about to be forgotten.",
    "Certificates": "What a course gives to those who complete it, and whether a code is real.",
    "Grades": "What marks add up to, and why.",
    "Insights": "What the work of a class, of a course or of your own tells, each figure with its rows.",
    "Joining": "Coming into a class without an account, and back again.",
    "Drafts": "Courses as their authors write them, up to publishing.",
    "Releases": "What a new version of a course says differently, and who was told.",
    "Revisions": "Single parts of a draft written again, as proposals; the history of every part.",
    "Question bank": "Questions of a course: search, versions, import, export, statistics.",
    "Uploads": "Sending large files in parts, by the tus protocol. They are then taken by `upload_id`.",
    "Sources": "The files that a course is made from.",
    "Files": "Pictures, videos, 3D models and downloads of lessons.",
    "Generation": "Having a course written, and how far that is.",
    "Jobs": "Work in the background: watched, cancelled, tried again.",
    "Site": "What the school lets people do at present.",
    "Engines": "What writes, draws and builds, and whether it answers just now.",
}

FOR_ALL = {Policy.ALWAYS, Policy.EVERYONE}
SCHEMES = {
    "AccessToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "SessionCookie": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
}


def describe(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=INTRODUCTION,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
    )
    components: dict[str, Any] = document.setdefault("components", {})
    components["securitySchemes"] = SCHEMES
    schemas: dict[str, Any] = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    _mend(schemas, schemas)
    for route in iter_route_contexts(app.routes):
        policy = policy_of(route.endpoint) if route.endpoint else None
        if policy is None or not route.include_in_schema:
            continue
        for method in route.methods or ():
            _complete(document["paths"][route.path_format][method.lower()], method, policy)
    return document


def _complete(operation: dict[str, Any], method: str, policy: Policy) -> None:
    """Say what is true of every route with this method and policy."""
    responses: dict[str, Any] = operation["responses"]
    statuses = {401, 429, 503}
    if "422" in responses:
        statuses.add(422)
    needed: list[dict[str, list[str]]] = [{name: []} for name in SCHEMES]
    operation["security"] = [{}, *needed] if policy in FOR_ALL else needed
    if policy in {Policy.STAFF, Policy.ADMIN}:
        statuses.add(403)
    if method == "POST" and policy not in FOR_ALL:
        operation.setdefault("parameters", []).append(_KEY)
        statuses.add(409)
    for status, response in documented(*sorted(statuses)).items():
        responses[str(status)] = response


def _mend(part: Any, schemas: dict[str, Any]) -> None:
    """Two things that pydantic says less exactly than it checks them.

    ISO 8601 allows fractions of a second, the format that JSON Schema calls `duration` does not; and
    the field that tells kinds apart must be there, whatever its default.
    """
    if isinstance(part, list):
        for inner in cast("list[Any]", part):
            _mend(inner, schemas)
    if not isinstance(part, dict):
        return
    known = cast("dict[str, Any]", part)
    if known.get("format") == "duration":
        del known["format"]
        known["examples"] = ["PT2M7.5S"]
    told_apart = cast("dict[str, Any]", known.get("discriminator") or {})
    for target in told_apart.get("mapping", {}).values():
        kind = schemas[target.rpartition("/")[2]]
        kind["required"] = sorted({*kind.get("required", ()), told_apart["propertyName"]})
    for inner in known.values():
        _mend(inner, schemas)


_KEY = {
    "name": idempotency.HEADER,
    "in": "header",
    "required": False,
    "description": "The same key with the same request has one effect and one answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
