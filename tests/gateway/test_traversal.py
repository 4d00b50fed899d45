"""An identifier in an address leads to its conversation and nowhere else."""

import pytest
import yarl

from casestore.client import CaseStoreError
from gateway.problems import CASES

INTO_THE_STORE = ["..%2Fstaff%2Fdemo%2Ftokens%3F", "..%2Frequests%3F", "%2E%2E", "0%2Fhandoff%3F", "x" * 32]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("identifier", INTO_THE_STORE)
async def test_an_identifier_that_is_a_path_is_not_found(gateway, method, identifier):
    address = yarl.URL(f"/api/v1/conversations/{identifier}/messages", encoded=True)
    body = {"text": "hallo", "client_id": "1"} if method == "POST" else None

    response = await gateway.request(method, address, json=body, headers={"Authorization": "Bearer any"})

    assert response.status == 404


@pytest.mark.parametrize("identifier", ["../staff/demo/tokens?", "..", "x/handoff?"])
async def test_the_client_of_the_case_store_does_not_leave_its_path(gateway, identifier):
    with pytest.raises(CaseStoreError):
        await gateway.app[CASES].conversation(identifier, "any")
