"""W2, B9: limits count who calls; only a proxy of ours may name somebody else than the one who connects."""

import pytest

from tests.doors.opened import answer_to
from tests.gateway.visitor import ROOT

HOST = "Host: localhost"
BEHIND = {"limit_conversations_client": "1/hour", "limit_login_client": "2/15minutes"}
VISITOR, ANOTHER = "192.0.2.1", "192.0.2.2"


async def opens(door, *headers):
    """The status of opening a conversation."""
    return (await answer_to(door, f"POST {ROOT} HTTP/1.1", HOST, *headers)).status


async def fails_to_log_in(door, name, *headers):
    """The status of a wrong log-in."""
    body = f"name={name}&password=wrong+password".encode()
    answer = await answer_to(
        door,
        *("POST /login HTTP/1.1", HOST, "Origin: http://localhost", *headers),
        *("Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"),
        body=body,
    )
    return answer.status


@pytest.mark.parametrize("overrides", [BEHIND])
@pytest.mark.parametrize(
    "header", ["X-Forwarded-For: 192.0.2.{}", "Forwarded: for=192.0.2.{}", "X-Real-IP: 192.0.2.{}"]
)
async def test_without_a_proxy_of_ours_no_header_makes_somebody_else(door, desk_door, header):
    opened = [await opens(door, header.format(number)) for number in range(2)]
    tried = [await fails_to_log_in(desk_door, f"n{number}", header.format(number)) for number in range(3)]

    assert opened == [201, 429]
    assert tried == [422, 422, 429]


@pytest.mark.parametrize("overrides", [{**BEHIND, "proxies": "127.0.0.0/8,10.0.0.0/8"}])
async def test_behind_proxies_of_ours_each_visitor_has_limits_of_their_own(door, desk_door):
    one, other = f"X-Forwarded-For: {VISITOR}, 10.1.2.3", f"X-Forwarded-For: {ANOTHER}"

    assert [await opens(door, one), await opens(door, other)] == [201, 201]
    assert [await opens(door, one), await opens(door, other)] == [429, 429]
    assert [await fails_to_log_in(desk_door, f"n{n}", one) for n in range(3)] == [422, 422, 429]
    assert await fails_to_log_in(desk_door, "n9", other) == 422


@pytest.mark.parametrize("overrides", [{**BEHIND, "proxies": "127.0.0.1"}])
@pytest.mark.parametrize(
    "claimed",
    [
        ("X-Forwarded-For: 203.0.113.{}, 192.0.2.1",),
        ("X-Forwarded-For: 203.0.113.{}", "X-Forwarded-For: 192.0.2.1"),
        ("X-Forwarded-For: 127.0.0.1, 203.0.113.{}, 192.0.2.1",),
        ("Forwarded: for=203.0.113.{}", "X-Forwarded-For: 192.0.2.1"),
        ("X-Real-IP: 203.0.113.{}", "X-Forwarded-For: 192.0.2.1"),
        ("X-Forwarded-For: nonsense {}",),
        ("X-Forwarded-For: 203.0.113.{}, ",),
    ],
)
async def test_what_a_visitor_wrote_into_the_header_does_not_make_another(door, claimed):
    statuses = [await opens(door, *(line.format(number) for line in claimed)) for number in range(2)]

    assert statuses == [201, 429]


@pytest.mark.parametrize("overrides", [{**BEHIND, "proxies": "127.0.0.1", "proxy_header": "Forwarded"}])
async def test_a_proxy_may_write_the_standard_header_instead(door):
    one, other = (
        'Forwarded: for=203.0.113.{}, for="192.0.2.{}:4711";proto=https',
        "Forwarded: for=192.0.2.{}",
    )

    assert [await opens(door, one.format(n, 1)) for n in range(2)] == [201, 429]
    assert await opens(door, other.format(2)) == 201
    assert await opens(door, "X-Forwarded-For: 203.0.113.1", other.format(2)) == 429


@pytest.mark.parametrize("overrides", [{**BEHIND, "proxies": "127.0.0.1"}])
async def test_the_addresses_of_one_household_count_as_one(door):
    statuses = [
        await opens(door, f"X-Forwarded-For: {address}")
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::2", "2001:db8:1:3::1")
    ]

    assert statuses == [201, 429, 201]
