"""The modes of the site hold on every route, whoever asks."""

import httpx
import pytest

from alp_app.api.routes import READING
from alp_app.runtime import Runtime
from alp_app.security.policies import Policy
from tests.api.test_matrix import (
    ADMIN,
    LEARNER,
    OWNER,
    PREFIX,
    ROUTES,
    World,
    recorded,
    request,
    said,
    world,
)

__all__ = ["world"]

SITE = f"{PREFIX}/site"
UNBOUND = {SITE, f"{PREFIX}/me/view"}
"""The mode itself can be changed in every mode, and looking as a learner ends in every mode."""
STAFF = {Policy.STAFF, Policy.ADMIN}


def refused(answer: httpx.Response, code: str) -> bool:
    is_silent = answer.request.method == "HEAD"
    return answer.status_code == 503 and (is_silent or answer.json()["code"] == code)


async def switch(world: World, mode: str, note: str = "") -> None:
    answer = await world.people[ADMIN].put(SITE, json={"mode": mode, "note": note})
    assert answer.status_code == 200, answer.text


async def test_maintenance_shuts_everybody_out_but_administrators(product: Runtime, world: World):
    await switch(world, "maintenance", "Back at 14:00.")
    before = await recorded(product)
    wrong: list[str] = []
    for route in ROUTES:
        if route.policy is Policy.ALWAYS:
            continue
        for who in ("visitor", LEARNER, OWNER):
            answer = await request(world, who, route)
            if not refused(answer, "site.closed"):
                wrong.append(said(who, route, answer))
    assert not wrong, "\n".join(wrong)
    assert await recorded(product) == before
    assert (await world.people["visitor"].get(SITE)).json()["note"] == "Back at 14:00."
    assert (await world.people[ADMIN].get(f"{PREFIX}/people")).is_success

    await switch(world, "normal")
    assert (await world.people[LEARNER].get(f"{PREFIX}/courses")).is_success


async def test_read_only_lets_everybody_look_and_nobody_change(product: Runtime, world: World):
    await switch(world, "read_only")
    before = await recorded(product)
    wrong: list[str] = []
    for route in ROUTES:
        if route.method in READING or route.policy is Policy.ALWAYS or route.path in UNBOUND:
            continue
        answer = await request(world, ADMIN if route.policy in STAFF else LEARNER, route)
        if not refused(answer, "site.read_only"):
            wrong.append(said(LEARNER, route, answer))
    assert not wrong, "\n".join(wrong)
    assert await recorded(product) == before
    assert (await world.people[LEARNER].get(f"{PREFIX}/learning/courses")).is_success
    assert (await world.people["visitor"].get(f"{PREFIX}/courses")).is_success

    await switch(world, "normal")
    body = {"display_name": "Lena"}
    assert (await world.people[LEARNER].patch(f"{PREFIX}/me", json=body)).status_code != 503


@pytest.mark.parametrize("who", ["visitor", LEARNER, OWNER])
async def test_only_administrators_change_the_mode(world: World, who: str):
    answer = await world.people[who].put(SITE, json={"mode": "maintenance"})
    assert answer.status_code in {401, 403}
    assert (await world.people["visitor"].get(SITE)).json()["mode"] == "normal"
