"""No full network address is kept: not in any table, and not in the log."""

import logging

from alp_app.security.addresses import truncated
from alp_app.services.accounts.inputs import Client, SignIn
from alp_app.services.accounts.return_codes import return_by_code
from alp_app.services.accounts.sign_in import issue_tokens, sign_in
from tests.services.privacy.test_erasing import traces
from tests.support.people import PASSWORD, make_person
from tests.support.world import act

ADDRESSES = ("203.0.113.77", "2001:db8:1234:5678::9abc")


async def test_whoever_comes_in_leaves_at_most_their_network(product, school, workshop, caplog):
    person = await make_person(product, school.visitor)
    with caplog.at_level(logging.DEBUG):
        for address in ADDRESSES:
            client = Client(address=address, user_agent="Tests")
            for password in (PASSWORD, "wrong"):
                inputs = SignIn.model_validate({"email": person.email, "password": password})
                for enter in (sign_in, issue_tokens):
                    await act(
                        product, school.visitor, enter,
                        inputs=inputs, client=client, guard=product.guard,
                    )  # fmt: skip
            await act(
                product, school.visitor, return_by_code,
                typed="BCDF-2345-GHJK", client=client, guard=product.guard,
            )  # fmt: skip
    for address in ADDRESSES:
        assert await traces(workshop, address) == set()
        assert address not in caplog.text
        assert await traces(workshop, truncated(address)) == {"browser_session.address"}
