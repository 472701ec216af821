"""The pages about one's own data and about retention: for whom they are, and what they do."""

import pytest
from sqlmodel import select

from alp_app.kit.errors import Forbidden, NotSignedIn
from alp_app.models.privacy import Erasure
from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from alp_app.services.accounts.errors import WrongPassword
from state.privacy.mine import MyDataState
from state.privacy.receipt import ReceiptState
from state.privacy.retention import RetentionState
from tests.support.browser import open_tab
from tests.support.people import PASSWORD, make_person, make_school, sign_in_browser


async def test_a_person_erases_their_account_from_the_page_and_sees_the_receipt(
    product: Runtime,
) -> None:
    visitor = await make_school(product)
    browser = await sign_in_browser(product, await make_person(product, visitor))
    async with open_tab(cookie=browser.cookie, path="/account/data") as tab:
        await tab.send(MyDataState.prepare)
        assert (await tab.kept(MyDataState)).export is not None
        with pytest.raises(WrongPassword):
            await tab.send(MyDataState.erase({"password": "a guess"}))
        await tab.send(MyDataState.erase({"password": PASSWORD}))
        with pytest.raises(NotSignedIn):
            await tab.send(MyDataState.prepare)
    async with product.sessions() as session:
        code = (await session.scalars(select(Erasure.code))).one()
    async with open_tab(path="/erased") as tab:
        await tab.send(ReceiptState.check({"code": code}))
        kept = await tab.kept(ReceiptState)
        assert kept.receipt is not None
        assert not kept.is_unknown
        await tab.send(ReceiptState.check({"code": "BCDF-2345-GHJK-6789"}))
        assert (await tab.kept(ReceiptState)).is_unknown


async def test_only_administrators_set_how_long_records_are_kept(product: Runtime) -> None:
    visitor = await make_school(product)
    admin = await make_person(product, visitor, Role.ADMIN)
    teacher = await make_person(product, visitor, Role.INSTRUCTOR)
    async with open_tab(cookie=(await sign_in_browser(product, teacher)).cookie) as tab:
        for event in (RetentionState.load, RetentionState.save({"days": "40"})):
            with pytest.raises(Forbidden):
                await tab.send(event)
    async with open_tab(cookie=(await sign_in_browser(product, admin)).cookie) as tab:
        await tab.send(RetentionState.load)
        await tab.send(RetentionState.open_change("audit"))
        await tab.send(RetentionState.save({"days": "40"}))
        rules = (await tab.kept(RetentionState)).rules
        assert [rule.days for rule in rules if rule.kind == "audit"] == [40]
