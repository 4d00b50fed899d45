"""Monitoring sees what works, and what does not."""

NONE_GONE, ONE_GONE = (f'auskunft_rasa_replicas{{answers="no"}} {count}.0' for count in (0, 1))


async def test_ready_is_who_reaches_the_case_store_and_rasa(gateway):
    response = await gateway.get("/readyz")

    assert response.status == 200
    assert await response.json() == {"casestore": True, "rasa": True}


async def test_without_rasa_the_whole_is_not_ready_though_the_gateway_lives(gateway, running):
    await running.rasa.server.close()

    ready, alive = await gateway.get("/readyz"), await gateway.get("/healthz")

    assert ready.status == 503
    assert await ready.json() == {"casestore": True, "rasa": False}
    assert alive.status == 200


async def test_without_the_case_store_the_whole_is_not_ready(gateway, running):
    await running.stop_case_store()

    response = await gateway.get("/readyz")

    assert response.status == 503
    assert await response.json() == {"casestore": False, "rasa": True}


async def test_figures_tell_whether_rasa_answers(gateway, running):
    there = await (await gateway.get("/metrics")).text()
    await running.rasa.server.close()
    gone = await (await gateway.get("/metrics")).text()

    assert {'auskunft_rasa_replicas{answers="yes"} 1.0', NONE_GONE} <= set(there.splitlines())
    assert {'auskunft_rasa_replicas{answers="yes"} 0.0', ONE_GONE} <= set(gone.splitlines())
