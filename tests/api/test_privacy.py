"""One's own data over the API: the file is its owner's alone, and nobody keeps a copy on the way."""

from typing import Any, cast

import pytest

from alp_app.runtime import Runtime
from alp_app.services.privacy.exporting import keep_export, request_export
from providers.contracts.objects import StoredObject
from providers.fakes.objects import MemoryObjects
from tests.support.people import PASSWORD, make_person, make_school
from tests.support.rest import client, signed_in
from tests.support.world import act


@pytest.fixture
def objects(product: Runtime) -> MemoryObjects:
    kept = MemoryObjects()
    object.__setattr__(product, "objects", cast("Any", kept))
    return kept


async def test_a_download_is_sent_to_its_owner_and_never_cached(
    product: Runtime, objects: MemoryObjects
) -> None:
    visitor = await make_school(product)
    ana, ben = [await make_person(product, visitor) for _ in range(2)]
    export = await act(product, ana.actor, request_export)
    stored: StoredObject = await objects.put_bytes(b"PK", media_type="application/zip")
    await act(product, ana.actor, keep_export, export.id, stored)
    address = f"/media/my-data/{export.id}"
    async with await signed_in(ana) as program:
        data = (await program.get("/api/v1/me/data")).json()
        assert data["export"]["file_href"] == address
        answer = await program.get(address)
        assert answer.content == b"PK"
        assert answer.headers["cache-control"] == "no-store"
        assert "attachment" in answer.headers["content-disposition"]
    async with await signed_in(ben) as program:
        assert (await program.get(address)).status_code == 404
    async with client() as nobody:
        assert (await nobody.get(address)).status_code == 401


async def test_an_erased_account_is_shut_out_and_its_receipt_open_to_all(product: Runtime) -> None:
    visitor = await make_school(product)
    ana = await make_person(product, visitor)
    async with await signed_in(ana) as program:
        wrong = await program.post("/api/v1/me/data/erase", json={"password": "a guess"})
        assert wrong.json()["code"] == "account.wrong_password"
        answer = await program.post("/api/v1/me/data/erase", json={"password": PASSWORD})
        assert answer.status_code == 202
        product.actors.forget_all()
        assert (await program.get("/api/v1/me")).status_code == 401
    code = answer.json()["code"]
    async with client() as nobody:
        receipt = (await nobody.get(f"/api/v1/erasures/{code}")).json()
        assert receipt["removed"]["account"] == 1
        text = await nobody.get(f"/media/receipts/{code}")
        assert code in text.text
        assert ana.email not in text.text + str(receipt)
        assert (await nobody.get("/api/v1/erasures/BCDF-2345-GHJK-6789")).status_code == 404
